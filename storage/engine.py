"""What both databases look like from above: statements by name, a unit of work, a reading."""

from contextlib import AbstractAsyncContextManager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, Self

import aiosql
from aiosql.queries import Queries

from storage.errors import StorageError

Row = Any
"""A row of either engine: `row["column"]`."""

SQL = Path(str(resources.files("storage"))) / "sql"


@cache
def load(adapter: Any) -> Queries:
    """Every statement of storage/sql, prepared once for an engine."""
    queries: Queries = aiosql.from_path(SQL, adapter)
    return queries


class Session:
    """Runs named statements on the connection of one unit, and no longer than its `with` block lasts."""

    def __init__(self, queries: Queries, connection: Any) -> None:
        self._queries = queries
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """A desk kept after its unit would write into somebody else's; from now on it refuses."""
        self._connection = None

    async def one(self, query: str, **values: object) -> Row | None:
        """The first row of a `^` statement."""
        return await self._statement(query)(self._connection, **values)

    async def all(self, query: str, **values: object) -> list[Row]:
        """Every row of a statement without a mark."""
        return [row async for row in self._statement(query)(self._connection, **values)]

    async def value(self, query: str, **values: object) -> Any:
        """The single value of a `$` statement, None without a row."""
        return await self._statement(query)(self._connection, **values)

    def _statement(self, query: str) -> Any:
        if self._connection is None:
            raise StorageError("The unit of work is over: its desk may not be used any more.")
        return getattr(self._queries, query)


class Engine(Protocol):
    def unit(self) -> AbstractAsyncContextManager[Session]:
        """Read and write; what was written is durable when the block is left, or gone when it raises."""
        ...

    def stroke(self) -> AbstractAsyncContextManager[Session]:
        """A unit of one statement, which on PostgreSQL needs no transaction around it."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Session]:
        """One snapshot, read only, beside the units."""
        ...

    async def scour(self) -> bool:
        """Empties the logs in which older pages outlive what was erased; False where it must be tried again."""
        ...

    def glance(self) -> AbstractAsyncContextManager[Session]:
        """A few rows found by an index, as they are when each statement runs: cheaper than a reading."""
        ...

    async def close(self) -> None: ...
