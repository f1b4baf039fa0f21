"""The words of a hand-over mail, in Ukrainian, for a registrar: what is personal stands in the attachments only."""

from collections.abc import Sequence

from bot.documents.letters import STATE_LANGUAGE
from bot.documents.packages import Package
from council.appeals import KIND_NAMES
from council.handover_rules import Matter
from council.mail_quotes import ABOVE_THIS_LINE
from council.mail_tokens import mark
from council.package import Handed
from council.submitting import due_of
from handlers.house import House
from handlers.texts import _, day, moment, ngettext

Part = tuple[int, int]
"""(which mail of this hand-over, of how many)."""


def subject(house: House, package: Package, part: Part) -> str:
    """The number and the day only: a subject is shown on locked screens."""
    with house.texts.speaking(STATE_LANGUAGE):
        told = _subject(house, package)
        return told if part[1] == 1 else _("{subject} ({n} of {count})").format(subject=told, n=part[0], count=part[1])


def _subject(house: House, package: Package) -> str:
    handed = package.handed
    if handed is None:
        return _("Journal of submissions of {day}").format(day=_day(package))
    told = {
        Matter.CASE: _("Submission No. {number} of {day}"),
        Matter.OFFICIAL: _("Submission No. {number} of {day}"),
        Matter.ADDITION: _("Addition to submission No. {number}"),
        Matter.WITHDRAWAL: _("Submission No. {number} is taken back"),
    }[handed.handover.matter]
    received = house.community.local(handed.appeal.received_at)
    return told.format(number=handed.appeal.number, day=f"{received:%d.%m.%Y}")


def _day(package: Package) -> str:
    return day(package.handover.day) if package.handover.day else ""


def text(house: House, package: Package, part: Part, left_out: Sequence[str], *, hears: bool) -> str:
    """Where replies are read: first the line above which one is written, last the line by which it finds its case."""
    with house.texts.speaking(STATE_LANGUAGE):
        handed = package.handed
        if handed is None:
            return _("The list of yesterday's submissions is attached.") + "\n"
        lines = [*_told(house, handed, part), *_left_out(left_out), "", *_ask(handed, hears), ""]
        lines += [_("Identifier: {id}. The same mail sent again has the same one.").format(id=package.key)]
        if hears and handed.token is not None:
            keep = _("When you reply, keep this line: {mark}").format(mark=mark(handed.token))
            lines = [ABOVE_THIS_LINE, "", *lines, keep]
        return "\n".join(lines) + "\n"


def _told(house: House, handed: Handed, part: Part) -> Sequence[str]:
    appeal, due = handed.appeal, due_of(handed.appeal, house.community)
    if part[0] > 1:
        return [
            _("Further files of {number}: mail {n} of {count}.").format(number=appeal.number, n=part[0], count=part[1])
        ]
    what = {
        Matter.CASE: _("A submission came through the council's bot: {number}, {kind}."),
        Matter.OFFICIAL: _("Problem report {number} has become an official submission: {kind}."),
        Matter.ADDITION: _("The author added to submission {number} ({kind})."),
        Matter.WITHDRAWAL: _("The author has taken submission {number} ({kind}) back. It is not to be considered."),
    }[handed.handover.matter]
    count = len(handed.files)
    files = ngettext("{n} file of the author", "{n} files of the author", count).format(n=count)
    lines = [
        what.format(number=appeal.number, kind=_(KIND_NAMES[appeal.kind])),
        _("Received: {moment}.").format(moment=moment(handed.at)),
        _("Answer by {day}.").format(day=day(due.day)) if handed.handover.matter is not Matter.WITHDRAWAL else "",
        _("Attached: card.pdf (the registration card), card.json (the same for programs){files}.").format(
            files=f", {files}" if count else ""
        ),
        _("This is mail {n} of {count}: the files did not fit into one.").format(n=part[0], count=part[1])
        if part[1] > 1
        else "",
    ]
    return [line for line in lines if line]


def _left_out(names: Sequence[str]) -> Sequence[str]:
    if not names:
        return []
    told = _("Too big for mail, they stay in the bot (button «Show the data» on the card): {names}.")
    return [told.format(names=", ".join(names))]


def _ask(handed: Handed, hears: bool) -> Sequence[str]:
    """What to do with it; a reply is asked for only where somebody reads it."""
    if handed.handover.matter not in {Matter.CASE, Matter.OFFICIAL}:
        return [_("Please add it to the case in the registry.")]
    if not hears:
        return [_("Please register it and enter the number in the bot: card, «More», «Enter the registry number».")]
    return [
        _("Please register it and reply to this mail with one line, for example:"),
        _("Registry number: 123/01-05 of 23.11.2026"),
    ]
