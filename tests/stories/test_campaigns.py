"""Writing to many people: asked first, confirmed by a second person, counted without names, ended by one press."""

from datetime import timedelta

from council import campaigning
from council.campaigns import State
from council.people import Officer as CouncilOfficer
from council.people import Role, TelegramId
from demo.faults import Trouble
from tests.stories.journeys import submits
from tests.world import MONDAY, Officer, Resident, World

NEWS, SURVEYS = "Новини ради", "Запрошення до опитувань"
WATER = "Завтра з 9 до 17 не буде води на вулиці Садовій."
CONFIRM, ENOUGH = "Підтвердити і надіслати", "Не надсилати такого"


async def the_two(world: World) -> tuple[Officer, Officer]:
    """Who writes, and who confirms."""
    oksana = await world.officer("Оксана", Role.CAMPAIGN_MANAGER, position="речниця ради")
    ihor = await world.officer("Ігор", Role.ADMINISTRATOR, position="керуючий справами")
    for one in (oksana, ihor):
        await one.private.send("/start")
    return oksana, ihor


async def agrees(person: Resident, what: str = NEWS) -> None:
    await person.send("/menu")
    await person.press("Новини й опитування: що мені надсилати")
    await person.press(f"Погодитися: {what}")
    await person.press("Так, погоджуюся")
    if "Уся громада" in person.buttons:
        await person.press("Уся громада")


async def fills_in(officer: Officer, *answers: str) -> None:
    for answer in answers:
        chat = officer.private
        await (chat.press(answer) if any(answer in one for one in chat.buttons) else chat.send(answer))


async def writes(officer: Officer, text: str = WATER, *, when: str = "Щойно підтвердять") -> None:
    await officer.private.send("/campaign")
    await fills_in(officer, "Написати повідомлення", "Вода", text, "Пропустити", "Усім, хто погодився", when)
    await officer.private.press("Показати, як це виглядатиме")


async def hands_over(officer: Officer) -> None:
    await officer.private.press("Передати на підтвердження")


async def campaign_sent(officer: Officer, other: Officer, text: str = WATER) -> None:
    await writes(officer, text)
    await hands_over(officer)
    await other.private.press(CONFIRM, other.private.message(text))


def reads(person: Resident, text: str = WATER) -> int:
    return sum(text in screen for screen in person.screens)


