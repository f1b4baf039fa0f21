"""Keys are changed while nothing is lost: everything opens with the new one, and the old one is told to be free."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from storage import migrate, rotation
from storage.errors import WrongKey
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.rotation import Turn
from storage.seals import FIELDS, PAGE, Seals
from tests.storage.examples import NOW, OLENA, everything_personal

SECRET = "Олена Коваль, вул. Шевченка, 12"
OLD = {"k1": b"1" * 32}
NEW = {"k2": b"2" * 32}
BOTH = NEW | OLD
SEALED = 17 + 1
"""Rows that everything_personal leaves, one a field but for two deliveries."""


async def written(url: str, folder: Path, ring: Keyring) -> str:
    """A database and a file under the old key; returns the file's path."""
    storage = await Storage.open(url, ring, NOW)
    async with storage.unit() as desk:
        await everything_personal(desk, SECRET)
    await storage.close()
    return (await Files(folder, ring).put(SECRET.encode())).path


async def test_after_a_rotation_the_new_key_alone_opens_everything(url: str, tmp_path: Path) -> None:
    path = await written(url, tmp_path, Keyring(OLD))
    both = Keyring(BOTH)
    storage = await Storage.open(url, both, NOW)
    assert await rotation.needed(storage)
    assert await rotation.whole(storage, Files(tmp_path, both)) == Turn(SEALED + 1, 0)
    assert not await rotation.needed(storage)
    await storage.close()
    alone = Keyring(NEW)
    storage = await Storage.open(url, alone, NOW)
    async with storage.reading() as desk:
        (case,) = await desk.appeals.of_resident((await desk.residents.known(OLENA)).id, 1)
        assert case.submission.text == SECRET
        assert [(await desk.seals.page(field, field.start)) for field in FIELDS] == [[]] * len(FIELDS)
    assert await Files(tmp_path, alone).get(path) == SECRET.encode()
    await storage.close()


async def test_more_than_a_page_is_sealed_anew(url: str, tmp_path: Path) -> None:
    old = await Storage.open(url, Keyring(OLD), NOW)
    async with old.unit() as desk:
        for n in range(2 * PAGE + 1):
            await desk.inbox.add(n, OLENA, {"n": n}, NOW)
    await old.close()
    storage = await Storage.open(url, Keyring(BOTH), NOW)
    assert await rotation.whole(storage, Files(tmp_path, Keyring(BOTH))) == Turn(2 * PAGE + 1, 0)
    await storage.close()


