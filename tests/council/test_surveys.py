"""The end of a walk: the ledger, the urn, what is kept of a person, and the figures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council import own_results, results, scoring, surveys, urns
from council.appeals import State
from council.forms import Filling
from council.people import ResidentId, TelegramId
from council.phrases import DomainError
from council.profiles import Profile
from council.results import View, views_of_measure
from council.survey import Survey
from council.survey_form import build
from council.surveys import AlreadyAnswered
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, REGISTRAR, STRANGER, a_case, in_state
from tests.council.surveys import shipped, walked

LOCAL = NOW.astimezone(ZoneInfo("Europe/Kyiv"))
S15, S7, S9 = shipped()["s15"], shipped()["s7"], shipped()["s9"]
VERSION = 1


async def takes(
    desk: Desk,
    who: int,
    survey: Survey = S15,
    now: datetime = NOW,
    profile: Mapping[str, Any] | None = None,
    **answers: Any,
) -> surveys.Finished:
    """A person's whole walk; `profile` is what they tell about themselves, `_subject` what the survey is about."""
    person = await desk.residents.met(TelegramId(who), now)
    notes = {name: value for name, value in answers.items() if name.startswith("_")}
    begun, version = await surveys.begun(desk, survey, notes, f"{who:x}", person.id, KORIUKIVKA.local(now))
    known = await desk.surveys.profile(person.id) if begun.answers["_known_profile"] else None
    form = build(survey, version, KORIUKIVKA, known, begun.answers)
    told = {"p_about": "yes", **profile} if profile else {"p_about": "no"}
    filling = walked(form, **told, **answers)
    whole = Filling(
        form=form.name, version=version, key=begun.key, at="review", answers={**begun.answers, **filling.answers}
    )
    return await surveys.finish(desk, survey, KORIUKIVKA, form, whole, person, now)


async def test_who_has_answered_cannot_answer_again_in_this_wave(desk: Desk) -> None:
    await takes(desk, 1)
    with pytest.raises(AlreadyAnswered):
        await takes(desk, 1)
    assert (await desk.surveys.counts("s15", "2026"))["finished"] == 1
    await takes(desk, 1, now=NOW + timedelta(days=366))


async def test_answers_are_drawn_with_the_fifth_and_not_before(desk: Desk) -> None:
    for who in range(1, 5):
        await takes(desk, who, q1="2")
    assert await desk.surveys.drawn("s15") == []
    await takes(desk, 5, q1="1")
    kept = [sheet for _urn, sheet in await desk.surveys.drawn("s15")]
    assert sorted(sheet.answers["q1"] for sheet in kept) == ["1", "2", "2", "2", "2"]
    assert {sheet.week for sheet in kept} == {"2026-W48"}
    assert [sheet.id for sheet in kept] == sorted(sheet.id for sheet in kept)


MISTO = {
    "p_age": "60-74",
    "p_district": "misto",
    "p_settlement": None,
    "p_gender": None,
    "p_devices": [],
    "p_keep": "yes",
}


async def test_five_of_one_age_and_district_are_told_together(desk: Desk) -> None:
    for who in range(1, 6):
        await takes(desk, who, profile=MISTO)
    assert [sheet.traits for _urn, sheet in await desk.surveys.drawn("s15")] == [{"age": "60-74", "place": "misto"}] * 5


async def test_who_waits_alone_loses_traits_when_the_week_is_over(desk: Desk) -> None:
    for who, age in enumerate(("18-34", "35-59", "60-74", "75"), 1):
        await takes(desk, who, profile={**MISTO, "p_age": age})
    await takes(desk, 5, profile={**MISTO, "p_age": None})
    assert await desk.surveys.drawn("s15") == []
    assert await surveys.settle(desk, shipped(), LOCAL + timedelta(days=7)) == 5
    assert [sheet.traits for _urn, sheet in await desk.surveys.drawn("s15")] == [{"place": "misto"}] * 5


async def test_the_profile_is_kept_with_their_word_only(desk: Desk) -> None:
    await takes(desk, 1, profile=MISTO)
    await takes(desk, 2, profile={**MISTO, "p_keep": "no"})
    await takes(desk, 3, profile={"p_age": "child"})
    await takes(desk, 4)
    kept = [await desk.surveys.profile(ResidentId(number)) for number in range(1, 5)]
    assert kept == [Profile(age="60-74", district="misto"), None, None, Profile()]


