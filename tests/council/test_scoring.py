"""Scoring of digital literacy, against cases counted by hand, and what must hold for every person."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from council.scoring import Points, Score, enough, gap, level, next_steps, scored, strong
from council.survey import Question, QuestionKind, Scoring
from tests.council.surveys import shipped

S5 = shipped()["s5"]
assert S5.scoring is not None
RULES: Scoring = S5.scoring
LEVELS = ["beginner", "basic", "independent", "confident"]

SELF = {one.id: one for one in S5.questions if one.type is QuestionKind.SELF}
KNOWLEDGE = {one.id: one for one in S5.asked_in("full") if one.type is QuestionKind.KNOWLEDGE}


def right(question: Question) -> str:
    return next(code for code in question.codes() if question.option(code).right)  # type: ignore[union-attr]


def wrong(question: Question) -> str:
    return next(code for code in question.codes() if not question.option(code).right)  # type: ignore[union-attr]


def answers(self_points: int, right_ones: int) -> dict[str, str]:
    """Everything answered: so many points of self-assessment in all, so many right answers, from the first on."""
    said = {}
    for name in SELF:
        points = min(3, self_points)
        self_points -= points
        said[name] = str(points + 1)
    for place, (name, question) in enumerate(KNOWLEDGE.items()):
        said[name] = right(question) if place < right_ones else question.codes()[-1]
    return said


def result(self_points: int, right_ones: int) -> tuple[int | None, str | None, int]:
    score = scored(S5, "full", answers(self_points, right_ones))
    reached = level(RULES, score)
    return score.total.percent, reached and reached.code, gap(RULES, score)


@pytest.mark.parametrize(
    ("self_points", "right_ones", "percent", "reached", "difference"),
    [
        (30, 10, 100, "confident", 0),  # all with confidence, all right: 60 of 60
        (30, 0, 50, "basic", 1),  # all with confidence, none right: K = 0
        (0, 10, 50, "basic", -1),  # cannot do anything, knows everything
        (12, 4, 40, "basic", 0),  # 24 points of 60
        (11, 4, 38, "beginner", 0),  # 23 points of 60: 38,3
        (30, 4, 70, "basic", 1),  # S = 100, K = 40: 42 points would be «independent», held down by the cap
        (24, 5, 65, "independent", 1),  # 39 of 60 is 65; K = 50 is not below 50; S = 80, S - K = 30
        (23, 5, 63, "basic", 0),  # 38 of 60: 63,3; S - K = 26,7
        (24, 9, 85, "confident", 0),  # 51 of 60
        (23, 9, 83, "independent", 0),  # 50 of 60: 83,3
        (0, 0, 0, "beginner", 0),
        (9, 6, 45, "basic", -1),  # S = 30, K = 60: exactly thirty
    ],
)
def test_by_hand(self_points: int, right_ones: int, percent: int, reached: str, difference: int) -> None:
    assert result(self_points, right_ones) == (percent, reached, difference)


def test_areas_have_twelve_points_each_and_are_told_apart() -> None:
    said = {name: "4" if name in ("d01", "d02") else "1" for name in SELF}
    said |= {name: right(question) if name == "d03" else wrong(question) for name, question in KNOWLEDGE.items()}
    score = scored(S5, "full", said)
    assert score.areas["a1"] == Points(9, 12)
    assert score.areas["a1"].percent == 75
    assert all(score.areas[area] == Points(0, 12) for area in ("a2", "a3", "a4", "a5"))


def test_skipped_questions_count_neither_for_nor_against() -> None:
    said = answers(30, 10)
    for name in ("d01", "d03", "d08"):
        del said[name]
    assert scored(S5, "full", said).total == Points(51, 51)


@pytest.mark.parametrize(
    ("variant", "own", "known", "told"),
    [
        ("full", 10, 5, True),
        ("full", 10, 4, False),  # fourteen in all, and four of knowledge
        ("full", 4, 10, False),
        ("full", 5, 10, True),
        ("short", 5, 3, True),
        ("short", 5, 2, False),
        ("short", 4, 3, False),
    ],
)
def test_too_few_answers_have_no_level_but_still_advice(variant: str, own: int, known: int, told: bool) -> None:
    asked = S5.asked_in(variant)
    selfs = [one for one in asked if one.type is QuestionKind.SELF][:own]
    knows = [one for one in asked if one.type is QuestionKind.KNOWLEDGE][:known]
    score = scored(S5, variant, {**{one.id: "2" for one in selfs}, **{one.id: right(one) for one in knows}})
    assert enough(RULES, score) is told
    assert (level(RULES, score) is not None) is told
    assert len(next_steps(S5, score)) == 2


def test_the_short_form_has_thirty_points_and_the_same_levels() -> None:
    short = list(S5.asked_in("short"))
    assert len(short) == 10
    said = {one.id: "4" if one.type is QuestionKind.SELF else right(one) for one in short}
    score = scored(S5, "short", said)
    assert score.total == Points(30, 30)
    assert {points.of for points in score.areas.values()} == {6}
    two_right = {
        **said,
        **{one.id: wrong(one) for one in short if one.type is QuestionKind.KNOWLEDGE and one.id > "d07"},
    }
    assert scored(S5, "short", two_right).total.percent == 70
    held = level(RULES, scored(S5, "short", two_right))
    assert held is not None
    assert held.code == "basic"


def test_the_officers_two_questions_do_not_count() -> None:
    extra = {"d21": "3", "d22": "3"}
    assert scored(S5, "staff", {**answers(12, 4), **extra}).total == scored(S5, "full", answers(12, 4)).total


def weak_in(**percents: int) -> Score:
    areas = {f"a{number}": Points(percents.get(f"a{number}", 100), 100) for number in range(1, 6)}
    return Score("full", areas, Points(1, 1), Points(1, 1), 20, 10)


@pytest.mark.parametrize(
    ("score", "first", "second"),
    [
        (weak_in(a1=10, a2=20, a4=49), "a4", "a1"),
        (weak_in(a1=10, a2=20, a4=50), "a1", "a2"),
        (weak_in(a4=49), "a4", "a1"),
        (weak_in(a5=30, a3=30), "a3", "a5"),
    ],
)
def test_safety_comes_first_while_it_is_weak(score: Score, first: str, second: str) -> None:
    assert [section.code for section in next_steps(S5, score)] == [first, second]


def test_what_is_strong_is_told_only_where_it_is_good() -> None:
    assert [section.code for section in strong(S5, weak_in(a1=70, a2=64, a3=90, a4=0, a5=10))] == ["a3", "a1"]
    assert strong(S5, weak_in(a1=60, a2=60, a3=60, a4=60, a5=60)) == []


def test_half_a_per_cent_goes_up() -> None:
    assert Points(1, 8).percent == 13
    assert Points(21, 40).percent == 53
    assert Points(0, 0).percent is None


# for everybody

ANSWERED = some.fixed_dictionaries(
    {}, optional={name: some.sampled_from(one.codes() or list("1234")) for name, one in {**SELF, **KNOWLEDGE}.items()}
)


@given(ANSWERED, some.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(said: Mapping[str, str], random: object) -> None:
    order = list(said)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert scored(S5, "full", {name: said[name] for name in order}) == scored(S5, "full", said)


def worth(name: str, answer: str) -> int:
    return int(answer) if name in SELF else int(answer == right(KNOWLEDGE[name]))


@given(ANSWERED, some.data())
def test_a_better_answer_never_lowers_a_result(said: dict[str, str], data: some.DataObject) -> None:
    if not said:
        return
    name = data.draw(some.sampled_from(sorted(said)))
    codes = list(KNOWLEDGE[name].codes()) if name in KNOWLEDGE else list("1234")
    better = data.draw(some.sampled_from([code for code in codes if worth(name, code) >= worth(name, said[name])]))
    before, after = scored(S5, "full", said), scored(S5, "full", {**said, name: better})
    assert (after.total.percent or 0) >= (before.total.percent or 0)
    assert all((after.areas[area].percent or 0) >= (before.areas[area].percent or 0) for area in before.areas)
    one, other = level(RULES, before), level(RULES, after)
    assert (one is None) == (other is None)
    assert one is None or other is None or LEVELS.index(other.code) >= LEVELS.index(one.code)
