"""The demo as a head of a council sees it, in a real browser: one seeded autumn, two people, two widths.

One test, since the story takes seconds to be lived through; its steps follow each other as on a visit.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands.demo import rehearsing
from demo.page import PageSite, Scene
from tests.browser import a_browser, is_accessible, lacking

CONTENT = Path(__file__).parents[2] / "content" / "koriukivka"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
RESIDENT, COUNCIL = "#resident-chat", "#council-chat"
MATTER = ("Попросити раду щось зробити або вирішити", "Ні, я просто прошу", "Вуличне освітлення")
WRITTEN = ("Не горить ліхтар біля школи.", "Вигадана Олена Іванівна")
PATIENCE = 8000


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_a_visit_to_the_demo() -> None:
    async with rehearsing(CONTENT, empty=False) as (rehearsal, scene, _people):
        scene.telegram.limits.on = rehearsal.pace.told = False
        scene.telegram.cloud.presses.answer_within = timedelta(minutes=2)
        the_autumn_left_something_on_every_screen(scene)
        if reason := lacking():
            pytest.skip(reason)
        site = await PageSite(scene, rehearsal).start()
        async with a_browser() as browser:
            await visit(browser, site.url)
        await site.stop()
    assert scene.telegram.violations == []
    assert scene.telegram.unanswered() == []


def the_autumn_left_something_on_every_screen(scene: Scene) -> None:
    said = "\n".join(message.text for message in scene.group.messages)
    for state in ("у роботі", "надано відповідь", "передано до ради"):
        assert f"Стан: {state}" in said
    assert "підтримали 97 людей з 100 потрібних" in said
    assert "виконується, 75 %" in said
    assert "До дня відповіді лишився тиждень або менше" in said
    assert "Місце: на карті нижче" in said
    private = [[message.text for message in person.messages] for person in scene.telegram.people]
    invited = [texts for texts in private if any("просить вас пройти опитування" in text for text in texts)]
    thanked = [texts for texts in private if any("Ваші відповіді прийнято" in text for text in texts)]
    assert len(invited) >= 14
    assert len(thanked) == 12
    assert scene.telegram.clock.now().year == 2024
    assert scene.telegram.violations == []


async def visit(browser: Any, url: str) -> None:
    page = await browser.new_page(viewport=DESKTOP, locale="uk-UA")
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((url, "data:")) else wrong.append(request.url))
    page.set_default_timeout(PATIENCE)
    await page.goto(url)
    await an_appeal_is_submitted(page)
    await the_staff_answer_it(page)
    await the_letter_went_by_mail(page)
    await nothing_is_lost_by_a_reload(page)
    await is_accessible(page, "desktop")
    await page.set_viewport_size(PHONE)
    await a_petition_is_supported(page)
    await a_measure_is_followed(page)
    await the_bot_is_restarted(page)
    await a_survey_is_taken_with_its_picture(page)
    await is_accessible(page, "phone, resident")
    await the_staff_group_fits_a_phone(page)
    await the_tour_leads(page)
    await the_page_speaks_english(page)
    assert wrong == []


async def press(page: Any, chat: str, *buttons: str) -> None:
    """The newest button with exactly these words."""
    for button in buttons:
        await page.locator(f"{chat} .key", has_text=button).last.click()
        await page.wait_for_function(
            "chat => !document.querySelector(`${chat} [aria-busy]`)", arg=chat, timeout=PATIENCE
        )


async def write(page: Any, chat: str, *texts: str) -> None:
    for text in texts:
        before = await page.locator(f"{chat} .line").count()
        await page.fill(f"{chat} textarea", text)
        await page.press(f"{chat} textarea", "Enter")
        await page.wait_for_function(
            "([chat, before]) => document.querySelectorAll(`${chat} .line`).length >= before + 1",
            arg=[chat, before],
        )


async def sees(page: Any, chat: str, *texts: str) -> None:
    for text in texts:
        await page.locator(f"{chat} .bubble", has_text=text).last.wait_for()


async def answers(page: Any, *questions: tuple[str, str]) -> None:
    """Writes after each question has been asked."""
    for question, text in questions:
        await sees(page, RESIDENT, question)
        await write(page, RESIDENT, text)


async def an_appeal_is_submitted(page: Any) -> None:
    await page.get_by_role("button", name="Почати").click()
    await press(page, RESIDENT, "Подати звернення", *MATTER)
    await answers(page, ("Розкажіть своїми словами", WRITTEN[0]), ("прізвище, ім’я та по батькові", WRITTEN[1]))
    await press(page, RESIDENT, "м. Корюківка")
    await answers(page, ("де ви живете: село", "м. Корюківка, вул. Садова, 5"), ("Куди надіслати", "olena@example.org"))
    await press(page, RESIDENT, "Надіслати")
    await sees(page, RESIDENT, "Номер ЗВ-2024-000006", "Відповідь має бути до")


async def the_staff_answer_it(page: Any) -> None:
    await page.locator(".topic", has_text="ЗВ-2024-000006").click()
    await press(page, COUNCIL, "Взяти в роботу")
    await sees(page, COUNCIL, "Стан: у роботі")
    assert "Вигадана" not in await page.inner_text(f"{COUNCIL} .log")
    await reply(page, "Стан: у роботі", "Лампу замінять завтра.")
    await press(page, COUNCIL, "Остаточна відповідь")
    await reply(page, "Хто підписує", "Міська голова Марія Вигадана")
    await press(page, COUNCIL, "Надіслати мешканцеві")
    await sees(page, COUNCIL, "Надішлеться за 30 секунд")
    await page.click("#open-panel")
    await page.click("[data-focus=minute]")
    await sees(page, RESIDENT, "Лампу замінять завтра.")


async def reply(page: Any, to: str, text: str) -> None:
    line = page.locator(f"{COUNCIL} .line", has_text=to).last
    await line.locator(".does button").first.click()
    await write(page, COUNCIL, text)


async def the_letter_went_by_mail(page: Any) -> None:
    letter = page.locator("#panel summary", has_text="olena@example.org").first
    await letter.wait_for()
    await is_accessible(page, "panel")
    await page.click("#open-panel")


async def nothing_is_lost_by_a_reload(page: Any) -> None:
    await page.reload()
    await sees(page, RESIDENT, "Лампу замінять завтра.")
    assert "ЗВ-2024-000006" in await page.inner_text(f"{COUNCIL} h2")


async def opens_poster(page: Any, words: str) -> None:
    await page.click("[title='Посилання і QR-коди']")
    poster = page.locator(".codes li", has_text=words)
    assert await poster.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 50)")
    await poster.get_by_role("button").click()


async def a_petition_is_supported(page: Any) -> None:
    await opens_poster(page, "велодоріжку")
    await press(page, RESIDENT, "Підтримати")
    await sees(page, RESIDENT, "вашу підтримку враховано", "підтримали 98 людей")


async def a_measure_is_followed(page: Any) -> None:
    await opens_poster(page, "захищена кімната")
    await sees(page, RESIDENT, "Захід 3.1.1", "75 %")
    await press(page, RESIDENT, "Стежити: пишіть мені новини")
    await sees(page, RESIDENT, "Тепер ви за цим стежите")


async def the_bot_is_restarted(page: Any) -> None:
    await page.click("#open-panel")
    async with page.expect_response("**/act"):
        await page.click("#panel [data-focus=restart]")
    await page.click("#panel header button")


async def a_survey_is_taken_with_its_picture(page: Any) -> None:
    await opens_poster(page, "цифрова грамотність")
    await press(page, RESIDENT, "Почати", "Ні, одразу до опитування", "Коротка")
    for number in range(1, 11):
        await sees(page, RESIDENT, f"Питання {number} з 10")
        keys = page.locator(f"{RESIDENT} .line").last.locator(".key")
        sure = keys.get_by_text("Впевнено")
        await (sure if await sure.count() else keys.first).click()
    await sees(page, RESIDENT, "Завершити?")
    await page.locator(f"{RESIDENT} .key").get_by_text("Завершити", exact=True).last.click()
    await sees(page, RESIDENT, "Ваш рівень")
    picture = page.locator(f"{RESIDENT} .theirs .photo img").last
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    await picture.click()
    await is_accessible(page, "picture")
    await page.locator("dialog").get_by_role("button").click()


async def the_staff_group_fits_a_phone(page: Any) -> None:
    await page.click("#switch [data-pane=council]")
    await page.locator(f"{COUNCIL} .back").click()
    topic = page.locator(".topic", has_text="Ініціативи")
    await is_accessible(page, "phone, topics")
    await topic.focus()
    await page.keyboard.press("Enter")
    await sees(page, COUNCIL, "Велодоріжка від вокзалу")
    await is_accessible(page, "phone, topic")


async def the_tour_leads(page: Any) -> None:
    await page.click("#open-tour")
    await page.locator("dialog button").nth(1).click()
    await is_accessible(page, "tour")
    for step in range(1, 3):
        await page.locator("#tour .count", has_text=f"Крок {step} з 6").wait_for()
        await page.click("#tour [data-focus=do]")
        await page.locator("#tour .count", has_text="Готово").wait_for()
        await page.click("#tour [data-focus=next]")
    await page.locator("#tour header button").click()


async def the_page_speaks_english(page: Any) -> None:
    await page.click("#language")
    await page.get_by_role("heading", name="The hromada bot: try it").wait_for()
    await page.click("#switch [data-pane=resident]")
    await choose(page, "Emily Sample (English)")
    await sees(page, RESIDENT, "Handed over to the council")
    await is_accessible(page, "English")


async def choose(page: Any, *names: str) -> None:
    for name in names:
        await page.select_option("#resident-who select", label=name)
