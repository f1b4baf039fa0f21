"""A real browser for tests of pages: the system's Chromium. Where there is none, such tests are skipped and say why."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
SERIOUS = ("serious", "critical")


def lacking() -> str:
    """Why no page can be opened here; empty where one can."""
    if not all(find_spec(library) for library in ("playwright", "axe_playwright_python")):
        return "Playwright or axe is not installed here"
    return "" if Path(CHROMIUM).exists() else f"There is no Chromium at {CHROMIUM} (CHROMIUM=…)"


@asynccontextmanager
async def a_browser() -> AsyncIterator[Any]:
    from playwright.async_api import async_playwright

    async with async_playwright() as tools:
        browser = await tools.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


async def is_accessible(page: Any, name: str) -> None:
    """No serious finding of axe, and nothing wider than the screen."""
    from axe_playwright_python.async_playwright import Axe

    found = await Axe().run(page, options=RULES)
    bad = [one for one in found.response["violations"] if one["impact"] in SERIOUS]
    told = [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in bad]
    assert not told, f"{name}:\n" + "\n".join(told)
    wide = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{name} is wider than the screen"
