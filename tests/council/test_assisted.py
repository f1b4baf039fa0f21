"""Who may write down an appeal for another, within which scope, and what the case keeps of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council import assisted, assisted_form, forms
from council.appeals import Kind, Receipt
from council.forms import Form
from council.people import Officer, Role
from council.phrases import DomainError
from council.submitting import Submitted
from storage.desk import Desk
from tests.council.desk import EXECUTOR, KORIUKIVKA, NOW, REGISTRAR, answers_for, officer

TODAY = date(2026, 11, 23)
ASKED = assisted_form.build(KORIUKIVKA, TODAY)
STAROSTA = officer(903, (Role.STAROSTA, "naumivskyi"))


async def entered(
    desk: Desk, kind: Kind = Kind.APPLICATION, by: Officer = REGISTRAR, key: str = "1f", **changed: object
) -> Submitted:
    told = {"receipt": "phone", "notice": "read"} | answers_for(kind) | changed
    filling = forms.begin(ASKED, key, told)
    return await assisted.enter(desk, KORIUKIVKA, ASKED, filling, by, "digest", NOW)


def options(form: Form, name: str) -> set[str]:
    step = form.step(name)
    assert step is not None
    return {option.code for option in step.options}


@pytest.mark.parametrize("kind", Kind)
async def test_the_case_says_how_it_came_and_who_wrote_it_down(desk: Desk, kind: Kind) -> None:
    case = (await entered(desk, kind)).appeal
    kept = (await desk.appeals.get(case.id)).submission.entered
    assert kept is not None
    assert (kept.receipt, kept.position, kept.day) == (Receipt.PHONE, "Посада", TODAY)
    assert not (await desk.residents.get(case.resident)).has_telegram


async def test_the_same_form_again_is_the_same_case_of_the_same_person(desk: Desk) -> None:
    first, again = await entered(desk), await entered(desk)
    assert first.appeal.id == again.appeal.id
    assert (await desk.appeals.get(again.appeal.id)).resident == first.appeal.resident


async def test_the_term_runs_from_the_day_on_which_the_paper_came(desk: Desk) -> None:
    came = TODAY - timedelta(days=3)
    case = await entered(desk, receipt="desk", came=came.isoformat())
    assert KORIUKIVKA.local(case.appeal.received_at).date() == came
    assert case.due.day == date(2026, 12, 20)


async def test_what_was_read_out_is_a_line_of_history_and_a_letter_has_none(desk: Desk) -> None:
    told = await desk.appeals.history((await entered(desk)).appeal.id)
    [line] = [one for one in told if one.key == assisted.ENTERED]
    assert line.details is not None
    assert line.details["digest"] == "digest"
    by_post = await entered(desk, key="2f", receipt="post", came=TODAY.isoformat(), notice=None)
    [line] = [one for one in await desk.appeals.history(by_post.appeal.id) if one.key == assisted.ENTERED]
    assert line.details == {"receipt": "post", "day": "2026-11-23"}


async def test_a_problem_with_a_name_is_answered_by_the_way_that_was_named(desk: Desk) -> None:
    case = (await entered(desk, Kind.PROBLEM_REPORT)).appeal
    applicant = case.submission.applicant
    assert applicant is not None
    assert applicant.contact == "olena@example.com"
    assert case.district == "budianskyi"


async def test_a_complaint_is_not_written_down_by_whom_it_is_about(desk: Desk) -> None:
    grant = replace(REGISTRAR.grants[0], position="Начальник ЖЕКу")
    with pytest.raises(DomainError, match="Ask a colleague"):
        await entered(desk, Kind.COMPLAINT, Officer(REGISTRAR.telegram_id, (grant,)))


@pytest.mark.parametrize("role", Role)
async def test_only_who_works_on_cases_writes_down(desk: Desk, role: Role) -> None:
    by = officer(904, (role, ""))
    if role in {Role.REGISTRAR, Role.HEAD, Role.EXECUTOR, Role.STAROSTA, Role.ENTERPRISE}:
        assert (await entered(desk, by=by)).appeal.number
    else:
        with pytest.raises(DomainError, match="written down by colleagues"):
            await entered(desk, by=by)


def test_a_starosta_of_one_district_is_not_asked_for_it_and_of_two_chooses_one() -> None:
    one = assisted.scope_of(STAROSTA, KORIUKIVKA)
    assert one["district"] == one["problem_district"] == "naumivskyi"
    two = assisted.scope_of(officer(905, (Role.STAROSTA, "naumivskyi"), (Role.STAROSTA, "misto")), KORIUKIVKA)
    assert "district" not in two
    assert options(assisted_form.shaped(ASKED, two), "district") == {"naumivskyi", "misto"}


def test_an_enterprise_writes_down_what_is_its_own_and_the_council_everything() -> None:
    lights = assisted.scope_of(officer(906, (Role.ENTERPRISE, "lighting")), KORIUKIVKA)
    assert options(assisted_form.shaped(ASKED, lights), "category") == {"lighting"}
    for whole in (REGISTRAR, EXECUTOR):
        assert assisted.scope_of(whole, KORIUKIVKA) == {}
        assert assisted_form.shaped(ASKED, {}) == ASKED
