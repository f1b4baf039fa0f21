"""The card of a measure: plain words first, then the official title, who, when, money, indicators, steps and progress.

One idea a line; a card too long for one message is paged. The official text stands behind a button.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from council.links import LinkKind, url
from council.measures import Ledger, Standing, level
from council.programme import Indicator, Measure
from council.programme_sums import discrepancies
from council.topics import topic_name
from handlers.house import House
from handlers.residents import programme_words as words
from handlers.texts import _, current, day, escaped, say


@dataclass(frozen=True)
class Part:
    """A block of a card: a heading and its lines."""

    heading: str
    lines: Sequence[str]

    def __str__(self) -> str:
        return "\n".join([f"<b>{self.heading}</b>", *self.lines])


def shown(house: House, ledger: Ledger, measure: Measure) -> Sequence[str]:
    """The blocks that the document and the reports give, in the order of reading."""
    parts = [
        plainly(house, measure),
        official_title(measure),
        str(Part(_("Who is responsible"), _who(measure))),
        str(Part(_("When"), [words.sentence(words.term(measure.schedule))])),
        str(Part(_("Money"), money(ledger, measure))),
        indicators(ledger, measure),
        steps(ledger, measure),
    ]
    return [part for part in parts if part]


def plainly(house: House, measure: Measure) -> str:
    """Our sentences, marked as ours; nothing where nobody has written any."""
    plain = house.plain.get(measure.id)
    if plain is None:
        return ""
    said = escaped(plain.in_(current().current_locale))
    return _("<b>In plain words</b> (not the official text)\n{text}").format(text=said)


def official_title(measure: Measure) -> str:
    """With its number in the document; a generated number is ours."""
    head = _("Measure") if measure.generated else _("Measure {code}").format(code=escaped(measure.code))
    return f"<b>{head}</b>\n{escaped(measure.title)}"


def _who(measure: Measure) -> Sequence[str]:
    return [escaped(body) for body in measure.responsible_bodies] or [words.sentence(_("the document does not say"))]


def money(ledger: Ledger, measure: Measure) -> Sequence[str]:
    """Year by year, planned and spent; then in all; what does not add up is said below."""
    budget, spent = measure.budget, ledger.spent(measure)
    years = [*ledger.programme.years, *(year for year in budget.by_year if year not in ledger.programme.years)]
    if not budget.stated and not words.without_money(budget) and budget.total is None and not budget.source_cells:
        lines = [_("The document names no sum.")]
        lines += [_("{year}: spent {sum}").format(year=year, sum=words.sum_of(spent[year])) for year in sorted(spent)]
    else:
        lines = [_year(year, words.cell(budget.of(year)), spent.get(year)) for year in years]
        lines.append(_("In all: {sum}").format(sum=words.total(budget)))
    if not spent:
        lines.append(_("How much was spent: no report yet."))
    if sources := measure.funding_source_text or ", ".join(measure.funding_sources):
        lines.append(_("Where the money comes from: {sources}").format(sources=escaped(sources)))
    return [*lines, *remarks(ledger, measure)]


def _year(year: int, planned: str, spent: Decimal | None) -> str:
    if spent is None:
        return f"{year}: {planned}"
    return _("{year}: {planned}; spent {sum}").format(year=year, planned=planned, sum=words.sum_of(spent))


def remarks(ledger: Ledger, measure: Measure) -> Sequence[str]:
    """What does not add up, or was worked out by us."""
    found = [one for one in discrepancies(ledger.programme) if one.measure == measure.id]
    return [_("Note: {text}").format(text=say(one.phrase)) for one in found]


def indicators(ledger: Ledger, measure: Measure) -> str:
    """Each on a line: what is measured and where it should get."""
    lines = [f"• {escaped(one.name)}: {aim(one)}" for one in ledger.programme.indicators_of(measure)]
    if not lines:
        lines = [f"• {escaped(text)}" for text in measure.indicators]
    return str(Part(_("How success is measured"), lines)) if lines else ""


def aim(indicator: Indicator) -> str:
    """«від 48,8 % до 100 % у 2025 році», as far as the document says."""
    years = [year for year, value in indicator.targets.items() if value is not None]
    if not years:
        return _("no target is named")
    last = max(years)
    target = words.value(indicator, level(indicator, last), str(last))
    if indicator.target_operator == ">":
        target = _("more than {value}").format(value=target)
    if indicator.baseline is None:
        return _("{target} in {year}").format(target=target, year=last)
    start = words.value(indicator, indicator.baseline, "baseline")
    return _("from {start} to {target} in {year}").format(start=start, target=target, year=last)


def steps(ledger: Ledger, measure: Measure) -> str:
    """The plan as a check list; which steps are done is known only where a report named them."""
    if not measure.steps:
        return ""
    done = ledger.steps_done(measure)
    last = ledger.last(measure)
    everything = ledger.standing(measure) is Standing.DONE
    known = everything or bool(done) or (last is not None and last.told.percent is None)
    lines = [_step(step.number, step.text, known, everything or step.number in done) for step in measure.steps]
    return str(Part(_("Steps of the plan"), lines if known else [*lines, _("Which steps are done: no report yet.")]))


def _step(number: int, text: str, known: bool, done: bool) -> str:
    if not known:
        return f"{number}. {escaped(text)}"
    mark = _("✓ done") if done else _("☐ not yet")
    return f"{number}. {escaped(text)} — {mark}"


def progress(ledger: Ledger, measure: Measure) -> str:
    """How it stands, and why it is late where it is."""
    lines = [words.sentence(words.standing(ledger, measure))]
    last = ledger.last(measure)
    if last is not None:
        lines.append(_("As reported for {period}.").format(period=say(last.period.phrase)))
    if ledger.standing(measure) is Standing.LATE:
        lines += why_late(ledger, measure)
    elif ledger.unanswered(measure):
        lines.append(_("The term has passed. No report on its end yet."))
    return str(Part(_("How it stands"), lines))


def why_late(ledger: Ledger, measure: Measure) -> Sequence[str]:
    last = ledger.last(measure)
    due = measure.schedule.due_date
    lines = [_("The term was {day}.").format(day=day(due))] if due else []
    why = last.told.explanation if last else ""
    return [*lines, _("Why: {reason}").format(reason=escaped(why)) if why else _("The report does not say why.")]


def source(ledger: Ledger) -> str:
    """Where all this is from, and whether its time is over."""
    passport = ledger.programme.passport
    lines = [escaped(passport.title), words.sentence(words.document(passport.document))]
    if ledger.finished:
        lines.append(finished(ledger))
    return str(Part(_("Source"), lines))


def finished(ledger: Ledger) -> str:
    return _("The programme is finished: its term was {years}.").format(years=words.period(ledger.programme.passport))


def official(ledger: Ledger, measure: Measure) -> str:
    """Everything that the document says of the measure, in its own Ukrainian words."""
    goal, operational = ledger.programme.goals_of(measure)
    rows = [
        (_("Strategic goal"), f"{goal.code}. {goal.title}"),
        (_("Operational goal"), f"{operational.code}. {operational.title}"),
        (_("Measure"), measure.title if measure.generated else f"{measure.code}. {measure.title}"),
        (_("Description"), measure.description),
        (_("Expected results"), "\n".join(measure.expected_results)),
        (_("Indicators"), "\n".join(measure.indicators)),
        (_("How it is checked"), measure.verification_source),
        (_("Who is responsible"), ", ".join(measure.responsible_bodies)),
        (_("Where the money comes from"), measure.funding_source_text or ", ".join(measure.funding_sources)),
        (_("When"), measure.schedule.source_text),
    ]
    told = [str(Part(heading, [escaped(text)])) for heading, text in rows if text]
    return "\n\n".join([_("<b>The official text</b>"), *told, *_typos(ledger, measure), _topics(measure)])


def _topics(measure: Measure) -> str:
    if not measure.topics:
        return ""
    topics = ", ".join(_(topic_name(topic)) for topic in measure.topics)
    return _("Topics (our own words): {topics}").format(topics=topics)


def _typos(ledger: Ledger, measure: Measure) -> Sequence[str]:
    """Misprints of the document, which stay in its text."""
    found = [note for note in ledger.programme.notes_on(measure.code, *measure.indicator_refs) if note.suggested_text]
    said = _("In the document it is «{printed}», probably «{meant}».")
    return [
        said.format(printed=escaped(one.source_text or ""), meant=escaped(one.suggested_text or "")) for one in found
    ]


def share(house: House, measure: Measure) -> str:
    """The address by which others come straight to this card."""
    return url(house.bot_username, LinkKind.MEASURE, measure.id)
