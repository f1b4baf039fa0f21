"""A warning as the staff read it: what it is about, the date and its reason, whose case it is, and what to do now."""

from collections.abc import Sequence

from council import warnings
from council.appeals import Appeal, State
from council.calendar import end_of
from council.community import Community
from council.people import CHANNEL_NAMES
from council.submitting import due_of
from council.warnings import Mark
from handlers.house import House
from handlers.screens import Button, Screen, column
from handlers.staff.cases import CasePress, in_hands
from handlers.texts import _, day, moment, ngettext, number, say
from storage.desk import Desk


async def screen(desk: Desk, house: House, appeal: Appeal, mark: Mark) -> Screen:
    """No personal data: it stands in the group, and in a private chat of an officer."""
    lines = [
        f"<b>{appeal.number}</b>. {say(warnings.phrase_of(mark, appeal, house.community))}",
        _due(appeal, house.community),
        *await in_hands(desk, appeal),
        _what_to_do(appeal),
    ]
    return Screen("\n".join(lines), column(*_buttons(appeal)))


def _due(appeal: Appeal, community: Community) -> str:
    """The date and why it is that; the hour too, where the term is counted in hours."""
    due = due_of(appeal, community)
    by_hours = due.moment != end_of(due.day, community.zone)
    return _("Answer by <b>{day}</b>: {because}").format(
        day=moment(due.moment) if by_hours else day(due.day), because=say(due.because)
    )


def _what_to_do(appeal: Appeal) -> str:
    if appeal.state is State.ANSWER_SHOWN:
        return _("The answer was shown here in the chat, but the official letter has not gone out. {how}").format(
            how=_letter(appeal)
        )
    if appeal.executor is None:
        return _("What to do: press «Take over», then reply to the card.")
    if appeal.state is State.CLARIFICATION:
        return _("The resident was asked a question. The term runs on meanwhile: answer by what is known.")
    return _("What to do: reply to the card with the answer.")


def _letter(appeal: Appeal) -> str:
    applicant = appeal.submission.applicant
    if applicant is None or applicant.channel is None:
        return _("Send it, then press «The official answer is sent».")
    text = _("Send it {channel}, then press «The official answer is sent».")
    return text.format(channel=_(CHANNEL_NAMES[applicant.channel]))


def _buttons(appeal: Appeal) -> Sequence[Button]:
    take = Button(_("Take over"), CasePress(act="take", appeal=appeal.id).pack())
    sent = Button(_("The official answer is sent"), CasePress(act="posted", appeal=appeal.id).pack())
    return [*([take] if appeal.executor is None else []), *([sent] if appeal.state is State.ANSWER_SHOWN else [])]


async def of_queue(desk: Desk) -> Screen | None:
    """The morning after a storm: how many cases of the queue message nobody took. None when there is none left."""
    count = await desk.appeals.count_listed()
    if not count:
        return None
    text = ngettext(
        "<b>{n} case</b> waits in this queue: nobody has taken it.",
        "<b>{n} cases</b> wait in this queue: nobody has taken them.",
        count,
    )
    how = _("What to do: take them with the buttons of the list here. /queue shows them by date.")
    return Screen(f"{text.format(n=number(count))}\n{how}")
