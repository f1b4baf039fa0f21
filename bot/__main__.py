"""`python -m bot …`: run, demo, check, health, content, backup, restore, keys, programme, report, export."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import lazily, logs
from bot.commands import DONE, PROBLEMS, WRONG_USE
from bot.console import complain, spoken
from bot.settings import Settings, SettingsError, load, load_for_data
from council.phrases import Phrase, _
from council.sources import ContentError
from storage.errors import StorageError, WrongKey

CONTENT = Path("content/koriukivka")
KEEP = 14
Say = Callable[[str], str]
OF_DATA = frozenset({"petitions", "backup", "restore", "keys", "programme", "report", "export", "workflow"})
"""Commands that never speak to Telegram."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Raises SystemExit(2) for wrong use, as argparse does."""
    words = sys.argv[1:] if arguments is None else arguments
    given = argparse.Namespace(command="health") if list(words) == ["health"] else _parser().parse_args(words)
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
    except WrongKey as error:
        text = _("These are not the keys of this data, so nothing was started and nothing was changed: {reason}")
        complain(spoken(Phrase(text, {"reason": str(error)})))
        return WRONG_USE
    except StorageError as error:
        text = (
            _("It was not done: {reason}") if given.command in OF_DATA else _("The database cannot be used: {reason}")
        )
        complain(spoken(Phrase(text, {"reason": str(error)})))
        return PROBLEMS


def _done(given: argparse.Namespace) -> int:
    if given.command == "content":
        from bot.commands import content

        return content.check(given.folder)
    if given.command == "demo" or (given.command == "run" and not _is_installed()):
        return _demo(given)
    if given.command == "health":  # asked each half minute: nothing that is slow to load, not even the languages
        from bot.commands.health import health

        return health(load())
    if given.command == "programme" and given.action == "template":
        from bot.commands import programme

        return programme.make_template(given.file, given.first_year)
    settings = load_for_data() if given.command in OF_DATA else load()
    logs.configure(settings.log_level)
    if given.command in OF_DATA:
        return asyncio.run(_of_data(given, settings))
    if given.command == "qr":
        from bot.commands.qr import qr

        return asyncio.run(qr(settings, given.to, given.code))
    return asyncio.run(_of_bot(given.command, settings))


def _demo(given: argparse.Namespace) -> int:
    lazily.load_aiogram()
    from bot.commands.demo import Wishes, demo

    logs.configure("ERROR")
    wishes = Wishes() if given.command == "run" else Wishes(given.terminal, given.empty, given.port)
    complain(spoken(Phrase(_("This is the demo: invented people, nothing is sent and nothing is kept."))))
    if not (wishes.empty or wishes.terminal):
        complain(spoken(Phrase(_("The invented people live through their autumn: some seconds, please."))))
    try:
        return asyncio.run(demo(CONTENT, wishes))
    except KeyboardInterrupt:  # before the page was there
        return DONE


async def _of_bot(command: str, settings: Settings) -> int:
    """Each command is imported when it is asked for: loading everything takes seconds."""
    lazily.load_aiogram()
    if command == "check":
        from bot.commands.check import check

        return await check(settings)
    from bot.commands.run import run

    return await run(settings)


async def _of_data(given: argparse.Namespace, settings: Settings) -> int:
    from bot.commands import backup, keys, programme, report, restore

    match given.command, getattr(given, "action", None):
        case "backup", _:
            return await backup.make(settings, given.to, given.keep)
        case "petitions", _:
            from bot.commands import petitions

            return await petitions.verify(settings, given.number, given.receipt)
        case "workflow", _:
            from bot.commands import workflow

            return await workflow.import_file(settings, given.file)
        case "keys", "rotate":
            return await keys.rotate(settings)
        case "keys", _:
            return await keys.show(settings)
        case "programme", _:
            return await programme.load(settings, given)
        case "report", _:
            return await report.report(settings, given)
        case "export", _:
            return await report.export(settings, given)
    if given.into is not None:
        return await restore.into(settings, given.file, given.into, given.keys)
    return await restore.check(settings, given.file, given.keys)


def _is_installed() -> bool:
    """Whether a bot is meant to work here. Only where nothing says so, a missing token opens the demo.

    In the image, and where residents' data lie, a token that was lost must stop the start: a demo would look alive
    while nobody is served.
    """
    if _variable("BOT_TOKEN") or _variable("BOT_IN_IMAGE") or _variable("DATABASE_URL"):
        return True
    return (Path(_variable("DATA_DIR") or "data") / "bot.db").exists()


