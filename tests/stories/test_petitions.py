"""A community without a page of its own: people propose initiatives and support them; nothing is called a petition."""

from council.people import Role
from tests.world import Officer, Resident, World

FORBIDDEN = ("етиці", "ідпис")


async def proposes(olena: Resident, title: str = "Лавки на зупинці") -> None:
    await olena.send("/petitions")
    await olena.press("Запропонувати ініціативу")
    await olena.send(title)
    if "Схоже вже є" in olena.last:
        await olena.press("Моє інше, далі")
    await olena.send("Старшим людям важко чекати стоячи.")
    await olena.send("Поставити дві лавки.")
    await olena.send("Коваль Олена Іванівна")
    await olena.send("olena@ukr.net")
    await olena.press("Так, це так")


async def published(world: World, olena: Resident) -> Officer:
    """Olena's initiative, checked and published by the moderator."""
    moderator = await world.officer("Ірина", Role.MODERATOR, position="секретар ради")
    await proposes(olena)
    await olena.press("Надіслати")
    await moderator.press("Я перевіряю")
    await moderator.press("Оприлюднити")
    await moderator.press("Так, оприлюднити")
    return moderator


async def test_an_initiative_from_the_first_word_to_the_support_of_a_neighbour(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await published(world, olena)
    assert olena.sees("Ініціативу оприлюднено. Підтримати можна до 22 січня 2027.")
    await taras.send("/petitions")
    await taras.press("Лавки на зупинці")
    assert "триває збір підтримки" in taras.last
    await taras.press("Підтримати")
    assert "Дякуємо, вашу підтримку враховано." in taras.last
    assert "підтримала 1 людина з 100 потрібних" in taras.last


async def test_a_neighbour_reads_who_may_take_part_before_the_button(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await published(world, olena)
    await taras.send("/start p_1")
    card = taras.message("Лавки на зупинці")
    assert "Брати участь можуть жителі громади, зокрема переселенці." in card.text
    assert "Підтримати" in card.buttons


async def test_the_link_comes_as_a_code_too(world: World) -> None:
    olena = world.resident("Олена")
    await published(world, olena)
    await olena.send("/start p_1")
    await olena.press("Поділитися")
    [code] = [message for message in olena.view() if message.kind == "photo"]
    assert "ІН-2026-0001" in code.text
    assert "?start=p_1" in code.text


async def test_support_pressed_twice_is_one(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await published(world, olena)
    await taras.send("/start p_1")
    card = taras.message("Лавки на зупинці")
    await taras.press("Підтримати")
    await taras.press_data(card, "pt:give:1")
    assert "Ви вже підтримали це: 23 листопада 2026." in taras.last
    assert "підтримала 1 людина" in taras.last


async def test_nothing_is_called_a_petition_or_a_signature(world: World) -> None:
    olena = world.resident("Олена")
    moderator = await published(world, olena)
    await olena.send("/petitions")
    await olena.press("Лавки на зупинці")
    await olena.press("Поділитися")
    seen = [*olena.screens, *moderator.screens]
    assert any("Лавки" in text for text in seen)
    assert not [text for text in seen if any(word in text for word in FORBIDDEN)]


async def test_the_author_sees_it_as_everyone_will_and_may_change_it(world: World) -> None:
    olena = world.resident("Олена")
    await proposes(olena)
    assert "Усі побачать так" in olena.last
    assert "Бачить лише рада: " in olena.last
    await olena.press("Змінити")
    await olena.press("Назва")
    await olena.send("Лавки біля пошти")
    assert "Лавки біля пошти" in olena.last


async def test_a_similar_one_is_shown_and_stops_nobody(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await published(world, olena)
    await taras.send("/petitions")
    await taras.press("Запропонувати ініціативу")
    await taras.send("Поставити лавку на зупинках")
    assert "• Лавки на зупинці" in taras.last
    await taras.press("Моє інше, далі")
    assert "Навіщо це потрібно?" in taras.last


async def test_what_was_not_published_is_seen_by_its_author_alone(world: World) -> None:
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await proposes(olena)
    await olena.press("Надіслати")
    assert "Вашу ініціативу передано на перевірку" in olena.last
    await taras.send("/start p_1")
    assert "Лавки" not in taras.last
    await taras.send("/petitions")
    assert "Ініціатив ще немає" in taras.last


async def test_a_refusal_says_why_and_what_to_do_next(world: World) -> None:
    olena = world.resident("Олена")
    moderator = await world.officer("Ірина", Role.MODERATOR)
    await proposes(olena)
    await olena.press("Надіслати")
    await moderator.press("Відмовити з поясненням")
    await moderator.press("Розпалює національну, расову або релігійну ворожнечу")
    await moderator.send("Речення про сусідів ображає людей.", topic="Ініціативи")
    await moderator.press("Підтвердити")
    assert olena.sees("Речення про сусідів ображає людей.")
    assert olena.sees("393/96-ВР, ст. 23-1")
    await olena.press("Відкрити")
    await olena.press("Змінити й надіслати ще раз")
    assert "Усі побачать так" in olena.last


async def test_two_moderators_do_not_check_the_same_one(world: World) -> None:
    olena = world.resident("Олена")
    first = await world.officer("Ірина", Role.MODERATOR)
    second = await world.officer("Марія", Role.MODERATOR)
    await proposes(olena)
    await olena.press("Надіслати")
    await first.press("Я перевіряю")
    await second.press("Оприлюднити")
    await second.press("Так, оприлюднити")
    assert "Це вже перевіряє колега" in second.popups[-1]


async def test_a_check_that_nobody_made_is_said_aloud(world: World) -> None:
    olena = world.resident("Олена")
    await proposes(olena)
    await olena.press("Надіслати")
    await world.later(days=2)
    assert any("чекає на перевірку" in (message.text or "") for message in world.group.messages)
    await olena.send("/petitions")
    assert "на перевірці" in olena.last


async def test_the_author_makes_an_appeal_of_what_did_not_collect_enough(world: World) -> None:
    olena = world.resident("Олена")
    await published(world, olena)
    await world.later(days=61)
    assert olena.sees("Ви можете подати це як звернення: на звернення рада мусить відповісти.")
    await olena.press("Подати це як звернення")
    assert "прізвище" in olena.last


async def test_send_typed_too_early_leads_back_to_the_question(world: World) -> None:
    olena = world.resident("Олена")
    await olena.send("/petitions")
    await olena.press("Запропонувати ініціативу")
    await olena.send("Лавки на зупинці")
    await olena.send("Надіслати")
    assert "Навіщо це потрібно?" in olena.last
    assert "Деякі запитання ще без відповіді." in olena.last