async def test_of_a_child_no_trait_is_kept(desk: Desk) -> None:
    for who in range(1, 6):
        await takes(desk, who, profile={"p_age": "child"})
    assert [sheet.traits for _urn, sheet in await desk.surveys.drawn("s15")] == [{}] * 5


async def test_answers_to_questions_that_were_not_asked_in_the_end_are_left_out(desk: Desk) -> None:
    done = await takes(desk, 1, shipped()["s1"], q1="4", q2=["1"], q4="1")
    assert "q4" not in done.answers
    assert done.answers["q2"] == ["1"]


async def test_a_changed_survey_is_another_version_and_answers_keep_theirs(desk: Desk) -> None:
    changed = S15.model_copy(update={"questions": S15.questions[:2]})
    assert await desk.surveys.version(S15) == await desk.surveys.version(S15) == 1
    assert await desk.surveys.version(changed) == 2
    assert await desk.surveys.version(S15) == 1
    assert len((await desk.surveys.definition("s15", 2)).questions) == 2
    assert await desk.surveys.definition("s15", 1) == S15.model_copy(update={"notes": type(S15.notes)()})


async def test_the_staffs_surveys_are_for_those_with_a_role(desk: Desk) -> None:
    s18 = shipped()["s18"]
    await surveys.must_be_open(desk, s18, "", ResidentId(1), REGISTRAR, LOCAL)
    with pytest.raises(DomainError, match="staff"):
        await surveys.must_be_open(desk, s18, "", ResidentId(1), STRANGER, LOCAL)


async def test_a_measure_is_seen_through_five_pairs_of_eyes_or_not_at_all(desk: Desk) -> None:
    said = [
        ("1", "1", "5", "4"),
        ("1", "2", "4", "2"),
        ("2", "3", "5", None),
        ("2", "4", "3", None),
        ("1", "1", "3", "5"),
    ]
    for who, (knew, seen, important, done) in enumerate(said, 1):
        assert await views_of_measure(desk, "koriukivka-1-1") is None
        await takes(desk, who, S7, q1=knew, q2=seen, q3=important, q4=done, _subject="koriukivka-1-1")
    view = await views_of_measure(desk, "koriukivka-1-1")
    assert view == View(answers=5, knew=60, seen=None, importance=4.0, satisfaction=None)
    assert await views_of_measure(desk, "koriukivka-1-2") is None


async def test_one_person_has_a_view_of_each_measure(desk: Desk) -> None:
    await takes(desk, 1, S7, _subject="one")
    await takes(desk, 1, S7, _subject="two")
    with pytest.raises(AlreadyAnswered):
        await takes(desk, 1, S7, _subject="one")


async def test_a_rated_answer_is_counted_by_body_and_category_and_not_by_case(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), State.ANSWERED)
    for _ in range(5):
        said = {"solved": "partly", "clear": "no", "score": "4", "word": "Дякую, пані Маріє"}
        await surveys.note_rating(desk, shipped(), case, said, LOCAL)
    kept = await desk.surveys.drawn("s9", "2026-Q4")
    assert [sheet.answers for _urn, sheet in kept] == [{"q1": "2", "q2": "3", "q3": "4"}] * 5
    assert [sheet.traits for _urn, sheet in kept] == [{"body": case.department, "category": case.category}] * 5
    assert {(urn.subject, sheet.week) for urn, sheet in kept} == {("", "")}


async def test_figures_leave_out_what_fewer_than_five_answered(desk: Desk) -> None:
    for who in range(1, 6):
        await takes(desk, who, shipped()["s19"], q1="1" if who == 1 else "3", q3="1")
    sheets = [sheet for _urn, sheet in await desk.surveys.drawn("s19")]
    heard, helped, wanted = results.tallies(shipped()["s19"], sheets)
    assert (heard.answered, heard.chosen, heard.withheld) == (5, {}, {"1", "3"})
    assert helped.answered is None
    assert wanted.chosen == {"1": 5}


