"""A letter of the registry in the case's topic: an officer makes it the council's step, or puts it aside."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio

from council.appeals import AppealId
from council.mail_tokens import token_of
from council.people import Role
from demo import samples
from tests.bot.mailroom import REGISTRY, SERVER, Mailroom, a_letter, mailroom
from tests.stories.journeys import NAME, submits
from tests.world import CONTENT, Officer, Resident, World, a_world


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mailroom() as room:
        yield room


@pytest_asyncio.fixture
async def world(tmp_path: Path, room: Mailroom) -> AsyncIterator[World]:
    """A council whose registry is on the map of mailboxes."""
    text = (CONTENT / "community.yaml").read_text("utf-8")
    text = text.replace("  registry_email:", f"  registry_email: {REGISTRY}", 1)
    text = text.replace('server: "", approval', f"server: {SERVER}, approval", 1)
    content = tmp_path / "content"
    content.mkdir()
    (content / "community.yaml").write_text(text, "utf-8")
    async with a_world(tmp_path / "data", content=content, **room.settings) as world:
        yield world


async def writes(world: World, room: Mailroom, text: str, *, proved: bool = True, file: bytes = b"") -> None:
    """The registry answers about the first case; the bot has read it and shown it."""
    async with world.app.storage.unit() as desk:
        token = await token_of(desk, AppealId(1))
    letter = a_letter(token, text, proved=proved)
    if file:
        letter.add_attachment(file, maintype="application", subtype="pdf", filename=f"{NAME}.pdf")
    await asyncio.to_thread(room.puts, letter)
    await world.later(seconds=31)
    async with asyncio.timeout(20):
        while await asyncio.to_thread(room.unread):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await world.settle()


async def test_letters_become_steps_only_by_an_officers_hand(world: World, room: Mailroom) -> None:
    registrar = await world.officer("Реєстраторка", Role.REGISTRAR, position="начальниця загального відділу")
    await registrar.private.send("/start")
    stranger = await world.officer("Спостерігач")
    olena = world.resident("Олена")
    number = await submits(olena)

    await writes(world, room, "Реєстраційний номер: 123/01-05 від 23.11.2026")
    assert not olena.sees("123/01-05"), "nothing reaches the resident by itself"
    await stranger.press("Внести номер 123/01-05")
    assert "/roles" in stranger.popups[-1]
    await registrar.press("Внести номер 123/01-05")
    await registrar.press("Так: місяць")
    await registrar.press("Надіслати мешканцеві")
    assert olena.sees("№ 123/01-05")
    assert registrar.message("лист із канцелярії").buttons == ["Прочитати весь у приватному чаті", "Використати знову"]

    await writes(world, room, f"Просимо {NAME} уточнити: біля якої школи?", proved=False)
    letter = registrar.message("Не перевірено")
    assert "Шевченко" not in letter.text
    await registrar.press("Прочитати весь", in_=letter)
    assert registrar.private.sees(f"Просимо {NAME} уточнити")
    await registrar.press("Поставити як питання", in_=letter)
    await registrar.press("Надіслати мешканцеві")
    assert olena.sees("уточнити: біля якої школи?")

    await writes(world, room, "Це спам", proved=False)
    await registrar.press("Відкласти")
    assert not olena.sees("Це спам")
    await final_answer(world, room, registrar, olena, number)
    await numbers_in_a_file(world, registrar, stranger)


async def final_answer(world: World, room: Mailroom, registrar: Officer, olena: Resident, number: str) -> None:
    """With a file, signed by whom the officer names, half a minute to take it back."""
    await writes(world, room, "Відповідь: Лавку поставили 20 листопада.", file=samples.PDF)
    await registrar.press("Використати як остаточну відповідь")
    await registrar.send("Міський голова, Іван Вигаданий", reply_to=registrar.message("Хто підписує"))
    assert "Лавку поставили 20 листопада." in registrar.last
    assert ": 1" in registrar.last.splitlines()[-1]
    await registrar.press("Надіслати мешканцеві")
    assert not olena.sees("Лавку поставили")
    await world.later(seconds=31)
    assert olena.sees_once("Лавку поставили 20 листопада.")
    assert any(message.kind == "document" for message in olena.view())
    assert number in olena.message("Лавку поставили").text


async def test_a_signed_file_answers_and_says_where_its_signature_is_verified(world: World, room: Mailroom) -> None:
    """No name under the text is asked for; the file reaches the resident unchanged, with its hash."""
    registrar = await world.officer("Реєстраторка", Role.REGISTRAR)
    olena = world.resident("Олена")
    await submits(olena)
    signed = samples.PDF + b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] >>"
    await writes(world, room, "Відповідь: Рішення у файлі.", file=signed)
    await registrar.press("Використати як остаточну відповідь")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    file = next(message for message in olena.view() if message.kind == "document")
    assert world.telegram.cloud.file_content(file.file_ids[0]) == signed
    assert "Підпис перевірте на czo.gov.ua: бот його не перевіряв." in file.text
    assert sha256(signed).hexdigest() in file.text


async def numbers_in_a_file(world: World, registrar: Officer, stranger: Officer) -> None:
    """The registrar sends the list as a document, in the group or in private; nobody else may."""
    taras = world.resident("Тарас")
    number = await submits(taras)
    listed = f"intake_id;registry_index;registry_date;status\n{number};77;23.11.2026;\nЗВ-2026-000001;9;23.11.2026;"
    await stranger.document(listed.encode(), "numbers.csv")
    await taras.document(listed.encode(), "numbers.csv", "text/csv")
    assert not taras.sees("№ 77")
    await registrar.document(listed.encode(), "numbers.csv")
    assert taras.sees("№ 77")
    assert "Внесено номерів: 1." in registrar.message("Різні номери: 1.").text
    assert registrar.sees("два реєстраційні номери")
    await registrar.private.document(listed.encode(), "numbers.csv", "text/csv")
    assert registrar.private.sees("Уже були внесені: 1.")
