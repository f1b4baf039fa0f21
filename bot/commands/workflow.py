"""`workflow import`: a file of the registry is looked at, and laid where the bot takes it, running or at its start."""

import asyncio
import os
from pathlib import Path

from bot.commands import DONE, PROBLEMS, WRONG_USE
from bot.connectors import answers_folder
from bot.console import complain, spoken
from bot.settings import Settings
from council import registry_files
from council.phrases import DomainError, Phrase, _
from council.registry_files import Unread


async def import_file(settings: Settings, file: Path) -> int:
    """0: laid down whole; 1: laid down, and some lines are not understood; 2: it is no such file."""
    return await asyncio.to_thread(_import, settings, file)


def _import(settings: Settings, file: Path) -> int:
    try:
        content = file.read_bytes()
        lines = registry_files.read(content)
    except OSError as error:
        complain(spoken(Phrase(_("{file} cannot be read: {reason}"), {"file": str(file), "reason": error.strerror})))
        return WRONG_USE
    except DomainError as error:
        complain(spoken(error.phrase))
        return WRONG_USE
    unread = [line for line in lines if isinstance(line, Unread)]
    for line in unread:
        told = _("Line {line} {case}: {why}")
        complain(spoken(Phrase(told, {"line": line.line, "case": "", "why": line.why})))
    folder = answers_folder.of_data(settings.data_dir)
    _lay(folder, file.name, content)
    told = _("The bot takes it within a minute while it runs, else at its next start. The report will lie in {folder}.")
    print(spoken(Phrase(told, {"folder": str(folder)})))
    return PROBLEMS if unread else DONE


def _lay(folder: Path, name: str, content: bytes) -> None:
    """Under its name at once whole; a second file of that name gets a number."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    begun = folder / f".{name}.{os.getpid()}"
    begun.write_bytes(content)
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    begun.rename(target)
