"""The registrar decides on a case under its card: asked step by step, the letter shown, then sent."""

import pytest

from council.appeals import AppealId, State
from council.people import Role
from demo import Message
from tests.stories.journeys import answers_case, card, submits
from tests.world import Officer, Resident, World

MORE = "Ще: номер"
SEND = "Надіслати мешканцеві"
MAYOR = "Міський голова Іван Вигаданий, № 5 від 23.11.2026"

DECISIONS = {
    "register": (
        "application",
        ("Внести реєстраційний номер", "Г-401", "Сьогодні", "Так: місяць"),
        ("зареєстровано: № Г-401 від 23 листопада 2026",),
        State.ACCEPTED,
    ),
    "extend": (
        "application",
        ("Продовжити строк", "07.01.2027", "Чекаємо на експертизу", MAYOR),
        ("буде до 7 січня 2027", "Чекаємо на експертизу", MAYOR, "усього до 45 днів"),
        State.EXTENDED,
    ),
    "extend a request": (
        "information_request",
        ("Продовжити строк", "21.12.2026", "Багато документів", MAYOR),
        ("буде до 21 грудня 2026", "Багато документів", MAYOR, "20 робочих днів"),
        State.EXTENDED,
    ),
    "forward": (
        "problem_report",
        ("Передати іншому органу", "Служба відновлення у Чернігівській області"),
        ("Служба відновлення у Чернігівській області",),
        State.FORWARDED,
    ),
    "return": (
        "application",
        ("Повернути", "ст. 5", "Допишіть, де ви живете"),
        ("Допишіть, де ви живете", "ст. 5"),
        State.RETURNED,
    ),
    "refuse": (
        "information_request",
        ("Відмовити", "Рада", "Такого обліку рада не веде", "Марія Вигадана, начальниця відділу"),
        ("Такого обліку рада не веде", "Марія Вигадана, начальниця відділу", "суд"),
        State.REFUSED,
    ),
    "defer": (
        "information_request",
        ("Відстрочити", "01.03.2027", "Архів пошкоджено обстрілом", MAYOR),
        ("до 1 березня 2027", "Архів пошкоджено обстрілом", MAYOR, "ст. 22"),
        State.DEFERRED,
    ),
    "not consider": (
        "application",
        ("Залишити без розгляду", "Повторне", "Лавку вже поставили 1 вересня", MAYOR),
        ("ст. 8", "Лавку вже поставили 1 вересня", MAYOR, "суд"),
        State.NOT_CONSIDERED,
    ),
}


async def registrar_of(world: World) -> Officer:
    return await world.officer("Марія", Role.REGISTRAR, position="начальниця відділу")


async def opens(officer: Officer, number: str) -> None:
    await officer.press(MORE, card(officer, number))


async def says(officer: Officer, number: str, *answers: str) -> None:
    """Presses where there is such a button on the last screen, writes into the topic where there is none."""
    for answer in answers:
        if any(answer in button for button in officer.buttons):
            await officer.press(answer, officer.last_message)
        else:
            await officer.send(answer, topic=number)


async def takes(officer: Officer, number: str) -> None:
    await officer.press("Взяти в роботу", card(officer, number))


async def asks(officer: Officer, number: str) -> None:
    await opens(officer, number)
    await says(officer, number, "Поставити запитання", "Біля якого будинку?", SEND)


async def state_of(world: World, case: int = 1) -> State:
    async with world.app.storage.reading() as desk:
        return (await desk.appeals.get(AppealId(case))).state


@pytest.mark.parametrize("name", DECISIONS)
async def test_each_decision_is_asked_shown_and_sent(world: World, name: str) -> None:
    kind, answers, told, state = DECISIONS[name]
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena, kind)
    if name != "register":
        await takes(maria, number)
    await opens(maria, number)
    await says(maria, number, *answers)
    shown = maria.last
    assert [part for part in told if part not in shown] == []
    await maria.press(SEND, maria.last_message)
    assert olena.sees_once(shown.partition("\n\n")[2])
    assert await state_of(world) is state
    await olena.press("Відкрити це звернення")
    assert number in olena.last
    await olena.press("Прочитати лист")
    assert [part for part in told if part not in olena.last] == []


