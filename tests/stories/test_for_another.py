"""Who writes for another, and who cannot wait: reached from the review, told what the law asks."""

from council.people import Role
from tests.stories.journeys import MAIL, NAME, WORDS, begins, card, number_on, reaches_review, says
from tests.world import World

CHILD = "Бойко Марко Тарасович"
CHILDS_HOME = "с. Буда, вул. Лісова, 7"


async def test_a_mother_writes_for_her_child_and_both_names_are_kept(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await registrar.private.send("/start")
    await reaches_review(olena)
    await olena.press("Пишу за іншу людину")
    assert "потрібна довіреність" in olena.last
    for answer in ("За іншу людину", CHILD, CHILDS_HOME, "мати або батько дитини"):
        await says(olena, answer)
    assert "Без нього рада може повернути звернення" in olena.last
    assert "прізвище Бойко, ім’я Марко" in olena.last
    await olena.press("Надіслати")
    shown = card(registrar, number_on(olena.last)).text
    assert "Звернення подає представник: перевірте документ про його повноваження." in shown
    assert "Бойко" not in shown
    await registrar.press("Показати дані")
    assert f"Пише за: {CHILD}, {CHILDS_HOME} (мати або батько дитини)" in registrar.private.last


async def test_the_names_of_the_represented_are_covered_in_the_group(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await begins(olena)
    for answer in (
        "Попросити раду щось зробити або вирішити",
        "Ні, я просто прошу",
        "Вуличне освітлення",
        "Прошу місце в садку для Бойка Марка.",
        NAME,
        "Наумівський округ",
        "с. Наумівка, вул. Садова, 5",
        MAIL,
        "Пишу за іншу людину",
        "За іншу людину",
        CHILD,
        CHILDS_HOME,
        "довіреність",
    ):
        await says(olena, answer)
    await olena.press("Надіслати")
    shown = card(registrar, number_on(olena.last)).text
    assert "Марка" not in shown
    assert "Бойка" not in shown


async def test_a_change_of_mind_leaves_no_other_person(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await reaches_review(olena)
    for answer in ("Пишу за іншу людину", "За іншу людину", CHILD, CHILDS_HOME, "довіреність"):
        await says(olena, answer)
    for answer in ("Пишу за іншу людину", "За себе"):
        await says(olena, answer)
    assert "Бойко" not in olena.last
    await olena.press("Надіслати")
    assert "представник" not in card(registrar, number_on(olena.last)).text


async def test_why_a_request_is_urgent_reaches_the_council(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await begins(olena)
    for answer in ("Дізнатися щось", WORDS, NAME, MAIL, "Це терміново"):
        await says(olena, answer)
    assert "Закон дає 48 годин" in olena.last
    await olena.send("У колодязі чорна вода, її п’ють діти.")
    assert "Чому терміново: У колодязі чорна вода" in olena.last
    await olena.press("Надіслати")
    assert "Просять відповісти за 48 годин" in card(registrar, number_on(olena.last)).text
    assert "чорна вода" in card(registrar, number_on(olena.last)).text


async def test_urgency_is_offered_for_a_request_only(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    assert "Це терміново" not in olena.buttons
    await olena.send("/cancel")
    await reaches_review(olena, "information_request")
    assert "Пишу за іншу людину" not in olena.buttons
