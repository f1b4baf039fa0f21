from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from demo import Group, LocalClock, LocalTelegram, Person
from demo.errors import ApiError
from demo.schema import Upload

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def clock() -> LocalClock:
    """Stands still: only a jump moves it."""
    return LocalClock(speed=0, start=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
async def telegram(clock: LocalClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock, limits=False) as telegram:
        yield telegram


@pytest.fixture
def olena(telegram: LocalTelegram) -> Person:
    olena = telegram.person("Олена")
    olena.starts()
    telegram.cloud.updates.drop()
    return olena


@pytest.fixture
def council(telegram: LocalTelegram, olena: Person) -> Group:
    group = telegram.group("Рада")
    group.add(olena)
    group.add_bot()
    telegram.cloud.updates.drop()
    return group


@pytest.fixture
def call(telegram: LocalTelegram) -> Ask:
    """Calls a method past HTTP; a refusal comes back as its text."""

    async def ask(method: str, *, files: dict[str, bytes] | None = None, **params: Any) -> Any:
        uploads = {name: Upload(name, "application/pdf", content) for name, content in (files or {}).items()}
        try:
            return await telegram.api.call(method, params, uploads)
        except ApiError as error:
            return error.description

    return ask
