"""The group is told in time: who has the case, by when and why, and what to do; once each, also across restarts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from council.people import Role
from tests.stories.journeys import answers_case, card, submits
from tests.stories.seasons import until
from tests.world import MONDAY, Officer, World, a_world


def told(officer: Officer, number: str) -> list[str]:
    """The warnings about a case, as they stand in the group."""
    return [message.text for message in officer.view() if message.text.startswith(f"{number}.")]


async def registrar_of(world: World) -> Officer:
    return await world.officer("Ірина", Role.REGISTRAR, position="начальниця загального відділу")


async def test_a_case_nobody_took_asks_for_it_the_next_working_morning(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    await until(world, 2026, 11, 24, 6, 59)
    assert told(registrar, number) == []
    await until(world, 2026, 11, 24, 7, 1)
    [warning] = told(registrar, number)
    assert warning.splitlines() == [
        f"{number}. Відколи звернення надійшло, його ніхто не взяв у роботу.",
        "Відповісти до 23 грудня 2026: один місяць від 23 листопада 2026 — дня, коли рада отримала звернення "
        "(Закон «Про звернення громадян», ст. 20)",
        "Ще ніхто не взяв.",
        "Що робити: натисніть «Взяти в роботу» і дайте відповідь на картку.",
    ]
    await registrar.press("Взяти в роботу", in_=registrar.message(f"{number}. "))
    assert "начальниця загального відділу" in card(registrar, number).text


async def test_warnings_stand_in_the_topic_of_the_case_and_name_the_executor(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    await registrar.press("Взяти в роботу", in_=card(registrar, number))
    await until(world, 2026, 12, 18, 7, 1)
    await until(world, 2026, 12, 22, 7, 1)
    await until(world, 2026, 12, 23, 22, 0)
    assert [text.splitlines()[0] for text in told(registrar, number)] == [
        f"{number}. До дня відповіді лишився тиждень або менше.",
        f"{number}. Сьогодні останній робочий день перед днем відповіді.",
        f"{number}. Строк відповіді минув.",
    ]
    assert all("начальниця загального відділу" in text for text in told(registrar, number))
    own = card(registrar, number).topic
    assert own is not None
    assert all(message.topic is own for message in registrar.view() if message.text.startswith(number))


async def test_a_reply_to_a_warning_is_an_answer_as_a_reply_to_the_card_is(world: World) -> None:
    olena, registrar = world.resident("Олена"), await registrar_of(world)
    number = await submits(olena)
    await until(world, 2026, 11, 24, 7, 1)
    await registrar.send("Лавку поставимо.", reply_to=registrar.message(f"{number}. "))
    assert "Остаточна відповідь" in registrar.buttons


async def test_an_answered_case_is_never_warned_of_again(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    await registrar.press("Взяти в роботу", in_=card(registrar, number))
    await answers_case(world, registrar, number, "Лавку поставимо.")
    await registrar.press("Офіційну відповідь надіслано")
    await until(world, 2027, 1, 10, 7, 0)
    assert told(registrar, number) == []


async def test_an_answer_whose_letter_has_not_gone_out_is_warned_of_and_sent_from_the_warning(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    await registrar.press("Взяти в роботу", in_=card(registrar, number))
    await answers_case(world, registrar, number, "Лавку поставимо.")
    await until(world, 2026, 12, 18, 7, 1)
    [warning] = told(registrar, number)
    assert "офіційний лист ще не надіслано. Надішліть його електронною поштою" in warning
    await registrar.press("Офіційну відповідь надіслано", in_=registrar.message(f"{number}. "))
    assert "Стан: надано відповідь" in card(registrar, number).text


async def test_a_bot_that_was_away_says_only_the_last_word_and_says_it_once(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"))
    await world.stop()
    world.clock.jump(datetime(2026, 12, 22, 8, tzinfo=UTC) - world.clock.now())
    for restart in range(3):
        await world.start()
        await until(world, 2026, 12, 22, 9 + restart, 0)
        await world.stop()
    await world.start()
    assert [text.splitlines()[0] for text in told(registrar, number)] == [
        f"{number}. Сьогодні останній робочий день перед днем відповіді."
    ]


async def test_a_starosta_outside_the_group_is_warned_in_private(world: World) -> None:
    starosta = await world.officer("Петро", Role.STAROSTA, scope="naumivskyi", position="староста", inside=False)
    await starosta.private.send("/start")
    number = await submits(world.resident("Олена"))
    await until(world, 2026, 11, 24, 7, 1)
    assert f"{number}. Відколи звернення надійшло" in starosta.private.last
    await starosta.private.press("Взяти в роботу")
    await until(world, 2026, 12, 18, 7, 1)
    assert f"{number}. До дня відповіді лишився тиждень або менше." in starosta.private.last
    assert "Працює: староста" in starosta.private.last


async def test_a_warning_names_nobody_but_the_council(world: World) -> None:
    registrar = await registrar_of(world)
    number = await submits(world.resident("Олена"), "complaint")
    await until(world, 2026, 12, 18, 7, 1)
    await until(world, 2026, 12, 24, 7, 1)
    assert len(told(registrar, number)) == 2
    for text in told(registrar, number):
        assert not any(word in text for word in ("Шевченко", "Садова", "olena@", "касирка", "лавку"))


async def test_on_a_day_off_the_card_shows_the_other_reading_beside_the_safe_date(tmp_path: Path) -> None:
    """Received on Friday, 27 November: a month ends on Sunday, 27 December."""
    async with a_world(tmp_path, start=MONDAY + timedelta(days=4)) as world:
        registrar = await registrar_of(world)
        shown = card(registrar, await submits(world.resident("Олена"))).text
        assert "Відповісти до 27 грудня 2026" in shown
        assert "Інше тлумачення: 28 грудня 2026, перший робочий день після 27 грудня 2026" in shown
