"""Who of the council did the step before: whoever comes second is told by whom and when, by post and never by name."""

from council.appeals import Appeal, Event
from council.people import TelegramId
from council.phrases import Conflict, Phrase, _
from council.ports import Desk

BY_OFFICER = "officer:"


async def position(desk: Desk, account: TelegramId) -> object:
    """The post of a colleague as the roles name it; no account is who writes by mail."""
    if not account:
        return Phrase(_("the council's office, by mail"))
    grants = await desk.roles.of(account)
    return grants[0].position if grants else Phrase(_("a colleague who holds no role any more"))


async def not_possible(desk: Desk, appeal: Appeal) -> Conflict:
    """The refusal of a step that came too late, with what happened before it and who did it."""
    moved = [event for event in await desk.appeals.history(appeal.id) if event.action in STEPS]
    if not moved:
        return Conflict(_("This step is not possible any more. The card shows where the case stands."))
    last = moved[-1]
    return Conflict(
        _("This step is not possible any more. On {moment} {who}: {did}. The card shows where the case stands."),
        moment=last.at,
        who=await who(desk, last),
        did=Phrase(STEPS[last.action]),
    )


async def who(desk: Desk, event: Event) -> object:
    """Whose step it was: a post, the applicant, or the bot itself."""
    if event.actor.startswith(BY_OFFICER):
        return await position(desk, TelegramId(int(event.actor.removeprefix(BY_OFFICER))))
    return Phrase(_("the applicant") if event.actor == "applicant" else _("the bot"))


STEPS = {
    "taken": _("took the case over"),
    "register": _("entered the registry number"),
    "ask": _("asked the resident a question"),
    "question_closed": _("closed the question without an answer"),
    "extend": _("extended the term"),
    "forward": _("forwarded the case"),
    "return": _("returned the case"),
    "refuse": _("refused the request"),
    "defer": _("deferred the answer"),
    "not_consider": _("left the case without consideration"),
    "retype": _("changed the kind"),
    "transferred": _("gave the case to another department"),
    "urgent": _("decided on the urgency"),
    "answer_sent": _("answered"),
    "posted": _("sent the official letter"),
    "served": _("sent the letter of the decision"),
    "withdrawn": _("withdrew the case"),
    "closed": _("closed the case"),
}
"""What moves a case on, in words that follow «who:»."""
