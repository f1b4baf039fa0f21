"""Answers dropped as files: by a document system, by a person, or by `python -m bot workflow import`.

A file is taken when two looks have found it unchanged, so nothing half-written is read. It goes to `done` or `failed`
beside it, with a report; taken twice, it changes nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from bot.logs import failure
from bot.settings import Settings
from council import registry_files, registry_import
from council.clock import Clock
from council.phrases import DomainError
from council.registry_import import Outcome, Result
from handlers.decision_texts import LETTERS_IN, letter_text
from handlers.house import House
from handlers.staff.registry_files import report
from handlers.texts import say
from storage.errors import StorageError
from storage.house import Storage

log = structlog.get_logger(__name__)

EVERY = 15.0
FOLDER = "answers"
DONE, FAILED = "done", "failed"
KINDS = (".csv", ".xml")
A_UNIT = 25
"""Lines."""


def of_data(data_dir: Path) -> Path:
    """Where the command line puts what the running bot is to take."""
    return data_dir / FOLDER


def places(settings: Settings) -> Sequence[Path]:
    """That folder, and the one in which a document system answers what was handed over to it by files."""
    handed = settings.handover_folder
    return [of_data(settings.data_dir), *([handed / FOLDER] if handed is not None else [])]


@dataclass
class Answers:
    """Watches the folders; one that does not exist is passed over, since it may be an unmounted share."""

    folders: Sequence[Path]
    storage: Storage
    house: House
    clock: Clock
    wake: Callable[[], None]
    beat: Callable[[], None] = lambda: None
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    async def run(self) -> None:
        while True:
            self.beat()
            try:
                await self.once()
            except (OSError, StorageError) as error:
                log.warning("answers_not_read", **failure(error))
            await self.clock.sleep(EVERY)

    async def once(self) -> int:
        """Takes what lay still since the last look; returns how many files."""
        found = await asyncio.to_thread(self._found)
        still = [file for file, stamp in found.items() if self._seen.get(file) == stamp]
        self._seen = found
        for file in still:
            await self._take(file)
            self._seen.pop(file, None)
        return len(still)

    def _found(self) -> dict[Path, tuple[int, int]]:
        files = (one for folder in self.folders if folder.is_dir() for one in sorted(folder.iterdir()))
        taken = [one for one in files if one.suffix.lower() in KINDS and one.name[0] != "." and not one.is_symlink()]
        stamps = {one: one.stat() for one in taken if one.is_file()}
        return {one: (stamp.st_size, stamp.st_mtime_ns) for one, stamp in stamps.items()}

    async def _take(self, file: Path) -> None:
        try:
            content = await asyncio.to_thread(_content, file)
            done = await self._taken(content, self.clock.now())
        except DomainError as error:
            with self.house.texts.speaking(LETTERS_IN):
                text = say(error.phrase, html=False)
            await asyncio.to_thread(_put_away, file, FAILED, text)
            log.warning("answers_refused", why=error.phrase.msgid)
            return
        fine = all(one.result is not Result.FAILED for one in done)
        with self.house.texts.speaking(LETTERS_IN):
            text = report(self.house, done)
        await asyncio.to_thread(_put_away, file, DONE if fine else FAILED, text)
        log.info("answers_taken", lines=len(done), fine=fine)
        self.wake()

    async def _taken(self, content: bytes, now: datetime) -> Sequence[Outcome]:
        """A few lines a unit, so that a long list keeps nobody waiting; what a kill leaves is taken again."""
        lines = await asyncio.to_thread(registry_files.read, content)
        write, system = partial(letter_text, self.house), registry_import.document_system(now)
        community, carried = self.house.community, self.house.carried
        done: list[Outcome] = []
        for start in range(0, len(lines), A_UNIT):
            few = lines[start : start + A_UNIT]
            async with self.storage.unit() as desk:
                taken = await registry_import.take(desk, community, few, write, system, carried, now)
            done += taken
        return done


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(registry_files.BIGGEST + 1)


def _put_away(file: Path, where: str, text: str) -> None:
    """Beside it, never over an older one; the report has its name with .txt."""
    folder = file.parent / where
    folder.mkdir(exist_ok=True)
    target = folder / file.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{file.stem}-{number}{file.suffix}"
    file.rename(target)
    target.with_name(f"{target.name}.txt").write_text(text + "\n", "utf-8")
