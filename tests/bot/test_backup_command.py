"""The administrator's ways with the data: backup, drill, restore, keys; and what the running bot does by itself."""

import re
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot import alarms
from bot.__main__ import main
from bot.backups import KEEP, OLD, Backups, last_night
from bot.commands import keys as keys_command
from bot.commands import restore as restore_command
from bot.commands.backup import make
from bot.keys import keys, put_first
from bot.rotation import Rotation
from bot.settings import Settings, given
from demo.clock import LocalClock
from handlers.house import House
from handlers.texts import KYIV
from storage import backup, rotation
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from storage.lock import alone
from tests.storage.examples import OLENA, a_case

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LANG", "en")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return given(bot_token="123456789:AAaaBBbbCCccDDddEEeeFFff", data_dir=tmp_path / "data")


async def open_house(settings: Settings) -> tuple[Storage, Files, Keyring]:
    ring = keys(settings).keyring
    storage = await Storage.open(settings.database, ring, datetime.now(UTC))
    return storage, Files(settings.data_dir, ring), ring


@pytest_asyncio.fixture
async def a_year_of_work(settings: Settings) -> None:
    storage, files, _ = await open_house(settings)
    stored = await files.put(b"photo")
    async with storage.unit() as desk:
        case = await a_case(desk)
        values = ("a.jpg", "image/jpeg", stored.size, stored.sha256, stored.path)
        await desk.attachments.add("draft-1", "photo", "photo", *values, datetime.now(UTC))
        await desk.attachments.attach("draft-1", case.id)
    await storage.close()


def the_archive(settings: Settings) -> Path:
    (archive,) = backup.archives(settings.data_dir / "backups")
    return archive.path


def lines(told: pytest.CaptureFixture[str]) -> str:
    said = told.readouterr()
    return said.out + said.err


