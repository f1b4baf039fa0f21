"""The programme as a whole: what was promised, what is done, what it cost, whether anyone listens, and its passport."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from council.measures import STANDING_NAMES, Ledger, Standing, of_hundred
from council.opinions import Voices
from council.programme import Goal, Measure, OperationalGoal
from council.programme_sums import discrepancies
from handlers import programme_pictures
from handlers.house import House
from handlers.residents import measure_card
from handlers.residents import programme_words as words
from handlers.residents.measure_card import Part
from handlers.residents.programme_lists import cut, number
from handlers.texts import _, escaped, ngettext, plain, say
from handlers.texts import number as counted

MOST = 8
"""Measures named in a summary; the rest are one line."""


def summary(ledger: Ledger) -> str:
    """The first screen of a programme: what it is, how it stands, what it costs, in few lines."""
    passport = ledger.programme.passport
    lines = [
        f"<b>{escaped(passport.name)}</b>",
        _("What the council promised, what is done, what it costs, and what people say of it."),
        period(ledger),
        "\n".join([measures_counted(ledger), *standings(ledger)]),
        in_short(ledger),
        _("Document: {document}").format(document=words.document(passport.document)),
    ]
    return "\n\n".join(lines)


def period(ledger: Ledger) -> str:
    if ledger.finished:
        return measure_card.finished(ledger)
    years = words.period(ledger.programme.passport)
    text = (
        _("The programme runs in {years}.") if ledger.begun else _("The programme has not begun: its term is {years}.")
    )
    return text.format(years=years)


def measures_counted(ledger: Ledger) -> str:
    n = len(ledger.programme.measures)
    return ngettext("The programme has {n} measure.", "The programme has {n} measures.", n).format(n=counted(n))


def standings(ledger: Ledger) -> Sequence[str]:
    """«звіту ще немає — 23», one line each."""
    return [f"{_(STANDING_NAMES[one])} — {len(found)}" for one, found in ledger.by_standing().items()]


def in_short(ledger: Ledger) -> str:
    spent = all_spent(ledger)
    told = words.sum_of(spent) if spent is not None else _("no report yet")
    if not ledger.programme.names_sums:
        return _("The document names no sums. Spent: {spent}.").format(spent=told)
    planned = words.sum_of(ledger.programme.total())
    return _("Planned: {planned}. Spent: {spent}.").format(planned=planned, spent=told)


def all_spent(ledger: Ledger) -> Decimal | None:
    told = [spent for spent in (ledger.spent(measure) for measure in ledger.programme.measures) if spent]
    return sum((sum(spent.values(), Decimal()) for spent in told), Decimal()) if told else None


def promised(ledger: Ledger) -> str:
    """The strategic goals, with the number of measures of each."""
    lines = [_goal_line(ledger, goal) for goal in ledger.programme.goals]
    return "\n\n".join([_("<b>What was promised</b>"), *lines, _("Choose a goal to see its measures.")])


def _goal_line(ledger: Ledger, goal: Goal) -> str:
    n = len(ledger.programme.measures_of(goal))
    measures = ngettext("{n} measure", "{n} measures", n).format(n=counted(n))
    return f"<b>{escaped(goal.code)}.</b> {escaped(goal.title)}: {measures}"


def goal_heading(goal: Goal) -> str:
    head = _("Goal {code}").format(code=escaped(goal.code))
    return f"<b>{head}. {escaped(cut(goal.title))}</b>"


def operational_heading(goal: OperationalGoal) -> str:
    return f"<b>{escaped(goal.code)}. {escaped(cut(goal.title))}</b>"


def done(house: House, ledger: Ledger) -> str:
    """How the measures stand; who is late and why comes before what is done."""
    groups = ledger.by_standing()
    parts = ["\n".join([_("<b>What is done</b>"), *standings(ledger)])]
    if late := groups.get(Standing.LATE):
        parts.append(_few(_("Late, and why"), late, lambda one: _late_line(house, ledger, one)))
    if finished := groups.get(Standing.DONE):
        parts.append(_few(_("Done"), finished, lambda one: f"• {_named(house, one)}"))
    if not ledger.reports:
        parts.append(_("Nobody has reported here yet. That does not mean that nothing was done."))
    return "\n\n".join([*parts, period(ledger)])


def _named(house: House, measure: Measure) -> str:
    return f"{number(measure)}{escaped(words.short_name(house, measure))}"


def _late_line(house: House, ledger: Ledger, measure: Measure) -> str:
    return " ".join([f"• {_named(house, measure)}.", *measure_card.why_late(ledger, measure)])


def _few(heading: str, measures: Sequence[Measure], said: Callable[[Measure], str]) -> str:
    lines = [said(measure) for measure in measures[:MOST]]
    return str(Part(heading, [*lines, *_rest(len(measures) - MOST)]))


def _rest(more: int) -> Sequence[str]:
    return [ngettext("and {n} more", "and {n} more", more).format(n=counted(more))] if more > 0 else []


def cost(house: House, ledger: Ledger) -> Sequence[str]:
    """Year by year, then what every hundred hryvnias is for; what does not add up is said."""
    parts = [_("<b>What it costs</b>"), "\n".join(_years(ledger))]
    planned = [(one, planned_for(one)) for one in ledger.programme.measures]
    if ledger.programme.names_sums:
        parts.append(_hundred(house, _("Of every 100 hryvnias planned"), planned))
    else:
        parts.append(_("The document names no sums, so it cannot be said what every 100 hryvnias are for."))
    spent = [(one, sum(ledger.spent(one).values(), Decimal())) for one in ledger.programme.measures]
    if any(amount for _measure, amount in spent):
        parts.append(_hundred(house, _("Of every 100 hryvnias spent"), spent))
    return [*parts, *remarks(ledger)]


def remarks(ledger: Ledger) -> Sequence[str]:
    """What does not add up, or was worked out by us, anywhere in the money of the programme."""
    said = [one for one in discrepancies(ledger.programme) if not one.indicator]
    return [_("Note: {text}").format(text=_of_whom(ledger, one.measure) + say(one.phrase)) for one in said]


def _of_whom(ledger: Ledger, measure: str) -> str:
    found = ledger.programme.find(measure)
    return f"{_('Measure {code}').format(code=escaped(found.code))}. " if found else ""


def planned_for(measure: Measure) -> Decimal:
    """The sum of the measure: its total, or its years where no total is named."""
    return measure.budget.whole


def _years(ledger: Ledger) -> Sequence[str]:
    programme, spent = ledger.programme, all_spent(ledger)
    if not programme.names_sums:
        return [_("The document names no sums."), *_only_spent(ledger)]
    lines = [_year(ledger, year) for year in programme.years]
    told = words.sum_of(spent) if spent is not None else _("no report yet")
    planned = words.sum_of(programme.total())
    return [*lines, _("In all: planned {planned}; spent: {spent}").format(planned=planned, spent=told)]


def _only_spent(ledger: Ledger) -> Sequence[str]:
    """What was spent where nothing was planned in sums."""
    told = {year: ledger.spent_in(year) for year in ledger.programme.years}
    lines = [
        _("{year}: spent {sum}").format(year=year, sum=words.sum_of(spent))
        for year, spent in told.items()
        if spent is not None
    ]
    return lines or [_("How much was spent: no report yet.")]


def _year(ledger: Ledger, year: int) -> str:
    spent = ledger.spent_in(year)
    cell = programme_pictures.planned(ledger.programme.measures, year)
    planned = words.cell(cell)
    told = words.sum_of(spent) if spent is not None else _("no report yet")
    if cell.amount is None:
        return _("{year}: {planned}; spent: {spent}").format(year=year, planned=planned, spent=told)
    return _("{year}: planned {planned}; spent: {spent}").format(year=year, planned=planned, spent=told)


def _hundred(house: House, heading: str, amounts: Iterable[tuple[Measure, Decimal]]) -> str:
    """The largest first; what is less than a hryvnia is said so."""
    named = sorted(((one, amount) for one, amount in amounts if amount), key=lambda pair: -pair[1])
    shares = of_hundred([amount for _measure, amount in named])
    lines = [f"{_hryvnias(part)} — {_named(house, one)}" for (one, _amount), part in zip(named, shares, strict=True)]
    rest = sum(shares[MOST:])
    more = [_("{sum} — all the others").format(sum=_hryvnias(rest))] if len(named) > MOST else []
    return str(Part(heading, [*lines[:MOST], *more]))


def _hryvnias(n: int) -> str:
    return ngettext("{n} hryvnia", "{n} hryvnias", n).format(n=n) if n else _("less than a hryvnia")


def heard(ledger: Ledger, voices: Sequence[tuple[Measure, Voices]], house: House) -> str:
    """What people said of the measures, and how much of it the council has answered."""
    comments = sum(one.comments for _measure, one in voices)
    asked = sum(one.questions + one.proposals for _measure, one in voices)
    answered = sum(one.questions_answered + one.proposals_answered for _measure, one in voices)
    lines = [
        _("Comments of people: {n}").format(n=counted(comments)),
        _("Questions and proposals: {n}").format(n=counted(asked)),
        _("Answered by the council: {n}").format(n=counted(answered)),
    ]
    loudest = sorted((pair for pair in voices if _said(pair[1])), key=lambda pair: -_said(pair[1]))
    parts = [_("<b>Does anyone listen?</b>"), "\n".join(lines)]
    if loudest:
        named = [f"• {_named(house, one)} — {counted(_said(told))}" for one, told in loudest[:MOST]]
        parts.append(str(Part(_("What people speak of most"), named)))
    else:
        parts.append(_("Nobody has spoken yet. Open a measure and be the first."))
    return "\n\n".join(parts)


def _said(voices: Voices) -> int:
    return voices.comments + voices.questions + voices.proposals


def passport(house: House, ledger: Ledger) -> str:
    """The passport by the fields of the state's typical form (section I), then what the document adds."""
    rows = [*_identity(house, ledger), *_people(ledger), *_contents(ledger)]
    told = [str(Part(heading, [escaped(text)])) for heading, text in rows if text]
    return "\n\n".join([*told, str(Part(_("Money"), [*_declared(ledger), *_years(ledger)])), *remarks(ledger)])