async def test_a_second_registry_number_meets_the_first(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    inna = await world.officer("Інна", Role.REGISTRAR)
    number = await submits(olena)
    for officer, index in ((maria, "Г-77"), (inna, "Г-78")):
        await opens(officer, number)
        await says(officer, number, "Внести реєстраційний номер", index, "Сьогодні", "Так: місяць")
    await maria.press(SEND, maria.message("Г-77"))
    await inna.press(SEND, inna.message("Г-78"))
    assert "вже зареєстровано: № Г-77" in inna.popups[-1]
    assert olena.sees("Г-77")
    assert not olena.sees("Г-78")
    assert "Г-77" in card(maria, number).text


async def test_a_date_after_the_laws_limit_cannot_be_sent(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await takes(maria, number)
    await opens(maria, number)
    await says(maria, number, "Продовжити строк", "08.01.2027", "Чекаємо", MAYOR)
    assert "Закон дозволяє щонайпізніше 7 січня 2027" in maria.last
    assert SEND not in maria.buttons
    await says(maria, number, "Змінити", "Нова дата", "07.01.2027")
    await maria.press(SEND, maria.last_message)
    assert olena.sees("буде до 7 січня 2027")


async def test_nobody_presses_in_a_colleagues_form(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    inna = await world.officer("Інна", Role.REGISTRAR)
    number = await submits(olena)
    await opens(maria, number)
    await says(maria, number, "Внести реєстраційний номер", "Г-401")
    question = maria.last_message
    for _ in range(2):
        await inna.press("Сьогодні", question)
        assert "Натиснути тут може лише колега" in inna.popups[-1]
    assert maria.last_message.text == question.text
    await says(maria, number, "Сьогодні")
    await inna.press("Так: місяць", maria.last_message)
    assert not olena.sees("зареєстровано")


async def test_an_executor_is_offered_only_what_is_theirs(world: World) -> None:
    olena = world.resident("Олена")
    ihor = await world.officer("Ігор", Role.EXECUTOR)
    number = await submits(olena)
    await takes(ihor, number)
    await opens(ihor, number)
    assert ihor.buttons == ["Поставити запитання мешканцеві", "Продовжити строк"]


async def test_a_button_of_yesterday_tells_that_the_step_is_over(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await opens(maria, number)
    old: Message = maria.last_message
    await olena.press("Відкрити це звернення")
    await olena.press("Відкликати")
    await olena.press("Так, відкликати")
    await maria.press("Передати іншому органу", old)
    assert "Цей крок уже неможливий" in maria.popups[-1]


async def test_the_confirmation_pressed_twice_is_one_letter(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await opens(maria, number)
    await says(maria, number, "Передати іншому органу", "Обласна рада")
    letter = maria.last_message
    for _ in range(2):
        maria.person.presses(letter, SEND)
    await world.settle()
    assert olena.sees_once("Обласна рада")


@pytest.mark.parametrize("way", ["reply", "button"])
async def test_a_question_is_answered_by_a_reply_or_by_the_button(world: World, way: str) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await takes(maria, number)
    await asks(maria, number)
    assert await state_of(world) is State.CLARIFICATION
    await _answers(olena, way)
    assert await state_of(world) is State.IN_PROGRESS
    assert any("Біля п’ятого" in text for text in maria.in_topic(number))


async def _answers(olena: Resident, way: str) -> None:
    if way == "reply":
        await olena.send("Біля п’ятого", reply_to=olena.message("Біля якого будинку?"))
        return
    await olena.press("Відкрити це звернення")
    await olena.press("Додати до звернення")
    await olena.send("Біля п’ятого")
    await olena.press("Надіслати")


async def test_a_question_that_nobody_answers_closes_itself(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await takes(maria, number)
    await asks(maria, number)
    await world.later(days=4, hours=23)
    assert await state_of(world) is State.CLARIFICATION
    await world.later(hours=2)
    await world.later(minutes=1)
    assert await state_of(world) is State.IN_PROGRESS
    assert "Стан: у роботі" in card(maria, number).text


async def test_a_starosta_decides_in_the_private_chat(world: World) -> None:
    olena = world.resident("Олена")
    petro = (await world.officer("Петро", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    await petro.send("/start")
    number = await submits(olena)
    await petro.press("Взяти в роботу")
    for button in (MORE, "Поставити запитання"):
        await petro.press(button)
    await petro.send("Біля якого будинку?")
    await petro.press(SEND)
    assert olena.sees("Біля якого будинку?")
    assert olena.sees(number)


async def test_a_case_of_another_kind_has_another_date_and_its_author_is_told_why(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await opens(maria, number)
    await says(maria, number, "Змінити вид", "запит на публічну інформацію", "Просить копію рішення")
    for part in ("Було: заява (клопотання)", "Стало: запит", "Просить копію рішення", "до 30 листопада 2026"):
        assert part in maria.last
    await maria.press(SEND, maria.last_message)
    assert olena.sees_once("Стало: запит на публічну інформацію")
    assert "запит на публічну інформацію" in card(maria, number).text
    assert "30 листопада 2026" in card(maria, number).text


async def test_what_turned_out_a_complaint_is_hidden_from_the_group_and_the_starosta(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    petro = (await world.officer("Петро", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    await petro.send("/start")
    number = await submits(olena)
    assert petro.sees("лавку біля амбулаторії")
    await opens(maria, number)
    await says(maria, number, "Змінити вид", "скарга", "Скаржиться на старосту", SEND)
    assert not petro.sees("лавку біля амбулаторії")
    assert "лавку" not in card(maria, number).text
    assert world.topic(number).name == f"{number} скарга"


async def test_the_registrar_decides_on_the_urgency_of_a_request(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena, "information_request")
    await opens(maria, number)
    await says(maria, number, "Вирішити, чи запит терміновий", "захист життя", "Йдеться про воду в укритті", SEND)
    assert olena.sees_once("визнано терміновим")
    assert olena.sees("до 25 листопада 2026, 09:00")
    assert "25 листопада 2026" in card(maria, number).text
    await opens(maria, number)
    await says(maria, number, "Вирішити, чи запит терміновий", "не терміновий", "Помилка: це за минулий рік", SEND)
    assert olena.sees_once("не є терміновим")
    assert "30 листопада 2026" in card(maria, number).text


async def test_who_presses_second_is_told_by_whom_the_step_was_taken(world: World) -> None:
    olena, maria = world.resident("Олена"), await registrar_of(world)
    inna = await world.officer("Інна", Role.REGISTRAR, position="керуюча справами")
    number = await submits(olena)
    for officer, body in ((maria, "Обласна рада"), (inna, "Поліція")):
        await opens(officer, number)
        await says(officer, number, "Передати іншому органу", body)
    await maria.press(SEND, maria.message("Обласна рада"))
    await inna.press(SEND, inna.message("Поліція"))
    assert "начальниця відділу: звернення передано іншому органу" in inna.popups[-1]
    assert not olena.sees("Поліція")


async def test_a_repeated_appeal_is_declined_by_the_head_whose_letter_says_so(world: World) -> None:
    """393/96-ВР art. 8: the decision to stop is the head's, and the author is notified."""
    olena, maria = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await answers_case(world, maria, number, "Лавку поставили.")
    await maria.press("Офіційну відповідь надіслано", card(maria, number))
    await olena.press("Не вирішено")
    await olena.send("Лавки немає")
    await olena.press("Надіслати")
    await opens(maria, f"{number}/2")
    await says(maria, number, "Залишити без розгляду", "Повторне", "Лавка стоїть біля входу", MAYOR, SEND)
    for part in ("ст. 8", "Лавка стоїть біля входу", MAYOR):
        assert part in olena.message(f"{number}/2").text
