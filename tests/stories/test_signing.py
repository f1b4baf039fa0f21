"""A petition with legal force: from the card in the bot to the council's page, id.gov.ua, and back with a receipt."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import pytest_asyncio

from council.people import Role
from demo.idgov import FakeIdGov
from tests.bot.conftest import free_port
from tests.world import CONTENT, Resident, World, a_world

RULES = """petitions:
  enabled: true
  mode: binding
  act: {title: {uk: Рішення про петиції}, number: "12", date: 2026-03-02, page: "http://127.0.0.1"}
"""


def binding(folder: Path) -> Path:
    """Koriukivka as if its council had decided to collect signatures itself; two are enough."""
    content = folder / "content"
    shutil.copytree(CONTENT, content)
    file = content / "community.yaml"
    text = file.read_text().replace("petitions:\n  enabled: true\n  page:\n", RULES)
    file.write_text(text.replace("petition.threshold: {value: 100", "petition.threshold: {value: 2"))
    return content


@dataclass
class Square:
    world: World
    service: FakeIdGov
    origin: str


@pytest_asyncio.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    async with FakeIdGov() as service:
        service.people["ivan"] = {"lastname": "Гай", "givenname": "Іван", "drfocode": "АБ123456"}
        settings = {
            "public_url": origin,
            "http_port": port,
            "idgov_url": service.url,
            "idgov_client_id": service.client_id,
            "idgov_client_secret": service.client_secret,
        }
        async with a_world(tmp_path / "data", content=binding(tmp_path), **settings) as world:
            yield Square(world, service, origin)


async def published(square: Square, olena: Resident) -> None:
    moderator = await square.world.officer("Ірина", Role.MODERATOR, position="секретар ради")
    await olena.send("/petitions")
    await olena.press("Написати петицію")
    for answer in ("Лавки на зупинці", "Важко чекати стоячи.", "Поставити дві лавки.", "Коваль Олена", "o@ukr.net"):
        await olena.send(answer)
        if "по батькові" in olena.last and "немає" in " ".join(olena.buttons).lower():
            await olena.press("Немає")
    await olena.press("Так, це так")
    await olena.press("Надіслати")
    for button in ("Я перевіряю", "Оприлюднити", "Так, оприлюднити"):
        await moderator.press(button)


async def signs(square: Square, resident: Resident, person: str) -> str:
    """Opens the link that the bot gave and goes the whole way in a browser; the last page."""
    link = resident.last_message.button("Відкрити сторінку підпису").url
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        page = await (await browser.get(link)).text()
        form = {"proof": re.findall(r'name="proof" value="(\w+)"', page)[0], "resident": "yes", "age": "yes"}
        sent = await browser.post(link, data=form, allow_redirects=False)
        state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
        back = f"{square.origin}/sign/return?code={square.service.code_for(person)}&state={state}"
        question = await browser.get(back)
        form = {"proof": re.findall(r'name="proof" value="(\w+)"', await question.text())[0]}
        return await (await browser.post(question.url, data=form)).text()


@pytest.mark.slow
async def test_two_people_sign_on_the_page_and_it_is_enough(square: Square) -> None:
    olena, ivan = square.world.resident("Олена"), square.world.resident("Іван")
    await published(square, olena)
    for resident, person in ((olena, "olena"), (ivan, "ivan")):
        await resident.send("/start p_1")
        await resident.press("Підписати")
        assert "Посилання діє 15 хвилин" in resident.last
        assert "Ваш підпис враховано" in await signs(square, resident, person)
        await square.world.settle()
        assert resident.sees_once("Ваш підпис враховано.")
    assert olena.sees("Зібрано досить. Тепер рада це розгляне.")
    await ivan.send("/start p_1")
    await ivan.press("Підписати")
    assert "Квитанція:" in ivan.last
