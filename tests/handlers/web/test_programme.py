"""The programme on the council's pages: every measure with the card's own words, and open data beside it."""

import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from council.accepting import accept, publish, submit
from council.community import load as community_of
from council.people import Officer, Role, RoleGrant, TelegramId
from council.periods import Period
from council.programme_content import load
from council.progress import Report, ReportId, ReportState, Spent, Stage, Told
from council.revising import synchronise
from tests.council.desk import CONTENT, NOW
from tests.handlers.web.site import Site, a_site

LEAD = Officer(TelegramId(7), (RoleGrant(1, TelegramId(7), Role.PROGRAMME_LEAD, "", "заступник", TelegramId(1), NOW),))


@asynccontextmanager
async def site_of(folder: Path, name: str) -> AsyncIterator[Site]:
    async with a_site(folder, community_of(CONTENT / name)) as site:
        async with site.room.storage.unit() as desk:
            await synchronise(desk, load(CONTENT / name), datetime(2022, 1, 1, tzinfo=UTC))
        await site.changes()
        yield site


async def test_every_measure_stands_on_the_page_with_its_sums(tmp_path: Path) -> None:
    [plan] = load(CONTENT / "mohyliv-podilskyi")
    async with site_of(tmp_path, "mohyliv-podilskyi") as site:
        page = await site.sees("/programme")
        cards = [await site.sees(f"/programme/{plan.passport.prefix}/{one.id}") for one in plan.measures]
    assert page.says(
        "10\xa0525 тис. грн", "10\xa0815 тис. грн", "21\xa0655 тис. грн", "звіту ще немає", "Програму завершено"
    )
    for measure, card in zip(plan.measures, cards, strict=True):
        assert card.status == 200
        assert measure.id in page.text
        named = [money.amount for money in measure.budget.by_year.values() if money.amount]
        assert all(f"{amount:,.0f}".replace(",", "\xa0") + " тис. грн" in card.text for amount in named)


async def test_only_a_published_report_is_told_of(tmp_path: Path) -> None:
    [plan] = load(CONTENT / "mohyliv-podilskyi")
    measure = plan.measures[0]
    path = f"/programme/{plan.passport.prefix}/{measure.id}"
    async with site_of(tmp_path, "mohyliv-podilskyi") as site:
        async with site.room.storage.unit() as desk:
            told = Told(
                stage=Stage.UNDER_WAY, percent=40, spent=(Spent(year=2024, amount=Decimal("12.5")),), result="<b>Є"
            )
            report = Report(
                ReportId(0),
                plan.id,
                measure.id,
                Period(2024),
                ReportState.SUBMITTED,
                told,
                "",
                LEAD.telegram_id,
                "",
                "f",
                NOW,
            )
            stored = await submit(desk, report, LEAD, NOW)
            await accept(desk, stored.id, LEAD, NOW)
        await site.changes()
        before = await site.sees(path)
        async with site.room.storage.unit() as desk:
            await publish(desk, stored.id, LEAD, site.community.zone, NOW)
        await site.changes()
        after = await site.sees(path)
        under_way = await site.sees("/programme?state=under_way")
        rows = list(csv.DictReader(io.StringIO((await site.sees("/programme/measures.csv")).text.lstrip("\ufeff"))))
    assert "звіту ще немає" in before.text
    assert "12,5" not in before.text
    assert after.says("12,5 тис. грн", "40 %", "&lt;b&gt;Є")
    assert measure.id in under_way.text
    assert plan.measures[1].id not in under_way.text
    assert [row["spent"] for row in rows if row["measure"] == measure.id and row["year"] == "2024"] == ["12.5"]


async def test_open_data_in_json_and_what_its_fields_mean(tmp_path: Path) -> None:
    async with site_of(tmp_path, "koriukivka") as site:
        measures = json.loads((await site.sees("/programme/measures.json")).text)
        indicators = json.loads((await site.sees("/programme/indicators.json")).text)
        meanings = (await site.sees("/programme/codebook.csv")).text
    assert {row["measure"] for row in measures} == {
        one.id for [book] in [load(CONTENT / "koriukivka")] for one in book.measures
    }
    assert all(field in meanings for field in (*measures[0], *indicators[0]))


async def test_what_is_not_there_says_so_and_a_measure_may_lead_to_the_bot(tmp_path: Path) -> None:
    async with site_of(tmp_path, "muzykivka") as site:
        [book] = load(CONTENT / "muzykivka")
        first = book.measures[0]
        lost = [await site.sees(path) for path in ("/programme/xyz", f"/programme/{book.passport.prefix}/xyz-m01")]
        card = await site.sees(f"/programme/{book.passport.prefix}/{first.id}?lang=en")
    assert [page.status for page in lost] == [404, 404]
    assert card.says(f"https://t.me/hromada_bot?start=m_{first.id}", "The official text", "Money")


async def test_a_community_without_a_programme_says_that(tmp_path: Path) -> None:
    async with a_site(tmp_path, community_of(CONTENT / "koriukivka")) as site:
        assert (await site.sees("/programme")).says("Рада ще не виклала тут своєї програми")
