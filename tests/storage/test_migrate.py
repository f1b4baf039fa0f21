from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage import migrate
from storage.engine import Engine
from storage.errors import StorageError
from storage.postgres import Postgres
from storage.sqlite import SQLite
from tests.storage.examples import NOW

FIRST = "create table first (id $identity, body $bytes);\ncreate index first_body on first (body);\n"
SECOND = "create table second (n bigint);\n"

Start = Callable[[], Awaitable[Engine]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(FIRST)
    return folder


@pytest.fixture
def start(url: str, folder: Path) -> Start:
    """Opens the database with the migrations that lie in the folder now."""

    async def open_it() -> Engine:
        if url.startswith("sqlite"):
            return await SQLite.open(Path(url.removeprefix("sqlite://")), migrate.read("sqlite", folder), NOW)
        return await Postgres.open(url, migrate.read("pg", folder), NOW)

    return open_it


async def test_migrations_are_applied_once_and_in_order(start: Start, folder: Path) -> None:
    await (await start()).close()
    (folder / "0002_second.sql").write_text(SECOND + "insert into second select count(*) from first;\n")
    await (await start()).close()
    await (await start()).close()


async def test_an_edited_migration_is_refused(start: Start, folder: Path) -> None:
    await (await start()).close()
    (folder / "0001_first.sql").write_text(FIRST + "-- a better idea\n")
    with pytest.raises(StorageError, match=r"^The migration 0001_first was edited after .*: restore the file\.$"):
        await start()


async def test_a_database_newer_than_the_program_is_refused(start: Start, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(SECOND)
    await (await start()).close()
    (folder / "0002_second.sql").unlink()
    with pytest.raises(StorageError, match="The database is newer than this program"):
        await start()


async def test_a_failing_migration_leaves_the_database_as_it_was(start: Start, folder: Path) -> None:
    await (await start()).close()
    (folder / "0002_second.sql").write_text(SECOND + "create table second (n bigint);\n")
    with pytest.raises(Exception, match="already exists"):
        await start()
    (folder / "0002_second.sql").write_text(SECOND)
    await (await start()).close()


def test_an_engine_reads_its_own_variant(folder: Path) -> None:
    (folder / "0002_second.sqlite.sql").write_text("create table only_sqlite (n bigint);")
    (folder / "0002_second.pg.sql").write_text("create table only_pg (n bigint);")
    assert [m.sql for m in migrate.read("pg", folder)][1:] == ["create table only_pg (n bigint);"]
    assert [m.version for m in migrate.read("sqlite", folder)] == [1, 2]


def test_two_migrations_of_one_number_are_refused(folder: Path) -> None:
    (folder / "0001_other.sql").write_text(SECOND)
    with pytest.raises(StorageError, match="Two migrations have the number 0001"):
        migrate.read("sqlite", folder)


def test_both_engines_have_the_same_migrations() -> None:
    sqlite, pg = migrate.read("sqlite"), migrate.read("pg")
    assert [(m.version, m.name) for m in sqlite] == [(m.version, m.name) for m in pg]
    versions = [m.version for m in sqlite]
    assert versions[0] == 1
    assert versions == sorted(set(versions))
