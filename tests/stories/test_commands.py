"""The commands that Telegram offers exist, and those that do not exist yet are not offered."""

import asyncio

from bot.profile import publish_for_officers
from council.people import Role, TelegramId
from demo.cloud import Json
from tests.world import World

CONTRACT = {
    "private": "start menu appeal my petitions programme surveys services language privacy mydata help cancel",
    "staff": "setup roles queue mine overdue find report stats campaign alert qr pause help",
}
NOT_IN_THE_MENU = {"setup"}
"""Written once, before the bot knows the group."""
NO_SUCH = ("Такої команди немає", "Такої команди тут немає", "There is no such command")


async def offered(world: World) -> dict[str, Json]:
    """Name and description of each command by where it is offered and in which language; told soon after the start."""
    async with asyncio.timeout(10):
        while "description en" not in world.telegram.cloud.profile:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    stored = {place: told for place, told in world.telegram.cloud.profile.items() if place.startswith("commands ")}
    return {place: {one["command"]: one["description"] for one in listed} for place, listed in stored.items()}


async def test_every_offered_command_is_answered_and_no_other_is_offered(world: World) -> None:
    olena = world.resident("Олена")
    lists = await offered(world)
    private = [listed for place, listed in lists.items() if "private" in place]
    group = [listed for place, listed in lists.items() if str(world.group.id) in place]
    assert len(private) == 3
    assert len(group) == 1
    for command in CONTRACT["private"].split():
        await olena.send(f"/{command}")
        exists = not any(words in olena.last for words in NO_SUCH)
        assert [command in listed for listed in private] == [exists] * 3
        await olena.send("/cancel")
    for command in CONTRACT["staff"].split():
        await world.admin.send(f"/{command}")
        exists = not any(words in world.admin.last for words in NO_SUCH)
        assert (command in group[0]) == (exists and command not in NOT_IN_THE_MENU)


async def test_descriptions_are_in_the_language_of_the_reader(world: World) -> None:
    for place, listed in (await offered(world)).items():
        english = place.endswith(" en")
        for command, description in listed.items():
            letters = [sign for sign in description if sign.isalpha()]
            cyrillic = sum("а" <= sign.lower() <= "ї" for sign in letters) > len(letters) / 2
            assert cyrillic != english, f"/{command} in {place}: {description}"


async def test_an_officer_finds_the_lists_in_the_menu_of_the_private_chat_and_loses_them_with_the_role(
    world: World,
) -> None:
    starosta = await world.officer("Староста", Role.STAROSTA, scope="naumivskyi", inside=False)
    await starosta.private.send("/start")
    app, profile = world.app, world.telegram.cloud.profile
    await publish_for_officers(app.bot, app.storage, app.house, world.clock)
    [menu] = [told for place, told in profile.items() if place.startswith("commands ") and str(starosta.id) in place]
    assert [one["command"] for one in menu][:5] == ["queue", "mine", "overdue", "find", "report"]
    async with app.storage.unit() as desk:
        [grant] = await desk.roles.of(TelegramId(starosta.id))
        await desk.roles.take(grant.id, TelegramId(world.admin.id), world.clock.now())
    await publish_for_officers(app.bot, app.storage, app.house, world.clock)
    assert not [place for place in profile if place.startswith("commands ") and str(starosta.id) in place]
