"""A starosta is not in the group: the cases of their district come to their private chat, with the same buttons."""

from council.people import Role
from tests.stories.journeys import SUBMIT, answers, begins, card, number_on, says, submits
from tests.world import Resident, World

SIGNED = "Міський голова Іван Вигаданий"


async def test_a_starosta_works_on_a_case_in_the_private_chat(world: World) -> None:
    olena = world.resident("Олена")
    starosta = (
        await world.officer("Степан", Role.STAROSTA, scope="naumivskyi", position="староста округу", inside=False)
    ).private
    await starosta.send("/start")
    number = await submits(olena)
    message = starosta.message(number)
    assert "Садова" not in message.text
    await starosta.press("Взяти в роботу")
    assert olena.sees(f"{number}: взято в роботу")
    assert "Працює: староста округу" in card(world.admin, number).text
    await starosta.press("Показати дані в приватному чаті")
    assert "Садова, 5" in starosta.last
    await starosta.send("Лавку поставили.", reply_to=message)
    await starosta.press("Остаточна відповідь")
    await starosta.send(SIGNED, reply_to=starosta.message("Хто підписує"))
    await starosta.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert olena.sees_once("Лавку поставили.")
    assert starosta.sees("Надіслано мешканцеві.")


async def test_a_starosta_sees_neither_another_district_nor_complaints(world: World) -> None:
    starosta = (await world.officer("Степан", Role.STAROSTA, scope="bretskyi", inside=False)).private
    own = (await world.officer("Марко", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    for person in (starosta, own):
        await person.send("/start")
    olena = world.resident("Олена")
    number = await submits(olena)
    complaint = await submits(olena, "complaint")
    assert not starosta.sees("ЗВ-2026")
    assert own.sees(number)
    assert not own.sees(complaint)
    await starosta.press_data(starosta.last_message, "c:take:1")
    assert "Це звернення не належить до вашої ролі." in " ".join([starosta.last, *starosta.popups])


async def test_an_enterprise_has_the_cases_of_its_category(world: World) -> None:
    lights = (await world.officer("Світлана", Role.ENTERPRISE, scope="lighting", inside=False)).private
    await lights.send("/start")
    report = await submits(world.resident("Олена"), "problem_report")
    assert "с. Наумівка, біля школи" in lights.message(report).text


async def test_an_officer_may_write_to_the_council_like_everybody(world: World) -> None:
    starosta = (await world.officer("Степан", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    await starosta.send("/start")
    await starosta.press(SUBMIT["uk"])
    for answer in answers("information_request"):
        await says(starosta, answer)
    await starosta.press("Надіслати")
    assert number_on(starosta.last)


async def submits_elsewhere(person: Resident) -> str:
    await begins(person)
    for answer in answers("application"):
        await says(person, answer.replace("Наумівський", "Брецький"))
    await person.press("Надіслати")
    return number_on(person.last)


async def test_a_starosta_lists_own_cases_in_private_and_no_others(world: World) -> None:
    petro = (await world.officer("Петро", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    await petro.send("/start")
    own = await submits(world.resident("Олена"))
    complaint = await submits(world.resident("Тарас"), "complaint")
    other = await submits_elsewhere(world.resident("Ганна"))
    await petro.send("/queue")
    assert own in petro.last
    assert complaint not in petro.last
    assert other not in petro.last
    await petro.press("Відкрити 1")
    await petro.press("Взяти в роботу", petro.last_message)
    await petro.send("/mine")
    assert own in petro.last
    await world.later(days=40)
    await petro.send("/overdue")
    assert (own in petro.last, complaint in petro.last, other in petro.last) == (True, False, False)
    for number in (complaint, other):
        await petro.send(f"/find {number}")
        assert "Звернення з таким номером немає" in petro.last
    await petro.send(f"/find {own}")
    assert own in petro.last


async def test_a_resident_has_no_lists_of_the_council(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.send("/queue")
    assert "Такої команди немає" in olena.last