@pytest.mark.parametrize("survived", range(0, SEALED + 1, 2))
async def test_a_rotation_that_was_broken_off_goes_on(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    class BreaksOff(Exception):
        pass

    async def reseal(seals: Seals, *arguments: object) -> bool:
        done.append(1)
        if len(done) > survived:
            raise BreaksOff
        return await honest(seals, *arguments)

    path = await written(sqlite_url, tmp_path, Keyring(OLD))
    done: list[int] = []
    honest = Seals.reseal
    both = Keyring(BOTH)
    storage, files = await Storage.open(sqlite_url, both, NOW), Files(tmp_path, both)
    monkeypatch.setattr(Seals, "reseal", reseal)
    if survived < SEALED:
        with pytest.raises(BreaksOff):
            await rotation.whole(storage, files)
        assert await rotation.needed(storage)
    monkeypatch.undo()
    await rotation.whole(storage, files)
    await storage.close()
    await (await Storage.open(sqlite_url, Keyring(NEW), NOW)).close()
    assert await Files(tmp_path, Keyring(NEW)).get(path) == SECRET.encode()


KILLED = """
import asyncio, sys, threading, os, signal, time
from pathlib import Path
from storage import rotation
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from tests.storage.test_rotation import BOTH, NOW

async def main(folder, after):
    both = Keyring(BOTH)
    storage = await Storage.open(f"sqlite://{folder}/bot.db", both, NOW)
    print("begun", flush=True)
    threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
    while True:
        await rotation.turn(storage, Files(Path(folder), both))

asyncio.run(main(sys.argv[1], float(sys.argv[2])))
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.002, 0.03])
async def test_a_killed_rotation_goes_on(sqlite_url: str, tmp_path: Path, after: float) -> None:
    old = Keyring(OLD)
    storage, files = await Storage.open(sqlite_url, old, NOW), Files(tmp_path, old)
    async with storage.unit() as desk:
        for n in range(5 * PAGE):
            await desk.inbox.add(n, OLENA, {"n": n}, NOW)
    await storage.close()
    paths = [(await files.put(SECRET.encode())).path for _ in range(20)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), str(after), env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    assert await process.wait() == -signal.SIGKILL
    both = Keyring(BOTH)
    storage = await Storage.open(sqlite_url, both, NOW)
    await rotation.whole(storage, Files(tmp_path, both))
    await storage.close()
    storage = await Storage.open(sqlite_url, Keyring(NEW), NOW)
    async with storage.reading() as desk:
        assert [row.payload["n"] for row in await desk.inbox.due(NOW)] == [0]
        assert await desk.inbox.waiting() == 5 * PAGE
    for path in paths:
        assert await Files(tmp_path, Keyring(NEW)).get(path) == SECRET.encode()
    await storage.close()


async def test_a_running_bot_takes_the_new_key_over(sqlite_url: str, tmp_path: Path) -> None:
    ring = Keyring(OLD)
    storage, files = await Storage.open(sqlite_url, ring, NOW), Files(tmp_path, ring)
    async with storage.unit() as desk:
        await desk.inbox.add(1, OLENA, {"text": SECRET}, NOW)
    ring.renew(Keyring(BOTH))
    async with storage.unit() as desk:
        await desk.inbox.add(2, OLENA, {"text": SECRET}, NOW)
    assert await rotation.turn(storage, files) == Turn(1, 0)
    assert (await rotation.turn(storage, files)).clean
    await storage.close()


async def test_what_another_changes_meanwhile_is_not_overwritten(sqlite_url: str) -> None:
    ring = Keyring(OLD)
    storage = await Storage.open(sqlite_url, ring, NOW)
    fsm = next(field for field in FIELDS if field.table == "fsm")
    async with storage.unit() as desk:
        await desk.fsm.stand("501", None, b"before", NOW)
    ring.renew(Keyring(BOTH))
    async with storage.reading() as desk:
        (row,) = await desk.seals.page(fsm, fsm.start)
    async with storage.unit() as desk:
        await desk.fsm.stand("501", None, b"after", NOW)
        assert not await desk.seals.reseal(fsm, row)
        assert await desk.fsm.standing("501") == (None, b"after")
    await storage.close()


async def test_what_does_not_open_keeps_the_old_key_needed(sqlite_url: str, tmp_path: Path) -> None:
    ring = Keyring(OLD)
    storage, files = await Storage.open(sqlite_url, ring, NOW), Files(tmp_path, ring)
    stored = await files.put(SECRET.encode())
    place = tmp_path / "attachments" / stored.path
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    ring.renew(Keyring(BOTH))
    assert await rotation.whole(storage, files) == Turn(0, 1)
    assert await rotation.needed(storage)
    await storage.close()


async def test_a_file_sealed_anew_stays_as_old_as_it_was(tmp_path: Path) -> None:
    ring = Keyring(OLD)
    files = Files(tmp_path, ring)
    stored = await files.put(SECRET.encode())
    os.utime(tmp_path / "attachments" / stored.path, times=(1, 1))
    (tmp_path / "attachments" / f"{stored.path}.resealed").write_text("left by a kill")
    ring.renew(Keyring(BOTH))
    assert await files.under_old_keys() == [stored.path]
    assert await files.reseal(stored.path)
    assert await files.older_than(NOW) == {stored.path}
    assert [file.name for file in (tmp_path / "attachments").iterdir()] == [stored.path]
    await files.drop(stored.path)
    assert not await files.reseal(stored.path)


async def test_a_wrong_key_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await Storage.open(url, Keyring(OLD), NOW)).close()
    later = migrate.Migration(9999, "later", "create table later (n bigint);", "hash")
    read = migrate.read
    monkeypatch.setattr("storage.migrate.read", lambda engine: [*read(engine), later])
    with pytest.raises(WrongKey):
        await Storage.open(url, Keyring(NEW), NOW)
    monkeypatch.undo()
    await (await Storage.open(url, Keyring(OLD), NOW)).close()


def test_every_sealed_column_can_be_sealed_anew() -> None:
    """A migration that adds one must add its line in storage/seals.py, or a rotation would lose it."""
    columns = set()
    for file in migrate.FOLDER.glob("*.sql"):
        table = ""
        for line in file.read_text().splitlines():
            if begun := re.match(r"\s*(?:create|alter) table (?:if not exists )?(\w+)", line):
                table = begun[1]
            if column := re.search(r"(\w+) \$bytes", line):
                columns.add((table, column[1]))
    assert columns - {("seals", "proof")} == {(field.table, field.name) for field in FIELDS}


def test_no_stored_look_up_hash_depends_on_a_key_that_goes() -> None:
    """Hashes are made with the oldest key. Whoever begins to store them must make a rotation renew them first."""
    house = Path(migrate.FOLDER).parent.parent
    users = [
        file
        for floor in ("handlers", "council", "storage")
        for file in (house / floor).rglob("*.py")
        if re.search(r"(?:keyring|ring|keys)\.digest\b", file.read_text())
    ]
    assert users == []
