"""Nobody is met with silence: stickers, polls, old buttons, buttons of a month ago."""

from collections.abc import Callable
from functools import partial

from council.people import Role
from demo import Message
from tests.stories.journeys import answers_case, begins, reaches_review, submits
from tests.world import Resident, Viewer, World


async def test_whatever_comes_is_answered_with_the_way_back(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро").person
    person = olena.person
    odd: tuple[Callable[[], object], ...] = (
        person.sends_sticker,
        person.sends_contact,
        partial(person.sends_poll, "Чи світити?", ["так", "ні"]),
        partial(person._sends, {"dice": {"emoji": "🎲", "value": 3}}),
        partial(person._sends, {"story": {"chat": person.chat.json(), "id": 1}}),
        partial(person.writes, "/невідома"),
        partial(person.writes, "/find"),
    )
    for send in odd:
        before = len(olena.screens)
        send()
        await world.settle()
        assert len(olena.screens) == before + 1
        assert "Меню" in olena.buttons
    petro.writes("Яма на дорозі")
    person.forwards(petro.messages[0])
    await world.settle()
    assert "Передати це до ради як звернення?" in olena.last


async def test_a_stale_button_and_one_of_a_finished_form_lead_to_where_things_stand(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    first = olena.last_message
    await olena.send("3")
    await olena.press("Запропонувати зміну", in_=first)
    assert olena.last.startswith("Ви зупинилися тут.")
    assert "Про що йдеться?" in olena.last
    await olena.send("/cancel")
    await world.later(days=8)
    number = await submits(olena)
    await olena.press("Земля", in_=first)
    assert "Це заповнення закрито" in olena.last
    await olena.press_data(olena.last_message, "вигадка")
    assert "Ця кнопка вже не діє. Оберіть, що робити далі." in olena.last
    await olena.press("Мої звернення")
    assert number in olena.buttons[0]


async def test_every_button_still_answers_a_month_later(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await registrar.private.send("/start")
    seen: dict[str, tuple[Viewer, Message]] = {}
    number = await submits(olena, "application")
    remember(seen, olena, registrar)
    await registrar.press("Взяти в роботу")
    await answers_case(world, registrar, number, "Лавку поставимо.")
    remember(seen, olena, registrar)
    await reaches_review(olena, "proposal")
    for step in ("Меню", "Мої звернення", number, "Прочитати відповідь", "Ваші дані"):
        await olena.press(step) if step in olena.buttons else await olena.send(step)
        remember(seen, olena, registrar)
    await world.later(days=31)
    began = world.clock.now()
    for data, (viewer, message) in seen.items():
        before = signs_of_life(world, olena, registrar)
        viewer.person.presses_data(message, data)
        await world.settle()
        stands_already = message.edited is not None and message.edited >= began
        assert stands_already or signs_of_life(world, olena, registrar) != before, f"silence after {data}"
    assert len(seen) > 25


def remember(seen: dict[str, tuple[Viewer, Message]], *viewers: Viewer) -> None:
    for viewer in viewers:
        for message in viewer.view():
            for row in message.keyboard:
                seen.update({one.data: (viewer, message) for one in row if one.data})


def signs_of_life(world: World, olena: Resident, registrar: Viewer) -> tuple[int, int, int, int]:
    """Screens that came or were drawn anew, and toasts."""
    calls = world.telegram.cloud.presses.all.values()
    toasts = sum(bool(press.answer and press.answer.get("text")) for press in calls)
    drawn = sum(len(message.history) for viewer in (olena, registrar) for message in viewer.view())
    return len(olena.screens), len(registrar.screens), toasts, drawn
