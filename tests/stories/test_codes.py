"""/qr: a sheet to print, and how many came by each code, without a person in it."""

from council.people import Role
from tests.world import World


async def test_the_staff_get_the_sheet_and_see_who_came_by_what(world: World) -> None:
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    for name in ("Олена", "Тарас"):
        await world.resident(name).send("/start cat_lighting")
    await world.resident("Ганна").send("/start cat_unheard")
    await registrar.send("/qr")
    assert registrar.sees("Вуличне освітлення: 2")
    assert not registrar.sees("cat_unheard")
    assert registrar.sees("start=cat_roads")
    [sheet] = [message for message in registrar.view() if message.kind == "document"]
    assert world.telegram.cloud.file_content(sheet.file_ids[0]).startswith(b"%PDF")


async def test_secret_links_are_counted_without_their_secret(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/start co_unheard")
    await olena.send("/start case_1")
    async with world.app.storage.reading() as desk:
        day = world.app.house.community.local(world.clock.now()).date()
        assert await desk.arrivals.between(day, day) == []


async def test_without_a_role_there_is_no_sheet(world: World) -> None:
    petro = await world.officer("Петро")
    await petro.send("/qr")
    assert not any(message.kind == "document" for message in petro.view())
