"""A case on its way to the council's registry, as the registrar and its author see it: nothing is stuck unseen."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from council.people import Role
from tests.bot.postman import Inbox, smtp
from tests.bot.registry import REGISTRY, SECRET, Peer, document_system
from tests.stories.journeys import NAME, WORDS, card, submits
from tests.stories.test_mydata import files_of
from tests.world import CONTENT, Officer, World, a_world

HANDOVER = "Передати ще раз"
TOPIC = "Передача до реєстру"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[Peer]:
    async with document_system() as peer:
        yield peer


@pytest_asyncio.fixture
async def world(tmp_path: Path, inbox: Inbox, peer: Peer) -> AsyncIterator[World]:
    """A council with a mailbox of the registry, a document system, and a journal each morning."""
    content = tmp_path / "content"
    await asyncio.to_thread(shutil.copytree, CONTENT, content)
    file = content / "community.yaml"
    told = file.read_text().replace("registry_email:", f"registry_email: {REGISTRY}", 1)
    file.write_text(told.replace("journal: {daily: false", "journal: {daily: true", 1))
    mail = {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": "rada@example.org"}
    system = {"workflow_url": peer.url, "workflow_secret": SECRET}
    async with a_world(tmp_path / "data", content=content, **mail, **system) as world:
        yield world


@pytest_asyncio.fixture
async def registrar(world: World) -> Officer:
    registrar = await world.officer("Реєстраторка", Role.REGISTRAR)
    await registrar.private.send("/start")
    return registrar


async def handed_over(world: World, **length: float) -> None:
    """Whatever was due by then has been tried, and what followed has been shown."""
    await world.later(**(length or {"seconds": 10}))
    async with asyncio.timeout(15):
        while await _due(world):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await world.settle()


async def _due(world: World) -> bool:
    async with world.app.storage.reading() as desk:
        now = world.clock.now()
        rows, _count = await desk.handovers.stuck(now, 100)
        return any(row.due <= now for row in rows) or bool(await desk.mails.waiting(now))


def to_registry(inbox: Inbox) -> list[str]:
    return [str(mail["Subject"]) for mail in inbox.mails if mail["To"] == REGISTRY]


async def test_a_case_reaches_the_registry_and_where_it_is_stuck_everybody_sees(
    world: World, registrar: Officer, inbox: Inbox, peer: Peer
) -> None:
    olena = world.resident("Олена")
    await world.admin.private.send("/start")
    peer.moods = ["503"] * 60
    number = await submits(olena)
    await handed_over(world)
    assert to_registry(inbox) == [f"Звернення № {number} від 23.11.2026"]
    assert "скринька реєстру: надіслано 23 листопада 2026" in card(registrar, number).text
    assert "система документообігу: не надіслано (http 503)" in card(registrar, number).text

    await olena.press("Відкрити це звернення")
    assert "Передано до реєстру ради 23 листопада 2026" in olena.last

    for _hour in range(7):
        await handed_over(world, hours=1)
    assert any(number in text and "1 передача застрягла" in text for text in registrar.in_topic(TOPIC))
    assert world.admin.private.sees("Звернення не доходять до реєстру")

    peer.moods = []
    await registrar.press(HANDOVER, card(registrar, number))
    await handed_over(world)
    assert (len(peer.taken), peer.only()["card"]["text"]) == (1, WORDS)
    assert "система документообігу: надіслано" in card(registrar, number).text
    assert len(to_registry(inbox)) == 2
    assert len({mail["Message-ID"] for mail in inbox.mails if mail["To"] == REGISTRY}) == 1

    await olena.send("Ще одне: бракує двох лавок.", reply_to=olena.message(number))
    await handed_over(world)
    assert to_registry(inbox)[-1] == f"Доповнення до звернення № {number}"

    await handed_over(world, hours=18)
    assert any(number in text and "ще не має номера" in text for text in registrar.in_topic(TOPIC))
    assert to_registry(inbox)[-1].startswith("Журнал звернень за 23 листопада 2026")

    await registers(registrar, number)
    ways = [line for line in card(registrar, number).text.splitlines() if line.startswith("Передача, ")]
    assert [line.endswith(": зареєстровано") for line in ways] == [True, True]
    assert HANDOVER not in card(registrar, number).buttons
    told = len(registrar.in_topic(TOPIC))
    await handed_over(world, hours=24)
    assert len(registrar.in_topic(TOPIC)) == told
    await olena.send("/mydata")
    await olena.press("Отримати файлом")
    [case] = json.loads(files_of(olena)["my-data.json"])["appeals"]
    assert {(one["connector"], one["to"]) for one in case["handed_over"]} == {("mail", REGISTRY), ("http", "127.0.0.1")}
    assert not any(NAME.split()[0] in text for text in registrar.in_topic(TOPIC))
    assert not any(NAME.split()[0] in str(mail["Subject"]) for mail in inbox.mails)


async def registers(registrar: Officer, number: str) -> None:
    await registrar.press("Ще: номер", card(registrar, number))
    await registrar.press("Внести реєстраційний номер", registrar.last_message)
    await registrar.send("К-17/01-05", topic=number)
    for step in ("Сьогодні", "Так: місяць", "Надіслати мешканцеві"):
        await registrar.press(step, registrar.last_message)


async def test_a_house_without_ways_says_nothing_of_them(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        registrar = await world.officer("Реєстраторка", Role.REGISTRAR)
        number = await submits(world.resident("Олена"))
        await world.later(hours=30)
        assert "Передача" not in card(registrar, number).text
        assert HANDOVER not in card(registrar, number).buttons
        await registrar.private.send("/start case_1")
        assert registrar.private.sees(f"{number}: заява")
        petro = world.resident("Петро")
        await petro.send("/start case_1")
        assert not petro.sees(number)