@pytest.mark.usefixtures("a_year_of_work")
class TestTheAdministrator:
    async def test_backs_up_and_is_told_what_is_in_it_and_what_is_not(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert await make(settings, None, KEEP) == 0
        told = capsys.readouterr().out
        assert "Cases: 1, attachments: 1" in told
        assert str(settings.data_dir / "keys") in told
        key = (settings.data_dir / "keys").read_text().strip().partition(":")[2]
        assert key.encode() not in the_archive(settings).read_bytes()
        assert key not in told

    async def test_backs_up_beside_the_running_bot(self, settings: Settings, tmp_path: Path) -> None:
        with alone(settings.data_dir):
            assert await make(settings, tmp_path / "other disk", 2) == 0
        assert len(backup.archives(tmp_path / "other disk")) == 1

    async def test_is_told_of_a_lost_attachment(self, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        (file,) = (settings.data_dir / "attachments").iterdir()
        file.unlink()
        assert await make(settings, None, KEEP) == 1
        assert f"Wrong in it: {file.name} (missing)" in capsys.readouterr().err

    async def test_holds_a_drill(self, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        await make(settings, None, KEEP)
        before = sorted(path.name for path in settings.data_dir.rglob("*"))
        assert await restore_command.check(settings, the_archive(settings), None) == 0
        told = capsys.readouterr().out
        assert "Cases: 1, messages: 0, attachments: 1." in told
        assert "days ago: 0" in told
        assert "The backup is good" in told
        assert sorted(path.name for path in settings.data_dir.rglob("*")) == before

    async def test_gets_everything_back_on_a_new_server_with_the_copy_of_the_keys(
        self, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        await make(settings, None, KEEP)
        copy, archive = tmp_path / "safe" / "keys", tmp_path / "safe" / "backup.tar"
        copy.parent.mkdir()
        (settings.data_dir / "keys").rename(copy)
        the_archive(settings).rename(archive)
        new = given(bot_token=settings.bot_token, data_dir=tmp_path / "new")
        assert await restore_command.into(new, archive, new.data_dir, copy) == 0
        assert "Restored into" in capsys.readouterr().out
        assert stat.S_IMODE((new.data_dir / "keys").stat().st_mode) == 0o600
        storage, files, _ = await open_house(new)
        async with storage.reading() as desk:
            (path,) = await desk.attachments.paths()
            assert (await desk.appeals.by_draft("draft-1")).submission.text == "Не світить ліхтар"
        assert await files.get(path) == b"photo"
        await storage.close()

    def test_needs_no_token_and_is_told_in_one_sentence_what_is_wrong(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
        assert main(["backup"]) == 0
        archive = str(the_archive(settings))
        assert main(["restore", archive, "--check"]) == 0
        assert main(["restore", archive, "--into", str(settings.data_dir)]) == 1
        assert "is not empty" in capsys.readouterr().err
        assert main(["restore", archive, "--into", str(tmp_path / "new")]) == 2
        assert "--keys FILE" in capsys.readouterr().err
        (tmp_path / "wrong").write_text(Keyring.make()[0])
        assert main(["restore", archive, "--check", "--keys", str(tmp_path / "wrong")]) == 2
        assert "These are not the keys of this data" in capsys.readouterr().err
        assert main(["restore", str(tmp_path / "nothing.tar"), "--check"]) == 1
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
        assert main(["backup"]) == 1
        assert "is DATA_DIR right?" in capsys.readouterr().err
        assert not (tmp_path / "elsewhere").exists()

    @pytest.mark.parametrize("words", [["restore", "x.tar"], ["backup", "--keep", "0"], ["keys"]])
    def test_is_told_how_a_command_is_used(self, words: list[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2


@pytest.mark.usefixtures("a_year_of_work")
class TestKeys:
    async def test_are_changed_while_the_bot_is_stopped(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (old,) = keys(settings).keyring.ids
        assert await keys_command.rotate(settings) == 0
        new, kept = keys(settings).keyring.ids
        assert kept == old
        assert "only for backups made until now" in capsys.readouterr().out
        assert stat.S_IMODE((settings.data_dir / "keys").stat().st_mode) == 0o600
        assert backup.sealed_with(settings.data_dir / "bot.db") == {new}
        await keys_command.show(settings)
        assert f"{old}: the database needs it no longer" in capsys.readouterr().out

    async def test_are_only_added_while_the_bot_runs_and_not_twice(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with alone(settings.data_dir):
            for _ in range(2):
                assert await keys_command.rotate(settings) == 0
                assert "within a minute it takes the new key" in capsys.readouterr().out
                assert len(keys(settings).keyring.ids) == 2
            await keys_command.show(settings)
            assert "still needed" in capsys.readouterr().out

    async def test_of_the_environment_are_shown_to_be_put_there(
        self, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = (settings.data_dir / "keys").read_text().strip()
        values = {"bot_token": settings.bot_token, "data_dir": settings.data_dir}
        before = given(**values, field_keys=text)
        assert await keys_command.rotate(before) == 0
        key = re.search(r"^k\w+:\S+$", capsys.readouterr().out, re.M)[0]
        assert (settings.data_dir / "keys").read_text().strip() == text
        after = given(**values, field_keys=f"{key},{text}")
        assert await keys_command.rotate(after) == 0
        assert "Encrypted anew: 3." in capsys.readouterr().out
        assert backup.sealed_with(settings.data_dir / "bot.db") == {key.partition(":")[0]}

    async def test_that_were_damaged_stay_needed(self, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        (file,) = (settings.data_dir / "attachments").iterdir()
        file.write_bytes(file.read_bytes()[:-1] + b"?")
        assert await keys_command.rotate(settings) == 1
        assert "The older keys are still needed" in capsys.readouterr().out

    def test_that_were_lost_stop_the_start_and_nothing_is_changed(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
        monkeypatch.setenv("BOT_TOKEN", "123456789:AAaaBBbbCCccDDddEEeeFFff")
        before = {path: path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()}
        monkeypatch.setenv("CONTENT_DIR", str(Path(__file__).parents[2] / "content" / "koriukivka"))
        monkeypatch.setenv("FIELD_KEYS", Keyring.make()[0])
        assert main(["run"]) == 2
        told = [line for line in capsys.readouterr().err.splitlines() if "keys" in line]
        assert len(told) == 1
        assert "put it back" in told[0]
        assert {path: path.read_bytes() for path in before} == before


async def test_two_new_keys_at_once_are_both_kept(settings: Settings) -> None:
    file = keys(settings).file
    added = [Keyring.make()[0] for _ in range(8)]
    threads = [threading.Thread(target=put_first, args=(file, key)) for key in added]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key.partition(":")[0] for key in added} < set(keys(settings).keyring.ids)
    assert [path.name for path in file.parent.iterdir()] == ["keys"]


async def test_the_running_bot_takes_a_new_key_over_and_lets_the_old_one_go(
    settings: Settings, house: House, clock: LocalClock, a_year_of_work: None
) -> None:
    storage, files, ring = await open_house(settings)
    watch = Rotation(settings, storage, files, ring, house, clock)
    with alone(settings.data_dir):
        await keys_command.rotate(settings)
        await watch.look()
        async with storage.unit() as desk:
            await desk.inbox.add(1, OLENA, {"text": "new"}, clock.now())
        assert await rotation.needed(storage)
        await watch.look()
        assert not await rotation.needed(storage)
    await storage.close()
    newest = (settings.data_dir / "keys").read_text().split(",")[0]
    await (await Storage.open(settings.database, Keyring.parse(newest), clock.now())).close()


@pytest.fixture
def nightly(
    settings: Settings, storage: Storage, tmp_path: Path, keyring: Keyring, house: House, clock: LocalClock
) -> Backups:
    values = {"bot_token": settings.bot_token, "data_dir": settings.data_dir}
    return Backups(given(**values, database_url=f"sqlite://{tmp_path}/bot.db"), storage, keyring, house, clock)


async def told(storage: Storage) -> list[str]:
    """The kinds of alarms that wait for the administrators."""
    async with storage.reading() as desk:
        rows = await desk.outbox._db._connection.execute_fetchall("select key from deliveries order by id")
    return [row[0].split(":")[1] for row in rows]


async def test_every_night_has_its_backup(
    nightly: Backups, settings: Settings, storage: Storage, clock: LocalClock
) -> None:
    shelf = settings.data_dir / "backups"
    await nightly.look()
    await nightly.look()
    assert len(backup.archives(shelf)) == 1
    for night in range(2, KEEP + 4):
        clock.jump(timedelta(days=1))
        await nightly.look()
        assert len(backup.archives(shelf)) == min(night, KEEP)
    assert await told(storage) == []


def test_a_night_begins_at_three_by_the_clock_of_the_hromada() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 22, hour, 30, tzinfo=KYIV)

    assert last_night(at(2), KYIV) == datetime(2026, 11, 21, 3, tzinfo=KYIV)
    assert last_night(at(3), KYIV) == last_night(at(23), KYIV) == datetime(2026, 11, 22, 3, tzinfo=KYIV)


async def test_a_failed_backup_is_told_and_made_later(
    nightly: Backups, settings: Settings, storage: Storage, clock: LocalClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = settings.data_dir / "backups"
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: _Full())
    await nightly.look()
    await nightly.look()
    assert await told(storage) == [alarms.BACKUP_FAILED]
    monkeypatch.undo()
    await nightly.look()
    assert len(backup.archives(shelf)) == 1


class _Full:
    free, total = 0, 1


async def test_a_backup_that_someone_else_is_making_alarms_nobody(
    nightly: Backups, settings: Settings, storage: Storage
) -> None:
    with alone(settings.data_dir / "backups"):
        await nightly.look()
    assert await told(storage) == []


async def test_no_good_backup_for_two_days_is_told_each_day(
    nightly: Backups, storage: Storage, clock: LocalClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await nightly.look()
    clock.jump(OLD + HOUR)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: _Full())
    await nightly.look()
    clock.jump(timedelta(days=1))
    await nightly.look()
    assert await told(storage) == [alarms.BACKUP_FAILED, alarms.BACKUP_OLD] * 2


@pytest.mark.parametrize("sign", ["image", "data", "database"])
def test_where_a_bot_is_meant_to_work_a_lost_token_stops_the_start(
    sign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    match sign:
        case "image":
            monkeypatch.setenv("BOT_IN_IMAGE", "1")
        case "data":
            (tmp_path / "data").mkdir()
            (tmp_path / "data" / "bot.db").touch()
        case "database":
            (tmp_path / ".env").write_text("DATABASE_URL=postgresql://bot@localhost/bot\n")
    assert main(["run"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("BOT_TOKEN: ")


def test_only_an_empty_place_opens_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("bot.__main__._demo", lambda _given: opened.append(1) or 0)
    (tmp_path / ".env").write_text("BOT_TOKEN=\nDATA_DIR='data'\n")
    assert main(["run"]) == 0
    assert opened == [1]
