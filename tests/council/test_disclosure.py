"""Small numbers stay hidden: whoever knows every total and every figure shown still cannot compute what is not."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as some

from council.breakdowns import crossed, groups
from council.coverage import coverage
from council.disclosure import bands, tellable, withheld
from council.results import Slice, tally
from council.survey import QuestionKind
from council.urns import TOGETHER, Sheet, Urn
from tests.council.desk import KORIUKIVKA
from tests.council.surveys import shipped, small

COUNTS = some.lists(some.integers(0, 12), min_size=1, max_size=6)


@given(COUNTS)
def test_what_is_missing_of_a_whole_is_two_cells_and_five_people_at_least(counts: list[int]) -> None:
    cells = dict(enumerate(counts))
    hidden = withheld(cells, [list(cells)])
    assert all(count == 0 or count >= TOGETHER for key, count in cells.items() if key not in hidden)
    missing = [cells[key] for key in hidden]
    shown = [count for key, count in cells.items() if count and key not in hidden]
    assert not missing or not shown or (len(missing) >= 2 and sum(missing) >= TOGETHER)


@given(some.lists(some.lists(some.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_row_and_no_column_gives_a_cell_away(table: list[list[int]]) -> None:
    cells = {(row, column): count for row, line in enumerate(table) for column, count in enumerate(line)}
    rows = [[(row, column) for column in range(3)] for row in range(len(table))]
    columns = [[(row, column) for row in range(len(table))] for column in range(3)]
    hidden = withheld(cells, [*rows, *columns])
    for line in (*rows, *columns):
        missing = [cells[key] for key in line if key in hidden]
        shown = [key for key in line if cells[key] and key not in hidden]
        assert not missing or not shown or (len(missing) >= 2 and sum(missing) >= TOGETHER)


@given(COUNTS)
def test_marks_of_few_stand_with_their_neighbours_and_none_is_lost(counts: list[int]) -> None:
    found = bands(counts)
    assert sum(band.count for band in found) == sum(counts)
    assert [mark for band in found for mark in range(band.first, band.last + 1)] == list(range(1, len(counts) + 1))
    assert len(found) == 1 or all(band.count == 0 or band.count >= TOGETHER for band in found)


def test_the_rest_of_the_groups_never_tells_of_few() -> None:
    assert tellable({"misto": 9, "naumivskyi": 3}) == []
    assert tellable({"misto": 9, "naumivskyi": 6, "": 2}) == ["misto"]
    assert tellable({"misto": 9, "naumivskyi": 6}) == ["misto", "naumivskyi"]


def sheets(*lines: tuple[Mapping[str, str], Mapping[str, object], int]) -> Sequence[Sheet]:
    found = [(traits, answers) for traits, answers, count in lines for _n in range(count)]
    return [
        Sheet(id=f"{place:04}", traits=dict(traits), answers=dict(answers))
        for place, (traits, answers) in enumerate(found)
    ]


def test_an_option_of_few_goes_with_the_smallest_of_the_others() -> None:
    survey = small({"options": [{"uk": word, "en": word} for word in "абв"]})
    told = tally(survey.questions[0], ["1"] * 3 + ["2"] * 6 + ["3"] * 20)
    assert (told.chosen, told.withheld) == ({"3": 20}, {"1", "2"})


def test_of_a_scale_few_marks_leave_only_the_mean() -> None:
    survey = small({"type": "scale", "options": [{"uk": str(n), "en": str(n)} for n in range(1, 6)]})
    (question,) = survey.questions
    assert question.type is QuestionKind.SCALE
    few = tally(question, ["1"] * 2 + ["5"] * 10)
    assert (few.chosen, few.bands, round(few.mean or 0, 1)) == (None, (), 4.3)
    many = tally(question, ["1"] * 2 + ["4"] * 40 + ["5"] * 70)
    assert [(band.first, band.last, band.count) for band in many.bands] == [(1, 4, 42), (5, 5, 70)]
    whole = tally(question, ["1"] * 5 + ["5"] * 10)
    assert whole.chosen == {"1": 5, "5": 10}


def test_a_question_by_groups_hides_what_the_whole_hides() -> None:
    survey = small({}, traits=["place"])
    drawn = sheets(
        ({"place": "misto"}, {"q1": "1"}, 12),
        ({"place": "misto"}, {"q1": "2"}, 3),
        ({"place": "naumivskyi"}, {"q1": "1"}, 6),
        ({"place": "naumivskyi"}, {"q1": "2"}, 6),
    )
    part = Slice(survey, 1, "", "self", [(Urn(survey="small", version=1), sheet) for sheet in drawn])
    told = crossed(survey.questions[0], groups(part, "place"), part.sheets)
    assert told.groups == ["misto", "naumivskyi"]
    assert told.cells == {}, "with one of the four cells any other could be computed"


CITY, VILLAGE = {"place": "misto"}, {"place": "naumivskyi"}


def test_operators_are_asked_where_people_sit_without_signal() -> None:
    drawn = sheets(
        (CITY, {"q1": "1", "q2": "1", "q3": "1", "q4": "1"}, 8),
        (VILLAGE, {"q1": "1", "q2": "4", "q3": "4", "q4": "5"}, 3),
        (VILLAGE, {"q1": "1", "q2": "1", "q3": "3", "q4": "5"}, 4),
        (CITY, {"q1": "2", "q2": "1", "q3": "1", "q4": "1"}, 6),
        (VILLAGE, {"q1": "2", "q2": "2", "q3": "2", "q4": "1"}, 6),
    )
    told = coverage(drawn, KORIUKIVKA)
    village = told.cells["naumivskyi", "1"]
    assert (village.people, village.well, village.silent, village.slow, village.fibre) == (7, 57, 43, 100, 0)
    assert told.alarming == [("naumivskyi", "1")]
    assert told.cells["misto", "1"].well == 100


def test_of_the_table_no_cell_of_few_is_shown_or_can_be_computed() -> None:
    drawn = sheets((CITY, {"q1": "1"}, 8), (VILLAGE, {"q1": "1"}, 2), (CITY, {"q1": "2"}, 7), (VILLAGE, {"q1": "2"}, 9))
    assert coverage(drawn, KORIUKIVKA).cells == {}


def test_the_table_is_of_the_survey_that_we_ship() -> None:
    """The numbers of options that the table counts stand for these words."""
    s3 = shipped()["s3"]
    said = {(question.id, code): str(question.option(code)) for question in s3.questions for code in question.codes()}
    assert said["q2", "1"] == "Добре"
    assert said["q2", "4"] == "Зв’язку немає"
    assert (said["q3", "3"], said["q3", "4"]) == ("Лише повідомлення", "Не працює")
    assert said["q4", "1"] == "Оптика"
