"""Updates are handled in order within a chat, side by side between chats; a poisonous one stops nobody."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, Update

from bot.files import Fetcher
from bot.fsm import UnitStorage
from bot.inbox import Inbox
from bot.nursery import Nursery
from bot.raw import chat_of
from council.attachments import Incoming
from council.deliveries import Call, ChatId, Delivery
from council.phrases import Conflict, DomainError
from demo import samples
from demo.clock import LocalClock
from demo.faults import Trouble
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers.house import House
from storage.desk import Desk
from storage.errors import CommitFailed
from storage.files import Files
from storage.house import Storage
from tests.bot.office import Until


@dataclass
class Talk:
    """A conversation of one step, and the office door where updates come in."""

    storage: Storage
    inbox: Inbox
    clock: LocalClock
    heard: list[str] = field(default_factory=list)
    files: list[Incoming | None] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    tries: int = 0

    async def comes(self, update: dict[str, Any] | None) -> None:
        assert update is not None
        async with self.storage.unit() as desk:
            await desk.inbox.add(update["update_id"], chat_of(update), update, self.clock.now())
        self.inbox.wake.set()

    async def left(self) -> int:
        async with self.storage.reading() as desk:
            return await desk.inbox.waiting()

    async def aside(self) -> int:
        async with self.storage.reading() as desk:
            return await desk.inbox.aside_count()

    async def letters(self) -> list[str]:
        async with self.storage.reading() as desk:
            rows = await desk.outbox.due(self.clock.now())
        return [str(row.content.params.get("text", row.content.params)) for row in rows]

    async def message(
        self, message: Message, state: FSMContext, desk: Desk, now: datetime, incoming: Incoming | None
    ) -> None:
        text = message.text or message.caption or ""
        self.tries += 1
        await state.set_state("told")
        await state.update_data(text=text)
        await desk.deliveries.add(
            Delivery(f"echo:{message.message_id}", ChatId(message.chat.id), Call("sendMessage", {"text": text}), now)
        )
        self.files.append(incoming)
        await self.mood(text)
        self.heard.append(text)

    async def mood(self, text: str) -> None:
        match text:
            case "refused":
                raise DomainError("Not today.")
            case "bug":
                raise KeyError(text)
            case "bug once" if self.tries == 1:
                raise KeyError(text)
            case "raced" if self.tries < 3:
                raise Conflict("Someone was first.")

    async def press(self, callback: CallbackQuery) -> str:
        await self.mood(callback.data or "")
        return "Done"


class SlowFetcher(Fetcher):
    """A long download for who says or presses «slow»: in a unit of work itself nobody may wait."""

    gate: asyncio.Event

    async def fetch(self, update: Update, *, last_try: bool) -> Incoming | None:
        said = (update.message and update.message.text) or (update.callback_query and update.callback_query.data)
        if said == "slow":
            await self.gate.wait()
        return await super().fetch(update, last_try=last_try)


@pytest_asyncio.fixture
async def talk(bot: Bot, storage: Storage, files: Files, house: House, clock: LocalClock) -> AsyncIterator[Talk]:
    dispatcher = Dispatcher(storage=UnitStorage())
    fetcher = SlowFetcher(bot, files)
    inbox = Inbox(bot, dispatcher, storage, fetcher, house, clock, asyncio.Event())
    talk = Talk(storage, inbox, clock)
    fetcher.gate = talk.gate
    dispatcher.message.register(talk.message)
    dispatcher.callback_query.register(talk.press)
    nursery = Nursery()
    nursery.keep(inbox.run, "inbox", clock)
    yield talk
    await nursery.close()
    talk.gate.set()
    await inbox.close()


async def test_order_is_kept_in_a_chat_and_chats_do_not_wait_for_each_other(
    talk: Talk, olena: Person, telegram: LocalTelegram, until: Until
) -> None:
    petro = telegram.person("Petro")
    for text in ("slow", "second", "third"):
        await talk.comes(olena.writes(text))
    await talk.comes(petro.writes("Petro's"))
    await until(lambda: talk.heard == ["Petro's"])
    talk.gate.set()
    await until(lambda: talk.heard == ["Petro's", "slow", "second", "third"])


async def test_what_came_in_another_order_is_handled_in_the_order_of_its_writing(
    talk: Talk, olena: Person, storage: Storage, until: Until
) -> None:
    first, second, third = (olena.writes(text) for text in ("one", "two", "three"))
    async with storage.unit() as desk:
        for update in (third, first, second):
            await desk.inbox.add(update["update_id"], chat_of(update), update, talk.clock.now())
    talk.inbox.wake.set()
    await until(lambda: talk.heard == ["one", "two", "three"])


async def test_a_repeated_update_is_handled_once(talk: Talk, olena: Person, until: Until) -> None:
    update = olena.writes("once")
    await talk.comes(update)
    await until(lambda: talk.heard)
    await talk.comes(update)
    await talk.comes(olena.writes("next"))
    await until(lambda: talk.heard == ["once", "next"])


async def test_the_state_of_a_conversation_changes_with_its_update(
    talk: Talk, olena: Person, storage: Storage, until: Until
) -> None:
    await talk.comes(olena.writes("refused"))
    await until(lambda: _empty(talk))
    async with storage.reading() as desk:
        assert await desk.fsm.in_form() == []
    await talk.comes(olena.writes("hello"))
    await until(lambda: _empty(talk))
    async with storage.reading() as desk:
        assert await desk.fsm.in_form() == [(f"{olena.id}:{olena.id}:0:default", "told")]


async def test_a_refusal_is_told_and_nothing_of_it_is_kept(talk: Talk, olena: Person, until: Until) -> None:
    await talk.comes(olena.writes("refused"))
    await until(lambda: _empty(talk))
    assert await talk.letters() == ["Not today."]
    assert talk.tries == 1


async def test_who_was_second_reads_and_decides_again(talk: Talk, olena: Person, until: Until) -> None:
    await talk.comes(olena.writes("raced"))
    await until(lambda: talk.heard == ["raced"])
    assert talk.tries == 3


async def test_a_failure_that_passes_is_not_noticed(talk: Talk, olena: Person, until: Until) -> None:
    await talk.comes(olena.writes("bug once"))
    await until(lambda: _empty(talk))
    assert talk.heard == ["bug once"]
    assert await talk.letters() == ["bug once"]


async def test_a_failure_that_stays_is_set_aside_and_told(
    talk: Talk, olena: Person, storage: Storage, until: Until, capsys: pytest.CaptureFixture[str]
) -> None:
    await talk.comes(olena.writes("bug"))
    await talk.comes(olena.writes("next"))
    await until(lambda: talk.heard == ["next"])
    assert await talk.aside() == 1
    [told, *_] = [line for line in capsys.readouterr().out.splitlines() if "update_set_aside" in line]
    error_id = told.split("error_id=")[1].split()[0]
    letters = await talk.letters()
    assert any(error_id in letter for letter in letters)
    assert any("update_set_aside" in letter for letter in letters)


async def test_an_update_that_cannot_be_decoded_is_set_aside_at_once(
    talk: Talk, olena: Person, telegram: LocalTelegram, until: Until
) -> None:
    broken = {"message": {"message_id": 1, "chat": {"id": olena.id, "type": "private"}, "nonsense": True}}
    await talk.comes(telegram.push_update(broken))
    await talk.comes(olena.writes("next"))
    await until(lambda: talk.heard == ["next"])
    assert await talk.aside() == 1
    assert len(await talk.letters()) >= 2


async def test_an_ill_database_loses_nothing(
    talk: Talk, olena: Person, storage: Storage, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy, failures = storage.unit, iter(range(4))

    def unit() -> object:
        if next(failures, None) is not None:
            raise CommitFailed("disk full")
        return healthy()

    update = olena.writes("kept")
    await talk.comes(update)
    monkeypatch.setattr(storage, "unit", unit)
    await until(lambda: talk.heard == ["kept"])
    assert await talk.aside() == 0


# Presses


async def pressed(talk: Talk, olena: Person, bot: Bot, data: str) -> None:
    buttons = {"inline_keyboard": [[{"text": "Press", "callback_data": data}]]}
    await bot.send_message(olena.id, "Choose", reply_markup=buttons)
    await talk.comes(olena.presses(olena.received[-1], "Press"))


async def test_a_press_is_answered_with_the_handlers_word(talk: Talk, olena: Person, bot: Bot, until: Until) -> None:
    await pressed(talk, olena, bot, "quick")
    await until(lambda: olena.popups == ["Done"])


async def test_a_slow_press_is_answered_in_time_and_once(
    talk: Talk, olena: Person, bot: Bot, telegram: LocalTelegram, until: Until
) -> None:
    await pressed(talk, olena, bot, "slow")
    await until(lambda: telegram.called("answerCallbackQuery"))
    talk.gate.set()
    await until(lambda: _empty(talk))
    assert len(telegram.called("answerCallbackQuery")) == 1
    assert olena.popups == []


@pytest.mark.parametrize("data", ["refused", "bug"])
async def test_a_press_that_fails_is_answered_too(
    talk: Talk, olena: Person, bot: Bot, telegram: LocalTelegram, until: Until, data: str
) -> None:
    await pressed(talk, olena, bot, data)
    await until(lambda: _empty(talk))
    await until(lambda: telegram.called("answerCallbackQuery"))


async def test_a_press_that_telegram_has_forgotten_is_handled_all_the_same(
    talk: Talk, olena: Person, bot: Bot, telegram: LocalTelegram, until: Until
) -> None:
    said = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.faults.next(Trouble.ERROR, "answerCallbackQuery", code=400, description=said)
    await pressed(talk, olena, bot, "quick")
    await until(lambda: telegram.called("answerCallbackQuery"))
    await until(lambda: _empty(talk))
    assert (await talk.aside(), await talk.letters(), olena.popups) == (0, [], [])


# Files


async def test_a_file_is_copied_before_its_conversation(talk: Talk, olena: Person, files: Files, until: Until) -> None:
    await talk.comes(olena.sends_document(samples.PDF, "Olena.pdf"))
    await until(lambda: talk.heard)
    [incoming] = talk.files
    assert incoming is not None
    assert incoming.mime == "application/pdf"
    assert await files.get(incoming.path) == samples.PDF


async def test_a_file_of_a_wrong_kind_is_refused_with_the_reason(talk: Talk, olena: Person, until: Until) -> None:
    await talk.comes(olena.sends_document(b"MZ" + bytes(200), "letter.pdf"))
    await until(lambda: talk.heard)
    [incoming] = talk.files
    assert incoming is not None
    assert incoming.refused is not None
    assert incoming.path == ""


async def test_a_cut_download_is_tried_again(talk: Talk, olena: Person, telegram: LocalTelegram, until: Until) -> None:
    telegram.faults.next(Trouble.CUT, "file", times=1)
    await talk.comes(olena.sends_photo(samples.JPEG))
    await until(lambda: talk.heard)
    assert [incoming and incoming.refused for incoming in talk.files] == [None]


async def test_a_download_that_never_works_asks_for_the_file_again(
    talk: Talk, olena: Person, telegram: LocalTelegram, until: Until
) -> None:
    telegram.faults.next(Trouble.BAD_GATEWAY, "getFile", times=9)
    await talk.comes(olena.sends_photo(samples.JPEG))
    await until(lambda: talk.heard)
    [incoming] = talk.files
    assert incoming is not None
    assert incoming.refused is not None


async def test_the_copy_of_an_undone_update_is_not_left_behind(
    talk: Talk, olena: Person, tmp_path: object, until: Until
) -> None:
    await talk.comes(olena.sends_photo(samples.JPEG, "refused"))
    await until(lambda: _empty(talk))
    assert list((tmp_path / "attachments").iterdir()) == []


async def _empty(talk: Talk) -> bool:
    return await talk.left() == 0 and len(talk.inbox) == 0
