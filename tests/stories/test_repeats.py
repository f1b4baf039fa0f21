"""«Не вирішено»: the appeal is repeated in the same topic; without a word the answered case closes by itself."""

from council.appeals import AppealId, State
from council.people import Role
from tests.stories.journeys import answers_case, card, submits
from tests.world import Officer, Resident, World

MORE = "Ще: номер"


async def an_answer(world: World) -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    maria = await world.officer("Марія", Role.REGISTRAR)
    number = await submits(olena)
    await maria.press("Взяти в роботу", card(maria, number))
    await answers_case(world, maria, number, "Лавку поставимо навесні.")
    return olena, maria, number


async def says_unsolved(olena: Resident, words: str = "Лавки досі немає") -> None:
    await olena.press("Не вирішено", olena.message("Лавку поставимо навесні."))
    await olena.send(words)
    await olena.press("Надіслати")


async def state_of(world: World, case: int) -> State:
    async with world.app.storage.reading() as desk:
        return (await desk.appeals.get(AppealId(case))).state


async def test_the_repeated_appeal_stands_in_the_topic_of_the_first(world: World) -> None:
    olena, maria, number = await an_answer(world)
    topics = [topic for topic in world.group.topics if topic.name.startswith("ЗВ-")]
    await world.later(days=3)
    await says_unsolved(olena)
    assert f"{number}/2" in olena.last
    assert "26 грудня 2026" in olena.last
    assert [topic for topic in world.group.topics if topic.name.startswith("ЗВ-")] == topics
    new = card(maria, f"{number}/2")
    assert "Повторне" in new.text
    assert number in new.text
    assert "Лавки досі немає" in new.text
    assert new.topic is world.topic(number)
    assert "Лавки досі немає" not in next(m for m in maria.view() if m.text.startswith(f"{number}:")).text


async def test_each_card_is_edited_in_its_place(world: World) -> None:
    olena, maria, number = await an_answer(world)
    await says_unsolved(olena)
    await maria.press("Взяти в роботу", card(maria, f"{number}/2"))
    await answers_case(world, maria, f"{number}/2", "Вже стоїть, подивіться.")
    assert olena.sees_once("Вже стоїть, подивіться.")
    cards = [m.text for m in maria.view() if m.text.startswith(number) and m.topic is world.topic(number)]
    assert len(cards) == 2
    assert await state_of(world, 1) is await state_of(world, 2) is State.ANSWER_SHOWN


async def test_a_note_belongs_to_the_case_that_is_open(world: World) -> None:
    olena, maria, number = await an_answer(world)
    await says_unsolved(olena)
    await maria.send("Дзвонила, обіцяли завтра", topic=number)
    async with world.app.storage.reading() as desk:
        notes = await desk.appeals.messages(AppealId(2))
    assert [note.text for note in notes] == ["Дзвонила, обіцяли завтра"]


async def test_a_second_press_leads_to_the_repeated_appeal(world: World) -> None:
    olena, _maria, number = await an_answer(world)
    await says_unsolved(olena)
    await olena.press("Не вирішено", olena.message("Лавку поставимо навесні."))
    assert f"Повторне звернення — {number}/2" in olena.last
    await olena.press("Відкрити це звернення", olena.last_message)
    assert f"{number}/2" in olena.last


async def test_declining_it_is_a_letter_with_who_decided(world: World) -> None:
    olena, maria, number = await an_answer(world)
    await says_unsolved(olena)
    await maria.press(MORE, card(maria, f"{number}/2"))
    await maria.press("Залишити без розгляду", maria.last_message)
    await maria.press("Повторне", maria.last_message)
    for answer in ("Лавка стоїть з 1 вересня", "Міський голова Іван Вигаданий, № 7"):
        await maria.send(answer, topic=number)
    await maria.press("Надіслати мешканцеві", maria.last_message)
    letter = olena.message("Лавка стоїть з 1 вересня").text
    assert f"{number}/2" in letter
    assert "Міський голова Іван Вигаданий, № 7" in letter
    assert "ст. 8" in letter
    assert await state_of(world, 2) is State.NOT_CONSIDERED


async def test_after_two_weeks_a_new_appeal_quotes_the_old(world: World) -> None:
    olena, maria, number = await an_answer(world)
    await maria.press("Офіційну відповідь надіслано", card(maria, number))
    await world.later(days=13)
    assert await state_of(world, 1) is State.ANSWERED
    await world.later(days=2)
    await world.later(minutes=1)
    assert await state_of(world, 1) is State.CLOSED
    await olena.press("Не вирішено", olena.message("Лавку поставимо навесні."))
    await olena.press("Подати нове звернення")
    await olena.send("Лавки немає й досі")
    for answer in ("Шевченко Олена Іванівна", "Наумівський округ", "с. Наумівка, вул. Садова, 5", "olena@ukr.net"):
        await (olena.press(answer) if answer in olena.buttons else olena.send(answer))
    assert f"Я вже писав(-ла) про це: {number}" in olena.last
    await olena.press("Надіслати")
    async with world.app.storage.reading() as desk:
        text = (await desk.appeals.get(AppealId(2))).submission.text
    assert text.startswith("Лавки немає й досі")
    assert number in text


async def test_a_lost_topic_comes_back_with_both_cards(world: World) -> None:
    olena, maria, number = await an_answer(world)
    await says_unsolved(olena)
    world.group.deletes(world.topic(number))
    await olena.send("Ще й ліхтар згас", reply_to=olena.message(f"{number}/2"))
    assert card(maria, f"{number}/2").topic is world.topic(number)
    assert any("Ще й ліхтар згас" in text for text in maria.in_topic(number))
