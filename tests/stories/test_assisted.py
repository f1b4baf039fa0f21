"""Assisted entry: who came, called or sent a letter has a case like everybody, a slip, and their own Telegram later."""

import re
from collections.abc import Sequence
from io import BytesIO

import pypdf
import pytest

from council.appeals import Event
from council.people import Role
from tests.stories.journeys import HOME, MAIL, NAME, WORDS, answers_case, card, number_on, says, submits
from tests.stories.test_twice import comes_twice_at_once
from tests.world import Officer, Resident, World

BEGIN = "Записати звернення людини"
YES = "Так, це моє звернення"
READ = "Людині прочитано"
MATTER = ("Попросити раду щось зробити або вирішити", "Ні, лише просить", "Вуличне освітлення", WORDS)
PERSON = (NAME, "Наумівський округ", HOME)
ORAL = ("Прийшла і розповідає", READ, *MATTER, *PERSON, MAIL)


async def clerk(world: World, role: Role = Role.REGISTRAR, scope: str = "", position: str = "реєстраторка") -> Officer:
    """An officer who has opened the private chat."""
    officer = await world.officer("Ірина", role, scope=scope, position=position)
    await officer.private.send("/start")
    return officer


async def reaches_review(officer: Officer, answers: Sequence[str] = ORAL) -> None:
    await officer.private.send("/assist")
    for answer in answers:
        await says(officer.private, answer)


async def writes_down(officer: Officer, answers: Sequence[str] = ORAL) -> str:
    await reaches_review(officer, answers)
    await officer.private.press("Передати до ради")
    return number_on(officer.private.message("Передано до ради").text)


def slip(world: World, officer: Officer) -> str:
    """What the last slip says, as a reader of PDF reads it out; it is one page."""
    document = [one for one in officer.private.view() if one.kind == "document"][-1]
    pages = pypdf.PdfReader(BytesIO(world.telegram.cloud.file_content(document.file_ids[0]))).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def code(world: World, officer: Officer) -> str:
    found = re.search(r"start=(bind_[\w-]+)", slip(world, officer))
    assert found
    return found[1]


async def ties(world: World, officer: Officer, person: Resident) -> None:
    await person.send(f"/start {code(world, officer)}")
    await person.press(YES)


async def history(world: World, number: str) -> Sequence[Event]:
    async with world.app.storage.reading() as desk:
        appeal = await desk.appeals.by_number(number)
        assert appeal is not None
        return await desk.appeals.history(appeal.id)


# the officer writes it down


async def test_an_officer_writes_down_what_a_person_tells(world: World) -> None:
    registrar = await clerk(world)
    number = await writes_down(registrar)
    shown = card(registrar, number).text
    assert "заява (клопотання)" in shown
    assert "усно, на особистому прийомі, 23 листопада 2026" in shown
    assert "Записує: реєстраторка" in shown
    assert "відповідь надійде лише так, як вона просила" in shown
    await registrar.press("Показати дані")
    for told in (NAME, HOME, MAIL, "усно, на особистому прийомі"):
        assert told in registrar.private.last


async def test_the_words_on_data_are_read_out_and_that_is_kept(world: World) -> None:
    registrar = await clerk(world)
    await reaches_review(registrar, ORAL[:1])
    assert "Прочитайте це людині вголос" in registrar.private.last
    assert "так велить закон" in registrar.private.last
    await registrar.private.send("потім")
    assert "Натисніть одну з кнопок" in registrar.private.last
    for answer in ORAL[1:]:
        await says(registrar.private, answer)
    await registrar.private.press("Передати до ради")
    [entered] = [one for one in await history(world, "ЗВ-2026-000001") if one.action == "entered"]
    assert entered.actor == f"officer:{registrar.id}"
    assert entered.details is not None
    assert entered.details["receipt"] == "oral"
    assert len(str(entered.details["digest"])) == 64


async def test_wrong_answers_are_explained_and_nothing_is_lost(world: World) -> None:
    registrar = await clerk(world)
    await reaches_review(registrar, ("Принесла папір",))
    await registrar.private.send("30.02.2026")
    assert "Напишіть дату" in registrar.private.last
    await registrar.private.send("24.11.2026")
    assert "Цей день ще не настав" in registrar.private.last
    await registrar.private.send("01.09.2026")
    assert "понад місяць тому" in registrar.private.last
    await registrar.private.send("20.11.2026")
    await registrar.private.press(READ)
    for answer in (*MATTER, "Олена"):
        await says(registrar.private, answer)
    assert "прізвище" in registrar.private.last
    for answer in (*PERSON, "12"):
        await says(registrar.private, answer)
    assert "Напишіть електронну адресу або номер телефону" in registrar.private.last
    await registrar.private.send(MAIL)
    assert "20 листопада 2026" not in registrar.private.last
    await registrar.private.press("Передати до ради")
    assert "письмово, подано особисто, 20 листопада 2026" in card(registrar, "ЗВ-2026-000001").text
    assert "до 20 грудня 2026" in registrar.private.message("Передано до ради").text


