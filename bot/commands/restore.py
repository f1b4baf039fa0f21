"""`restore FILE`: a drill that proves a backup good, or everything back in an empty data directory."""

import os
import shutil
import tempfile
from pathlib import Path

from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS
from bot.commands.backup import PART
from bot.console import complain, spoken
from bot.keys import parsed
from bot.settings import Settings, SettingsError, sentence
from council.phrases import Phrase, _
from storage import restore
from storage.keys import Keyring
from storage.restore import Drill


async def check(settings: Settings, archive: Path, copy: Path | None) -> int:
    """Raises SettingsError where there are no keys, StorageError where the backup is broken."""
    ring, _copied = _keys(settings, copy, settings.data_dir)
    now = SystemClock().now()
    drill = await restore.check(archive, ring, _workplace(archive), now)
    return _told(drill, settings, (now - drill.manifest.made_at).days, _("The backup is good: everything in it opens."))


async def into(settings: Settings, archive: Path, folder: Path, copy: Path | None) -> int:
    """Puts the named copy of the keys beside the data, where the bot looks for them."""
    ring, copied = _keys(settings, copy, folder)
    now = SystemClock().now()
    drill = await restore.restore(archive, folder, ring, now)
    if copied is not None and not (folder / restore.KEYS).exists():
        _put_keys(copied, folder / restore.KEYS)
    days = (now - drill.manifest.made_at).days
    fine = _("Restored into {folder}. Start the bot with DATA_DIR={folder}.")
    return _told(drill, settings, days, fine, folder=str(folder))


def _keys(settings: Settings, copy: Path | None, folder: Path) -> tuple[Keyring, Path | None]:
    """From the named file, or the settings, or beside the data. None are ever made here: they would open nothing."""
    if copy is None and settings.field_keys is not None:
        return parsed(settings.field_keys.get_secret_value()), None
    file = copy or folder / restore.KEYS
    if not file.is_file():
        raise SettingsError(
            [sentence("field_keys", _("there are no keys in {file}: name their copy with --keys FILE"), file=str(file))]
        )
    return parsed(file.read_text().strip()), file


def _put_keys(copy: Path, place: Path) -> None:
    draft = place.with_name(".keys-restored")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(copy.read_text())
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(place)


def _workplace(archive: Path) -> Path:
    """Beside the archive, where its size has room; a shelf that can only be read leaves the system's own place."""
    room = archive.parent if os.access(archive.parent, os.W_OK) else Path(tempfile.gettempdir())
    if archive.is_file() and shutil.disk_usage(room).free < 2 * archive.stat().st_size:
        return Path(tempfile.gettempdir())
    return room


def _told(drill: Drill, settings: Settings, days: int, fine: str, **params: object) -> int:
    counts, made_at = drill.counts, drill.manifest.made_at.astimezone(settings.timezone)
    for part, fault in drill.faults.items():
        complain(spoken(Phrase(PART, {"part": part, "fault": fault})))
    found = {"cases": counts["appeals"], "messages": counts["case_messages"], "attachments": counts["attachments"]}
    _say(_("Cases: {cases}, messages: {messages}, attachments: {attachments}."), **found)
    _say(_("Made on {day} at {time}, days ago: {days}."), day=made_at.date(), time=f"{made_at:%H:%M}", days=days)
    _say(_("What came later is not in it, and the numbers given later will be given again."))
    if drill.manifest.engine != "sqlite":
        _say(_("The database is not in it: put that back with pg_restore, from the dump made before."))
    if not drill.faults:
        _say(fine, **params)
        return DONE
    _say(_("Not everything in it is as it was: see above."))
    return PROBLEMS


def _say(msgid: str, **params: object) -> None:
    print(spoken(Phrase(msgid, params)))