Rows = Sequence[tuple[str, str | None]]
"""Headings with what the document says under each; what it does not say is left out."""


def _identity(house: House, ledger: Ledger) -> Rows:
    said, place = ledger.programme.passport, ledger.programme.community
    return [
        (_("Name"), said.title),
        (_("Community"), place.name or house.community.name.uk),
        (_("Code in the КАТОТТГ"), place.katottg or house.community.legal.katottg),
        (_("Document"), words.sentence(plain(words.document(said.document)))),
        (_("Purpose"), said.purpose),
        (_("In more words"), said.purpose_long),
    ]


def _people(ledger: Ledger) -> Rows:
    said = ledger.programme.passport
    bodies = {body.casefold(): body for one in ledger.programme.measures[::-1] for body in one.responsible_bodies[::-1]}
    return [
        (_("Initiator"), said.initiator),
        (_("Developer"), said.developer),
        (_("Head of the programme"), said.responsible_body),
        (_("Participants"), said.participants),
        (_("Who carries out the measures"), "; ".join(reversed(bodies.values()))),
        (_("Who controls it"), said.oversight_body),
        (_("Partner"), said.partner),
    ]


def _contents(ledger: Ledger) -> Rows:
    said = ledger.programme.passport
    return [
        (_("Term"), words.period(said)),
        (_("Sources of money"), ", ".join(said.funding_sources)),
        (_("Main tasks"), said.main_tasks),
        (_("Directions"), _bullets(said.priority_directions)),
        (_("Expected results"), _bullets(said.expected_results)),
        (_("Who reports, and how often"), _bullets(one.what or "" for one in said.monitoring)),
    ]


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"• {text}" for text in texts if text)


def _declared(ledger: Ledger) -> Sequence[str]:
    total = ledger.programme.passport.budget.declared_total
    return [_("The passport declares {sum}.").format(sum=words.sum_of(total))] if total is not None else []