@pytest.mark.parametrize(
    ("came", "day", "told"),
    [
        ("Прийшла і розповідає", (), "усно, на особистому прийомі"),
        ("Телефонує", (), "усно, телефоном"),
        ("Надіслала лист поштою", ("Учора",), "письмово, поштою, 22 листопада 2026"),
        ("Принесла папір", ("Сьогодні",), "письмово, подано особисто"),
    ],
)
async def test_every_way_in_which_it_may_come(world: World, came: str, day: Sequence[str], told: str) -> None:
    registrar = await clerk(world)
    heard = () if "пошт" in came else (READ,)
    number = await writes_down(registrar, (came, *day, *heard, *MATTER, *PERSON, "Лист поштою"))
    assert told in card(registrar, number).text
    assert told.split(", 22")[0] in slip(world, registrar)
    assert "Відповідь надійде вам листом поштою" in slip(world, registrar)


async def test_a_photo_of_the_paper_stands_for_the_words(world: World) -> None:
    registrar = await clerk(world)
    await reaches_review(registrar, ("Принесла папір", "Сьогодні", READ, *MATTER[:3]))
    await registrar.private.photo()
    await registrar.private.press("Пропустити")
    for answer in (*PERSON, MAIL):
        await says(registrar.private, answer)
    assert "Файлів: 1" in registrar.private.last
    await registrar.private.press("Передати до ради")
    assert "Замість тексту — голосове повідомлення або фото" in card(registrar, "ЗВ-2026-000001").text


async def test_a_problem_told_by_phone_may_stay_without_a_name(world: World) -> None:
    registrar = await clerk(world)
    spot = ("Повідомити про проблему: яма, світло, сміття", "Вуличне освітлення", WORDS, "с. Буда, біля школи")
    await reaches_review(registrar, ("Телефонує", READ, *spot, "Пропустити", "Наумівський округ"))
    assert "Імені не названо" in registrar.private.last
    await registrar.private.press("Передати до ради")
    assert "повідомлення про проблему" in slip(world, registrar)
    assert "Ви не сказали, як вам відповісти" in slip(world, registrar)


async def test_a_stopped_entry_leaves_no_case(world: World) -> None:
    registrar = await clerk(world)
    await reaches_review(registrar)
    await registrar.private.press("Скасувати")
    assert "До ради нічого не передано" in registrar.private.last
    assert not registrar.sees("ЗВ-2026")
    await registrar.private.press(BEGIN)
    assert "Як людина звернулася до ради?" in registrar.private.last


async def test_in_the_group_it_begins_in_private(world: World) -> None:
    registrar = await clerk(world)
    await registrar.send("/assist")
    assert registrar.sees("особистих даних у групі бути не повинно")
    await registrar.private.press(BEGIN)
    assert "Як людина звернулася до ради?" in registrar.private.last
    await registrar.send("/queue")
    await registrar.press(BEGIN)
    assert "особистих даних у групі бути не повинно" in registrar.private.popups[-1]


