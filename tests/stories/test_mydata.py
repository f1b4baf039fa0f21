"""/mydata: everything as files, and after «erase» nothing of the profile in a copy of the database."""

import json
from pathlib import Path

from council.people import TelegramId
from tests.stories.journeys import MAIL, NAME, WORDS, begins, says, submits
from tests.world import Resident, World, a_world


def files_of(person: Resident) -> dict[str, bytes]:
    cloud = person.world.telegram.cloud
    documents = [message for message in person.view() if message.kind == "document"]
    return {message.file_name: cloud.file_content(message.file_ids[0]) for message in documents}


async def test_what_is_kept_comes_as_two_files(world: World) -> None:
    olena = world.resident("Олена")
    number = await submits(olena)
    await olena.press("Запам’ятати мене")
    await olena.send("/mydata")
    await olena.press("Отримати файлом")
    files = files_of(olena)
    kept = json.loads(files["my-data.json"])
    assert files["my-data.pdf"].startswith(b"%PDF")
    assert kept["remembered"]["contact"] == MAIL
    [case] = kept["appeals"]
    assert (case["number"], case["submission"]["text"], case["went_to"]) == (number, WORDS, ["general"])


async def test_nobody_gets_the_data_of_another(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро")
    await submits(olena)
    await petro.send("/mydata")
    await petro.press("Отримати файлом")
    kept = json.loads(files_of(petro)["my-data.json"])
    assert kept["telegram_account"] == petro.id
    assert kept["appeals"] == []


async def sealed_of(world: World) -> list[bytes]:
    """What lies sealed in the profile, the forms and the shelf."""
    pages = ("sealed_residents_identity", "sealed_drafts_data", "sealed_fsm_data")
    async with world.app.storage.reading() as desk:
        rows = [row for page in pages for row in await desk.seals._db.all(page, **from_the_start(page))]
    return [bytes(row["sealed"]) for row in rows]


def from_the_start(page: str) -> dict[str, object]:
    return {"after": -1 if "residents" in page else "", "length": 1, "mark": b"\0", "rows": 100}


def bytes_of(folder: Path) -> bytes:
    """The database with its log and everything beside it."""
    return b"".join(file.read_bytes() for file in folder.glob("bot.db*"))


async def test_nothing_of_a_deleted_profile_is_left_in_a_copy_of_the_database(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        olena = world.resident("Олена")
        await submits(olena)
        await olena.press("Запам’ятати мене")
        await begins(olena)
        await says(olena, "Дізнатися щось")
        await olena.send("/cancel")
        secrets = await sealed_of(world)
        await begins(olena)
        await olena.press("Почати нове")
        await says(olena, "Дізнатися щось")
        await olena.photo()
        secrets += await sealed_of(world)
        assert len(secrets) >= 3
        await olena.send("/mydata")
        await olena.press("Стерти те, що бот про мене зберігає")
        assert "Звернення, які вже передано, залишаються в раді." in olena.last
        async with world.app.storage.reading() as desk:
            known = await desk.residents.known(TelegramId(olena.id))
            assert known is not None
            assert await desk.residents.notices_of(known.id) == []
    copy = bytes_of(tmp_path)
    assert copy
    assert [secret for secret in secrets if secret in copy] == []
    assert not any(word.encode() in copy for word in (NAME, MAIL, WORDS))


async def test_who_has_no_case_is_forgotten_whole(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start")
    await olena.send("/mydata")
    await olena.press("Стерти те, що бот про мене зберігає")
    async with world.app.storage.reading() as desk:
        assert await desk.residents.known(TelegramId(olena.id)) is None
