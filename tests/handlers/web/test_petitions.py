"""What everyone reads of petitions, in each mode; what is not public is not there."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from council import petition_chain, petitioning
from council.community import Community
from council.people import FullName
from council.petition_chain import START, Act
from council.petition_rules import Act as CouncilAct
from council.petition_rules import Ground, Mode
from council.petitions import Outcome, Petition
from handlers.spreadsheets import harmless
from handlers.web.petition_views import by_name
from storage.desk import Desk
from tests.council.petitions import DRAFT, HEAD, MODERATOR, community, considered, published, submitted, supported
from tests.handlers.web.site import Site, a_site, path_of

ACT = CouncilAct(
    title={"uk": "Рішення ради про петиції"}, number="12/34", date=date(2026, 3, 2), page="https://rada.example"
)


def binding(threshold: int = 3) -> Community:
    return community(Mode.BINDING, threshold, act=ACT)


async def with_one(site: Site, signatures: int = 0) -> Petition:
    async with site.room.storage.unit() as desk:
        petition = await published(desk, site.community)
        if signatures:
            petition = await supported(desk, site.community, petition, signatures, site.clock.now())
    await site.changes()
    return petition


async def test_a_binding_petition_with_its_signers(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        petition = await with_one(site, 2)
        page = await site.sees(path_of(site, petition))
    assert page.says("Петиція ПТ-2026-0001", "Лавки на автобусній зупинці", "Поставити дві лавки.")
    assert page.says("2 підписи з 3 потрібних", "Підписантка0 Олена", "23 листопада 2026", "Коваль Олена Іванівна")
    assert "olena@example.com" not in page.text


async def test_an_initiative_names_nobody_and_is_no_petition(tmp_path: Path) -> None:
    async with a_site(tmp_path, community()) as site:
        petition = await with_one(site, 2)
        home = path_of(site, petition)
        pages = [await site.sees(path) for path in ("/", "/initiatives", home, f"{home}/proof", "/initiatives/rules")]
    text = "".join(page.text for page in pages)
    assert "підтримали 2 людини" in text
    for word in ("етиці", "ідпис", "Коваль"):
        assert word not in text


async def test_an_external_petition_leads_to_where_it_is_signed(tmp_path: Path) -> None:
    async with a_site(tmp_path, community(Mode.EXTERNAL, page="https://petition.example")) as site:
        petition = await with_one(site, 2)
        page = await site.sees(path_of(site, petition))
    assert page.says("Підписати на офіційному сайті", "https://petition.example/1", "2 підписи", "23 листопада 2026")
    assert "Хто підписав" not in page.text


async def test_what_is_checked_or_refused_is_not_there(tmp_path: Path) -> None:
    async with a_site(tmp_path, community()) as site:
        async with site.room.storage.unit() as desk:
            waiting = await submitted(desk, site.community, "1")
            other = await submitted(desk, site.community, "2")
            await petitioning.refuse(desk, site.community, other, "order", "Бо так", MODERATOR, site.clock.now())
        await site.changes()
        assert (await site.sees(path_of(site, waiting))).status == 404
        assert (await site.sees(path_of(site, other))).status == 404
        assert "Ініціатив ще немає" in (await site.sees("/initiatives")).text


async def test_the_decision_and_its_reasons(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        async with site.room.storage.unit() as desk:
            petition = await considered(desk, site.community)
            now = site.clock.now()
            decided = await petitioning.decide(desk, petition, Outcome.PARTLY, HEAD, now)
            await petitioning.answer(desk, site.community, decided, "Одну лавку <поставимо> у травні.", HEAD, now)
        await site.changes()
        page = await site.sees(path_of(site, petition))
    assert page.says("Що відповіла рада", "Рішення: підтримано частково", "Одну лавку &lt;поставимо&gt; у травні.")
    assert page.says("Розгляд розпочато", "Відповідь дано")


async def test_what_people_wrote_is_never_markup(tmp_path: Path) -> None:
    async with a_site(tmp_path, community()) as site:
        async with site.room.storage.unit() as desk:
            petition = await published(desk, site.community)
            desk.petitions._db._connection.execute(
                "update petitions set title = '<script>alert(1)</script>', body = '\"><img src=x>'"
            )
        await site.changes()
        pages = [await site.sees(path) for path in ("/initiatives", path_of(site, petition))]
    assert not any("<script>alert" in page.text or "<img" in page.text for page in pages)
    assert "&lt;script&gt;" in pages[0].text


async def test_signers_stand_by_the_alphabet_and_pages(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding(900)) as site:
        petition = await with_one(site, 201)
        first = await site.sees(path_of(site, petition))
        second = await site.sees(f"{path_of(site, petition)}?page=2")
    assert first.says("Сторінка 1 з 2", 'rel="next"')
    assert first.text.count("<li>Підписантка") == 200
    assert second.text.count("<li>Підписантка") == 1
    assert 'start="201"' in second.text


def test_ukrainian_letters_have_their_places() -> None:
    names = ["Яремко", "Іваненко", "Ґалаґан", "Гук", "Єна", "Еней", "Жук", "Їжак", "Зима", "Коваль-Чуб", "Коваль"]
    expected = ["Гук", "Ґалаґан", "Еней", "Єна", "Жук", "Зима", "Іваненко", "Їжак", "Коваль", "Коваль-Чуб", "Яремко"]
    assert sorted(names, key=by_name) == expected


async def test_erased_names_leave_the_number(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        petition = await with_one(site, 2)
        site.clock.jump(timedelta(days=3 * 366))
        async with site.room.storage.unit() as desk:
            fresh = await desk.petitions.get(petition.id)
            assert await petitioning.forget(desk, site.community, fresh, site.clock.now())
        await site.changes()
        page = await site.sees(path_of(site, petition))
    assert "Кількість підписів лишилася: 2." in page.text
    assert "Підписантка" not in page.text
    assert "Коваль" not in page.text


# finding


async def several(site: Site) -> None:
    async with site.room.storage.unit() as desk:
        await _titled(desk, site, "Лавки біля школи", "a")
        await _titled(desk, site, "Ліхтар на вулиці Садовій", "b")
        site.clock.jump(timedelta(days=61))
        await _titled(desk, site, "Новий дитячий майданчик", "c")
    await site.changes()


async def _titled(desk: Desk, site: Site, title: str, key: str) -> None:
    author = await desk.residents.met(7001, site.clock.now())  # type: ignore[arg-type]
    draft = petitioning.Draft(key, title, "Бо треба", "Зробити", FullName(surname="Кіт", given="Ян"), "k@example.com")
    petition = await petitioning.submit(desk, site.community, draft, author, site.clock.now())
    await petitioning.publish(desk, site.community, petition, MODERATOR, site.clock.now())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Новий дитячий майданчик", "Ліхтар на вулиці Садовій", "Лавки біля школи"]),
        ("?q=лавка", ["Лавки біля школи"]),
        ("?q=ІН-2026-0002", ["Ліхтар на вулиці Садовій"]),
        ("?state=collecting", ["Новий дитячий майданчик"]),
        ("?state=over", ["Ліхтар на вулиці Садовій", "Лавки біля школи"]),
        ("?state=over&q=школа", ["Лавки біля школи"]),
        ("?state=answered", []),
        ("?q=дракон", []),
        ("?page=99", ["Новий дитячий майданчик", "Ліхтар на вулиці Садовій", "Лавки біля школи"]),
        ("?page=ⅷ&state=nonsense", ["Новий дитячий майданчик", "Ліхтар на вулиці Садовій", "Лавки біля школи"]),
    ],
)
async def test_the_list_is_found_by_words_and_state(tmp_path: Path, query: str, found: list[str]) -> None:
    async with a_site(tmp_path, community()) as site:
        await several(site)
        page = await site.sees(f"/initiatives{query}")
    titles = [line.split(">")[-3].split("<")[0] for line in page.text.splitlines() if line.startswith("<h2><a")]
    assert titles == found


async def test_the_rules_with_their_sources(tmp_path: Path) -> None:
    ground = Ground(code="private", title={"uk": "Лише приватний інтерес"}, clause="Положення, п. 4.2")
    here = binding(120).model_copy(update={"petitions": binding().petitions.model_copy(update={"grounds": (ground,)})})
    async with a_site(tmp_path, here) as site:
        page = await site.sees("/petitions/rules")
        english = await site.sees("/petitions/rules?lang=en")
    assert page.says("№ 12/34", "2 березня 2026", "120", "60 днів", "не довше ніж 3 місяці", "до 2 робочих днів")
    assert page.says("Лише приватний інтерес (Положення, п. 4.2)", "393/96-ВР, ст. 23-1", "Імена зберігаємо 3 роки")
    assert english.says("Signatures needed", "never longer than 3 months")


# for machines


async def test_the_feeds_say_what_the_pages_say(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        await with_one(site, 2)
        told = json.loads((await site.sees("/petitions.json")).text)["items"]
        table = list(csv.DictReader(io.StringIO((await site.sees("/petitions.csv")).text.lstrip("\ufeff"))))
        feed = ElementTree.fromstring((await site.sees("/petitions.atom")).text)
    assert (told[0]["number"], told[0]["count"], told[0]["state"]) == ("ПТ-2026-0001", 2, "collecting")
    assert told[0]["url"] == "https://rada.example/petitions/1"
    assert (table[0]["title"], table[0]["count"]) == (DRAFT.title, "2")
    titles = [found.text for found in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1] == DRAFT.title


@pytest.mark.parametrize("typed", ["=1+1", "+380", "-2", "@sum", "\tx", "  =cmd()"])
def test_a_spreadsheet_runs_nothing_that_people_typed(typed: str) -> None:
    assert harmless(typed) == f"'{typed}"
    assert harmless("Лавки = радість") == "Лавки = радість"


async def test_anyone_may_compute_the_head_from_the_public_log(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        petition = await with_one(site, 2)
        log = json.loads((await site.sees(f"{path_of(site, petition)}/log.json")).text)
        page = await site.sees(path_of(site, petition))
    before = START
    for one in log["links"]:
        content = {**{name: one[name] for name in ("seq", "act", "at", "content")}, "petition": log["petition"]}
        before = petition_chain.commitment(b"", {**content, "before": before})
        assert before == one["hash"]
    assert log["head"] == before
    assert before in page.text
    assert "Підписантка" not in json.dumps(log, ensure_ascii=False)


async def test_a_receipt_is_found_in_the_log(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        petition = await with_one(site, 1)
        async with site.room.storage.reading() as desk:
            (voice,) = await desk.petitions.voices(petition.id)
        found = await site.sees(f"{path_of(site, petition)}/proof?receipt={voice.commitment.upper()}")
        strange = await site.sees(f"{path_of(site, petition)}/proof?receipt={'0' * 64}")
    assert voice.act is Act.SIGNED
    assert "Є в журналі: рядок 2, 23 листопада 2026, 11:00. Враховано." in found.text
    assert "Такої квитанції в цьому журналі немає" in strange.text


async def test_old_addresses_lead_on_when_the_mode_has_changed(tmp_path: Path) -> None:
    async with a_site(tmp_path, binding()) as site:
        moved = await site.sees("/initiatives/7/proof")
    assert (moved.status, moved.headers["Location"]) == (301, "/petitions/7/proof")


async def test_where_nothing_is_taken_there_is_nothing(tmp_path: Path) -> None:
    async with a_site(tmp_path, community(enabled=False)) as site:
        assert (await site.sees("/initiatives")).status == 404
        assert "Ініціативи" not in (await site.sees("/")).text
