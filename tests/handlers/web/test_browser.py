"""The pages in a real browser: readable by axe's rules (WCAG 2.2 AA), on a desk and on a narrow phone, without script.

With PICTURES=docs/pictures in the environment the pages seen are saved there.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.connectors.idgov import IdGov
from council.petition_rules import Mode
from demo.idgov import FakeIdGov
from tests.browser import RULES, a_browser, lacking
from tests.council.petitions import community, published, supported
from tests.handlers.web.site import Site, a_site
from tests.handlers.web.test_signing import a_link, here

WIDTHS = {"desktop": 1280, "phone": 360}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(lacking()), reason=lacking()),
]


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Any]:
    async with a_browser() as browser:
        yield browser


async def looks_right(page: Any, name: str, width: str) -> None:
    """No finding of axe, nothing wider than the screen; saved as a picture where that is wished."""
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    from axe_playwright_python.async_playwright import Axe

    found = await Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}, {width}:\n{found.generate_report()}"
    wide = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{name} is wider than {width}"


def root(site: Site) -> str:
    return str(site.client.make_url("")).rstrip("/")


@pytest.mark.parametrize("mode", [Mode.BINDING, Mode.INITIATIVE])
async def test_what_everyone_reads(tmp_path: Path, browser: Any, mode: Mode) -> None:
    start = here() if mode is Mode.BINDING else community(mode, 9)
    async with a_site(tmp_path, start, "http://127.0.0.1") as site:
        async with site.room.storage.unit() as desk:
            await supported(desk, start, await published(desk, start), 4, site.clock.now())
        await site.changes()
        home = "petitions" if mode is Mode.BINDING else "initiatives"
        for width, pixels in WIDTHS.items():
            page = await browser.new_page(viewport={"width": pixels, "height": 800}, locale="uk-UA")
            for name in (
                "",
                f"{home}",
                f"{home}/1",
                f"{home}/1/proof",
                f"{home}/rules",
                f"{home}/1?lang=en",
                "nothing",
            ):
                await page.goto(f"{root(site)}/{name}")
                await looks_right(page, "page-" + (name.replace("/", "-").replace("?lang=", "-") or "home"), width)


async def test_signing_with_the_keyboard_alone(tmp_path: Path, browser: Any) -> None:
    async with FakeIdGov() as service:
        provider = IdGov(service.url, service.client_id, service.client_secret)
        async with a_site(tmp_path, here(), "http://placeholder", provider) as site:
            site.room.origin = root(site)
            async with site.room.storage.unit() as desk:
                await published(desk, site.community, now=site.clock.now())
            page = await browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
            await _signs(page, site, service)
            assert "Ваш підпис враховано" in await page.inner_text("h1")


async def _signs(page: Any, site: Site, service: FakeIdGov) -> None:
    await page.goto(root(site) + await a_link(site))
    await looks_right(page, "sign-1-start", "phone")
    for box in ("resident", "age"):
        await page.focus(f"[name={box}]")
        await page.keyboard.press("Space")
    await _presses(page, "form button")
    await page.wait_for_url(f"{service.url}/**")
    await _presses(page, "button[value=olena]")
    await page.wait_for_url("**/sign/as/**")
    await looks_right(page, "sign-2-confirm", "phone")
    await _presses(page, "form button")
    await page.wait_for_selector("code")
    await looks_right(page, "sign-3-receipt", "phone")


async def _presses(page: Any, button: str) -> None:
    await page.focus(button)
    await page.keyboard.press("Enter")
