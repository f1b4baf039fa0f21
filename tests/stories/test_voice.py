"""A voice message stands instead of the text: an officer writes down what was said, the person confirms it."""

from council.people import Role
from tests.stories.journeys import HOME, MAIL, NAME, begins, card, number_on, says
from tests.world import Officer, Resident, World

HEARD = "Прошу полагодити лавку біля школи."


async def a_spoken_case(world: World) -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await registrar.private.send("/start")
    await begins(olena)
    for answer in ("Попросити раду щось зробити або вирішити", "Ні, я просто прошу", "Інше"):
        await says(olena, answer)
    await olena.voice()
    for answer in (NAME, "Наумівський округ", HOME, MAIL):
        await says(olena, answer)
    assert "Текст: голосове повідомлення; працівник запише" in olena.last
    await olena.press("Надіслати")
    number = number_on(olena.last)
    await registrar.press("Показати дані в приватному чаті")
    assert [message.kind for message in registrar.private.view()][-1] == "voice"
    await world.later(days=2)
    await registrar.send(HEARD, reply_to=card(registrar, number))
    await registrar.press("Запис голосового повідомлення")
    return olena, registrar, number


async def test_the_person_confirms_what_was_written_down(world: World) -> None:
    olena, registrar, number = await a_spoken_case(world)
    assert f"{number}: ваше голосове повідомлення записали так:" in olena.last
    assert HEARD in olena.last
    await olena.press("Так, правильно")
    assert f"Дякуємо. Ваші слова записано в {number}." in olena.last
    assert HEARD in card(registrar, number).text
    await olena.press("Відкрити це звернення")
    assert HEARD in olena.last
    assert "ви підтвердили запис голосового повідомлення" in olena.last
    assert "Відповідь має бути до 23 грудня 2026: один місяць від 23 листопада 2026" in olena.last


async def test_who_was_misheard_writes_it_in_their_own_words(world: World) -> None:
    olena, registrar, number = await a_spoken_case(world)
    await olena.press("Ні")
    await olena.send("Не лавку, а гойдалку.", reply_to=olena.last_message)
    assert olena.last.startswith(f"Додано до {number}.")
    assert HEARD not in card(registrar, number).text
    assert "Не лавку, а гойдалку." in registrar.in_topic(number)[-1]
