"""The staff group is bound with a code: used once, for a quarter of an hour, by who is named in ADMIN_IDS."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from demo import Group
from handlers.staff.setup import USES, code
from tests.stories.journeys import card, submits
from tests.world import World, a_world

WRONG = "Код неправильний або застарів."
BOUND = "Тепер це група працівників: Корюківська міська територіальна громада."


@pytest_asyncio.fixture
async def unbound(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, bound=False) as world:
        yield world


async def printed(world: World) -> str:
    """The code that `check` prints at this moment."""
    async with world.app.storage.reading() as desk:
        uses = int(await desk.notes.get(USES) or 0)
    return code(world.app.house.setup_key, uses, world.clock.now())


def another_group(world: World) -> Group:
    group = world.telegram.group("Рада: нова група")
    group.add(world.admin.person, admin=True)
    return group


async def writes(world: World, text: str, group: Group) -> str:
    world.admin.person.writes(text, chat=group)
    await world.settle()
    return [message.text for message in group.messages if message.from_bot and message.text][-1]


async def test_the_code_binds_the_group_once_and_what_waited_comes(unbound: World) -> None:
    number = await submits(unbound.resident("Олена"))
    given = await printed(unbound)
    unbound.admin.person.writes(f"/setup {given.lower()}", chat=unbound.group)
    await asyncio.sleep(0.1)
    await unbound.later(minutes=1)
    assert unbound.admin.sees(BOUND)
    assert unbound.admin.sees("Далі надайте ролі.")
    assert card(unbound.admin, number)
    await unbound.admin.send(f"/setup {given}")
    assert WRONG in unbound.admin.last


async def test_a_wrong_or_old_code_is_refused_with_what_to_do(unbound: World) -> None:
    given = await printed(unbound)
    await unbound.admin.send("/setup XXXX")
    assert WRONG in unbound.admin.last
    assert "python -m bot check" in unbound.admin.last
    await unbound.later(minutes=21)
    await unbound.admin.send(f"/setup {given}")
    assert WRONG in unbound.admin.last
    given = await printed(unbound)
    await unbound.later(minutes=14)
    await unbound.admin.send(f"/setup {given}")
    assert BOUND in unbound.admin.last


async def test_the_code_counts_only_from_an_administrator_and_only_in_a_private_group(unbound: World) -> None:
    stranger = await unbound.officer("Чужий")
    await stranger.send(f"/setup {await printed(unbound)}")
    assert "Під’єднати групу може лише той, кого названо в ADMIN_IDS." in stranger.last
    await unbound.admin.private.send(f"/setup {await printed(unbound)}")
    assert "Напишіть /setup з кодом у групі" in unbound.admin.private.last
    unbound.group.becomes_public("rada_koriukivka")
    await unbound.admin.send(f"/setup {await printed(unbound)}")
    assert "Ця група має публічну назву: її може читати будь-хто." in unbound.admin.last
    unbound.group.becomes_public(None)
    await unbound.admin.send(f"/setup {await printed(unbound)}")
    assert BOUND in unbound.admin.last


async def test_a_new_group_takes_over_and_the_old_one_is_told(unbound: World) -> None:
    await unbound.admin.send(f"/setup {await printed(unbound)}")
    group = another_group(unbound)
    group.add_bot()
    assert BOUND in await writes(unbound, f"/setup {await printed(unbound)}", group)
    assert unbound.admin.last == "Працівники бота тепер в іншій групі. Нові звернення сюди не надходитимуть."
    number = await submits(unbound.resident("Олена"))
    assert [topic.name.split()[0] for topic in group.topics] == [number]
    assert not unbound.group.topics


async def test_lacking_rights_are_explained(unbound: World) -> None:
    group = another_group(unbound)
    group.add_bot(can_manage_topics=False)
    said = await writes(unbound, f"/setup {await printed(unbound)}", group)
    assert "Бот не може керувати темами. Надайте йому це право" in said


async def test_a_group_without_topics_is_told_how_it_works(tmp_path: Path) -> None:
    async with a_world(tmp_path, bound=False, forum=False) as world:
        world.group.takes_rights()
        await world.admin.send(f"/setup {await printed(world)}")
        assert "Теми вимкнено." in world.admin.last
        assert "Бот не є адміністратором групи «Рада: звернення»." in world.admin.last
