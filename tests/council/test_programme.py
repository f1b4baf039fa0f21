"""The three programmes that ship load whole, and every kind of cell stays what the document says."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from council.programme import Planned, Programme
from council.programme_content import load
from council.programme_parts import Money
from council.typical_form import typical_form

CONTENT = Path(__file__).resolve().parents[2] / "content"


def the_programme(community: str) -> Programme:
    (only,) = load(CONTENT / community)
    return only


@pytest.mark.parametrize(
    ("community", "measures", "indicators"),
    [("koriukivka", 10, 16), ("mohyliv-podilskyi", 23, 22), ("muzykivka", 21, 19)],
)
def test_a_programme_loads_whole(community: str, measures: int, indicators: int) -> None:
    programme = the_programme(community)
    assert (len(programme.measures), len(programme.indicators)) == (measures, indicators)
    assert [programme.goals_of(measure)[1].code for measure in programme.measures] == [
        measure.operational_goal for measure in programme.measures
    ]


def test_the_money_of_mohyliv_podilskyi_adds_up_to_its_passport() -> None:
    programme = the_programme("mohyliv-podilskyi")
    assert [programme.total(year) for year in programme.years] == [315, 10525, 10815]
    assert programme.total() == 21655
    assert [measure.id for measure in programme.measures if measure.budget.inferred] == ["mop-m05"]


@pytest.mark.parametrize(
    ("cell", "kind", "amount"),
    [
        (None, Planned.NOT_STATED, None),
        ("-", Planned.NOT_PLANNED, None),
        ("planned_without_funding", Planned.WITHOUT_FUNDING, None),
        ("0", Planned.AMOUNT, Decimal(0)),
        ("100.5", Planned.AMOUNT, Decimal("100.5")),
    ],
)
def test_the_four_kinds_of_a_cell_stay_four(cell: str | None, kind: Planned, amount: Decimal | None) -> None:
    money = Money.model_validate(cell)
    assert (money.kind, money.amount) == (kind, amount)
    assert money.model_dump(mode="json") == cell


@pytest.mark.parametrize("cell", ["багато", "-5", "1,5", "NaN", ["1"]])
def test_what_is_no_sum_is_refused(cell: object) -> None:
    with pytest.raises(ValidationError, match="no sum in thousand"):
        Money.model_validate(cell)


def test_a_programme_survives_being_written_down() -> None:
    programme = the_programme("mohyliv-podilskyi")
    written = programme.model_dump_json(by_alias=True, exclude_defaults=True)
    assert Programme.model_validate_json(written) == programme


def test_the_states_form_has_its_calendar() -> None:
    quarters = typical_form().duty("quarterly-progress").deadlines
    assert [str(date.of(2026)) for date in quarters] == ["2026-04-05", "2026-07-05", "2026-10-05", "2027-01-05"]
