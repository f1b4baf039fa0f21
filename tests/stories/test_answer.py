"""An answer is sent on purpose: chosen, signed, seen exactly, confirmed, taken back within half a minute, sent once."""

from council.people import Role
from tests.stories.journeys import answers_case, card, number_on, reaches_review, submits
from tests.world import Officer, Resident, World

ANSWER = "Лавку поставимо до 1 березня."
SIGNED = "Міський голова Іван Вигаданий"


async def a_case(world: World) -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    return olena, registrar, await submits(olena)


async def test_an_answer_goes_exactly_as_it_was_shown_and_once(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await registrar.send(ANSWER, reply_to=card(registrar, number))
    assert registrar.last == "Що це? Мешканцеві ще нічого не надіслано."
    await registrar.press("Остаточна відповідь")
    assert "Хто підписує цю відповідь?" in registrar.last
    await registrar.send(SIGNED, reply_to=registrar.last_message)
    preview = registrar.last.removeprefix("Мешканець отримає ось це:\n\n")
    assert SIGNED in preview
    await registrar.press("Надіслати мешканцеві")
    assert "Надішлеться за 30 секунд." in registrar.last
    assert not olena.sees(ANSWER)
    await world.later(seconds=31)
    assert olena.last == preview
    assert olena.sees_once(ANSWER)
    assert registrar.sees("Надіслано мешканцеві.")
    assert "Стан: відповідь є тут, офіційну надсилають" in card(registrar, number).text
    assert "Доти строк триває." in card(registrar, number).text
    await world.restart()
    await world.later(minutes=10)
    assert olena.sees_once(ANSWER)


async def test_an_answer_taken_back_leaves_nothing(world: World) -> None:
    olena, registrar, number = await a_case(world)
    before = list(olena.screens)
    await registrar.send(ANSWER, reply_to=card(registrar, number))
    await registrar.press("Остаточна відповідь")
    await registrar.send(SIGNED, reply_to=registrar.message("Хто підписує"))
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=20)
    await registrar.press("Повернути")
    assert "Повернуто. Мешканець нічого не отримав." in registrar.last
    await world.later(minutes=5)
    assert olena.screens == before
    assert "Стан: передано до ради" in card(registrar, number).text
    await answers_case(world, registrar, number, "Тепер правильно.")
    assert olena.sees_once("Тепер правильно.")


async def test_a_draft_may_be_dropped_or_kept_as_a_note(world: World) -> None:
    olena, registrar, number = await a_case(world)
    before = list(olena.screens)
    await registrar.send("Чернетка", reply_to=card(registrar, number))
    await registrar.press("Лише нотатка")
    assert registrar.last == "Збережено як нотатку. Мешканцеві нічого не надіслано."
    await registrar.send("Друга чернетка", reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    await registrar.press("Не надсилати")
    assert "Не надіслано. Мешканець нічого не отримав." in registrar.last
    await world.later(minutes=5)
    assert olena.screens == before


async def test_an_interim_reply_says_that_it_is_not_the_answer(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await registrar.press("Взяти в роботу")
    await registrar.send("Уточнюємо в енергетиків.", reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert olena.last.startswith(f"Щодо вашого звернення {number}")
    assert "Це ще не остаточна відповідь." in olena.last
    assert "Стан: у роботі" in card(registrar, number).text
    await olena.send("Дякую, чекаю.", reply_to=olena.last_message)
    assert "Дякую, чекаю." in registrar.in_topic(number)[-1]


async def test_the_case_is_answered_when_the_letter_has_gone(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await answers_case(world, registrar, number, ANSWER)
    assert "Офіційну відповідь надішлемо вам електронною поштою." in olena.last
    await registrar.press("Офіційну відповідь надіслано")
    assert "Записано: офіційну відповідь надіслано сьогодні." in registrar.popups
    assert olena.last == f"{number}: офіційну відповідь вам надіслано."
    assert "Стан: надано відповідь" in card(registrar, number).text
    assert "Офіційну відповідь надіслано" not in card(registrar, number).buttons
    await registrar.send("Ще одна відповідь", reply_to=card(registrar, number))
    await registrar.press("Остаточна відповідь")
    await registrar.send(SIGNED, reply_to=registrar.message("Хто підписує"))
    await registrar.press("Надіслати мешканцеві")
    assert "Цей крок уже неможливий" in registrar.popups[-1]
    assert "Ірина: офіційний лист надіслано" in registrar.popups[-1]


async def test_files_and_albums_go_with_the_answer(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await registrar.document(caption=ANSWER, reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    assert "Файлів: 1" in registrar.last
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert [message.kind for message in olena.view()][-2:] == ["text", "document"]
    registrar.person.sends_album(
        [b"\xff\xd8\xff" + bytes([1, place]) * 90 for place in range(3)],
        "Фото лавки",
        chat=world.group,
        reply_to=card(registrar, number),
    )
    await world.settle()
    await world.later(seconds=5)
    assert sum("Що це?" in text for text in registrar.screens) == 1
    await registrar.press("Проміжна відповідь")
    assert "Файлів: 3" in registrar.last
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert [message.kind for message in olena.view()][-3:] == ["photo"] * 3


async def test_a_forbidden_file_is_refused_and_the_words_stay(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await registrar.document(
        b"PK\x03\x04" + bytes(40), "усе.zip", caption="Дивіться додаток", reply_to=card(registrar, number)
    )
    assert registrar.last.startswith("Архіви не приймаємо. Надішліть файли по одному.")
    await registrar.press("Лише нотатка")
    assert not olena.sees("додаток")


async def test_only_who_wrote_an_answer_can_send_it(world: World) -> None:
    olena, registrar, number = await a_case(world)
    colleague = await world.officer("Ігор", Role.REGISTRAR)
    await registrar.send(ANSWER, reply_to=card(registrar, number))
    await colleague.press("Остаточна відповідь")
    assert "Натиснути тут може лише колега, який писав цю відповідь." in colleague.popups
    await world.later(minutes=5)
    assert not olena.sees(ANSWER)


async def test_an_old_press_of_send_does_nothing_twice(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await registrar.send(ANSWER, reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    prompt = registrar.last_message
    data = next(one.data for row in prompt.keyboard for one in row if one.text == "Надіслати мешканцеві")
    for _again in range(2):
        registrar.person.presses_data(prompt, data or "")
        await world.settle()
    await world.later(seconds=31)
    registrar.person.presses_data(prompt, data or "")
    await world.later(seconds=31)
    assert olena.sees_once(ANSWER)
    assert "Цей крок для цієї відповіді вже пройдено." in registrar.popups


async def test_a_long_answer_comes_in_parts_and_can_be_read_again(world: World) -> None:
    olena, registrar, number = await a_case(world)
    text = "\n".join(f"Рядок {place}: ми перевірили ще одну лавку." for place in range(90))
    await registrar.send(text, reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    got = "\n".join(olena.screens[-3:])
    assert all(f"Рядок {place}:" in got for place in range(90))


async def test_a_resident_who_blocked_the_bot_is_answered_by_their_channel(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await olena.block()
    await answers_case(world, registrar, number, ANSWER)
    await world.later(seconds=5)
    assert any("Повідомлення не дійшло до мешканця" in text for text in registrar.in_topic(number))
    await olena.unblock()
    await reaches_review(olena, "information_request")
    await olena.press("Надіслати")
    assert number_on(olena.last)