async def test_a_message_goes_to_those_who_agreed_after_a_second_person_has_read_it(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena, petro, taras = (world.resident(name) for name in ("Олена", "Петро", "Тарас"))
    for one in (olena, petro):
        await agrees(one)
    await taras.send("/start")

    # written in private, seen exactly as people will see it, and not yet sent to anybody
    await oksana.send("/campaign")
    await oksana.press("Написати повідомлення")
    assert "у приватному чаті" in oksana.popups[-1]
    await writes(oksana)
    preview = oksana.private.message(WATER)
    assert "Ви отримали це, бо погодилися: Новини ради." in oksana.private.view()[-2].text
    assert "Менш як для 10 людей" in oksana.private.last
    await oksana.private.press("Надіслати мені, як побачать люди")
    assert oksana.private.view()[-1].text == oksana.private.view()[-3].text != preview
    assert not reads(olena)

    # its author cannot confirm it; the other can
    await hands_over(oksana)
    assert "чекає на другу людину" in oksana.private.with_button(CONFIRM).text
    await oksana.private.press(CONFIRM, oksana.private.with_button(CONFIRM))
    assert "підтвердити має інша людина" in oksana.private.last
    assert not reads(olena)
    await ihor.private.press(CONFIRM)
    assert (reads(olena), reads(petro), reads(taras)) == (1, 1, 0)
    assert olena.buttons == [ENOUGH]

    # the card in the topic tells how far it is, in numbers only
    card = ihor.message("Надіслано: 2").text
    assert "100 %" in card
    assert "речниця ради" in card
    assert "Олена" not in card

    # pressed again, nothing comes twice
    await ihor.private.press_data(ihor.private.view()[-1], "cm:confirm:1")
    assert reads(olena) == 1

    # one press ends it, cases go on
    await olena.press(ENOUGH)
    assert "Більше не надсилатимемо: Новини ради" in olena.last
    await agrees(taras)
    petro.person.chat.blocked = True
    await campaign_sent(oksana, ihor, "Збори у клубі о шостій.")
    assert (reads(olena, "Збори"), reads(taras, "Збори")) == (0, 1)
    assert "Заблокували бота: 1" in ihor.message("Підтверджує").text
    await submits(olena)
    assert any("Передано до ради" in screen for screen in olena.screens)
    await olena.send("/mydata")
    assert "крім відповідей: нічого" in olena.last


async def test_it_waits_for_its_time_is_quiet_at_night_and_can_be_paused_and_stopped(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena = world.resident("Олена")
    await agrees(olena)
    await writes(oksana, when="23.11.2026 22:30")
    await hands_over(oksana)
    await ihor.private.press(CONFIRM)
    assert "чекає свого часу" in ihor.private.last
    await world.later(hours=13, minutes=45)
    assert not reads(olena), "it is a quarter to eleven at night"
    card = ihor.message("надсилається")
    assert "З 21:00 до 09:00 нічого не надсилаємо." in card.text
    await ihor.press("Призупинити", card)
    await world.later(hours=12)
    assert not reads(olena), "paused"
    await ihor.press("Надсилати далі")
    assert reads(olena) == 1

    # stopped for good before anybody got it: nobody gets it
    await writes(oksana, "Ярмарок", when="25.11.2026 10:00")
    await hands_over(oksana)
    await ihor.private.press(CONFIRM)
    await ihor.private.press("Зупинити зовсім")
    await ihor.private.press("Так, зупинити зовсім")
    await world.later(days=3)
    assert not reads(olena, "Ярмарок")
    await ihor.private.press_data(ihor.private.view()[-1], "cm:resume:2")
    assert not reads(olena, "Ярмарок")


async def test_an_invitation_is_counted_to_the_end_and_the_unfinished_are_reminded_once(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena, petro = world.resident("Олена"), world.resident("Петро")
    for one in (olena, petro):
        await agrees(one, SURVEYS)
    await oksana.private.send("/campaign")
    await fills_in(oksana, "Запросити до опитування", "15", "Пропустити", "Усім, хто погодився", "Щойно підтвердять")
    await fills_in(oksana, "Один раз, через 3 дні", "Показати, як це виглядатиме")
    await hands_over(oksana)
    await ihor.private.press(CONFIRM)
    assert "просить вас пройти опитування" in olena.last
    await olena.press("Пройти опитування")
    await olena.press("Почати")
    assert ENOUGH in olena.view()[-2].buttons, "the invitation keeps its way out"
    await world.later(days=2, hours=23, minutes=50)
    await olena.press("Ні, одразу до опитування")
    await world.later(minutes=11)
    assert not olena.sees("Нагадуємо"), "not while she is answering"
    assert petro.sees_once("Нагадуємо")
    await world.later(minutes=45)
    assert olena.sees_once("Нагадуємо")
    await petro.press(ENOUGH)
    card = ihor.message("Відкрили: 1").text
    assert "Почали: 1" in card
    assert "Завершили: 0" in card


async def test_an_alert_needs_two_people_and_no_consent_and_ends_with_an_all_clear(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena, petro = world.resident("Олена"), world.resident("Петро")
    await agrees(olena)
    await olena.press("Обрати округ для новин")
    await olena.press("Наумівський округ")
    await petro.send("/start")
    await world.later(hours=15)
    await ihor.send("/alert")
    await fills_in(ihor, "Попередити про небезпеку", "м. Корюківка", "Готово", "Витік хлору. Зачиніть вікна.")
    await fills_in(ihor, "Пропустити", "Показати, як це виглядатиме")
    assert "Зателефонуйте" in ihor.private.view()[-2].text
    assert not reads(petro, "хлору")
    await oksana.private.press(CONFIRM)
    assert reads(petro, "Витік хлору") == 1, "at midnight, without consent, for their district is not known"
    assert "не замінює сирени й державного застосунку «Повітряна тривога»" in petro.last
    assert petro.buttons == []
    assert not reads(olena, "хлору"), "she lives in another district"
    await oksana.press("Оголосити відбій")
    assert not reads(petro, "ВІДБІЙ")
    await ihor.private.press(CONFIRM)
    assert reads(petro, "ВІДБІЙ") == 1


async def test_consent_is_asked_in_plain_words_and_kept_with_its_proof(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.press("Отримувати новини ради")
    assert "ніколи вночі" in olena.last
    await olena.press("Ні, дякую")
    assert "Новини ради: ні, від 23 листопада 2026" in olena.last
    await submits(olena)
    assert "Отримувати новини ради" not in olena.buttons, "asked once"
    async with world.app.storage.reading() as desk:
        known = await desk.residents.known(olena.person.id)  # type: ignore[arg-type]
        assert known is not None
        [kept] = await desk.consents.of(known.id)
    assert (kept.given, kept.version, len(kept.digest)) == (False, "1", 64)
    assert abs(kept.answered_at - MONDAY) < timedelta(minutes=1)


async def test_only_managers_open_the_desk(world: World) -> None:
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    for command in ("/campaign", "/alert"):
        await registrar.send(command)
        assert "керівники розсилок і адміністратори" in registrar.last
    olena = world.resident("Олена")
    await olena.send("/start")
    await olena.press_data(olena.view()[-1], "cm:confirm:1")
    assert "ВІДБІЙ" not in olena.last


async def test_a_photo_goes_with_its_words_and_a_link_counts_who_came(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena, taras = world.resident("Олена"), world.resident("Тарас")
    await agrees(olena)
    await oksana.private.send("/campaign")
    await fills_in(oksana, "Написати повідомлення", "Ярмарок")
    await oksana.private.photo(caption="Ярмарок у суботу о десятій.")
    await fills_in(oksana, "Пропустити", "Усім, хто погодився", "Щойно підтвердять", "Показати, як це виглядатиме")
    await hands_over(oksana)
    await ihor.private.press(CONFIRM)
    assert olena.last_message.kind == "photo"
    assert "Ярмарок у суботу" in olena.last_message.text
    await taras.send("/start k_1-qr")
    assert "Ярмарок у суботу" in taras.last
    await ihor.private.press_data(ihor.private.view()[-1], "cm:open:1")
    assert "за надрукованим кодом: 1" in ihor.private.last


async def test_what_telegram_refuses_comes_later_and_what_it_may_have_taken_comes_not_twice(world: World) -> None:
    oksana, ihor = await the_two(world)
    olena = world.resident("Олена")
    await agrees(olena)
    await writes(oksana)
    await hands_over(oksana)
    later, cut = Trouble.TOO_MANY, Trouble.CUT_AFTER
    async with world.app.storage.unit() as desk:
        [asked] = await desk.campaigns.in_state(State.ASKED)
        now = world.clock.now()
        await campaigning.confirm(desk, asked, of(ihor), frozenset({ihor.id}), now)
        await desk.deliveries.cancel(f"campaign-card:{asked.id}")
    world.telegram.faults.next(later, "sendMessage", retry_after=9)
    world.app.wake()
    await world.settle()
    assert not reads(olena)
    await world.later(seconds=10)
    assert reads(olena) == 1

    await writes(oksana, "Збори у клубі.")
    await hands_over(oksana)
    async with world.app.storage.unit() as desk:
        [asked] = await desk.campaigns.in_state(State.ASKED)
        await campaigning.confirm(desk, asked, of(ihor), frozenset({ihor.id}), world.clock.now())
        await desk.deliveries.cancel(f"campaign-card:{asked.id}")
    world.telegram.faults.next(cut, "sendMessage")
    world.app.wake()
    await world.settle()
    await world.later(minutes=10)
    assert reads(olena, "Збори у клубі.") == 1
    await ihor.private.press_data(ihor.private.view()[-1], f"cm:open:{asked.id}")
    assert "Невідомо, чи дійшло (бот перервався), не повторюємо: 1" in ihor.private.last


def of(one: Officer) -> CouncilOfficer:
    return CouncilOfficer(TelegramId(one.id))
