"""The staff group is bound with a code: used once, for fifteen minutes, by who is named in ADMIN_IDS."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from demo import Group
from handlers.staff.setup import CODE, code_note
from tests.stories.journeys import card, submits
from tests.world import World, a_world

WRONG = "Код неправильний або застарів."


@pytest_asyncio.fixture
async def unbound(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path, bound=False) as world:
        async with world.app.storage.unit() as desk:
            now = world.clock.now()
            await desk.notes.put(CODE, code_note("ABCD2345", now + timedelta(minutes=15)), now)
        yield world


def another_group(world: World, **rights: bool) -> Group:
    group = world.telegram.group("Рада: нова група")
    group.add(world.admin.person, admin=True)
    group.add_bot(**rights)
    return group


async def writes(world: World, text: str, group: Group) -> str:
    world.admin.person.writes(text, chat=group)
    await world.settle()
    return [message.text for message in group.messages if message.from_bot and message.text][-1]


async def test_the_code_binds_the_group_once(unbound: World) -> None:
    number = await submits(unbound.resident("Олена"))
    unbound.admin.person.writes("/setup abcd2345", chat=unbound.group)
    await asyncio.sleep(0.1)
    await unbound.later(minutes=1)
    assert unbound.admin.sees("Тепер це група працівників: Корюківська міська територіальна громада.")
    assert unbound.admin.sees("Далі надайте ролі.")
    assert card(unbound.admin, number)
    await unbound.admin.send("/setup ABCD2345")
    assert WRONG in unbound.admin.last


async def test_a_wrong_or_old_code_is_refused_with_what_to_do(unbound: World) -> None:
    await unbound.admin.send("/setup XXXX")
    assert WRONG in unbound.admin.last
    assert "python -m bot check" in unbound.admin.last
    await unbound.later(minutes=16)
    await unbound.admin.send("/setup ABCD2345")
    assert WRONG in unbound.admin.last


async def test_the_code_counts_only_from_an_administrator_and_only_in_a_private_group(unbound: World) -> None:
    stranger = await unbound.officer("Чужий")
    await stranger.send("/setup ABCD2345")
    assert "Під’єднати групу може лише той, кого названо в ADMIN_IDS." in stranger.last
    await unbound.admin.private.send("/setup ABCD2345")
    assert "Напишіть /setup з кодом у групі" in unbound.admin.private.last
    unbound.group.becomes_public("rada_koriukivka")
    await unbound.admin.send("/setup ABCD2345")
    assert "Ця група має публічну назву: її може читати будь-хто." in unbound.admin.last
    unbound.group.becomes_public(None)
    await unbound.admin.send("/setup ABCD2345")
    assert "Тепер це група працівників" in unbound.admin.last


async def test_a_new_group_takes_over_and_the_old_one_is_told(unbound: World) -> None:
    await unbound.admin.send("/setup ABCD2345")
    async with unbound.app.storage.unit() as desk:
        now = unbound.clock.now()
        await desk.notes.put(CODE, code_note("WXYZ6789", now + timedelta(minutes=15)), now)
    group = another_group(unbound)
    assert "Тепер це група працівників" in await writes(unbound, "/setup WXYZ6789", group)
    assert unbound.admin.last == "Працівники бота тепер в іншій групі. Нові звернення сюди не надходитимуть."
    number = await submits(unbound.resident("Олена"))
    assert [topic.name.split()[0] for topic in group.topics] == [number]
    assert not unbound.group.topics


async def test_lacking_rights_are_explained(unbound: World) -> None:
    said = await writes(unbound, "/setup ABCD2345", another_group(unbound, can_manage_topics=False))
    assert "Бот не може керувати темами. Надайте йому це право" in said


async def test_a_group_without_topics_is_told_how_it_works(tmp_path: Path) -> None:
    async with a_world(tmp_path, bound=False, forum=False) as world:
        async with world.app.storage.unit() as desk:
            now = world.clock.now()
            await desk.notes.put(CODE, code_note("ABCD2345", now + timedelta(minutes=15)), now)
        world.group.takes_rights()
        await world.admin.send("/setup ABCD2345")
        assert "Теми вимкнено." in world.admin.last
        assert "Бот не є адміністратором групи «Рада: звернення»." in world.admin.last
