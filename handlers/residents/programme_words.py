"""How the programme is put into words: sums, years, values of indicators, terms; four kinds of a cell in four ways."""

from collections.abc import Mapping
from decimal import Decimal
from textwrap import shorten

from babel.numbers import format_decimal

from council.measures import STANDING_NAMES, Ledger, Standing
from council.phrases import _ as msgid
from council.programme import (
    Budget,
    Document,
    Indicator,
    Measure,
    Money,
    Passport,
    Planned,
    Schedule,
    ScheduleType,
    ValueType,
)
from handlers.house import House
from handlers.texts import _, current, day, escaped

NAME = 44
"""Characters of an official title on a button."""

CELLS: Mapping[Planned, str] = {
    Planned.NOT_STATED: msgid("the document does not say"),
    Planned.WITHOUT_FUNDING: msgid("planned, without money"),
    Planned.NOT_PLANNED: msgid("not planned"),
}


def exact(value: Decimal | int) -> str:
    """The number with all its digits: what the document says is never rounded."""
    return format_decimal(value, locale=current().current_locale, decimal_quantization=False)


def sentence(text: str) -> str:
    """With a capital, where the words stand alone on a line."""
    return text[:1].upper() + text[1:]


def sum_of(thousands: Decimal) -> str:
    """«8 100 тис. грн»; no money is said in words, since «0» is a sum of the document."""
    return _("{sum} thousand UAH").format(sum=exact(thousands)) if thousands else _("0 UAH")


def cell(money: Money) -> str:
    """What the document says of a year."""
    return sum_of(money.amount) if money.amount is not None else _(CELLS[money.kind])


def without_money(budget: Budget) -> bool:
    """Whether the total of zero only repeats that work goes on without money («+»)."""
    kinds = {money.kind for money in budget.by_year.values()}
    return not budget.total and Planned.WITHOUT_FUNDING in kinds and Planned.AMOUNT not in kinds


def total(budget: Budget) -> str:
    """The sum in all, or what stands in its place."""
    printed = budget.source_cells.get("total")
    if without_money(budget) and not (budget.total is None and printed):
        return _("no money is planned for it")
    if budget.total is not None:
        return sum_of(budget.total)
    return f"«{escaped(printed)}»" if printed else _("the document does not say")


def short_name(house: House, measure: Measure) -> str:
    """What the measure is called on a button: our short name, else the beginning of its official title."""
    plain = house.plain.get(measure.id)
    if plain is not None and plain.name is not None:
        return plain.name.in_(current().current_locale)
    return shorten(measure.title, NAME, placeholder="…")


def standing(ledger: Ledger, measure: Measure) -> str:
    """How it stands, with the reported per cent where work goes on."""
    found = ledger.standing(measure)
    percent = ledger.percent(measure)
    words = _(STANDING_NAMES[found])
    return f"{words}, {percent} %" if percent is not None and found in (Standing.UNDER_WAY, Standing.LATE) else words


def term(schedule: Schedule) -> str:
    """When, in the document's words; our reading of a term beside them where it is a date."""
    match schedule.type:
        case ScheduleType.CONTINUOUS:
            return _("all the time")
        case ScheduleType.ANNUALLY:
            return _("every year")
        case ScheduleType.NOT_STATED:
            return _("the document does not say")
        case ScheduleType.BY_YEAR if schedule.start_year and schedule.due_year:
            return _years(schedule.start_year, schedule.due_year)
    if schedule.due_date is None:
        return escaped(schedule.source_text or _("the document does not say"))
    due = day(schedule.due_date)
    said = escaped(schedule.source_text or "")
    return _("«{said}», that is by {day}").format(said=said, day=due) if said else _("by {day}").format(day=due)


def _years(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}–{end}"


def period(passport: Passport) -> str:
    return _years(passport.period.start, passport.period.end)


def document(said: Document) -> str:
    """The decision that approved the programme, or that it is a draft, or that nobody knows."""
    if said.reference and said.status == "approved":
        return escaped(said.reference)
    parts = [said.type, said.number and f"№ {said.number}", said.date and day(said.date), said.reference]
    known = escaped(", ".join(part for part in parts if part))
    if said.status == "draft":
        return (
            _("a draft, not approved yet ({details})").format(details=known)
            if known
            else _("a draft, not approved yet")
        )
    return known or _("its text names neither number nor date of a decision")


UNITS = {"%": "%", "шт.": msgid("pcs."), "од.": msgid("pcs."), "осіб": msgid("people")}


def value(indicator: Indicator, said: Decimal | str | None, at: str = "") -> str:
    """A value in its unit; as the document prints it where a yes-or-no indicator has a number (`at` names its cell)."""
    if said is None:
        return _("the document does not say")
    if isinstance(said, str):
        return escaped((YES_NO.get(said.casefold()) and _(YES_NO[said.casefold()])) or said)
    if indicator.value_type is ValueType.BOOLEAN:
        return escaped(indicator.source_cells.get(at) or exact(said))
    return in_unit(indicator, said)


YES_NO = {"так": msgid("yes"), "ні": msgid("no"), "yes": msgid("yes"), "no": msgid("no")}


def in_unit(indicator: Indicator, said: Decimal) -> str:
    """«48,8 %», «160 шт.»."""
    unit = (indicator.unit or "").strip()
    if not unit:
        return exact(said)
    known = UNITS.get(unit.casefold())
    return f"{exact(said)} {_(known) if known and known != '%' else escaped(known or unit)}"
