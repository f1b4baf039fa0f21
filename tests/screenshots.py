"""`make screenshots`: the README's pictures, made from the demo itself. Everything on them is invented and says so."""

import asyncio
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from bot import lazily, logs
from tests.browser import a_browser, lacking

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CONTENT = ROOT / "content" / "koriukivka"
COLOURS = 128
"""Of a picture: flat surfaces need no more, and a picture stays under 100 KB."""
DESKTOP, PHONE = {"width": 1280, "height": 760}, {"width": 390, "height": 780}


async def main() -> int:
    if reason := lacking():
        sys.stderr.write(reason + "\n")
        return 1
    lazily.load_aiogram()
    logs.configure("ERROR")
    from bot.commands.demo import rehearsing
    from demo.page import PageSite

    PICTURES.mkdir(parents=True, exist_ok=True)
    async with rehearsing(CONTENT, empty=False) as (rehearsal, scene, _people):
        scene.telegram.limits.on = rehearsal.pace.told = False
        scene.telegram.cloud.presses.answer_within = timedelta(minutes=2)
        site = await PageSite(scene, rehearsal).start()
        async with a_browser() as browser:
            await shots(browser, site.url)
        await site.stop()
    return 0


async def shots(browser: Any, url: str) -> None:
    page = await browser.new_page(viewport=DESKTOP, locale="uk-UA")
    await page.goto(url)
    await become(page, "Марія Уявна")
    await page.locator(".topic", has_text="ЗВ-2024-000005").click()
    await taken(page, "demo")
    await page.locator(".topic", has_text="ЗВ-2024-000003").click()
    await opened(page, "велодоріжку")
    await page.click("#open-panel")
    await page.locator("#panel summary").first.wait_for()
    await from_its_beginning(page)
    await taken(page, "demo-curious")
    await page.click("#open-panel")
    await page.set_viewport_size(PHONE)
    await become(page, "Петро Примірний")
    await opened(page, "захищена кімната")
    await from_its_beginning(page)
    await taken(page, "demo-phone-measure")
    await page.click("#language")
    await become(page, "Emily Sample (English)")
    await taken(page, "demo-phone-english")
    await page.click("#language")
    await page.click("#switch [data-pane=council]")
    await page.locator(".chat .back").last.click()
    await taken(page, "demo-phone-topics")


async def from_its_beginning(page: Any) -> None:
    """A message longer than the screen is read from its first line."""
    await page.wait_for_timeout(900)
    last = page.locator("#resident-chat .line").last
    await last.evaluate("line => line.scrollIntoView({block: 'start'})")


async def become(page: Any, name: str) -> None:
    await page.select_option("#resident-who select", label=name)


async def opened(page: Any, words: str) -> None:
    """As the person of the phone: by the code of a poster."""
    await page.click("#resident-who button >> nth=1")
    await page.locator(".codes li", has_text=words).get_by_role("button").click()


async def taken(page: Any, name: str) -> None:
    await page.wait_for_timeout(900)
    image = Image.open(BytesIO(await page.screenshot()))
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