async def test_the_button_stands_in_the_officers_menu_and_queue_and_in_nobody_elses(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    for command in ("/menu", "/queue"):
        await registrar.private.send(command)
        assert BEGIN in registrar.private.buttons
    await olena.send("/menu")
    assert BEGIN not in olena.buttons
    await olena.send("/assist")
    assert "Як людина звернулася" not in olena.last
    watcher = await world.officer("Олег", Role.OBSERVER)
    await watcher.private.send("/assist")
    assert "Звернення інших людей записують колеги" in watcher.private.last


async def test_a_starosta_writes_down_for_the_own_district(world: World) -> None:
    starosta = await clerk(world, Role.STAROSTA, "naumivskyi", "староста Наумівського округу")
    number = await writes_down(starosta, ("Прийшла і розповідає", READ, *MATTER, NAME, HOME, MAIL))
    assert "Округ: Наумівський округ" in card(world.admin, number).text
    assert starosta.private.sees(number)


async def test_a_complaint_is_not_written_down_by_whom_it_is_about(world: World) -> None:
    registrar = await clerk(world, position="Начальниця ЖЕКу")
    complaint = (MATTER[0], "Так, скаржиться", "на начальницю ЖЕКу", WORDS)
    await reaches_review(registrar, ("Телефонує", READ, *complaint, *PERSON, MAIL))
    await registrar.private.press("Передати до ради")
    assert "Попросіть колегу записати її" in registrar.private.last
    assert not registrar.sees("ЗВ-2026")


async def test_the_group_learns_nothing_of_the_person(world: World) -> None:
    registrar = await clerk(world)
    await writes_down(registrar)
    told = [*registrar.screens, *(topic.name for topic in world.group.topics)]
    told += [button for one in registrar.view() for button in one.buttons]
    whole = "\n".join(told).casefold()
    for secret in ("шевченко", "олена", "садова", MAIL, "bind_"):
        assert secret not in whole
    [document] = [one for one in registrar.private.view() if one.kind == "document"]
    assert "Шевченко" not in slip(world, registrar)
    assert "Шевченко" not in document.text


# the slip, and the person's own Telegram


async def test_the_slip_says_what_a_person_needs(world: World) -> None:
    registrar = await clerk(world)
    number = await writes_down(registrar)
    text = slip(world, registrar)
    for told in (
        "Корюківська міська рада",
        number,
        "заява (клопотання)",
        "Відповідь до 23 грудня 2026",
        "Чому саме цей день",
        "Відповідь надійде на електронну пошту, яку ви назвали.",
        "Прийдіть до ради і назвіть номер вашого звернення.",
        "Код діє один раз, до 22 січня 2027",
        "Якщо Telegram у вас немає, нічого робити не треба",
    ):
        assert told in text


async def test_the_code_gives_the_person_their_case(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    number = await writes_down(registrar)
    await olena.send(f"/start {code(world, registrar)}")
    assert f"{number}: це ваше звернення" in olena.last
    assert WORDS not in olena.last
    await olena.press(YES)
    assert "тепер це звернення у вас" in olena.last
    assert WORDS in olena.last
    await olena.send("/my")
    assert f"{number}: передано до ради" in olena.buttons
    await registrar.press("Взяти в роботу")
    assert olena.sees_once(f"{number}: взято в роботу")
    await answers_case(world, registrar, number, "Лавку поставимо.")
    assert olena.sees_once("Лавку поставимо.")
    assert "відповідь надійде лише так" not in card(registrar, number).text


async def test_what_the_council_said_before_is_there_too(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    number = await writes_down(registrar)
    await answers_case(world, registrar, number, "Лавку поставимо.")
    await ties(world, registrar, olena)
    await olena.press("Прочитати відповідь")
    assert "Лавку поставимо." in olena.last


async def test_a_second_person_with_the_same_slip_is_told_what_to_do(world: World) -> None:
    registrar, olena, taras = await clerk(world), world.resident("Олена"), world.resident("Тарас")
    number = await writes_down(registrar)
    link = code(world, registrar)
    await taras.send(f"/start {link}")
    await ties(world, registrar, olena)
    await taras.press(YES)
    assert "Цим кодом уже скористалися" in taras.last
    assert "прийдіть до ради з пам’яткою" in taras.last
    await taras.send("/my")
    assert "У вас ще немає звернень" in taras.last
    await olena.send(f"/start {link}")
    assert f"{number}: передано до ради" in olena.last


async def test_a_lost_slip_is_printed_once_more_until_the_case_is_tied(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    number = await writes_down(registrar)
    first = code(world, registrar)
    await registrar.private.press("Пам’ятка ще раз")
    assert code(world, registrar) != first
    await registrar.press("Пам’ятка для людини", in_=card(registrar, number))
    await ties(world, registrar, olena)
    assert "Пам’ятка для людини" not in card(registrar, number).buttons
    await registrar.private.press("Пам’ятка ще раз")
    assert "пам’ятка не потрібна" in " ".join([registrar.private.last, *registrar.private.popups])


async def test_an_old_or_invented_code_opens_nothing(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    await writes_down(registrar)
    await olena.send("/start bind_invented")
    assert "Це посилання вже нікуди не веде" in olena.last
    await world.later(days=62)
    await olena.send(f"/start {code(world, registrar)}")
    assert "Код на цій пам’ятці вже не діє" in olena.last


async def test_the_officer_who_wrote_it_down_cannot_take_it(world: World) -> None:
    registrar = await clerk(world)
    await writes_down(registrar)
    await ties(world, registrar, registrar.private)
    assert "Віддайте їй пам’ятку" in registrar.private.last


async def test_nothing_goes_to_a_telegram_that_is_not_there(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    own = await submits(olena)
    number = await writes_down(registrar, (*ORAL[:-1], "Лист поштою"))
    await answers_case(world, registrar, number, "Лавку поставимо.")
    assert "поштою" in registrar.in_topic(number)[-1]
    assert not registrar.sees("Повідомлення не дійшло")
    assert not olena.sees(number)
    assert own != number


async def test_an_update_that_comes_again_makes_one_case_and_one_slip_and_ties_it_once(world: World) -> None:
    registrar, olena = await clerk(world), world.resident("Олена")
    comes_twice_at_once(world)
    number = await writes_down(registrar)
    await ties(world, registrar, olena)
    assert olena.sees_once("тепер це звернення у вас")
    assert sum(one.kind == "document" for one in registrar.private.view()) == 1
    assert [one.action for one in await history(world, number)].count("bound") == 1
    async with world.app.storage.reading() as desk:
        assert (await desk.appeals.counts())["appeals"] == 1
