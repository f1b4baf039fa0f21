"""Survey S3 for operators: a table in words, and the recommendation that follows from it."""

from collections.abc import Sequence

from council.community import Community
from council.coverage import WORST, Coverage, Reception
from council.results import Slice
from council.survey import Trait
from handlers import survey_figures as figures
from handlers.questions import words_of
from handlers.texts import _, escaped, ngettext, number


def coverage_table(told: Coverage, part: Slice, community: Community) -> str:
    head = [
        _("<b>Phones and internet by settlement and operator</b>"),
        _("Per cent of who answered. Groups of fewer than five people are not shown, nor what would give them away."),
    ]
    if not told.cells:
        return "\n\n".join([*head, _("There is no group of five people yet.")])
    rows = [_place(told, one, part, community) for one in told.places]
    return "\n\n".join([*head, *rows, *recommendation(told, part, community)])


def _place(told: Coverage, place: str, part: Slice, community: Community) -> str:
    lines = [
        f"{escaped(operator_name(part, operator))}: {_reception(told.cells[place, operator])}"
        for operator in told.operators
        if (place, operator) in told.cells
    ]
    return "\n".join([f"<b>{escaped(figures.group_name(Trait.PLACE, place, community))}</b>", *lines])


def operator_name(part: Slice, operator: str) -> str:
    question = part.survey.question("q1")
    option = question.option(operator) if question else None
    return words_of(option) if option else operator


def _reception(one: Reception) -> str:
    told = [
        (one.well, _("calls work well {n} %")),
        (one.online, _("internet is enough for websites {n} %")),
        (one.fibre, _("fibre at home {n} %")),
        (one.silent, _("no signal at home {n} %")),
    ]
    people = ngettext("{n} person", "{n} people", one.people).format(n=number(one.people))
    return "; ".join([people, *(text.format(n=share) for share, text in told if share is not None)])


def recommendation(told: Coverage, part: Slice, community: Community) -> Sequence[str]:
    """Where more than so many per cent have no signal or hardly any internet, the operator is asked to act."""
    if not told.alarming:
        return [_("In no group do more than {percent} % lack signal or internet.").format(percent=WORST)]
    lines = [
        f"• {escaped(operator_name(part, operator))}, {escaped(figures.group_name(Trait.PLACE, place, community))}: "
        f"{_why(told.cells[place, operator])}"
        for place, operator in told.alarming
    ]
    head = _("<b>Recommendation: ask the operator to improve the connection</b>")
    return ["\n".join([head, *lines])]


def _why(one: Reception) -> str:
    reasons = [
        (one.silent, _("no signal at home for {n} %")),
        (one.slow, _("only messages pass, or nothing, for {n} %")),
    ]
    return "; ".join(text.format(n=share) for share, text in reasons if share is not None and share > WORST)
