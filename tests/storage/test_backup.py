"""A backup is made while people write, the server is lost, and everything comes back."""

import asyncio
import hashlib
import io
import json
import shutil
import stat
import tarfile
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from council.appeals import AttachmentKind
from storage import backup, restore
from storage.backup import Made
from storage.errors import StorageError, WrongKey
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import Occupied, alone
from storage.restore import BrokenBackup, Drill
from tests.storage.examples import NOW, OLENA, a_case, everything_personal

DAY = timedelta(days=1)
PHOTO = b"\xff\xd8 a photo of the lamp"


class Council:
    """A council's server: its data directory, its bot's storage, its shelf of backups."""

    def __init__(self, folder: Path, keyring: Keyring, storage: Storage) -> None:
        self.data, self.shelf, self.keyring, self.storage = folder / "data", folder / "shelf", keyring, storage
        self.files = Files(self.data, keyring)

    @property
    def url(self) -> str:
        return f"sqlite://{self.data}/bot.db"

    async def accepts(self, draft: str, photo: bytes | None = None) -> str:
        """A case, with a photo where one is given; returns where that lies."""
        stored = await self.files.put(photo) if photo else None
        async with self.storage.unit() as desk:
            case = await a_case(desk, draft)
            if stored:
                photo_kind = AttachmentKind.PHOTO
                values = ("a.jpg", "image/jpeg", stored.size, stored.sha256, stored.path)
                await desk.attachments.add(draft, "photo", photo_kind, *values, NOW)
                await desk.attachments.attach(draft, case.id)
        return stored.path if stored else ""

    async def backs_up(self, keep: int = 14, now=NOW) -> Made:
        source = backup.source_of(self.url, self.keyring, None)
        return await backup.make(source, self.data, self.keyring, self.shelf, keep, now)

    async def drills(self, made: Made, keyring: Keyring | None = None) -> Drill:
        return await restore.check(made.path, keyring or self.keyring, self.shelf, NOW)

    async def burns_down(self) -> None:
        await self.storage.close()
        shutil.rmtree(self.data)


@pytest_asyncio.fixture
async def council(tmp_path: Path, keyring: Keyring) -> AsyncIterator[Council]:
    storage = await Storage.open(f"sqlite://{tmp_path}/data/bot.db", keyring, NOW)
    yield Council(tmp_path, keyring, storage)
    await storage.close()


async def test_what_was_accepted_before_the_backup_comes_back_after_the_fire(council: Council) -> None:
    paths = [await council.accepts(f"draft-{n}", PHOTO * (n + 1)) for n in range(5)]
    making = asyncio.create_task(council.backs_up())
    meanwhile = 0
    while not making.done():
        await council.accepts(f"meanwhile-{meanwhile}", PHOTO)
        meanwhile += 1
    made = await making
    assert made.good
    assert meanwhile > 1
    await council.burns_down()
    drill = await restore.restore(made.path, council.data, council.keyring, NOW)
    assert drill.faults == {}
    storage = await Storage.open(council.url, council.keyring, NOW)
    async with storage.reading() as desk:
        counts = await desk.appeals.counts()
        assert counts["appeals"] == made.manifest.counts["appeals"] == drill.counts["appeals"] >= 5
        assert (await desk.appeals.by_draft("draft-4")).submission.text == "Не світить ліхтар"
        for path in await desk.attachments.paths():
            assert (await Files(council.data, council.keyring).get(path)).startswith(PHOTO)
        assert set(paths) <= await desk.attachments.paths()
    await storage.close()
    assert not list(council.data.glob(".restoring-*"))


async def test_the_bots_database_is_only_read(council: Council) -> None:
    await council.accepts("draft-1")
    log = council.data / "bot.db-wal"
    before = (log.stat().st_size, (council.data / "bot.db").stat().st_size)
    await council.backs_up()
    assert (log.stat().st_size, (council.data / "bot.db").stat().st_size) == before


