"""The answer of record: in the chat at once, and answered only when the letter went out by the channel named."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import pytest_asyncio

from council.people import Role
from demo import samples
from tests.bot.postman import Inbox, smtp
from tests.stories import journeys
from tests.stories.journeys import answers_case, card, says, submits
from tests.tale import until
from tests.world import Officer, Resident, World, a_world

ANSWER = "Ліхтарі замінили третього березня."
SENT = "офіційну відповідь вам надіслано"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def world(tmp_path: Path, inbox: Inbox) -> AsyncIterator[World]:
    """The bot with a mail server of its council."""
    mail = {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": "rada@example.org"}
    async with a_world(tmp_path, **mail) as world:
        yield world


@pytest_asyncio.fixture
async def registrar(world: World) -> Officer:
    registrar = await world.officer("Реєстраторка", Role.REGISTRAR)
    await registrar.private.send("/start")
    return registrar


async def asks_for_answer(person: Resident, contact: str, kind: str = "application") -> str:
    """The whole way, with this contact for the answer."""
    await journeys.begins(person)
    for answer in journeys.answers(kind):
        await says(person, contact if answer == journeys.MAIL else answer)
    await person.press("Надіслати")
    return journeys.number_on(person.last)


async def the_post_is_carried(world: World, **length: float) -> None:
    """Whatever the mail server should have been given by now, it was; and what followed has been told."""
    await world.later(**(length or {"seconds": 10}))
    async with asyncio.timeout(10):
        while await due(world):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await world.settle()


async def due(world: World) -> int:
    async with world.app.storage.reading() as desk:
        return await desk.mails.waiting(world.clock.now())


def printed(officer: Officer) -> list[bytes]:
    """The files that came to the officer's private chat."""
    cloud = officer.world.telegram.cloud
    documents = [message for message in officer.private.view() if message.kind == "document"]
    return [cloud.file_content(file) for message in documents for file in message.file_ids]


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return " ".join(text.split())


