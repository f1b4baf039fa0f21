"""What a report says of a measure, in plain words: the same lines for the lead, for a resident's card and for news."""

from collections.abc import Sequence
from decimal import Decimal

from council.programme import Indicator, Measure, Programme
from council.progress import STAGE_NAMES, Reading, Report, Told, spent_by_year, total
from handlers.texts import _, escaped, number, say

NAME = 120
"""Characters of an indicator's name in a line."""


def lines(programme: Programme, measure: Measure, told: Told) -> list[str]:
    """Everything that was told, a line a fact; what was not told is left out, but for money, where it is said."""
    return [
        _stands(measure, told),
        *_money(told),
        *_readings(programme, told.readings),
        *([escaped(told.result)] if told.result else []),
        *([_("Why not as planned: {words}").format(words=escaped(told.explanation))] if told.explanation else []),
        *proof(told.links),
    ]


def stands(told: Told) -> str:
    """«виконується, 40 %»."""
    stage = _(STAGE_NAMES[told.stage])
    return stage if told.percent is None else _("{stage}, {percent} %").format(stage=stage, percent=told.percent)


def _stands(measure: Measure, told: Told) -> str:
    line = _("State: <b>{state}</b>").format(state=stands(told))
    if not measure.steps:
        return line
    done = _("steps done: {done} of {all}").format(done=len(told.steps), all=len(measure.steps))
    return f"{line}; {done}"


def sources(told: Told) -> Sequence[str]:
    """Where the money of each year came from, where the body told it."""
    return _money(told) if told.spent and any(one.source for one in told.spent) else []


def _money(told: Told) -> Sequence[str]:
    """Each year on its own line, with its sources where the body told them apart."""
    years = spent_by_year(told)
    if years is None:
        return [_("Money spent: not told")]
    if not years:
        return [_("Money spent: none")]
    return [_year(told, year, amount) for year, amount in sorted(years.items())]


def _year(told: Told, year: int, amount: Decimal) -> str:
    line = _("Spent in {year}: <b>{amount} thousand UAH</b>").format(year=year, amount=number(amount))
    named = [one for one in told.spent or () if one.year == year and one.source]
    if not named:
        return line
    rest = amount - total(named)
    parts = [f"{escaped(one.source)} {number(one.amount)}" for one in named]
    return f"{line} ({', '.join([*parts, *([_('other sources') + f' {number(rest)}'] if rest else [])])})"


def _readings(programme: Programme, readings: Sequence[Reading]) -> Sequence[str]:
    known = {indicator.code: indicator for indicator in programme.indicators}
    return [_reading(known[one.indicator], one) for one in readings if one.indicator in known]


def _reading(indicator: Indicator, reading: Reading) -> str:
    name = escaped(cut(indicator.name, NAME))
    if reading.value is None:
        return f"«{name}»: {_('reached') if reading.reached else _('not reached yet')}"
    unit = f" {escaped(indicator.unit)}" if indicator.unit else ""
    return f"«{name}»: {number(reading.value)}{unit}"


def proof(links: Sequence[str]) -> Sequence[str]:
    return [_("Proof: {links}").format(links=", ".join(escaped(link) for link in links))] if links else []


def cut(text: str, size: int) -> str:
    """The beginning of a text, with a sign that it goes on."""
    return text if len(text) <= size else f"{text[: size - 1].rstrip()}…"


def period(report: Report) -> str:
    """«III квартал 2026 року»."""
    return say(report.period.phrase)


def latest(report: Report) -> str:
    """What was done by the last report, where its money came from, and what proves it: a block of the card."""
    told = report.told
    lines = [
        _("<b>Latest report</b>: {period}").format(period=period(report)),
        *([escaped(told.result)] if told.result else []),
        *sources(told),
        *proof(told.links),
    ]
    return "\n".join(lines)
