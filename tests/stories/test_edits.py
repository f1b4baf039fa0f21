"""An officer edits what became an answer; an album of theirs arrives as one."""

from council.people import Role
from demo import samples
from tests.stories.journeys import answers_case, card, submits
from tests.world import Officer, Resident, World

SIGNED = "Міський голова Іван Вигаданий"


async def a_case(world: World) -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    return olena, registrar, await submits(olena)


async def previews(registrar: Officer, number: str, text: str) -> None:
    await registrar.send(text, reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")


async def test_a_sent_answer_is_edited_and_marked_and_the_letter_stays(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await answers_case(world, registrar, number, "Лавку поставили 3 березня.")
    await registrar.edit("Лавку поставили", "Лавку поставили 5 березня.")
    assert "Офіційний лист лишається таким" in registrar.last
    answer = olena.message("Лавку поставили 5 березня.")
    assert "Рада виправила це повідомлення 23 листопада 2026" in answer.text
    assert "В офіційному листі лишаються попередні слова." in answer.text
    assert not olena.sees("3 березня")
    await world.later(minutes=2)
    assert olena.sees_once("рада виправила своє повідомлення")


async def test_two_corrections_in_a_row_are_told_once(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await previews(registrar, number, "Завтра прийдемо")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    await registrar.edit("Завтра", "Післязавтра прийдемо")
    await registrar.edit("Післязавтра", "У середу прийдемо")
    await world.later(minutes=2)
    assert olena.sees_once("У середу прийдемо")
    assert olena.sees_once("рада виправила своє повідомлення")
    await olena.press("Відкрити це звернення")
    await olena.press("Прочитати відповідь")
    assert "У середу прийдемо" in olena.last


async def test_an_edit_before_it_goes_is_read_and_confirmed_again(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await previews(registrar, number, "Прийдемо завтра")
    await registrar.press("Надіслати мешканцеві")
    await registrar.edit("Прийдемо", "Прийдемо в п’ятницю")
    assert "Прийдемо в п’ятницю" in registrar.last
    await world.later(seconds=31)
    assert not olena.sees("Прийдемо")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert olena.sees_once("Прийдемо в п’ятницю")


async def test_what_was_edited_is_not_sent_unseen(world: World) -> None:
    olena, registrar, number = await a_case(world)
    await previews(registrar, number, "Прийдемо завтра")
    old = registrar.last_message
    await registrar.edit("Прийдемо", "Не прийдемо")
    await registrar.press("Надіслати мешканцеві", old)
    assert "Прочитайте його ще раз" in registrar.popups[-1]
    await world.later(seconds=31)
    assert not olena.sees("рийдемо")


async def test_a_starosta_edits_in_the_private_chat(world: World) -> None:
    olena = world.resident("Олена")
    petro = (await world.officer("Петро", Role.STAROSTA, scope="naumivskyi", inside=False)).private
    await petro.send("/start")
    number = await submits(olena)
    await petro.send("Прийду завтра", reply_to=petro.message(number))
    await petro.press("Проміжна відповідь")
    await petro.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    await petro.edit("Прийду", "Прийду в суботу")
    assert olena.sees("Прийду в суботу")
    assert petro.sees("У мешканця повідомлення теж виправлено")


async def test_an_album_of_the_staff_comes_as_one_album(world: World) -> None:
    olena, registrar, number = await a_case(world)
    pictures = [samples.png(grey=number) for number in range(3)]
    registrar.person.sends_album(pictures, "Фото лавки", chat=world.group, reply_to=card(registrar, number))
    await world.settle()
    await world.later(seconds=5)
    await registrar.press("Проміжна відповідь")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    photos = [message for message in olena.view() if message.kind == "photo"]
    assert len(photos) == 3
    assert len({message.extra["media_group_id"] for message in photos}) == 1
