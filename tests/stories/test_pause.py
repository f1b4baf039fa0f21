"""The council stops new submissions for a while, with a notice of its own."""

from tests.stories.journeys import reaches_review, submits
from tests.world import World


async def test_people_read_the_notice_and_what_was_begun_is_kept(world: World) -> None:
    olena, petro = world.resident("Олена"), world.resident("Петро")
    await reaches_review(petro)
    await world.admin.send("/pause До п’ятниці переїжджаємо. Пишіть на скриньку біля входу.")
    assert "Приймання нових звернень зупинено." in world.admin.last
    await olena.send("/appeal")
    assert "До п’ятниці переїжджаємо." in olena.last
    assert "Допомога" in olena.buttons
    await petro.press("Надіслати")
    assert "Передано до ради." in petro.last
    await world.admin.send("/pause")
    assert world.admin.last == "Приймання звернень відновлено."
    assert await submits(olena)


async def test_only_an_administrator_pauses(world: World) -> None:
    colleague = await world.officer("Ігор")
    await colleague.send("/pause вихідний")
    assert "Це може лише адміністратор." in colleague.last
    assert await submits(world.resident("Олена"))
    await world.admin.send("/pause")
    assert "напишіть /pause і оголошення для мешканців" in world.admin.last