def _variable(name: str) -> str:
    """From the environment or `.env`, before the settings as a whole can be read."""
    if value := os.environ.get(name):
        return value
    file = Path(".env")
    lines = file.read_text().splitlines() if file.is_file() else []
    found = (line.partition("=")[2].strip() for line in lines if line.strip().upper().startswith(f"{name}="))
    return next(found, "").strip("'\"")


def _parser() -> argparse.ArgumentParser:
    def say(msgid: str) -> str:
        return spoken(Phrase(msgid))

    parser = argparse.ArgumentParser(prog="python -m bot", description=say(_("The bot of a hromada's council.")))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help=say(_("start the bot; without BOT_TOKEN, the demo")))
    demo = commands.add_parser("demo", help=say(_("try the bot in a browser, with invented people")))
    demo.add_argument("--terminal", action="store_true", help=say(_("in this terminal instead")))
    demo.add_argument("--empty", action="store_true", help=say(_("without the invented cases")))
    demo.add_argument(
        "--port", type=_port, default=0, metavar="N", help=say(_("the page's port; a free one by default"))
    )
    commands.add_parser("check", help=say(_("see whether everything is in order, and what to do")))
    commands.add_parser("health", help=say(_("see whether the running bot lives (for a container's health check)")))
    qr = commands.add_parser("qr", help=say(_("codes to print")))
    qr.add_argument(
        "--to", type=Path, default=Path("qr.pdf"), metavar="FILE", help=say(_("the file to write; qr.pdf by default"))
    )
    qr.add_argument(
        "--code",
        nargs=2,
        action="append",
        default=[],
        metavar=("PAYLOAD", "CAPTION"),
        help=say(_("a payload and its caption, instead of the categories")),
    )
    content = commands.add_parser("content", help=say(_("the folder of a community"))).add_subparsers(
        dest="action", required=True
    )
    folder = content.add_parser("check", help=say(_("see what must be corrected in the folder")))
    folder.add_argument("folder", type=Path, metavar="DIR")
    _add_commands_of_data(commands, say)
    from bot.commands import programme, report

    programme.add_to(commands)
    report.add_to(commands)
    return parser


def _add_commands_of_data(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", say: Say) -> None:
    backup = commands.add_parser("backup", help=say(_("copy the data into one file, also while the bot runs")))
    backup.add_argument("--to", type=Path, metavar="DIR", help=say(_("where to; DATA_DIR/backups by default")))
    backup.add_argument("--keep", type=_count, default=KEEP, metavar="N", help=say(_("how many to keep there")))
    restore = commands.add_parser("restore", help=say(_("prove a backup good, or put it back")))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--keys", type=Path, metavar="FILE", help=say(_("the copy of the keys")))
    how = restore.add_mutually_exclusive_group(required=True)
    how.add_argument("--check", action="store_true", help=say(_("only a drill: open everything, change nothing")))
    how.add_argument("--into", type=Path, metavar="DIR", help=say(_("an empty folder, the new DATA_DIR")))
    petitions = commands.add_parser("petitions", help=say(_("the logs of petitions"))).add_subparsers(
        dest="action", required=True
    )
    verify = petitions.add_parser("verify", help=say(_("see whether anything was changed behind the bot")))
    which = verify.add_mutually_exclusive_group()
    which.add_argument("number", nargs="?", metavar="NUMBER", help=say(_("one petition; all by default")))
    which.add_argument("--all", action="store_true", help=say(_("every published petition")))
    verify.add_argument("--receipt", metavar="HASH", help=say(_("look for a signer's receipt in the log")))
    workflow = commands.add_parser("workflow", help=say(_("the way back from the registry"))).add_subparsers(
        dest="action", required=True
    )
    numbers = workflow.add_parser("import", help=say(_("take a CSV of numbers or an acknowledgement in XML")))
    numbers.add_argument("file", type=Path, metavar="FILE")
    keys = commands.add_parser("keys", help=say(_("the encryption keys"))).add_subparsers(dest="action", required=True)
    keys.add_parser("show", help=say(_("which there are, and which are still needed")))
    keys.add_parser("rotate", help=say(_("a new key, and everything encrypted anew with it")))


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(spoken(Phrase(_("it must be a port: a whole number from 1 to 65535"))))
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(spoken(Phrase(_("it must be a whole number from 1"))))
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
