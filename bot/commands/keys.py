"""`keys`: which encryption keys there are and which are still needed; `keys rotate`: a new one, and all sealed anew."""

from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS
from bot.console import spoken
from bot.keys import Keys, keys, put_first
from bot.settings import Settings
from council.phrases import Phrase, _
from storage import backup, rotation
from storage.files import Files
from storage.house import Storage, sqlite_file
from storage.keys import Keyring
from storage.lock import Occupied, alone


async def show(settings: Settings) -> int:
    """Raises SettingsError where the keys cannot be used."""
    found = keys(settings)
    needed = await _needed(settings, found)
    if found.file is not None:
        _say(_("The keys lie in {file}."), file=str(found.file))
    else:
        _say(_("The keys are in FIELD_KEYS."))
    newest, *older = found.keyring.ids
    _say(_("{key}: the newest, everything new is encrypted with it."), key=newest)
    for key in older:
        _say(_still_needed(key, needed), key=key)
    return DONE


def _still_needed(key: str, needed: frozenset[str]) -> str:
    if key in needed:
        return _("{key}: still needed, do not remove it.")
    return _("{key}: the database needs it no longer; keep a copy as long as you keep backups made with it.")


async def rotate(settings: Settings) -> int:
    """Adds a key where none is being introduced already; then seals anew, or leaves that to the bot that runs."""
    found = keys(settings)
    if not (await _needed(settings, found)) - {found.keyring.ids[0]}:
        if found.file is None:
            return _for_the_environment()
        put_first(found.file, Keyring.make()[0])
        found = keys(settings)
        _say(_("A new key was put first in {file}. Make a copy of the file now."), file=str(found.file))
    if settings.shares_database:
        _say(_("Stop every replica and start them again, with the same keys: they encrypt everything anew."))
        return DONE
    try:
        with alone(settings.data_dir):
            return await _all_anew(settings, found)
    except Occupied:
        if found.file is not None:
            _say(_("The bot runs: within a minute it takes the new key and encrypts everything anew by itself."))
        else:
            _say(_("The bot runs: start it again, and with the new key it encrypts everything anew by itself."))
        _say(_("See whether it has finished: python -m bot keys show"))
        return DONE


def _for_the_environment() -> int:
    _say(_("Put this key into FIELD_KEYS before the others, with a comma after it, and start the bot again:"))
    print(Keyring.make()[0])
    _say(_("Leave the other keys there until “python -m bot keys show” says that they are needed no longer."))
    return DONE


async def _all_anew(settings: Settings, found: Keys) -> int:
    storage = await Storage.open(settings.database, found.keyring, SystemClock().now())
    try:
        done = await rotation.whole(storage, Files(settings.data_dir, found.keyring))
    finally:
        await storage.close()
    _say(_("Encrypted anew: {count}."), count=done.resealed)
    if done.closed:
        _say(_("Did not open with any key: {count}. The older keys are still needed."), count=done.closed)
        return PROBLEMS
    _say(_("The older keys are needed only for backups made until now."))
    return DONE


async def _needed(settings: Settings, found: Keys) -> frozenset[str]:
    """Ids of the keys that something in the database may be sealed with; an SQLite file is only read."""
    if file := sqlite_file(settings.database):
        return backup.sealed_with(file)
    storage = await Storage.open(settings.database, found.keyring, SystemClock().now())
    try:
        async with storage.reading() as desk:
            return frozenset(await desk.seals.old())
    finally:
        await storage.close()


def _say(msgid: str, **params: object) -> None:
    print(spoken(Phrase(msgid, params)))
