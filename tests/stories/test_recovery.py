"""The bot was away: who was in the middle goes on, and who may have written into the void is told."""

from datetime import timedelta

from tests.stories.journeys import begins, reaches_review, submits
from tests.world import World

AGAIN = "Я знову працюю. Продовжуйте з того місця, де зупинилися."
LOST = "Бот не працював більше доби."


async def away(world: World, **length: float) -> None:
    await world.stop()
    world.clock.jump(timedelta(**length))
    await world.start()
    await world.settle()


async def test_after_some_minutes_a_person_in_a_form_is_called_back(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро")
    await reaches_review(olena)
    await petro.send("/start")
    await away(world, minutes=1)
    assert not olena.sees(AGAIN)
    await away(world, minutes=5)
    assert olena.last == AGAIN
    assert not petro.sees(AGAIN)
    await olena.press("Продовжити заповнення")
    assert "Перевірте і надішліть." in olena.last


async def test_after_more_than_a_day_people_with_open_cases_hear_that_messages_were_lost(world: World) -> None:
    olena, petro, nina = (world.resident(name) for name in ("Олена", "Петро", "Ніна"))
    await submits(olena)
    await begins(petro)
    await nina.send("/start")
    await world.admin.private.send("/start")
    await away(world, hours=30)
    assert LOST in olena.last
    assert AGAIN in petro.last
    assert not nina.sees(LOST)
    assert world.admin.private.sees(LOST)
    await olena.press("Мої звернення")
    assert olena.last.startswith("Мої звернення: 1")


async def test_what_was_sent_while_the_bot_was_away_for_an_hour_is_answered(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start")
    await world.stop()
    olena.person.writes("На Садовій яма")
    world.clock.jump(timedelta(hours=1))
    await world.start()
    await world.settle()
    assert "Передати це до ради як звернення?" in olena.last
