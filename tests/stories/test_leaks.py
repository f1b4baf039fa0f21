"""With `group_text: masked` nothing about a person leaves their case: every turn is played, then all is searched.

Searched are all that Telegram was given for the staff group (messages, buttons, topic names, file names), every
callback data anywhere, what the administrators are told of errors, and the log at DEBUG.
"""

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import pytest_asyncio
import structlog

from bot import logs
from council import answering, submitting
from council.people import Role
from demo import samples
from tests.bot.postman import Inbox, smtp
from tests.stories import journeys
from tests.stories.journeys import answers_case, begins, card, number_on
from tests.stories.test_decisions import MAYOR, SEND, opens
from tests.stories.test_decisions import says as decides
from tests.world import Officer, Resident, World, a_world

NAME = "Вигадайленко Меланія Северинівна"
HOME = "с. Наумівка, вул. Бузкова, 317-Б, кв. 94"
PHONE = "+380 67 555 31 42"
MAIL = "melania.vygad@ukr.net"
CARD = "4149 4393 1122 8765"
TAX = "2845612397"
ACCUSED = "касирка Зозуленко"
NEIGHBOUR = "Бойчукевич Прохор Іванович"
NEIGHBOURS_HOME = "с. Буда, вул. Ялинова, 288"
INSIDE = f"мій телефон {PHONE}, пошта {MAIL}, картка {CARD}, код {TAX}, адреса: вул. Бузкова, 317-Б"
TEXT = f"Полагодьте ліхтар біля школи: {INSIDE}. Меланія Вигадайленко."
OF_REPORT = f"Не світить ліхтар біля школи: {INSIDE}."

SECRETS = (
    "Вигадайленко",
    "Меланія",
    "Меланії",
    "Меланка",
    "Северинівна",
    "Бузкова",
    "317-Б",
    "кв. 94",
    "380675553142",
    "0675553142",
    "5553142",
    "555-31-42",
    MAIL,
    "melania.vygad",
    "vygad@",
    "4149439311228765",
    "11228765",
    "8765",
    TAX,
    "5612397",
    "Зозуленко",
    "Бойчукевич",
    "Ялинова",
)
"""Whole and in parts: surname alone, last digits, house number. Of other people too, as far as the case names them."""

SAID: Mapping[str, str] = {
    journeys.NAME: NAME,
    journeys.HOME: HOME,
    journeys.MAIL: MAIL,
    "ЦНАП, касирка": ACCUSED,
}


@cache
def spellings(secret: str) -> set[str]:
    cases = (secret, secret.casefold(), secret.upper())
    coded = [code(case) for case in cases for code in (str, quote, quote_plus, lambda one: json.dumps(one)[1:-1])]
    return {one.casefold() for one in coded}


def found_in(text: str) -> set[str]:
    """The secrets of the text, however it writes them; digits also through spaces and dashes."""
    plain = text.casefold()
    digits = re.sub(r"(?<=\d)[ \-()\u00a0]+(?=\d)", "", plain)
    return {one for one in SECRETS if any(_stands(way, plain) or _stands(way, digits) for way in spellings(one))}


def _stands(needle: str, text: str) -> bool:
    """Four digits alone are no secret within a longer number: an identifier, a moment."""
    if needle.isdigit() and len(needle) < 5:
        return re.search(rf"(?<!\d){needle}(?!\d)", text) is not None
    return needle in text


def shown_to_the_staff(world: World) -> Iterator[tuple[str, str]]:
    """Every string that Telegram was given for the group, and all that lies under buttons anywhere."""
    for call in world.telegram.calls:
        if call.params.get("chat_id") == world.group.id:
            yield call.method, "\n".join(strings(call.params))
        else:
            yield f"button of {call.method}", "\n".join(callback_data(call.params.get("reply_markup")))
    for message in world.group.messages:
        if message.from_bot:
            yield "file name", message.file_name or ""
    for topic in world.group.topics:
        yield "topic", topic.name
    for message in world.admin.private.view():
        yield "told to the administrator", "\n".join((message.text, *message.history))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in "[{":
            yield from strings(json.loads(value))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def callback_data(markup: Any) -> Iterator[str]:
    markup = json.loads(markup) if isinstance(markup, str) else markup
    for row in (markup or {}).get("inline_keyboard", ()):
        yield from (str(button.get("callback_data", "")) for button in row)