async def test_a_scale_has_a_mean_and_words_are_only_counted(desk: Desk) -> None:
    for who in range(1, 6):
        await takes(desk, who, shipped()["s4"], q5=str(who), q8="дякую")
    sheets = [sheet for _urn, sheet in await desk.surveys.drawn("s4")]
    told = {tally.question.id: tally for tally in results.tallies(shipped()["s4"], sheets)}
    assert told["q5"].mean == 3
    assert told["q8"].words == 5


async def test_the_mean_of_a_scored_survey_counts_those_with_enough_answers(desk: Desk) -> None:
    s5 = shipped()["s5"]
    known = {
        one.id: next(code for code in one.codes() if one.options[int(code) - 1].right)
        for one in s5.questions
        if one.options
    }
    for who in range(1, 6):
        await takes(
            desk, who, s5, p_variant="full", **known, **{one.id: "4" for one in s5.questions if not one.options}
        )
    sheets = [sheet for _urn, sheet in await desk.surveys.drawn("s5")]
    assert results.mean_percent(s5, sheets, "full") == (100.0, 5)
    assert results.mean_percent(s5, sheets[:4], "full") is None


# the own result


async def test_a_result_is_kept_only_on_their_word_and_found_by_its_form(desk: Desk) -> None:
    done = await takes(desk, 1, shipped()["s5"], p_variant="short")
    person = await desk.residents.met(TelegramId(1), NOW)
    assert await desk.surveys.results(person.id, "s5") == []
    assert done.score is not None
    saved = own_results.saved(done.score, done.month)
    await desk.surveys.keep_result(person.id, "s5", saved)
    kept = await desk.surveys.results(person.id, "s5")
    assert kept == [saved]
    assert own_results.earlier(kept, "short", "2027-05") == saved
    assert own_results.earlier(kept, "full", "2027-05") is own_results.earlier(kept, "short", "2026-11") is None
    await desk.surveys.forget(person.id)
    assert await desk.surveys.results(person.id, "s5") == []


async def test_the_button_carries_the_result_sealed_and_for_one_person(desk: Desk) -> None:
    score = scoring.scored(shipped()["s5"], "full", {"d01": "3", "d03": "2"})
    saved = own_results.saved(score, "2026-11")
    packed = own_results.packed(shipped()["s5"], saved)
    slip = desk.surveys.slip(ResidentId(1), "s5", packed)
    assert len(f"sr:s5:{slip}".encode()) <= 64
    assert own_results.unpacked(shipped()["s5"], desk.surveys.read_slip(ResidentId(1), "s5", slip) or b"") == saved
    assert desk.surveys.read_slip(ResidentId(2), "s5", slip) is None
    assert desk.surveys.read_slip(ResidentId(1), "s6", slip) is None
    assert desk.surveys.read_slip(ResidentId(1), "s5", slip[:-2] + "AA") is None
    assert desk.surveys.read_slip(ResidentId(1), "s5", "ї") is None


async def test_a_replica_that_was_first_is_not_overwritten(desk: Desk) -> None:
    urn = urns.Urn(survey="s15", version=1)
    sheet = urns.Sheet(id="a")
    await desk.surveys.lay(urn, [], [sheet])
    with pytest.raises(DomainError, match="same moment"):
        await desk.surveys.lay(urn, [], [replace_id(sheet, "b")])
    await desk.surveys.lay(urn, [sheet], [])
    assert await desk.surveys.urns() == []


def replace_id(sheet: urns.Sheet, name: str) -> urns.Sheet:
    return sheet.model_copy(update={"id": name})


async def test_too_early_to_say_is_an_answer_of_the_survey_too(desk: Desk) -> None:
    case = await in_state(desk, await a_case(desk), State.ANSWERED)
    for _ in range(5):
        await surveys.note_rating(desk, shipped(), case, {"solved": "early", "clear": "yes", "score": "5"}, LOCAL)
    kept = await desk.surveys.drawn("s9", "2026-Q4")
    assert [sheet.answers for _urn, sheet in kept] == [{"q1": "4", "q2": "1", "q3": "5"}] * 5
    assert S9.questions[0].options[3].uk == "Ще рано казати"
