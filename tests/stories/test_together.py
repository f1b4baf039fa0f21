"""Many at once: nothing is lost, doubled or mixed."""

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from council.people import Role
from demo import samples
from storage.deliveries import Outbox
from storage.inbox import Inbox
from tests.tale import Tale, tell, until
from tests.world import Officer, World, a_world


async def test_four_messages_at_once_from_somebody_new(world: World) -> None:
    """Nobody waits for an answer before the next message."""
    olena = world.resident("Олена")
    olena.person.writes("Біля школи яма.")
    olena.person.sends_photo(samples.JPEG, "Ось вона.")
    olena.person.writes("Дитина впала.")
    olena.person.writes("Зробіть щось, будь ласка.")
    await world.settle()
    assert sum("Передати це до ради" in screen for screen in olena.screens) == 4
    await olena.press("Так, подати звернення")
    await olena.press("Повідомити про проблему")
    await olena.press("Дороги і тротуари")
    await olena.send("вул. Шкільна, біля школи")
    await olena.press("м. Корюківка")
    review = olena.message("Перевірте").text
    for words in ("Біля школи яма.", "Ось вона.", "Дитина впала.", "Зробіть щось, будь ласка."):
        assert review.count(words) == 1
    assert review.index("Біля школи яма.") < review.index("Дитина впала.") < review.index("Зробіть щось")
    assert "Файлів: 1" in review


async def test_ten_people_submit_at_once(tmp_path: Path) -> None:
    """More cards than the group's pace bears at once are listed; each has its topic when it is taken."""
    async with a_world(tmp_path) as world:
        officer = await world.officer("Ігор", Role.REGISTRAR)
        tales = [_tale(world, officer, number) for number in range(10)]
        await asyncio.gather(*(tell(tale.submitting[:-1]) for tale in tales))
        for tale in tales:
            tale.submitting[-1].do()
        await world.settle()
        assert len({tale.number for tale in tales}) == 10
        for tale in tales:
            await officer.press("Взяти в роботу" if tale.card else f"Взяти {tale.number}", in_=tale.card)
        assert len(world.group.topics) == 10 + _queues(world)
        for tale in tales:
            assert tale.card is not None
            assert tale.text in tale.card.text
            assert _numbers(tale) == {tale.number}
            assert tale.told("взято в роботу")
            assert not any(other.text in told for other in tales if other is not tale for told in _told(tale))


def _tale(world: World, officer: Officer, number: int) -> Tale:
    return Tale(world.group, world.resident(f"Мешканець {number}").person, officer.person, f"Моє: {number * 1111:05}.")


def _queues(world: World) -> int:
    return sum("Черга" in topic.name for topic in world.group.topics)


def _told(tale: Tale) -> list[str]:
    return [text for message in tale.resident.received for text in (message.text, *message.history)]


def _numbers(tale: Tale) -> set[str]:
    return set(re.findall(r"ЗВ-\d{4}-\d{6}", " ".join(_told(tale))))


async def test_of_two_officers_at_once_one_takes_the_case(world: World) -> None:
    first = await world.officer("Ігор", Role.REGISTRAR, position="начальник відділу")
    second = await world.officer("Надія", Role.REGISTRAR, position="секретар")
    tale = Tale(world.group, world.resident("Олена").person, first.person)
    await tell(tale.submitting)
    card = tale.card
    assert card is not None
    for officer in (first, second):
        officer.person.presses(card, "Взяти в роботу")
    await world.settle()
    await until(lambda: first.popups and second.popups, "both are answered")
    taker, position = (first, "начальник відділу") if "Ви взяли це звернення." in first.popups else (second, "секретар")
    assert sorted(first.popups + second.popups) == [
        "Ви взяли це звернення.",
        f"Це звернення вже в роботі: {position}. Видно на картці.",
    ]
    assert f"Працює: {position}" in taker.message("Працює:").text
    assert sum("взято в роботу" in message.text for message in tale.resident.received) == 1


async def test_what_ends_while_the_loops_look_is_not_begun_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of what is due may be older than the end of what was under way."""
    app, handled = world.app, Counter[int]()
    updates_due, letters_next, update_done = Inbox.due, Outbox.next_due, Inbox.done

    async def slow_updates(inbox: Inbox, *given: Any, **named: Any) -> Any:
        rows = await updates_due(inbox, *given, **named)
        while len(app.inbox):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        return rows

    async def slow_letters(outbox: Outbox) -> Any:
        following = await letters_next(outbox)
        while app.delivery._flights:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        return following

    async def done(inbox: Inbox, update_id: int, *given: Any) -> None:
        handled[update_id] += 1
        await update_done(inbox, update_id, *given)

    monkeypatch.setattr(Inbox, "due", slow_updates)
    monkeypatch.setattr(Outbox, "next_due", slow_letters)
    monkeypatch.setattr(Inbox, "done", done)
    olena = world.resident("Олена")
    for _ in range(5):
        olena.person.writes("/nothing")
        app.wake()
        await asyncio.sleep(0.01)
        app.wake()
    await world.settle()
    assert len(olena.view()) == 5
    assert set(handled.values()) == {1}
