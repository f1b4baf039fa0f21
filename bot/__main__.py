"""`python -m bot …`: run, demo, check, content check DIR."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import logs
from bot.commands import PROBLEMS, WRONG_USE
from bot.console import complain, spoken
from bot.settings import Settings, SettingsError, load
from council.phrases import Phrase, _
from council.sources import ContentError
from storage.errors import StorageError

CONTENT = Path("content/koriukivka")


def main(arguments: Sequence[str] | None = None) -> int:
    """Raises SystemExit(2) for wrong use, as argparse does."""
    given = _parser().parse_args(arguments)
    try:
        return _done(given)
    except SettingsError as error:
        for sentence in error.sentences:
            complain(spoken(sentence))
        return WRONG_USE
    except ContentError as error:
        from bot.commands.content import shown

        for fault in error.faults:
            complain(shown(fault))
        return WRONG_USE
    except StorageError as error:
        complain(spoken(Phrase(_("The database cannot be used: {reason}"), {"reason": str(error)})))
        return PROBLEMS


def _done(given: argparse.Namespace) -> int:
    if given.command == "content":
        from bot.commands import content

        return content.check(given.folder)
    if given.command == "demo" or (given.command == "run" and not _has_token()):
        return _demo()
    settings = load()
    logs.configure(settings.log_level)
    return asyncio.run(_of_bot(given.command, settings))


def _demo() -> int:
    from bot.commands.demo import demo

    logs.configure("ERROR")
    complain(
        spoken(Phrase(_("This is the demo: invented people, nothing is sent and nothing is kept. Leave with /quit.")))
    )
    return asyncio.run(demo(CONTENT))


async def _of_bot(command: str, settings: Settings) -> int:
    """Each command is imported when it is asked for: loading everything takes seconds."""
    if command == "check":
        from bot.commands.check import check

        return await check(settings)
    from bot.commands.run import run

    return await run(settings)


def _has_token() -> bool:
    """Nothing of a token at all means the demo; a wrong one is a fault of the settings."""
    if os.environ.get("BOT_TOKEN"):
        return True
    file = Path(".env")
    return file.is_file() and any(
        line.strip().upper().startswith("BOT_TOKEN=") for line in file.read_text().splitlines()
    )


def _parser() -> argparse.ArgumentParser:
    def say(msgid: str) -> str:
        return spoken(Phrase(msgid))

    parser = argparse.ArgumentParser(prog="python -m bot", description=say(_("The bot of a hromada's council.")))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help=say(_("start the bot; without BOT_TOKEN, the demo")))
    commands.add_parser("demo", help=say(_("try the bot in this terminal, with invented people")))
    commands.add_parser("check", help=say(_("see whether everything is in order, and what to do")))
    content = commands.add_parser("content", help=say(_("the folder of a community"))).add_subparsers(
        dest="action", required=True
    )
    folder = content.add_parser("check", help=say(_("see what must be corrected in the folder")))
    folder.add_argument("folder", type=Path, metavar="DIR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