async def test_a_backup_of_a_stopped_bot(council: Council) -> None:
    await council.accepts("draft-1", PHOTO)
    await council.storage.close()
    assert (await council.drills(await council.backs_up())).counts["appeals"] == 1


async def test_it_is_private_and_without_keys_and_words(council: Council) -> None:
    secret = "Коваль Олена, вул. Шевченка"
    async with council.storage.unit() as desk:
        await everything_personal(desk, secret)
        await desk.attachments.drop(1)
    made = await council.backs_up()
    content = made.path.read_bytes()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(council.shelf.stat().st_mode) == 0o700
    assert secret.encode() not in content
    assert made.manifest.key_ids == council.keyring.ids
    assert [path.name for path in council.shelf.iterdir()] == [made.path.name]


async def test_so_many_of_the_newest_are_kept(council: Council) -> None:
    made = [await council.backs_up(keep=2, now=NOW + n * DAY) for n in range(4)]
    assert [archive.path for archive in backup.archives(council.shelf)] == [made[3].path, made[2].path]
    assert [one.dropped for one in made] == [0, 0, 1, 1]
    assert backup.last_good(council.shelf) == NOW + 3 * DAY


async def test_faulty_backups_do_not_fill_the_disk_and_go_when_a_good_one_follows(council: Council) -> None:
    path = await council.accepts("draft-1", PHOTO)
    await council.backs_up(keep=2)
    place = council.data / "attachments" / path
    place.rename(council.shelf / "mislaid")
    for n in range(1, 5):
        await council.backs_up(keep=2, now=NOW + n * DAY)
    assert [archive.good for archive in backup.archives(council.shelf)] == [False, False, True]
    (council.shelf / "mislaid").rename(place)
    await council.backs_up(keep=2, now=NOW + 5 * DAY)
    assert [archive.made_at for archive in backup.archives(council.shelf)] == [NOW + 5 * DAY, NOW]


async def test_a_damaged_attachment_is_told_and_drops_no_good_backup(council: Council) -> None:
    lost, changed = await council.accepts("draft-1", PHOTO), await council.accepts("draft-2", PHOTO)
    good = await council.backs_up(keep=1)
    (council.data / "attachments" / lost).unlink()
    place = council.data / "attachments" / changed
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    faulty = await council.backs_up(keep=1, now=NOW + DAY)
    assert faulty.manifest.faults == {lost: "missing", changed: "does not open"}
    assert backup.last_good(council.shelf) == NOW
    assert [archive.good for archive in backup.archives(council.shelf)] == [False, True]
    assert (await council.drills(faulty)).faults.keys() == {lost, changed}
    assert (await council.drills(good)).faults == {}


