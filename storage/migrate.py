"""Numbered SQL files that bring a database to today's tables. Each engine applies them under a lock of its own.

`0007_name.sql` serves both engines; where they differ, `0007_name.sqlite.sql` and `0007_name.pg.sql` stand instead.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from string import Template

from storage.errors import StorageError

FOLDER = Path(str(resources.files("storage"))) / "migrations"

WORDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "identity": "integer primary key autoincrement",
        "bytes": "blob",
        "unordered": " without rowid",
    },
    "pg": {
        "identity": "bigint generated always as identity primary key",
        "bytes": "bytea",
        "unordered": "",
    },
}
"""The only words in which the engines' tables differ. Rows of an $unordered table lie in the order of their random
key, not of their coming: SQLite would number them; PostgreSQL has no such tables, there what is stored comes mixed."""

TABLE = """create table if not exists migrations (
    version integer primary key, name text not null, sha256 text not null, applied_at bigint not null
)"""
APPLIED = "select version, sha256 from migrations"
PROOFS = "select key_id, proof from seals"

Prove = Callable[[Iterable[tuple[str, bytes]]], None]
"""Raises WrongKey where the keys at hand are not those of the database: nothing may be changed then."""


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    sql: str
    sha256: str


def read(engine: str, folder: Path = FOLDER) -> Sequence[Migration]:
    """The migrations of an engine (`sqlite` or `pg`) in order."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        name, _, variant = path.name.removesuffix(".sql").partition(".")
        if variant in ("", engine):
            migration = _parse(path, name, engine)
            if migration.version in found:
                raise StorageError(
                    f"Two migrations have the number {migration.version:04}: {path.name} is one of them."
                )
            found[migration.version] = migration
    return [found[version] for version in sorted(found)]


@cache
def newest() -> int:
    """The highest number among the files."""
    return max(int(path.name[:4]) for path in FOLDER.glob("*.sql"))


def _parse(path: Path, name: str, engine: str) -> Migration:
    text = path.read_text(encoding="utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Migration(int(name[:4]), name, Template(text).substitute(WORDS[engine]), sha256)


def pending(known: Sequence[Migration], applied: Mapping[int, str]) -> Sequence[Migration]:
    """Those to apply now. `applied` is version to hash; raises StorageError where it does not fit the files."""
    by_version = {migration.version: migration for migration in known}
    for version, sha256 in sorted(applied.items()):
        migration = by_version.get(version)
        if migration is None:
            raise StorageError(
                f"The database is newer than this program (it has migration {version:04}): install the newer version."
            )
        if migration.sha256 != sha256:
            raise StorageError(
                f"The migration {migration.name} was edited after this database had applied it: restore the file."
            )
    return [migration for migration in known if migration.version not in applied]
