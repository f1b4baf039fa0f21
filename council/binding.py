"""The slip of an appeal that an officer wrote down: its secret code makes the case its author's own, once."""

from datetime import datetime, timedelta

from council import assisted
from council.appeals import Appeal, AppealId, Direction, Event, MessageKind, MessageState
from council.calendar import end_of
from council.community import Community
from council.deliveries import ChatId, Delivery, Notice
from council.links import LinkKind, new_token
from council.people import Officer, Resident
from council.phrases import Conflict, DomainError, NotFound, Phrase, _
from council.ports import Desk
from council.rights import must_handle
from council.submitting import show_in_group, show_queue

KEPT = timedelta(days=30)
"""How long after the day of the answer the code of a slip works: time enough to read it and to say «Not solved»."""


async def slip(desk: Desk, community: Community, appeal: Appeal, now: datetime) -> str:
    """A new secret code for the slip of a case whose author has no Telegram here.

    Raises Conflict where the case is tied already, NotFound where it was not written down by an officer.
    """
    if appeal.submission.entered is None:
        raise NotFound(_("There is no such case."))
    if (await desk.residents.get(appeal.resident)).has_telegram:
        raise Conflict(_("The person has tied this appeal to their Telegram already: no slip is needed."))
    token = new_token()
    await desk.tokens.keep(token, LinkKind.BINDING, str(appeal.id), works_until(community, appeal, now))
    return token


async def must_hand_out(desk: Desk, appeal: Appeal, officer: Officer) -> None:
    """Whoever wrote the case down, or works on it, gives its slip; raises DomainError for everybody else."""
    if not await _wrote_it_down(desk, appeal, officer):
        must_handle(officer, appeal)


async def _wrote_it_down(desk: Desk, appeal: Appeal, officer: Officer) -> bool:
    history = await desk.appeals.history(appeal.id)
    return any(event.key == assisted.ENTERED and event.actor == f"officer:{officer.telegram_id}" for event in history)


def works_until(community: Community, appeal: Appeal, now: datetime) -> datetime:
    last = max(community.local(appeal.due).date(), community.local(now).date()) + KEPT
    return end_of(last, community.zone)


async def opened(desk: Desk, community: Community, token: str, person: Resident, now: datetime) -> Appeal:
    """The case behind the code of a slip: not tied yet, or this person's own.

    Raises NotFound for an invented code, Conflict where another has used it, DomainError where its time is over.
    """
    promised = await desk.tokens.find(token, LinkKind.BINDING)
    if promised is None:
        raise NotFound(_("There is no such case."))
    appeal = await desk.appeals.get(AppealId(int(promised.about)))
    if appeal.resident == person.id:
        return appeal
    if (await desk.residents.get(appeal.resident)).has_telegram:
        raise Conflict(
            _(
                "This code has been used already: the appeal is tied to another Telegram. The council considers it all "
                "the same. If it is your appeal, {ask}"
            ),
            ask=_ask(community),
        )
    if promised.expires <= now:
        raise DomainError(
            _("The code on this slip works no more. The answer comes by the way you named. To learn more, {ask}"),
            ask=_ask(community),
        )
    return appeal


def _ask(community: Community) -> Phrase:
    if community.contacts.phone:
        return Phrase(_("call the council: {phone}."), {"phone": community.contacts.phone})
    return Phrase(_("come to the council with the slip, or call there."))


async def bind(
    desk: Desk, community: Community, token: str, person: Resident, officer: Officer, now: datetime
) -> Appeal:
    """The case becomes the person's own, once; pressed again it is theirs already.

    Raises as `opened`, and DomainError for the officer who wrote it down: the slip is for its author.
    """
    appeal = await opened(desk, community, token, person, now)
    if appeal.resident == person.id:
        return appeal
    if await _wrote_it_down(desk, appeal, officer):
        raise DomainError(_("You wrote this appeal down for another person. Give them the slip: the code is theirs."))
    absent = appeal.resident
    await desk.tokens.use(token, person.id)
    if not await desk.appeals.bind(appeal.id, absent, person.id):
        raise Conflict(_("A colleague was first. The card shows where the case stands now."))
    await desk.residents.forget(absent)
    await desk.appeals.record(Event(appeal.id, "bound", now, "applicant", "bound"))
    bound = await desk.appeals.get(appeal.id)
    await _bring_letters(desk, bound, person, now)
    await (show_queue(desk, now) if bound.listed else show_in_group(desk, bound, now))
    return bound


async def _bring_letters(desk: Desk, appeal: Appeal, person: Resident, now: datetime) -> None:
    """Decisions of the time before stand nowhere else in Telegram; answers open from the card."""
    for sent in await desk.appeals.messages(appeal.id):
        if sent.direction is Direction.OUT and sent.kind is MessageKind.DECISION and sent.state is MessageState.SENT:
            await desk.deliveries.add(
                Delivery(
                    key=f"bound_letter:{sent.id}:{person.id}",
                    chat=ChatId(person.telegram_id),
                    content=Notice("letter", {"message": sent.id}),
                    due=now,
                    about=f"appeal:{appeal.id}",
                )
            )