async def test_an_attachment_let_go_meanwhile_is_no_fault(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await council.accepts("draft-1", PHOTO)
    fill = backup._Draft.fill

    def after_a_second_thought(draft: backup._Draft, files: Files) -> None:
        (council.data / "attachments" / path).unlink()
        fill(draft, files)

    async def nothing_more(source: object) -> set[str]:
        return set()

    monkeypatch.setattr(backup._Draft, "fill", after_a_second_thought)
    monkeypatch.setattr(backup._File, "needed", nothing_more)
    made = await council.backs_up()
    assert (made.good, made.manifest.gone) == (True, (path,))
    assert (await council.drills(made)).faults == {}


async def test_two_backups_at_once_do_not_mix(council: Council) -> None:
    with alone(council.shelf), pytest.raises(Occupied):
        await council.backs_up()


async def test_what_a_killed_backup_left_is_removed(council: Council) -> None:
    (council.shelf / ".making-killed").mkdir(parents=True)
    (council.shelf / ".making-killed" / "archive").write_text("half")
    made = await council.backs_up()
    assert list(council.shelf.iterdir()) == [made.path]


async def test_a_full_disk_costs_old_backups_first_and_is_then_told(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        await council.backs_up(now=NOW + n * DAY)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(2, 1, 1))
    with pytest.raises(StorageError, match="where 0 MB are free"):
        await council.backs_up(now=NOW + 5 * DAY)
    assert len(backup.archives(council.shelf)) == backup.FEWEST
    assert backup.last_good(council.shelf) == NOW + 4 * DAY


async def test_older_backups_leave_the_bot_its_room(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        await council.backs_up(now=NOW + n * DAY)

    def usage(_: Path) -> shutil._ntuple_diskusage:
        """Each archive takes a twentieth of a disk that is otherwise empty by a half."""
        total = 10 * 2**30
        return shutil._ntuple_diskusage(total, 0, int(total * (0.5 - 0.05 * len(backup.archives(council.shelf)))))

    monkeypatch.setattr(backup.shutil, "disk_usage", usage)
    await council.backs_up(now=NOW + 6 * DAY)
    assert len(backup.archives(council.shelf)) == 4 + 1
    assert backup.archives(council.shelf)[-1].made_at == NOW + 2 * DAY


async def test_a_bot_that_stops_does_not_wait_for_its_backup(council: Council) -> None:
    for n in range(30):
        await council.accepts(f"draft-{n}", PHOTO * 100_000)
    making = asyncio.create_task(council.backs_up())
    while not list(council.shelf.glob(".making-*/archive")):  # noqa: ASYNC110 - a file rings no bell
        await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert list(council.shelf.iterdir()) == []
    assert (await council.backs_up()).good


async def test_no_database_no_backup(council: Council) -> None:
    await council.burns_down()
    with pytest.raises(StorageError, match="There is no database"):
        await council.backs_up()
    assert backup.archives(council.shelf) == []


async def test_a_damaged_database_is_not_taken_for_a_backup(council: Council) -> None:
    for n in range(50):
        await council.accepts(f"draft-{n}")
    await council.storage.close()
    database = council.data / "bot.db"
    content = bytearray(database.read_bytes())
    content[4096 * 3 :] = b"\x55" * len(content[4096 * 3 :])
    database.write_bytes(content)
    with pytest.raises(StorageError):
        await council.backs_up()
    assert backup.archives(council.shelf) == []


async def test_the_drill_needs_the_right_keys(council: Council) -> None:
    await council.accepts("draft-1", PHOTO)
    made = await council.backs_up()
    with pytest.raises(WrongKey):
        await council.drills(made, Keyring.make()[1])
    assert list(council.shelf.iterdir()) == [made.path]


async def test_a_field_that_does_not_open_is_found_by_the_drill(council: Council) -> None:
    await council.accepts("draft-1")
    async with council.storage._engine.unit() as session:
        session._connection.execute("update appeals set draft = 'another'")
    drill = await council.drills(await council.backs_up())
    assert drill.faults == {"appeals.submission": "1 do not open"}


def rewritten(made: Made, change: Mapping[str, bytes | None], more: tarfile.TarInfo | None = None) -> Path:
    """The archive with other parts."""
    target = made.path.with_name("rewritten.tar")
    with tarfile.open(made.path) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = change.get(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
        if more:
            new.addfile(more)
    return target


@pytest.mark.parametrize("part", ["bot.db", "manifest.json"])
@pytest.mark.parametrize("content", [None, b"something else"])
async def test_without_its_heart_a_backup_is_refused(council: Council, part: str, content: bytes | None) -> None:
    broken = rewritten(await council.backs_up(), {part: content})
    with pytest.raises(BrokenBackup):
        await restore.restore(broken, council.shelf.parent / "new", council.keyring, NOW)
    assert list((council.shelf.parent / "new").iterdir()) == []


async def test_a_backup_cut_short_is_refused(council: Council) -> None:
    made = await council.backs_up()
    made.path.write_bytes(made.path.read_bytes()[:50_000])
    with pytest.raises(BrokenBackup, match="Take another one"):
        await council.drills(made)


async def test_an_attachment_changed_on_the_shelf_is_told_and_the_rest_comes_back(council: Council) -> None:
    path, other = await council.accepts("draft-1", PHOTO), await council.accepts("draft-2", PHOTO)
    broken = rewritten(await council.backs_up(), {f"attachments/{path}": b"changed"})
    new = council.shelf.parent / "new"
    assert (await restore.restore(broken, new, council.keyring, NOW)).faults == {path: "does not open"}
    assert await Files(new, council.keyring).get(other) == PHOTO


@pytest.mark.parametrize("name", ["../escaped", "/etc/escaped", "attachments/../../escaped", "keys"])
async def test_nothing_is_unpacked_outside(council: Council, name: str) -> None:
    broken = rewritten(await council.backs_up(), {}, tarfile.TarInfo(name))
    with pytest.raises(BrokenBackup, match="not a backup of this program"):
        await restore.check(broken, council.keyring, council.shelf, NOW)


async def test_links_are_not_unpacked(council: Council) -> None:
    link = tarfile.TarInfo("attachments/" + "0" * 32)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    broken = rewritten(await council.backs_up(), {}, link)
    with pytest.raises(BrokenBackup):
        await restore.check(broken, council.keyring, council.shelf, NOW)


async def test_it_is_never_restored_over_data(council: Council) -> None:
    await council.accepts("draft-1")
    made = await council.backs_up()
    before = sorted(path.name for path in council.data.iterdir())
    with pytest.raises(StorageError, match="is not empty"):
        await restore.restore(made.path, council.data, council.keyring, NOW)
    assert sorted(path.name for path in council.data.iterdir()) == before


async def test_it_is_not_restored_under_a_running_bot(council: Council) -> None:
    made = await council.backs_up()
    new = council.shelf.parent / "new"
    with alone(new), pytest.raises(Occupied):
        await restore.restore(made.path, new, council.keyring, NOW)


async def test_keys_and_backups_may_lie_where_it_is_restored(council: Council) -> None:
    made = await council.backs_up()
    new = council.shelf.parent / "new"
    (new / "backups").mkdir(parents=True)
    (new / "keys").write_text("k1:…")
    (new / ".restoring-killed").mkdir()
    await restore.restore(made.path, new, council.keyring, NOW)
    assert {path.name for path in new.iterdir()} == {"backups", "keys", "bot.db", "attachments"}
    assert stat.S_IMODE((new / "bot.db").stat().st_mode) == 0o600


async def test_the_manifest_can_be_checked_by_other_tools(council: Council) -> None:
    await council.accepts("draft-1", PHOTO)
    made = await council.backs_up()
    with tarfile.open(made.path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        names = tar.getnames()
        for name, part in manifest["parts"].items():
            content = tar.extractfile(name).read()
            assert (len(content), hashlib.sha256(content).hexdigest()) == (part["size"], part["sha256"])
    assert names == ["bot.db", *sorted(name for name in names if name.startswith("attachments/")), "manifest.json"]


async def test_of_postgresql_the_attachments_are_kept(postgres_url: str, tmp_path: Path, keyring: Keyring) -> None:
    storage = await Storage.open(postgres_url, keyring, NOW)
    stored = await Files(tmp_path / "data", keyring).put(PHOTO)
    async with storage.unit() as desk:
        values = ("a.jpg", "image/jpeg", stored.size, stored.sha256, stored.path)
        await desk.residents.met(OLENA, NOW)
        await desk.attachments.add("draft-1", "photo", AttachmentKind.PHOTO, *values, NOW)
    source = backup.source_of(postgres_url, keyring, storage)
    made = await backup.make(source, tmp_path / "data", keyring, tmp_path / "shelf", 14, NOW)
    await storage.close()
    assert made.good
    assert list(made.manifest.parts) == [f"attachments/{stored.path}"]
    drill = await restore.check(made.path, keyring, tmp_path / "shelf", NOW)
    assert (drill.faults, drill.counts["attachments"]) == ({}, 1)
