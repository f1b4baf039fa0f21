"""The card of an indicator: where it started, where it should get year by year, where it is, and where it is going."""

from collections.abc import Sequence
from decimal import Decimal

from council.measures import TREND_NAMES, Ledger, level, trend
from council.programme import Indicator, TargetMode
from council.programme_sums import discrepancies
from handlers.residents import programme_words as words
from handlers.residents.measure_card import Part
from handlers.texts import _, escaped, say


def shown(ledger: Ledger, indicator: Indicator) -> Sequence[str]:
    head = _("Indicator") if indicator.generated else _("Indicator {code}").format(code=escaped(indicator.code))
    parts = [
        f"<b>{head}</b>\n{escaped(indicator.name)}",
        str(Part(_("At the start"), [words.sentence(words.value(indicator, indicator.baseline, "baseline"))])),
        str(Part(_("The plan"), _targets(ledger, indicator))),
        str(Part(_("What is reached"), _reached(ledger, indicator))),
        _measures(ledger, indicator),
        _official(indicator),
        *_remarks(ledger, indicator),
    ]
    return [part for part in parts if part]


def _targets(ledger: Ledger, indicator: Indicator) -> Sequence[str]:
    """Gains of each year and the value they add up to, or the value to reach: never one for the other."""
    if all(target is None for target in indicator.targets.values()):
        return [words.sentence(_("no target is named"))]
    lines = [_target(indicator, year) for year in sorted(set(indicator.targets) | set(ledger.programme.years))]
    if indicator.final_value is not None:
        lines.append(_("At the end: {value}").format(value=_aimed(indicator, indicator.final_value, "final")))
    if indicator.target_mode is TargetMode.INCREMENT:
        lines.append(_("Each year is what is to be added; we added them up."))
    return lines


def _target(indicator: Indicator, year: int) -> str:
    target = indicator.targets.get(year)
    if target is None:
        return _("{year}: no target").format(year=year)
    said = _aimed(indicator, target, str(year))
    reached = level(indicator, year)
    if indicator.target_mode is TargetMode.INCREMENT and isinstance(reached, Decimal):
        whole = words.value(indicator, reached)
        return _("{year}: {gain} more, {whole} in all").format(year=year, gain=said, whole=whole)
    return f"{year}: {said}"


def _aimed(indicator: Indicator, target: Decimal | str, at: str) -> str:
    said = words.value(indicator, target, at)
    return _("more than {value}").format(value=said) if indicator.target_operator == ">" else said


def _reached(ledger: Ledger, indicator: Indicator) -> Sequence[str]:
    readings = ledger.readings(indicator)
    if not readings:
        return [words.sentence(_("no report yet"))]
    lines = [
        f"{say(report.period.phrase)}: {_read(indicator, reading.value, reading.reached)}"
        for report, reading in readings
    ]
    lines.append(_("Trend: {trend}").format(trend=_(TREND_NAMES[trend(indicator, readings)])))
    return [*lines, _("This is less than planned by now.")] if ledger.behind(indicator) else lines


def _read(indicator: Indicator, value: Decimal | None, reached: bool | None) -> str:
    if value is not None:
        return words.in_unit(indicator, value)
    return _("yes") if reached else _("not yet") if reached is not None else _("the report does not say")


def _measures(ledger: Ledger, indicator: Indicator) -> str:
    lines = [f"{escaped(one.code)} {escaped(one.title)}" for one in ledger.programme.measures_by(indicator)]
    return str(Part(_("Measures that work on it"), lines)) if lines else ""


def _official(indicator: Indicator) -> str:
    """What stands in the document, where the name of the indicator is ours."""
    if not indicator.source_text:
        return ""
    return _("In the document: «{text}»").format(text=escaped(indicator.source_text))


def _remarks(ledger: Ledger, indicator: Indicator) -> Sequence[str]:
    found = [one for one in discrepancies(ledger.programme) if one.indicator == indicator.code]
    return [_("Note: {text}").format(text=say(one.phrase)) for one in found]
