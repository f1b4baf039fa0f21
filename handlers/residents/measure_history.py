"""What each version of the programme changed of a measure, with the decision and the reason."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from council.phrases import _ as msgid
from council.programme import Money
from council.programme_changes import Change, ChangeKind, FieldChange
from council.programme_parts import Record
from council.programme_versions import Version
from handlers.house import House
from handlers.residents import programme_words as words
from handlers.texts import _, day, escaped

FIELDS: Mapping[str, str] = {
    "code": msgid("number"),
    "operational_goal": msgid("goal"),
    "title": msgid("title"),
    "description": msgid("description"),
    "expected_results": msgid("expected results"),
    "indicators": msgid("indicators"),
    "indicator_refs": msgid("indicators"),
    "verification_source": msgid("how it is checked"),
    "responsible_bodies": msgid("who is responsible"),
    "funding_sources": msgid("where the money comes from"),
    "funding_source_text": msgid("where the money comes from"),
    "budget.total": msgid("sum in all"),
    "schedule": msgid("term"),
    "steps": msgid("steps of the plan"),
    "topics": msgid("topics"),
}
"""The fields in words, the longest beginning of a field's name decides; others are named as the file names them."""


KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: msgid("came into the programme"),
    ChangeKind.CHANGED: msgid("was changed"),
    ChangeKind.REMOVED: msgid("was taken out of the programme"),
}


def shown(house: House, history: Sequence[tuple[Version, Change]]) -> str:
    """The newest version first."""
    parts = [_version(house, version, change) for version, change in reversed(history)]
    return "\n\n".join([_("<b>What has changed</b>"), *parts])


def _version(house: House, version: Version, change: Change) -> str:
    made = day(house.community.local(version.made_at))
    lines = [f"<b>{made}</b>: {_(KINDS[change.kind])}", *_grounds(version)]
    return "\n".join([*lines, *(_field(one) for one in change.fields)])


def _grounds(version: Version) -> Sequence[str]:
    """By what decision and why; a version of the folder names none beside the document's own."""
    said = version.revision
    lines = []
    if said.decision:
        of = f" ({day(said.decided_on)})" if said.decided_on else ""
        lines.append(_("Decision {number}").format(number=escaped(said.decision)) + of)
    if said.reason:
        lines.append(_("Why: {reason}").format(reason=escaped(said.reason)))
    return lines


def _field(change: FieldChange) -> str:
    return f"• {_name(change.field)}: {_said(change.old)} → {_said(change.new)}"


def _name(field: str) -> str:
    if field.startswith("budget.by_year."):
        return _("money of {year}").format(year=field.rpartition(".")[2])
    known = [name for name in FIELDS if field == name or field.startswith(f"{name}.")]
    return _(FIELDS[max(known, key=len)]) if known else escaped(field)


def _said(value: object) -> str:
    match value:
        case None | () | "":
            return _("nothing")
        case Money():
            return words.cell(value)
        case Decimal():
            return words.exact(value)
        case tuple():
            return "; ".join(_said(one) for one in value)
        case Record():
            return escaped(str(getattr(value, "text", "") or getattr(value, "title", "") or value))
    return escaped(str(value))
