"""Every number on the cards equals the file's: all measures and indicators of all three programmes, read anew here."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from council import plain
from council.community import load as load_community
from council.measures import Ledger, ledger
from council.pages import pages
from council.programme import Programme
from council.programme_content import load
from handlers.house import House
from handlers.residents import indicator_card, measure_card, programme_overview
from handlers.residents import programme_lists as lists
from handlers.texts import KYIV, Catalogues
from handlers.texts import plain as tagless

CONTENT = Path(__file__).resolve().parents[2] / "content"
COMMUNITIES = ("koriukivka", "mohyliv-podilskyi", "muzykivka")
TEXTS = Catalogues()
TODAY = date(2026, 11, 23)
NOT_SAID = {"uk": "у документі не сказано", "en": "the document does not say"}
CELLS = {
    "uk": {None: NOT_SAID["uk"], "-": "не заплановано", "planned_without_funding": "заплановано, без грошей"},
    "en": {None: NOT_SAID["en"], "-": "not planned", "planned_without_funding": "planned, without money"},
}
MONEY = {"uk": "{} тис. грн", "en": "{} thousand UAH"}


@cache
def the_book(community: str) -> Ledger:
    (programme,) = load(CONTENT / community)
    return ledger(programme, (), TODAY, TODAY)


@cache
def the_house(community: str) -> House:
    programmes = load(CONTENT / community)
    sentences = plain.load(CONTENT / community, programmes)
    return House(load_community(CONTENT / community), TEXTS, frozenset(), None, "bot", KYIV, plain=sentences)


@cache
def the_file(community: str) -> Any:
    """The file as another program reads it."""
    (file,) = [path for path in (CONTENT / community / "programmes").glob("*.yaml") if path.name != "plain.yaml"]
    return yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def digits(number: float | int, locale: str) -> str:
    """«8 100», «17,5»: written here without the house's own helper."""
    whole, _point, rest = f"{number:,}".partition(".")
    rest = rest.rstrip("0")
    grouped = whole.replace(",", " " if locale == "uk" else ",")
    return f"{grouped}{',' if locale == 'uk' else '.'}{rest}" if rest else grouped


def words(cell: Any, locale: str) -> str:
    return MONEY[locale].format(digits(cell, locale)) if isinstance(cell, int | float) else CELLS[locale][cell]


def without_tags(text: str) -> str:
    """As it is read: without markup, and with ordinary spaces inside of numbers."""
    return tagless(text).replace("\u00a0", " ")


def lines_of(parts: Any) -> list[str]:
    return without_tags("\n".join(parts)).splitlines()


@pytest.mark.parametrize("locale", ["uk", "en"])
@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_sum_on_every_card_is_the_files(community: str, locale: str) -> None:
    book, house = the_book(community), the_house(community)
    with TEXTS.speaking(locale):
        for row in the_file(community)["measures"]:
            said = lines_of(measure_card.shown(house, book, book.programme.measure(row["id"])))
            budget = row["budget"]
            if budget["total"] is None and not budget.get("source_cells"):
                assert {"uk": "Документ не називає суми.", "en": "The document names no sum."}[locale] in said
                assert not any("тис. грн" in line or "thousand UAH" in line for line in said)
            else:
                years = [f"{year}: {words(cell, locale)}" for year, cell in budget["by_year"].items()]
                assert [line for line in said if line in years] == years
            if budget["total"]:
                assert {"uk": "Разом: ", "en": "In all: "}[locale] + words(budget["total"], locale) in said


@pytest.mark.parametrize("locale", ["uk", "en"])
@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_value_of_every_indicator_is_the_files(community: str, locale: str) -> None:
    book = the_book(community)
    with TEXTS.speaking(locale):
        for row in the_file(community)["indicators"]:
            said = lines_of(indicator_card.shown(book, book.programme.indicator(row["code"])))
            start = said[said.index({"uk": "На початку", "en": "At the start"}[locale]) + 1]
            assert number_in(row["baseline"], locale, row, "baseline").casefold() in start.casefold()
            for year, target in row["targets"].items():
                if target is not None:
                    (line,) = [line for line in said if line.startswith(f"{year}: ")]
                    assert number_in(target, locale, row, str(year)) in line
            if row["final_value"] is not None:
                end = {"uk": "У кінці: ", "en": "At the end: "}[locale]
                (line,) = [line for line in said if line.startswith(end)]
                assert number_in(row["final_value"], locale, row, "") in line


