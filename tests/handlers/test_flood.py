"""Too many messages are answered with a request to wait; nobody is stopped in the middle of a form."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Chat, Message, TelegramObject, User

from council.people import Officer, TelegramId
from handlers.entrance import FloodGuard
from handlers.flood import MINUTE, PER_MINUTE, Guard
from handlers.house import House
from handlers.residents import appeals
from handlers.texts import KYIV, Catalogues
from handlers.turn import Turn
from storage.desk import Desk
from storage.house import Storage
from storage.keys import Keyring
from tests.council.desk import KORIUKIVKA, OLENA, OLENAS_CHAT, left, names

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUSE = House(KORIUKIVKA, Catalogues(), frozenset(), None, "bot", KYIV)


def sent(guard: Guard, count: int, account: int = 1, at: datetime = NOW) -> int:
    """How far over the limit the last of so many messages is."""
    return [guard.excess(account, at) for _message in range(count)][-1]


def test_a_lively_conversation_is_no_flood() -> None:
    assert sent(Guard(), PER_MINUTE) == 0


def test_every_message_over_the_limit_is_counted() -> None:
    guard = Guard(limit=3)
    assert [guard.excess(1, NOW) for _message in range(5)] == [0, 0, 0, 1, 2]


def test_a_minute_later_all_is_well() -> None:
    guard = Guard(limit=3)
    assert sent(guard, 10) == 7
    assert guard.excess(1, NOW + MINUTE + SECOND) == 0


def test_the_minute_slides() -> None:
    guard = Guard(limit=1)
    times = [NOW + timedelta(seconds=seconds) for seconds in (0, 40, 80)]
    assert [guard.excess(1, at) for at in times] == [0, 1, 1]


def test_one_person_does_not_slow_another() -> None:
    guard = Guard(limit=3)
    sent(guard, 10, account=1)
    assert sent(guard, 3, account=2) == 0


def test_who_has_been_quiet_is_forgotten() -> None:
    guard = Guard()
    for account in range(10_000):
        guard.excess(account, NOW)
    guard.excess(10_001, NOW + MINUTE + SECOND)
    assert len(guard._sent) == 1


@dataclass
class Chatting:
    """Olena before the guard: what came through, and where she stands in a form."""

    desk: Desk
    state: FSMContext
    guard: FloodGuard = field(default_factory=FloodGuard)
    counted: Guard = field(default_factory=Guard)
    through: list[TelegramObject] = field(default_factory=list)
    count: int = 0

    async def sends(self, messages: int) -> None:
        with HOUSE.texts.speaking("uk"):
            for _message in range(messages):
                await self._send()

    async def _send(self) -> None:
        self.count += 1
        resident = await self.desk.residents.met(OLENA, NOW)
        officer = Officer(TelegramId(OLENA))
        turn = Turn(self.count, self.desk, HOUSE, NOW, NOW, officer, staff_chat=None, resident=resident)
        await self.guard(self._taken, _message(), self._known(turn))

    def _known(self, turn: Turn) -> dict[str, Any]:
        """What the process tells of an update: the excess is counted before its unit of work."""
        return {"turn": turn, "state": self.state, "excess": self.counted.excess(OLENA, NOW)}

    async def _taken(self, event: TelegramObject, _data: dict[str, Any]) -> None:
        self.through.append(event)

    async def hears(self) -> list[str]:
        return names(await left(self.desk), OLENAS_CHAT)


def _message() -> Message:
    user = User(id=OLENA, is_bot=False, first_name="Олена")
    return Message(message_id=1, date=NOW, chat=Chat(id=OLENA, type="private"), from_user=user, text="Агов")


@pytest_asyncio.fixture
async def olena(tmp_path: Path) -> AsyncIterator[Chatting]:
    appeals.router()
    storage = await Storage.open(f"sqlite://{tmp_path}/bot.db", Keyring.make()[1], NOW)
    state = FSMContext(MemoryStorage(), StorageKey(bot_id=1, chat_id=OLENA, user_id=OLENA))
    async with storage.unit() as desk:
        yield Chatting(desk, state)
    await storage.close()


async def test_the_first_message_over_the_limit_is_answered_and_then_every_tenth(olena: Chatting) -> None:
    await olena.sends(PER_MINUTE + 11)
    assert (len(olena.through), await olena.hears()) == (PER_MINUTE, ["sendMessage"] * 2)


@pytest.mark.parametrize("state", ["appeal:text", "offered"])
async def test_who_is_submitting_is_never_stopped(olena: Chatting, state: str) -> None:
    await olena.state.set_state(state)
    await olena.sends(PER_MINUTE + 20)
    assert (len(olena.through), await olena.hears()) == (PER_MINUTE + 20, [])


async def test_another_state_is_no_form(olena: Chatting) -> None:
    await olena.state.set_state("unknown:step")
    await olena.sends(PER_MINUTE + 1)
    assert len(olena.through) == PER_MINUTE
