"""A resident submits: a filled form becomes a case with a number and a date, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from council import appeal_form, deadlines, handovers, together, warnings
from council.appeals import Appeal, AppealId, Event, Kind, State, Submission
from council.cards import show_in_group as show_in_group
from council.community import Community
from council.deadlines import Due
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Lane, Notice
from council.forms import REVIEW, Filling, Form, given
from council.people import Resident, Role, TelegramId
from council.phrases import DomainError, Phrase, _
from council.ports import Desk

STORM = 8
"""Cards waiting for the group, from which new cases are listed in the queue message instead."""

MAKE_ROOM = "make_room"
"""The job that gives the listed cases their topics as there is room (council/storm.py)."""


DECIDED = "decided"
"""The term of a case whose date was named by a decision (extension, deferral)."""


@dataclass(frozen=True)
class Submitted:
    """The case and the date of its answer with the reason of the date."""

    appeal: Appeal
    due: Due


def due_of(appeal: Appeal, community: Community) -> Due:
    """The last moment to answer this case, and why."""
    if appeal.term == DECIDED:
        because = Phrase(_("so it was decided; the letter says by whom and why"))
        return Due(appeal.due, community.local(appeal.due).date(), because, "")
    if appeal.term:
        return deadlines.step(appeal.term, appeal.received_at, community)
    return deadlines.due(appeal.kind, appeal.received_at, community, appeal.category)


async def submit(
    desk: Desk, community: Community, form: Form, filling: Filling, resident: Resident, received: datetime
) -> Submitted:
    """Makes a case of a filled form and queues it for the staff group.

    The filling's key is the natural key: the same form submitted again is the same case. `received` is when the
    confirmation reached the bot: the law's clock starts then.
    """
    known = await desk.appeals.by_draft(filling.key)
    if known is None:
        known = await _opened(desk, community, form, filling, resident, received)
    return Submitted(known, due_of(known, community))


async def _opened(
    desk: Desk, community: Community, form: Form, filling: Filling, resident: Resident, received: datetime
) -> Appeal:
    _must_be_whole(filling)
    drafted = await _signed(desk, await _drafted(desk, community, form, filling, resident, received))
    appeal = await desk.appeals.add(drafted)
    await together.handed_over(desk, appeal, received)
    if measure := filling.answers.get("_measure"):
        await desk.opinions.link(appeal.id, str(measure))
    await announce(desk, community, appeal, received)
    return appeal


async def _signed(desk: Desk, drafted: Appeal) -> Appeal:
    """With the names of everybody who signed; raises DomainError where they have signed other words."""
    submission = drafted.submission
    names = await together.signers(desk, drafted.draft, submission.text, submission.signers)
    return replace(drafted, submission=submission.model_copy(update={"signers": tuple(names)}))


async def announce(desk: Desk, community: Community, appeal: Appeal, received: datetime) -> None:
    """What follows a new case: its files, its history, its place in the group, who is on duty, its warnings."""
    await desk.attachments.attach(appeal.draft, appeal.id)
    await desk.appeals.record(Event(appeal.id, "submitted", received, "applicant", "submitted"))
    await _note_consent(desk, appeal, received)
    if appeal.listed:
        await _list(desk, appeal, received)
    else:
        await open_topic(desk, appeal, received)
    await tell_on_duty(desk, appeal, received)
    await warnings.schedule(desk, appeal, community, received)
    await handovers.queue(desk, community, appeal, received)


async def _list(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """In the queue message; the first of a storm starts the job that ends with its last."""
    await show_queue(desk, now)
    if await desk.appeals.count_listed() == 1:
        await desk.jobs.add(f"{MAKE_ROOM}:{appeal.id}", MAKE_ROOM, now)


async def _note_consent(desk: Desk, appeal: Appeal, received: datetime) -> None:
    """Benefits are told by consent only (2297-VI art. 11): when it was given is kept."""
    applicant = appeal.submission.applicant
    if applicant is not None and applicant.benefits:
        await desk.appeals.record(Event(appeal.id, "benefits", received, "applicant", "benefits_consented"))


def _must_be_whole(filling: Filling) -> None:
    if filling.at != REVIEW:
        raise DomainError(_("Some questions are still without an answer. Answer them, then send."))


async def _drafted(
    desk: Desk, community: Community, form: Form, filling: Filling, resident: Resident, received: datetime
) -> Appeal:
    answers = given(form, filling)
    kind = appeal_form.kind_of(answers)
    if kind is None:
        raise DomainError(_("Please choose first what you would like."))
    category = answers.get("category") or ""
    due = deadlines.due(kind, received, community, category)
    submission = appeal_form.submission_of(answers)
    return Appeal(
        id=AppealId(0),
        number=await desk.appeals.next_number(community.local(received).year),
        draft=filling.key,
        kind=kind,
        state=State.SUBMITTED,
        resident=resident.id,
        category=category,
        department=answers.get("_department") or community.department_of(category),
        district=appeal_form.district_of(answers),
        received_at=received,
        due=due.moment,
        listed=not is_pressing(community, category, submission) and await _storm(desk),
        submission=submission,
    )


def is_pressing(community: Community, category: str, submission: Submission) -> bool:
    """Whether a case waits in no queue: its words speak of danger, its author asks for 48 hours, or the council has
    named its category urgent."""
    urgent = (found := community.category(category)) is not None and found.urgent
    return urgent or bool(submission.urgency) or bool(community.danger_in(submission.text))


async def _storm(desk: Desk) -> bool:
    """Whether the group has more cards to show than Telegram takes: 20 operations a minute, a topic costs two."""
    return await desk.deliveries.waiting(STAFF_GROUP, Lane.CARD) >= STORM


async def open_topic(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """A topic of its own: the header card, and what a problem report shows to all."""
    await show_in_group(desk, appeal, now)
    await _queue_files(desk, appeal, now)


async def show_queue(desk: Desk, now: datetime) -> None:
    """Queues the one message that lists the cases without a topic: many changes of it become one edit."""
    await desk.deliveries.refresh(
        Delivery(
            key="card:queue",
            chat=STAFF_GROUP,
            topic="queue",
            content=Notice("queue_card"),
            due=now,
            lane=Lane.CARD,
        )
    )


async def _queue_files(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """Photos of a problem report stand in the topic; files of other kinds are personal and open by the data button."""
    if appeal.kind is not Kind.PROBLEM_REPORT:
        return
    if appeal.submission.place and appeal.submission.place.latitude is not None:
        await _queue_in_topic(desk, appeal, "case_place", {"appeal": appeal.id}, f"place:{appeal.id}", now)
    for file in await desk.attachments.of_appeal(appeal.id):
        await _queue_in_topic(desk, appeal, "case_file", {"attachment": file.id}, f"file:{file.id}", now)


async def tell_on_duty(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """The card for officers outside the group, once each."""
    for officer in await on_duty(desk, appeal):
        await desk.deliveries.add(
            Delivery(
                key=duty_key(appeal, officer),
                chat=ChatId(officer),
                content=Notice("case_card", {"appeal": appeal.id}),
                due=now,
                about=f"duty:{appeal.id}",
            )
        )


def duty_key(appeal: Appeal, officer: TelegramId) -> str:
    """Of the card in an officer's private chat."""
    return f"duty:{appeal.id}:{officer}"


async def on_duty(desk: Desk, appeal: Appeal) -> Sequence[TelegramId]:
    """A starosta or an enterprise's officer need not be in the group: their cases come to their private chat."""
    if appeal.kind is Kind.COMPLAINT:
        return ()
    scopes = {appeal.district, appeal.category, appeal.department} - {""}
    held = await desk.roles.holders(Role.STAROSTA, Role.ENTERPRISE)
    return tuple(dict.fromkeys(grant.telegram_id for grant in held if grant.scope in scopes))


async def _queue_in_topic(
    desk: Desk, appeal: Appeal, notice: str, params: dict[str, object], key: str, now: datetime
) -> None:
    await desk.deliveries.add(
        Delivery(
            key=key,
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=Notice(notice, params),
            due=now,
            about=f"appeal:{appeal.id}",
        )
    )
