"""What councils write into tables comes back as the programme that it was: every number, title, body and year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bot.documents.tables import cells, headers, template
from bot.documents.tables.grids import Cell
from bot.documents.tables.programme import Fresh, Imported, imported
from council import programme_content
from council.phrases import DomainError
from council.programme import Measure, Planned, Programme
from council.programme_changes import changes
from tests.bot import papers
from tests.bot.papers import LOOKS, MOHYLIV, Look

CONTENT = Path(__file__).resolve().parents[2] / "content"
PROGRAMMES = {
    programme.id: programme
    for folder in ("koriukivka", "muzykivka", "mohyliv-podilskyi")
    for programme in programme_content.load(CONTENT / folder)
}
KNOWN = headers.words()
WRITERS = {"xlsx": papers.xlsx, "docx": papers.docx}


@pytest.fixture(params=PROGRAMMES)
def programme(request: pytest.FixtureRequest) -> Programme:
    return PROGRAMMES[request.param]


@pytest.fixture(params=WRITERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def drawn(folder: Path, kind: str, programme: Programme, look: Look, above: str = "") -> Path:
    return WRITERS[kind](folder / f"plan.{kind}", papers.table(programme, look), above or programme.passport.title)


def anew(file: Path, programme: Programme) -> Imported:
    """Read as a document that nobody knows yet."""
    return imported(file, KNOWN, fresh=Fresh(prefix=programme.passport.prefix, years=tuple(programme.years)))


def fields(look: Look) -> Sequence[str]:
    return [name for name in look.columns if name not in {"code", "years", "total", "schedule", "funding_sources"}]


def same_sums(read: Measure, known: Measure, programme: Programme) -> bool:
    """All cells of money; an amount that the document garbled is unsaid until somebody makes sense of it."""
    if known.budget.inferred:
        return read.budget.total is None
    return read.budget.total == known.budget.total and all(
        read.budget.of(year) == known.budget.of(year) for year in programme.years
    )


def same_term(read: Measure, known: Measure) -> bool:
    return known.budget.inferred or read.schedule == known.schedule


def test_a_table_of_the_version_in_force_changes_nothing(tmp_path: Path, kind: str, programme: Programme) -> None:
    file = drawn(tmp_path, kind, programme, LOOKS[programme.id])
    result = imported(file, KNOWN, list(PROGRAMMES.values()))
    assert result.base is programme
    assert changes(programme, result.programme) == []
    assert result.programme == programme


def test_every_word_and_number_of_an_unknown_table_arrives(tmp_path: Path, kind: str, programme: Programme) -> None:
    look = LOOKS[programme.id]
    read = anew(drawn(tmp_path, kind, programme, look), programme).programme
    assert [measure.title for measure in read.measures] == [measure.title for measure in programme.measures]
    for new, known in zip(read.measures, programme.measures, strict=True):
        for name in fields(look):
            assert getattr(new, name) == getattr(known, name), (known.code, name)
        assert same_sums(new, known, programme), known.code
        assert same_term(new, known), known.code
        assert new.funding_sources == known.funding_sources
        assert (new.id, new.operational_goal) == (known.id, known.operational_goal)
        assert new.code == known.code


def outline(programme: Programme) -> Iterator[tuple[object, ...]]:
    for goal, inner in programme.operational_goals():
        yield goal.code, goal.title, inner.code, inner.title, inner.measures


def test_the_goals_stand_in_their_order(tmp_path: Path, kind: str, programme: Programme) -> None:
    read = anew(drawn(tmp_path, kind, programme, LOOKS[programme.id]), programme).programme
    told, known = list(outline(read)), list(outline(programme))
    assert told == known


def spaced(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", " ")


HABITS = {
    "spaces between thousands": replace(MOHYLIV, number=lambda n: f"{n:,.1f}".replace(",", "\xa0").replace(".", ",")),
    "points for commas": replace(MOHYLIV, number=lambda n: f"{n:.2f}"),
    "numbers of the workbook": replace(MOHYLIV, typed=True),
    "hryvnias": replace(MOHYLIV, hryvnias=True, money="Кошти, грн", number=spaced),
    "unit in the cell": replace(MOHYLIV, number=lambda n: f"{n} тис.грн.", money="Обсяги фінансування"),
    "unit glued together": replace(MOHYLIV, money="Обсяг фінансування (тис.грн.), у тому числі за роками:"),
    "years with words": replace(MOHYLIV, years="{year} рік", total="Разом за період"),
    "years «р.»": replace(MOHYLIV, years="на {year} р.", total="Усього"),
    "goals without words": replace(MOHYLIV, goals="numbers"),
    "priorities and tasks": replace(MOHYLIV, goals="priorities"),
    "no goals' sums": replace(MOHYLIV, sums=False, numbers=False),
    "three pages": replace(MOHYLIV, pages=3),
    "seven pages": replace(MOHYLIV, pages=7, sums=False),
    "codes missing": replace(MOHYLIV, codes="none"),
    "code before the title": replace(MOHYLIV, codes="title", columns=tuple(c for c in MOHYLIV.columns if c != "code")),
    "no column of sums": replace(MOHYLIV, columns=tuple(c for c in MOHYLIV.columns if c != "total"), sums=False),
    "other words": replace(
        MOHYLIV,
        headings={
            "code": "№з/п",
            "title": "Найменування заходів Програми",
            "description": "Короткий зміст",
            "indicators": "Показники результативності",
            "responsible_bodies": "Виконавці",
            "funding_sources": "Джерело фінансування",
        },
    ),
    "latin letters in the header": replace(
        MOHYLIV, headings={"title": "Haзвa зaхoду", "responsible_bodies": "Bикoнaвeць", "description": "Oпиc"}
    ),
}


@pytest.mark.parametrize("habit", HABITS)
def test_the_habits_of_who_typed_it_change_nothing(tmp_path: Path, habit: str) -> None:
    kind = "xlsx" if HABITS[habit].typed or len(habit) % 2 else "docx"
    programme, look = PROGRAMMES["mohyliv-podilskyi-2023-2025"], HABITS[habit]
    read = anew(drawn(tmp_path, kind, programme, look), programme).programme
    assert [measure.title for measure in read.measures] == [measure.title for measure in programme.measures]
    for new, known in zip(read.measures, programme.measures, strict=True):
        assert new.code == known.code
        assert new.description == known.description
        assert new.responsible_bodies == known.responsible_bodies
        assert new.operational_goal == known.operational_goal
        if "total" in look.columns:
            assert same_sums(new, known, programme), (known.code, new.budget)
        else:
            assert known.budget.inferred or new.budget.by_year == known.budget.by_year


@pytest.mark.parametrize("seed", range(3))
def test_columns_stand_in_any_order(tmp_path: Path, programme: Programme, seed: int) -> None:
    kind = list(WRITERS)[seed % 2]
    look = papers.shuffled(LOOKS[programme.id], Random(seed))
    result = imported(drawn(tmp_path, kind, programme, look), KNOWN, list(PROGRAMMES.values()))
    assert result.programme == programme
    assert not [doubt for doubt in result.doubts if "column" in doubt.said.msgid]


def test_a_changed_sum_is_the_only_change(tmp_path: Path, kind: str) -> None:
    programme = PROGRAMMES["mohyliv-podilskyi-2023-2025"]
    measure = programme.by_code("1.1.4")
    budget = measure.budget.model_copy(update={"by_year": {**measure.budget.by_year, 2024: papers_money("250")}})
    other = papers_with(programme, measure.model_copy(update={"budget": budget}))
    result = imported(drawn(tmp_path, kind, other, MOHYLIV), KNOWN, [programme])
    [change] = changes(programme, result.programme)
    assert change.key == measure.id
    assert [(field.field, str(field.new)) for field in change.fields if "by_year" in field.field]
    assert any("years add up" in doubt.said.msgid for doubt in result.doubts)


def papers_money(amount: str) -> object:
    from council.programme import Money, Planned

    return Money(kind=Planned.AMOUNT, amount=Decimal(amount))


def papers_with(programme: Programme, measure: Measure) -> Programme:
    parts = {name: getattr(programme, name) for name in type(programme).model_fields}
    measures = tuple(measure if one.id == measure.id else one for one in programme.measures)
    return Programme.model_validate({**parts, "measures": measures})


def test_the_template_reads_as_its_own_examples(tmp_path: Path) -> None:
    template.write(tmp_path / "зразок.xlsx", 2027)
    result = imported(tmp_path / "зразок.xlsx", KNOWN, fresh=Fresh())
    first, free, last = result.programme.measures
    assert result.doubts == []
    assert (first.budget.of(2027).amount, first.budget.total) == (Decimal("120.5"), Decimal("280.5"))
    assert [free.budget.of(year).kind for year in range(2027, 2030)] == [
        Planned.WITHOUT_FUNDING,
        Planned.WITHOUT_FUNDING,
        Planned.NOT_PLANNED,
    ]
    assert last.budget.of(2028).kind is Planned.NOT_STATED
    assert [one.target_mode.value for one in result.programme.indicators] == ["increment", "increment", "milestone"]
    assert result.programme.indicator("1").measure_refs == ("1.1.1",)


def test_a_file_without_measures_is_refused_with_a_way_on(tmp_path: Path) -> None:
    file = papers.xlsx(tmp_path / "x.xlsx", [[[papers.Cell("Список"), papers.Cell("Телефон")]]])
    with pytest.raises(DomainError, match="No table of measures"):
        imported(file, KNOWN)


def test_an_old_word_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=r"\.xlsx or \.docx"):
        imported(tmp_path / "план.doc", KNOWN)


@pytest.mark.parametrize(
    ("printed", "kind", "amount"),
    [
        ("", Planned.NOT_STATED, None),
        ("+", Planned.WITHOUT_FUNDING, None),
        ("–", Planned.NOT_PLANNED, None),
        ("0", Planned.AMOUNT, "0"),
        ("1 250,5", Planned.AMOUNT, "1250.5"),
        ("1\xa0250.50", Planned.AMOUNT, "1250.5"),
        ("12.500.000", Planned.AMOUNT, "12500000"),
        ("1 200 тис. грн", Planned.AMOUNT, "1200"),
        ("1200 грн", Planned.AMOUNT, "1.2"),
        ("1,5 млн грн", Planned.AMOUNT, "1500"),
        ("Не потребує фінансування", Planned.WITHOUT_FUNDING, None),
        ("в межах бюджету", Planned.NOT_STATED, None),
    ],
)
def test_four_kinds_of_money_stay_four(printed: str, kind: Planned, amount: str | None) -> None:
    money = cells.money(Cell(" ".join(printed.split()))).money
    assert (money.kind, money.amount) == (kind, Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("words", "kind", "start", "day"),
    [
        ("до 2024 року", "deadline", None, "2024-12-31"),
        ("До 22 року", "deadline", None, "2022-12-31"),
        ("Постійно", "continuous", None, "None"),
        ("протягом 2023–2025 років", "by_year", 2023, "2025-12-31"),
        ("ІІ квартал 2024 року", "deadline", 2024, "2024-06-30"),
        ("до 01.09.2025", "deadline", None, "2025-09-01"),
        ("31 грудня 2026 року", "deadline", None, "2026-12-31"),
        ("щороку", "annually", None, "None"),
        ("за потреби", "not_stated", None, "None"),
    ],
)
def test_terms_are_read_as_councils_write_them(words: str, kind: str, start: int | None, day: str) -> None:
    term = cells.term(words)
    assert (term.type, term.start, str(term.day)) == (kind, start, day)


def test_sources_below_each_other_are_one_measure_in_the_states_usual_form(tmp_path: Path) -> None:
    """The form of most regional programmes: directions beside measures, each source of money in a row of its own."""

    def high(*texts: str) -> list[papers.Cell | None]:
        return [papers.Cell(text, high=2) for text in texts]

    headings = ("№ з/п", "Назва напряму діяльності (пріоритетні завдання)", "Перелік заходів програми", "Виконавці")
    top = [*high(*headings, "Джерела фінансування"), papers.Cell("Обсяги фінансування, тис. грн", wide=2), None]
    years: list[papers.Cell | None] = [*[None] * 5, papers.Cell("2026"), papers.Cell("2027")]
    merged = high("1", "Цифрова освіта", "Навчання вчителів", "Управління освіти")
    local: list[papers.Cell | None] = [*merged, *map(papers.Cell, ("Місцевий бюджет", "100,0", "50,0"))]
    regional: list[papers.Cell | None] = [*[None] * 4, *map(papers.Cell, ("Обласний бюджет", "10,0", "-"))]
    file = papers.xlsx(tmp_path / "x.xlsx", [[top, years, local, regional]], "Програма на 2026–2027 роки")
    [measure] = imported(file, KNOWN, fresh=Fresh()).programme.measures
    assert measure.title == "Навчання вчителів"
    assert measure.funding_sources == ("Місцевий бюджет", "Обласний бюджет")
    assert [str(measure.budget.of(year).amount) for year in (2026, 2027)] == ["110", "50"]
