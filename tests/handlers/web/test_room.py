"""The room of the pages: language, cache, headers, limits; nobody is remembered."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from handlers.web.limits import Limit, place
from handlers.web.shelf import Shelf
from storage.engine import Session
from tests.council.petitions import community, published, supported
from tests.handlers.web.site import Site, a_site


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with a_site(tmp_path, community()) as site:
        async with site.room.storage.unit() as desk:
            await published(desk, site.community, now=site.clock.now())
        await site.changes()
        yield site


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches the database from now on."""
    asked: list[str] = []
    statement = Session._statement

    def counted(self: Session, query: str) -> Any:
        asked.append(query)
        return statement(self, query)

    monkeypatch.setattr(Session, "_statement", counted)
    return asked


PAGES = ("/", "/initiatives", "/initiatives/1", "/initiatives/1/proof", "/initiatives/rules", "/initiatives.json")


@pytest.mark.parametrize("path", PAGES)
async def test_a_kept_page_causes_no_query(site: Site, statements: list[str], path: str) -> None:
    first = await site.sees(path)
    statements.clear()
    for language in ("uk", "uk", "uk"):
        assert (await site.sees(path, Accept_Language=language)).text == first.text
    assert statements == []


async def test_looking_for_changes_is_one_query_a_capability(site: Site, statements: list[str]) -> None:
    await site.changes()
    assert statements == ["programmes_sign", "petitions_sign", "survey_publications_sign"]


async def test_a_change_is_seen_when_the_pages_have_looked(site: Site) -> None:
    assert "підтримали 0 людей" in (await site.sees("/initiatives/1")).text
    async with site.room.storage.unit() as desk:
        (petition,) = await desk.petitions.public()
        await supported(desk, site.community, petition, 1, site.clock.now())
    await site.changes()
    assert "підтримала 1 людина" in (await site.sees("/initiatives/1")).text


async def test_another_day_is_a_change(site: Site) -> None:
    assert "триває збір" in (await site.sees("/initiatives/1")).text
    site.clock.jump(timedelta(days=61))
    await site.changes()
    assert "не зібрано досить" in (await site.sees("/initiatives/1")).text


async def test_what_changed_while_it_was_made_is_not_kept() -> None:
    shelf = Shelf()

    async def made() -> str:
        shelf.clear()
        return "old"

    assert await shelf.get("page", made) == "old"
    assert shelf.peek("page") is None


async def test_a_crowd_at_once_has_a_page_made_once() -> None:
    shelf, times = Shelf(), 0

    async def made() -> str:
        nonlocal times
        times += 1
        await asyncio.sleep(0)
        return "page"

    await asyncio.gather(*(shelf.get("page", made) for _ in range(50)))
    assert times == 1


async def test_the_shelf_has_an_end(site: Site) -> None:
    shelf = Shelf(room=3)
    for n in range(9):
        await shelf.get(n, lambda n=n: asyncio.sleep(0, f"page {n}"))
    assert len(shelf) == 3
    assert shelf.peek(8) == "page 8"


async def test_parameters_that_a_page_does_not_take_make_no_other_page(site: Site) -> None:
    await site.sees("/initiatives")
    kept = len(site.room.shelf)
    await site.sees("/initiatives?utm_source=x&anything=1")
    assert len(site.room.shelf) == kept


async def test_invented_addresses_take_no_room(site: Site) -> None:
    await site.sees("/initiatives")
    kept = len(site.room.shelf)
    for path in ("/initiatives/99", "/initiatives/100/proof", "/nothing", "/initiatives/1/log"):
        assert (await site.sees(path)).status == 404
    assert len(site.room.shelf) == kept


async def test_the_browser_has_the_page_already(site: Site) -> None:
    first = await site.sees("/initiatives")
    again = await site.sees("/initiatives", If_None_Match=first.headers["ETag"])
    assert (again.status, again.text) == (304, "")
    assert first.headers["Cache-Control"] == "public, max-age=10"


async def test_it_travels_packed(site: Site) -> None:
    plain = await site.sees("/initiatives", Accept_Encoding="identity")
    packed = await site.sees("/initiatives", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/robots.txt"])
async def test_the_headers_are_careful_and_there_is_no_cookie(site: Site, path: str) -> None:
    headers = (await site.sees(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Set-Cookie" not in headers


async def test_no_script_may_run_and_nobody_may_frame_it(site: Site) -> None:
    page = await site.sees("/initiatives/1")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert "<script" not in page.text
    assert "style=" not in page.text


async def test_where_there_is_no_https_it_is_not_demanded(tmp_path: Path) -> None:
    async with a_site(tmp_path, community(), "http://localhost:8080") as site:
        assert "Strict-Transport-Security" not in (await site.sees("/")).headers


async def test_the_style_is_kept_for_a_year(site: Site) -> None:
    style = await site.sees(site.room.style)
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in style.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accepts", "query", "language"),
    [
        ("uk,en;q=0.5", "", "uk"),
        ("en-GB,en;q=0.9,uk;q=0.1", "", "en"),
        ("pl,en;q=0.9", "", "uk"),
        ("", "", "uk"),
        ("uk", "?lang=en", "en"),
        ("en", "?lang=uk", "uk"),
        ("en", "?lang=xx", "en"),
    ],
)
async def test_the_language_is_the_readers(site: Site, accepts: str, query: str, language: str) -> None:
    page = await site.sees(f"/initiatives{query}", Accept_Language=accepts)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Content-Language"] == language


async def test_a_chosen_language_stays_on_the_next_page(site: Site) -> None:
    page = await site.sees("/initiatives?lang=en")
    assert 'href="/initiatives/1?lang=en"' in page.text
    assert 'href="/initiatives?lang=uk"' in page.text


async def test_who_floods_is_told_to_wait(site: Site) -> None:
    site.room.limit = Limit(rate=0.001, burst=3)
    answers = [await site.sees("/initiatives") for _ in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert "Зачекайте хвилину" in answers[-1].text
    assert answers[-1].headers["Retry-After"] == "60"


def test_a_bucket_fills_again_and_belongs_to_one_address() -> None:
    limit = Limit(rate=1, burst=2)
    assert [limit.allows("a", 0), limit.allows("a", 0), limit.allows("a", 0)] == [True, True, False]
    assert limit.allows("b", 0)
    assert limit.allows("a", 1)


@pytest.mark.parametrize(
    ("remote", "forwarded", "who"),
    [
        ("94.45.1.9", "", "94.45.1.9"),
        ("94.45.1.9", "91.198.1.1", "94.45.1.9"),
        ("172.18.0.2", "91.198.1.1", "91.198.1.1"),
        ("172.18.0.2", "10.0.0.1, 91.198.1.1", "91.198.1.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("2a02:2f0f:1:2:3:4:5:6", "", "2a02:2f0f:1:2::"),
    ],
)
def test_only_a_proxy_of_ones_own_is_believed(remote: str, forwarded: str, who: str) -> None:
    assert place(remote, forwarded) == who