def leaks(world: World, log: io.StringIO) -> list[tuple[str, set[str], str]]:
    places = [*shown_to_the_staff(world), *(("log", line) for line in log.getvalue().splitlines())]
    return [(where, found, text[:200]) for where, text in places if (found := found_in(text))]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged at DEBUG, as the process writes it."""
    root, written = logging.getLogger(), io.StringIO()
    before = (root.handlers, root.level)
    logs.configure("DEBUG", console=False)
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers, level = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def watched(tmp_path: Path, inbox: Inbox, log: io.StringIO) -> AsyncIterator[World]:
    """A world with a mail server, which at the end is searched for whatever a turn has let out."""
    mail = {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": "rada@example.org"}
    async with a_world(tmp_path, **mail) as world:
        await world.admin.private.send("/start")
        yield world
        await world.settle()
        assert log.getvalue()
        assert leaks(world, log) == []


def melania_of(world: World) -> Resident:
    return world.resident("Меланка", last_name="Вигадайленко")


async def registrar_of(world: World) -> Officer:
    registrar = await world.officer("Ірина", Role.REGISTRAR, Role.HEAD, position="головна спеціалістка")
    await registrar.private.send("/start")
    return registrar


async def tells(person: Resident, kind: str, known: bool = False) -> None:
    """Up to the review, with everything that a person can say of themselves."""
    await begins(person)
    for answer in journeys.answers(kind, known=known):
        own = OF_REPORT if kind == "problem_report" else TEXT
        await journeys.says(person, own if answer == journeys.WORDS else SAID.get(answer, answer))


async def submits(person: Resident, kind: str = "application") -> str:
    await tells(person, kind)
    await person.press("Надіслати")
    return number_on(person.last)


def test_the_search_finds_what_it_is_to_find() -> None:
    """A search that finds nothing anywhere would prove nothing."""
    assert found_in(quote("вул. БУЗКОВА")) == found_in(json.dumps("бузкова")) == {"Бузкова"}
    assert {"0675553142", "5553142"} <= found_in("067 555-31-42")
    assert found_in("картка *8765") == {"8765"}
    assert found_in("2026-11-23T07:00:29.187654Z") == set()


@pytest.mark.parametrize("kind", journeys.KINDS)
async def test_a_case_of_each_kind_with_its_files_its_data_and_later_words(watched: World, kind: str) -> None:
    melania, registrar = melania_of(watched), await registrar_of(watched)
    await tells(melania, kind)
    await melania.document(name="Вигадайленко 2845612397.pdf")
    await melania.press("Надіслати")
    number = number_on(melania.last)
    await registrar.press("Показати дані", card(registrar, number))
    assert "8765" in registrar.private.last or registrar.private.sees("8765")
    await melania.send(f"Ще раз: {INSIDE}", reply_to=melania.message(number))
    await melania.edit("Ще раз", f"Виправляю: {INSIDE}")
    await opens(registrar, number)
    await registrar.press("Передати іншому відділу")
    await registrar.press("Відділ надання адміністративних послуг")
    await registrar.send("/find " + number)
    await registrar.send("/queue")


async def test_what_the_council_decides_and_the_person_answers(watched: World) -> None:
    melania, registrar = melania_of(watched), await registrar_of(watched)
    number = await submits(melania)
    await registrar.press("Взяти в роботу", card(registrar, number))
    for answers in (
        ("Внести реєстраційний номер", "Г-401", "Сьогодні", "Так: місяць", SEND),
        ("Змінити вид", "скарга", "Так видно з тексту", SEND),
        ("Поставити запитання", "Біля якого будинку?", SEND),
    ):
        await opens(registrar, number)
        await decides(registrar, number, *answers)
    await melania.send(f"Біля мого: {INSIDE}", reply_to=melania.message("Біля якого будинку?"))
    await opens(registrar, number)
    await decides(registrar, number, "Продовжити строк", "07.01.2027", "Чекаємо на експертизу", MAYOR, SEND)
    await watched.later(days=20)
    await watched.later(days=30)
    assert registrar.sees("Строк відповіді минув")


@pytest.mark.parametrize("kind", ["application", "complaint"])
async def test_the_answer_its_letter_and_what_the_person_says_of_it(watched: World, inbox: Inbox, kind: str) -> None:
    melania, registrar = melania_of(watched), await registrar_of(watched)
    inbox.strangers = {MAIL}
    number = await submits(melania, kind)
    await answers_case(watched, registrar, number, "Ліхтар полагоджено.")
    for _turn in range(3):
        await watched.later(hours=2)
    assert melania.sees("не приймає листів")
    await registrar.press("Лист для друку")
    await registrar.press("Офіційну відповідь надіслано")
    await melania.press("Відкрити це звернення")
    await melania.press("Оцінити")
    for said in ("Ні", "Ні", "1", f"Не бачу світла, дзвоніть: {INSIDE}"):
        await journeys.says(melania, said)
    if melania.buttons and "Надіслати" in melania.buttons:
        await melania.press("Надіслати")
    await melania.send("/my")
    await melania.press(number)
    await melania.press("Не вирішено")
    await melania.send(f"Досі темно. {TEXT}")
    if "Надіслати" in melania.buttons:
        await melania.press("Надіслати")
    assert registrar.sees(f"{number}/2")


async def test_withdrawn_and_made_official(watched: World) -> None:
    melania, registrar = melania_of(watched), await registrar_of(watched)
    number = await submits(melania, "problem_report")
    await melania.send("/my")
    await melania.press(number)
    await melania.press("Подати як офіційне звернення")
    for answer in (NAME, HOME, MAIL):
        await journeys.says(melania, answer)
    await melania.press("Надіслати")
    assert "заява" in card(registrar, number).text
    await melania.press("Відкрити це звернення")
    await melania.press("Відкликати")
    await melania.press("Так, відкликати")
    assert registrar.sees("відкликав")


async def test_a_collective_appeal_and_the_names_of_neighbours(watched: World) -> None:
    melania, prokhor, registrar = melania_of(watched), watched.resident("Прохор"), await registrar_of(watched)
    await tells(melania, "application")
    await melania.press("Разом з іншими")
    link = re.search(r"start=(co_[\w-]+)", melania.last)
    assert link
    await prokhor.send(f"/start {link[1]}")
    await prokhor.press("Підписати", in_=prokhor.last_message)
    for answer in (NEIGHBOUR, NEIGHBOURS_HOME):
        await journeys.says(prokhor, answer)
    await prokhor.press("Підписати", in_=prokhor.last_message)
    await melania.press("Назвати людей самостійно")
    await melania.send("Зозуленко Ганна Петрівна, с. Наумівка, вул. Ялинова, 9")
    await melania.press("Надіслати")
    assert "Колективне: 3 людини" in card(registrar, number_on(melania.last)).text


async def test_a_storm_lists_cases_and_whoever_takes_one_sees_its_card(
    watched: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitting, "STORM", 0)
    melania, registrar = melania_of(watched), await registrar_of(watched)
    number, hidden = await submits(melania), await submits(melania, "complaint")
    assert number in registrar.last
    assert hidden in registrar.last
    await registrar.press(f"Взяти {number}")
    await registrar.press(f"Взяти {hidden}")
    assert card(registrar, hidden)


async def test_a_handler_that_fails_tells_the_administrator_and_the_log_nothing_of_it(
    watched: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    melania = melania_of(watched)
    number = await submits(melania)

    async def fails(*args: object, **kwargs: object) -> bool:
        raise ValueError(f"{NAME} {INSIDE} {args} {kwargs}")

    monkeypatch.setattr(answering, "add_from_applicant", fails)
    await melania.send(f"Ще: {INSIDE}", reply_to=melania.message(number))
    await watched.later(minutes=5)
    assert "ValueError" in log.getvalue()
    assert len(watched.admin.private.view()) > 1


async def test_a_letter_by_hand_and_a_picture_from_the_resident(watched: World) -> None:
    """Photos of reports stand in the topic: under a name of ours, without their caption's words."""
    melania, registrar = melania_of(watched), await registrar_of(watched)
    await tells(melania, "problem_report")
    await melania.photo(samples.JPEG, caption=f"Це я, Меланія: {INSIDE}")
    await melania.press("Надіслати")
    number = number_on(melania.last)
    await answers_case(watched, registrar, number, "Дякуємо.")
    assert any(message.kind == "photo" for message in registrar.view())