async def test_by_email_the_letter_is_in_the_inbox_before_the_case_is_answered(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    olena = world.resident("Олена")
    inbox.moods = ["250 OK", "451 4.3.0 come again"]
    number = await submits(olena)
    await the_post_is_carried(world)
    assert (inbox.last()["To"], number in inbox.last()["Subject"]) == (journeys.MAIL, True)
    await answers_case(world, registrar, number, ANSWER)
    await the_post_is_carried(world)
    assert olena.sees(ANSWER)
    assert not olena.sees(SENT)
    await the_post_is_carried(world, minutes=2)
    assert ANSWER in inbox.text()
    assert olena.sees_once(SENT)
    assert "Офіційну відповідь надіслано" not in card(registrar, number).buttons


async def test_the_mail_has_the_letter_and_the_files_of_the_answer(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    number = await submits(world.resident("Олена"))
    await registrar.document(samples.PDF, "Шевченко рішення.pdf", ANSWER, reply_to=card(registrar, number))
    await registrar.press("Остаточна відповідь")
    await registrar.send("Міський голова, Іван Вигаданий", reply_to=registrar.message("Хто підписує"))
    await registrar.press("Додати вихідний номер")
    await registrar.send("02-15/123 від 20.11.2026", reply_to=registrar.message("вихідний номер і дату"))
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    await the_post_is_carried(world)
    letter = words(inbox.attached()[f"лист-{number}.pdf"])
    for part in (ANSWER, "20.11.2026 № 02-15/123", journeys.NAME, f"На № {number} від 23.11.2026", "Іван Вигаданий"):
        assert part in letter
        assert part in inbox.text()
    assert inbox.attached()["файл-1.pdf"] == samples.PDF


@pytest.mark.parametrize(("contact", "how"), [("поштою", "поштою"), ("067 123 45 67", "телефоном")])
async def test_for_post_and_phone_the_topic_asks_for_the_letter_until_it_is_sent(
    world: World, registrar: Officer, inbox: Inbox, contact: str, how: str
) -> None:
    olena = world.resident("Олена")
    number = await asks_for_answer(olena, contact)
    await answers_case(world, registrar, number, ANSWER)
    asked = registrar.message("ще треба надіслати")
    assert how in asked.text
    await registrar.press("Лист для друку", asked)
    letter = words(printed(registrar)[0])
    assert ANSWER in letter
    assert journeys.HOME in letter
    assert not olena.sees(SENT)
    await registrar.press("Офіційну відповідь надіслано", asked)
    assert olena.sees_once(SENT)
    assert inbox.mails == []


async def test_without_a_mail_server_the_letter_is_asked_for_too(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        registrar = await world.officer("Реєстраторка", Role.REGISTRAR)
        number = await submits(world.resident("Олена"))
        await answers_case(world, registrar, number, ANSWER)
        assert "електронною поштою" in registrar.message("ще треба надіслати").text


async def test_the_topic_is_reminded_once_each_working_day(world: World, registrar: Officer) -> None:
    number = await asks_for_answer(world.resident("Олена"), "поштою")
    await answers_case(world, registrar, number, ANSWER)

    def asked() -> int:
        return sum("ще треба надіслати" in text for text in registrar.screens)

    for expected in (2, 3, 4, 5, 5, 5, 6):
        await world.later(days=1)
        await until(lambda expected=expected: asked() >= expected)
        assert asked() == expected
    await registrar.press("Офіційну відповідь надіслано")
    await world.later(days=3)
    assert asked() == 6


async def test_a_mailbox_that_does_not_exist_is_told_to_both(world: World, registrar: Officer, inbox: Inbox) -> None:
    olena = world.resident("Олена")
    inbox.strangers = {journeys.MAIL}
    number = await submits(olena)
    await the_post_is_carried(world)
    assert olena.sees_once("не приймає листів")
    await answers_case(world, registrar, number, ANSWER)
    await the_post_is_carried(world)
    assert "остаточно відмовився" in registrar.message("ще треба надіслати").text
    assert not olena.sees(SENT)
    await registrar.press("Лист для друку")
    assert ANSWER in words(printed(registrar)[0])


async def test_a_long_silence_of_the_server_is_told_and_tried_on(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    olena = world.resident("Олена")
    await world.admin.private.send("/start")
    number = await submits(olena)
    await the_post_is_carried(world)
    await answers_case(world, registrar, number, ANSWER)
    inbox.moods = ["421 4.3.2 closed for today"] * 20
    for _quarter in range(20):
        await the_post_is_carried(world, minutes=15)
    assert "ще не пішов" in registrar.message("ще треба надіслати").text
    assert world.admin.private.sees_once("Поштовий сервер не приймає листів")
    inbox.moods.clear()
    await the_post_is_carried(world, hours=1)
    assert olena.sees_once(SENT)


async def test_the_number_may_be_added_after_the_answer(world: World, registrar: Officer) -> None:
    number = await asks_for_answer(world.resident("Олена"), "поштою")
    await answers_case(world, registrar, number, ANSWER)
    assert "Вихідного номера ще немає" in card(registrar, number).text
    await registrar.press("Додати вихідний номер", card(registrar, number))
    await registrar.send("колись потім", reply_to=registrar.message("вихідний номер і дату"))
    await registrar.send("№ 02-15/7", reply_to=registrar.message("Напишіть вихідний номер"))
    assert "02-15/7 від 23 листопада 2026" in card(registrar, number).text
    assert "Додати вихідний номер" not in card(registrar, number).buttons


async def test_who_chose_english_gets_a_summary_under_the_official_text(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    olena = world.resident("Olena", language="en")
    await journeys.begins(olena, "en")
    for answer in journeys.answers("application", "en"):
        await says(olena, answer)
    await olena.press("Send")
    number = journeys.number_on(olena.last)
    await answers_case(world, registrar, number, ANSWER)
    await the_post_is_carried(world)
    assert inbox.text().index(ANSWER) < inbox.text().index("In English")


async def test_nobody_without_the_case_opens_the_letter(world: World, registrar: Officer) -> None:
    number = await asks_for_answer(world.resident("Олена"), "поштою")
    await answers_case(world, registrar, number, ANSWER)
    observer = await world.officer("Спостерігач", Role.OBSERVER)
    await observer.press("Лист для друку", card(registrar, number))
    assert "не належить до вашої ролі" in observer.popups[-1]
    assert printed(observer) == []


# the letter of a decision

MAYOR = "Міський голова Іван Вигаданий, № 5 від 23.11.2026"


async def leaves_without_consideration(registrar: Officer, number: str) -> None:
    await registrar.press("Ще: номер", card(registrar, number))
    for answer in ("Залишити без розгляду", "Повторне", "Ліхтар <b>світить</b> & горить", MAYOR, "Надіслати"):
        if any(answer in button for button in registrar.buttons):
            await registrar.press(answer, registrar.last_message)
        else:
            await registrar.send(answer, topic=number)


async def test_a_decision_goes_by_email_as_plain_text_with_one_message_id(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    olena = world.resident("Олена")
    number = await submits(olena)
    await the_post_is_carried(world)
    inbox.moods = ["451 4.3.0 come again", "250 OK"]
    await leaves_without_consideration(registrar, number)
    assert olena.sees("Ліхтар <b>світить</b> & горить")
    await the_post_is_carried(world)
    await the_post_is_carried(world, minutes=2)
    mail = inbox.last()
    assert (mail["Subject"], mail["To"]) == (f"{number}: рішення ради", journeys.MAIL)
    for part in ("ст. 8", "Ліхтар <b>світить</b> & горить", MAYOR, journeys.NAME):
        assert part in inbox.text()
    assert "&amp;" not in inbox.text()
    assert MAYOR in words(inbox.attached()[f"лист-{number}.pdf"])
    await olena.press("Відкрити це звернення")
    assert "лист про це вам надіслано" in olena.last


async def test_by_post_the_topic_asks_for_the_letter_of_a_decision_until_it_is_sent(
    world: World, registrar: Officer
) -> None:
    number = await asks_for_answer(world.resident("Олена"), "поштою")
    await leaves_without_consideration(registrar, number)
    asked = registrar.message("лист ще треба надіслати")
    assert "«Залишити без розгляду»" in asked.text
    await registrar.press("Лист для друку", asked)
    assert MAYOR in words(printed(registrar)[0])
    await world.later(days=1)
    assert sum("лист ще треба надіслати" in text for text in registrar.screens) == 2
    await registrar.press("Лист надіслано", asked)
    await world.later(days=3)
    assert sum("лист ще треба надіслати" in text for text in registrar.screens) == 1
    inna = await world.officer("Інна", Role.REGISTRAR)
    await inna.press("Лист надіслано", inna.message("лист ще треба надіслати"))
    assert "Лист уже надіслано: Реєстраторка" in inna.popups[-1]


async def test_a_refused_mail_of_a_decision_is_told_to_the_topic(
    world: World, registrar: Officer, inbox: Inbox
) -> None:
    inbox.strangers = {journeys.MAIL}
    number = await submits(world.resident("Олена"))
    await leaves_without_consideration(registrar, number)
    await the_post_is_carried(world)
    assert "остаточно відмовився" in registrar.message("лист ще треба надіслати").text
