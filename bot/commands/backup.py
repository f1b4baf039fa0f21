"""`backup`: a copy of everything in one file, made beside the running bot."""

from contextlib import AsyncExitStack
from pathlib import Path

from bot.backups import FOLDER
from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS
from bot.console import complain, spoken
from bot.keys import Keys, keys
from bot.settings import Settings
from council.phrases import Phrase, _
from storage import backup
from storage.backup import Made
from storage.errors import StorageError
from storage.house import Storage, sqlite_file

PART = _("Wrong in it: {part} ({fault}).")


async def make(settings: Settings, to: Path | None, keep: int) -> int:
    """Raises SettingsError where the keys cannot be used, StorageError where there is nothing to copy or no room."""
    database = sqlite_file(settings.database)
    if database is not None and not database.is_file():
        raise StorageError(f"There is no database {database}: is DATA_DIR right?")
    found, now = keys(settings), SystemClock().now()
    async with AsyncExitStack() as stack:
        storage = None
        if database is None:
            storage = await Storage.open(settings.database, found.keyring, now)
            stack.push_async_callback(storage.close)
        source = backup.source_of(settings.database, found.keyring, storage)
        shelf = to or settings.data_dir / FOLDER
        made = await backup.make(source, settings.data_dir, found.keyring, shelf, keep, now)
    _tell(made, found)
    return DONE if made.good else PROBLEMS


def _tell(made: Made, found: Keys) -> None:
    counts = made.manifest.counts
    size = round(made.path.stat().st_size / 2**20, 1)
    if made.manifest.engine == "sqlite":
        text = _("Backup: {file}, {size} MB. Cases: {cases}, attachments: {attachments}.")
    else:
        text = _("Backup of the attachments: {file}, {size} MB. Cases: {cases}, attachments: {attachments}.")
    params = {"file": str(made.path), "size": size, "cases": counts["appeals"], "attachments": counts["attachments"]}
    _say(text, **params)
    if made.manifest.engine != "sqlite":
        _say(_("PostgreSQL is copied by its own tool, before this command: pg_dump --format=custom --file=bot.dump"))
    if found.file is not None:
        _say(_("The keys are not in it. Keep a copy of {file} in another place."), file=str(found.file))
    else:
        _say(_("The keys are not in it. Keep a copy of FIELD_KEYS in another place."))
    for part, fault in made.manifest.faults.items():
        complain(spoken(Phrase(PART, {"part": part, "fault": fault})))


def _say(msgid: str, **params: object) -> None:
    print(spoken(Phrase(msgid, params)))
