"""The group's own life: people delete, close, rename, demote and move; what discovered it is sent again."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from council.people import Role
from demo.faults import Trouble
from tests.stories.journeys import answers_case, card, submits
from tests.world import Officer, Resident, World, a_world

WORD = "Ще одне слово про лавку"


async def a_case(world: World) -> tuple[Resident, Officer, str]:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR, position="начальниця відділу")
    return olena, registrar, await submits(olena)


async def adds(olena: Resident, number: str, words: str = WORD) -> None:
    """What the resident adds must reach the topic: the message that discovers what happened to it."""
    await olena.send(words, reply_to=olena.message(number))


async def test_a_deleted_topic_is_made_again_with_its_card_and_the_message_that_found_out(world: World) -> None:
    olena, registrar, number = await a_case(world)
    world.group.deletes(world.topic(number))
    await adds(olena, number)
    said = registrar.in_topic(number)
    assert any(text.startswith(number) for text in said)
    assert sum(WORD in text for text in said) == 1


async def test_a_closed_topic_is_opened_for_the_message_that_met_it_closed(world: World) -> None:
    _olena, registrar, number = await a_case(world)
    topic = world.topic(number)
    world.group.closes(topic)
    world.telegram.faults.next(Trouble.ERROR, "sendMessage", code=400, description="Bad Request: TOPIC_CLOSED")
    await registrar.press("Ще: номер", card(registrar, number))
    await world.later(seconds=30)
    assert sum(f"вирішити щодо {number}" in text for text in registrar.in_topic(number)) == 1
    assert not topic.closed


async def test_a_topic_renamed_by_hand_keeps_its_name_and_its_case(world: World) -> None:
    olena, registrar, number = await a_case(world)
    world.group.renames_topic(world.topic(number), "Лавка біля школи")
    await adds(olena, number)
    assert any(WORD in text for text in registrar.in_topic("Лавка біля школи"))
    await registrar.press("Взяти в роботу", card(registrar, number))
    assert world.topic("Лавка біля школи").name == "Лавка біля школи"


async def test_a_group_that_became_a_supergroup_is_heard_and_written_to(world: World) -> None:
    olena, registrar, number = await a_case(world)
    world.group.migrates()
    await world.settle()
    await registrar.send("/queue")
    assert number in registrar.last
    await adds(olena, number)
    assert registrar.sees(WORD)


async def test_topics_switched_off_and_on_again(world: World) -> None:
    olena, registrar, number = await a_case(world)
    world.group.chat.is_forum = False
    world.group.deletes(world.topic(number))
    await adds(olena, number, "Поки без тем")
    assert registrar.message("Поки без тем").topic is None
    world.group.chat.is_forum = True
    await world.later(minutes=11)
    await adds(olena, number, "Знову з темами")
    assert any("Знову з темами" in text for text in registrar.in_topic(number))


async def takes_rights(world: World) -> None:
    world.group.takes_rights()


async def takes_topics(world: World) -> None:
    world.group.takes_rights("can_manage_topics")


async def puts_out(world: World) -> None:
    world.group.kicks_bot()


TROUBLES: dict[str, tuple[Callable[[World], Awaitable[None]], str]] = {
    "demoted": (takes_rights, "Бот більше не адміністратор групи працівників"),
    "without topics": (takes_topics, "Бот більше не може керувати темами"),
    "removed": (puts_out, "Бота вже немає в групі працівників"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_without_its_rights_cases_wait_administrators_know_and_everything_comes_when_it_is_back(
    world: World, trouble: str
) -> None:
    await world.admin.private.send("/start")
    happens, told = TROUBLES[trouble]
    await happens(world)
    await world.settle()
    assert world.admin.private.sees_once(told)
    olena = world.resident("Олена")
    number = await submits(olena)
    assert not any(number in topic.name for topic in world.group.topics)
    world.group.add_bot()
    await world.settle()
    assert world.admin.private.sees_once("Бот знову має в групі працівників усе потрібне")
    await world.later(minutes=2)
    assert card(world.admin, number)


async def test_what_telegram_itself_says_in_the_group_is_met_with_silence(world: World) -> None:
    _olena, registrar, number = await a_case(world)
    before = registrar.screens
    world.group.renames("Рада: усі звернення")
    world.group.remove(registrar.person)
    world.group.add(registrar.person)
    world.group.pins(card(registrar, number))
    world.group.closes(world.topic(number))
    world.group.reopens(world.topic(number))
    await world.settle()
    assert registrar.screens == before


async def test_in_the_general_topic_commands_are_answered_there_and_talk_is_left_alone(world: World) -> None:
    _olena, registrar, number = await a_case(world)
    await registrar.send("Доброго ранку, колеги")
    before = len(registrar.screens)
    await registrar.send("/queue")
    assert len(registrar.screens) == before + 1
    assert (registrar.last_message.topic, number in registrar.last) == (None, True)


async def closed_case(world: World) -> tuple[Resident, Officer, str]:
    olena, registrar, number = await a_case(world)
    await answers_case(world, registrar, number, "Лавку поставили.")
    await registrar.press("Офіційну відповідь надіслано", card(registrar, number))
    await world.later(days=15)
    await world.later(minutes=1)
    assert "Стан: закрито" in card(registrar, number).text
    return olena, registrar, number


async def test_a_staff_reply_to_a_closed_case_is_no_second_answer_but_may_still_be_said(world: World) -> None:
    olena, registrar, number = await closed_case(world)
    await registrar.send("Ще поставимо урну", reply_to=card(registrar, number))
    await registrar.press("Остаточна відповідь")
    await registrar.send("Міський голова Іван Вигаданий", reply_to=registrar.message("Хто підписує"))
    await registrar.press("Надіслати мешканцеві")
    assert "Цей крок уже неможливий" in registrar.popups[-1]
    await registrar.send("Ще поставимо урну", reply_to=card(registrar, number))
    await registrar.press("Проміжна відповідь")
    await registrar.press("Надіслати мешканцеві")
    await world.later(seconds=31)
    assert olena.sees_once("Ще поставимо урну")


async def test_a_residents_word_on_a_closed_case_reaches_the_topic(world: World) -> None:
    olena, registrar, number = await closed_case(world)
    await olena.send("Дякую, але хитається", reply_to=olena.message("Лавку поставили."))
    assert any("хитається" in text for text in registrar.in_topic(number))
    assert number in olena.last


async def test_the_group_without_topics_lives_through_a_move_too(tmp_path: Path) -> None:
    async with a_world(tmp_path, forum=False) as world:
        olena, registrar, number = await a_case(world)
        world.group.migrates()
        await adds(olena, number)
        assert registrar.sees(WORD)