def number_in(value: Any, locale: str, row: Any, cell: str) -> str:
    if value is None:
        return NOT_SAID[locale]
    if isinstance(value, str):
        return {"так": "yes", "ні": "no"}[value] if locale == "en" else value
    if row["value_type"] == "boolean":
        return str({str(key): text for key, text in row["source_cells"].items()}[cell])
    return digits(value, locale)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_step_and_official_word_is_there(community: str) -> None:
    book, house = the_book(community), the_house(community)
    with TEXTS.speaking("uk"):
        for row in the_file(community)["measures"]:
            measure = book.programme.measure(row["id"])
            card = without_tags("\n".join(measure_card.shown(house, book, measure)))
            official = without_tags(measure_card.official(book, measure))
            assert row["title"] in card
            assert all(f"{step['number']}. {step['text']}" in card for step in row["steps"])
            for text in (row["title"], row["description"] or "", *row["expected_results"], *row["indicators"]):
                assert text in official


def test_the_money_of_mohyliv_is_shown_as_it_adds_up() -> None:
    book, house = the_book("mohyliv-podilskyi"), the_house("mohyliv-podilskyi")
    with TEXTS.speaking("uk"):
        said = without_tags("\n".join(programme_overview.cost(house, book)))
    planned = {2023: "315", 2024: "10 525", 2025: "10 815"}
    for year, amount in planned.items():
        assert f"{year}: за планом {amount} тис. грн; витрачено: звіту ще немає" in said
    assert "Разом: за планом 21 655 тис. грн" in said
    assert "37 гривень — 1.1.5 План розвитку території" in said
    assert "Завдань за паспортом програми — 21, а в плані — 23." in said


def test_the_inferred_sum_says_what_is_printed_and_who_worked_it_out() -> None:
    book, house = the_book("mohyliv-podilskyi"), the_house("mohyliv-podilskyi")
    with TEXTS.speaking("uk"):
        cards = {
            measure.id: without_tags("\n".join(measure_card.shown(house, book, measure)))
            for measure in book.programme.measures
        }
    note = "У документі надруковано «$100,0». Суму 8 100 тис. грн ми вивели з підсумків."
    assert [measure for measure, card in cards.items() if note in card] == ["mop-m05"]


def test_a_total_that_is_no_sum_is_shown_as_printed() -> None:
    book, house = the_book("mohyliv-podilskyi"), the_house("mohyliv-podilskyi")
    with TEXTS.speaking("uk"):
        card = measure_card.shown(house, book, book.programme.measure("mop-m16"))
    assert any("Разом: «1 (від бюджету громади)»" in part for part in card)


def test_gains_and_levels_are_told_apart() -> None:
    mohyliv, muzykivka = the_book("mohyliv-podilskyi"), the_book("muzykivka")
    with TEXTS.speaking("uk"):
        gains = lines_of(indicator_card.shown(mohyliv, mohyliv.programme.indicator("I-05")))
        level = lines_of(indicator_card.shown(muzykivka, muzykivka.programme.indicator("IV.II.1-r1")))
    assert "2024: додати 13,7 %, разом 80 %" in gains
    assert "2022: понад 2 000 осіб" in level


def longest(programme: Programme) -> Programme:
    """The same programme, if its authors had written five times as much."""
    measures = tuple(
        one.model_copy(update={"title": f"{one.title} " * 5, "description": f"{one.description} " * 9})
        for one in programme.measures
    )
    goals = tuple(goal.model_copy(update={"title": f"{goal.title} " * 9}) for goal in programme.goals)
    indicators = tuple(one.model_copy(update={"name": f"{one.name} " * 5}) for one in programme.indicators)
    return programme.model_copy(update={"measures": measures, "goals": goals, "indicators": indicators})


@pytest.mark.parametrize("locale", ["uk", "en"])
@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_longest_titles_fit_telegram(community: str, locale: str) -> None:
    house = the_house(community)
    bare = House(house.community, TEXTS, frozenset(), None, "bot", KYIV)
    book = ledger(longest(the_book(community).programme), (), TODAY, TODAY)
    with TEXTS.speaking(locale):
        texts = ["\n\n".join(measure_card.shown(house, book, one)) for one in book.programme.measures]
        texts += [measure_card.official(book, one) for one in book.programme.measures]
        texts += ["\n\n".join(indicator_card.shown(book, one)) for one in book.programme.indicators]
        texts += [programme_overview.passport(house, book), programme_overview.promised(book)]
        parts = [part for text in texts for part in pages(text)]
        screens = [lists.listed(bare, book, "<b>Список</b>", book.programme.measures, page) for page in range(3)]
    assert max(map(len, parts)) <= 4096
    assert all(part.count("<b>") == part.count("</b>") for part in parts)
    assert max(len(screen.text) for screen in screens) <= 4096
    assert all(len(button.text) <= 64 for screen in screens for row in screen.rows for button in row)
