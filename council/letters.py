"""Official letters: what is shown in Telegram also goes out by the channel the person named (393/96-ВР art. 5).

By e-mail it goes by itself; for post and phone, and where mail is not set up, the topic keeps asking for the printed
letter until an officer says that it went out. Only then is the case answered, or a decision served.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from council import answering, applicants
from council.answering import moved, tell_applicant
from council.appeals import Appeal, AppealId, CaseMessage, Channel, Event, MessageId, MessageKind, MessageState, State
from council.colleagues import position
from council.community import Community
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.mails import Mail, MailState, letter_key, receipt_key
from council.people import Officer, ReplyChannel, TelegramId
from council.phrases import Conflict, DomainError, NotFound, _
from council.ports import Desk
from council.rights import must_handle
from council.submitting import show_in_group

Carried = Set[ReplyChannel]
"""The channels by which the bot itself sends letters in this house."""

REMIND = "remind_of_letter"
"""The job that asks for the letter each working day."""

MORNING = time(9)
"""When the topic is asked, by the community's clock."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = timedelta(hours=4)
"""How long a mail may fail before the topic hears of it; it is tried on."""
TRIED_FOR = timedelta(days=3)
NEAR = timedelta(hours=24)
"""So close to the last moment to answer the topic hears of the first failure."""
RECEIPT_LIVES = timedelta(days=2)

LONGEST_NUMBER = 40
_DAY = re.compile(r"(?:\b(?:від|of)\s+)?(?<![\d/-])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d/-])(?:\s*(?:року|р\.?))?", re.I)
_BEFORE_NUMBER = re.compile(r"^(?:\s*(?:№|вих\.?|no\.?))+\s*", re.I)


@dataclass(frozen=True)
class Failure:
    """Why a mail did not go. `final`: no further attempt helps; `address`: it is the person's mailbox that refused."""

    reason: str
    final: bool = False
    address: bool = False


# the answer goes out


async def release(desk: Desk, community: Community, message_id: MessageId, carried: Carried, now: datetime) -> bool:
    """The half minute is over: the text goes to the applicant, and a final answer on its way by their channel.

    False when nothing went (see answering.release).
    """
    sent = await answering.release(desk, message_id, now)
    if sent is None:
        return False
    appeal = await desk.appeals.get(sent.appeal)
    if sent.kind is MessageKind.ANSWER and appeal.state is State.ANSWER_SHOWN:
        await serve(desk, community, appeal, sent, carried, now)
    return True


async def serve(
    desk: Desk, community: Community, appeal: Appeal, letter: CaseMessage, carried: Carried, now: datetime
) -> None:
    """Puts an answer or a decision on its way; who named no channel reads it in Telegram only."""
    if channel_of(appeal) is None:
        return
    if channel_of(appeal) in carried:
        await desk.mails.add(letter_key(letter.id), appeal.id, letter.id, now)
    else:
        await _ask_for_letter(desk, letter, "", f"{letter.id}", now)
    await desk.jobs.add(f"{REMIND}:{letter.id}", REMIND, next_morning(community, now), {"message": letter.id})


async def gone(desk: Desk, appeal: Appeal, letter: CaseMessage) -> bool:
    """Whether the letter went out: an answer's is told by the state of its case, a decision's by the history."""
    if letter.kind is not MessageKind.DECISION:
        return appeal.state is not State.ANSWER_SHOWN
    return any(event.key == _served_key(letter.id) for event in await desk.appeals.history(appeal.id))


def _served_key(decision: MessageId) -> str:
    return f"served:{decision}"


async def served(desk: Desk, message_id: MessageId, officer: Officer, day: date, now: datetime) -> None:
    """An officer says that the letter of a decision went out that day. Raises Conflict when a colleague was first."""
    letter = await desk.appeals.message(message_id)
    appeal = await desk.appeals.get(letter.appeal)
    must_handle(officer, appeal)
    if letter.kind is not MessageKind.DECISION:
        raise NotFound(_("There is no such message."))
    actor, details = f"officer:{officer.telegram_id}", {"day": day.isoformat(), "message": letter.id}
    event = Event(appeal.id, _served_key(letter.id), now, actor, "served", details=details)
    if not await desk.appeals.record(event):
        await _must_be_ones_own(desk, event)


async def _must_be_ones_own(desk: Desk, event: Event) -> None:
    kept = next(one for one in await desk.appeals.history(event.appeal) if one.key == event.key)
    if kept.channel is Channel.EMAIL:
        raise Conflict(_("The letter has gone by e-mail already: nothing is to be sent."))
    if kept.actor != event.actor:
        who = await position(desk, TelegramId(int(kept.actor.removeprefix("officer:"))))
        raise Conflict(_("{who} has sent it already, on {moment}."), who=who, moment=kept.at)


def channel_of(appeal: Appeal) -> ReplyChannel | None:
    """The channel that the applicant named for the answer."""
    applicant = appeal.submission.applicant
    return applicant.channel if applicant else None


async def remind(
    desk: Desk, community: Community, message_id: MessageId, carried: Carried, now: datetime
) -> datetime | None:
    """Asks the topic for the letter, unless it is on its way; returns when to ask again, None when it went out."""
    answer = await desk.appeals.message(message_id)
    appeal = await desk.appeals.get(answer.appeal)
    if await gone(desk, appeal, answer):
        return None
    if not await _on_its_way(desk, appeal, answer, carried, now):
        await _ask_for_letter(desk, answer, "", f"{answer.id}:{community.local(now).date()}", now)
    return next_morning(community, now)


async def _on_its_way(desk: Desk, appeal: Appeal, answer: CaseMessage, carried: Carried, now: datetime) -> bool:
    if channel_of(appeal) not in carried:
        return False
    mail = await desk.mails.by_key(letter_key(answer.id))
    return mail is not None and mail.state is MailState.WAITING and now < mail.added_at + PATIENCE


def next_morning(community: Community, now: datetime) -> datetime:
    """Nine o'clock of the next working day."""
    day = community.calendar.next_working_day(community.local(now).date())
    return datetime.combine(day, MORNING, tzinfo=community.zone).astimezone(UTC)


async def _ask_for_letter(desk: Desk, answer: CaseMessage, why: str, key: str, now: datetime) -> None:
    """`why` is empty, `refused` or `delayed`: what the mail server did."""
    await desk.deliveries.add(
        Delivery(
            key=f"letter_wanted:{key}",
            chat=STAFF_GROUP,
            topic=f"appeal:{answer.appeal}",
            content=Notice("letter_wanted", {"message": answer.id, "why": why}),
            due=now,
            about=f"appeal:{answer.appeal}",
        )
    )


# the printed letter and its number


async def answer_of(desk: Desk, appeal_id: AppealId) -> CaseMessage | None:
    """The final answer of a case that was released, the last where there are several."""
    said = await desk.appeals.messages(appeal_id)
    answers = [one for one in said if one.kind is MessageKind.ANSWER and one.state is MessageState.SENT]
    return answers[-1] if answers else None


async def must_be_answered(desk: Desk, appeal_id: AppealId, officer: Officer) -> CaseMessage:
    """The final answer for an officer of the case. Raises NotFound before there is one."""
    must_handle(officer, await desk.appeals.get(appeal_id))
    answer = await answer_of(desk, appeal_id)
    if answer is None:
        raise NotFound(_("There is no final answer in this case yet."))
    return answer


async def open_letter(desk: Desk, appeal_id: AppealId, officer: Officer, press: str, now: datetime) -> CaseMessage:
    """The letter names the applicant: it opens for the one who pressed, in their private chat, and that is logged."""
    answer = await must_be_answered(desk, appeal_id, officer)
    await answering.open_data(desk, appeal_id, officer, press, now)
    return answer


async def open_decision(desk: Desk, message_id: MessageId, officer: Officer, press: str, now: datetime) -> CaseMessage:
    """The same for the letter of a decision. Raises NotFound for any other message."""
    letter = await desk.appeals.message(message_id)
    must_handle(officer, await desk.appeals.get(letter.appeal))
    if letter.kind is not MessageKind.DECISION:
        raise NotFound(_("There is no such message."))
    await answering.open_data(desk, letter.appeal, officer, press, now)
    return letter


async def number(
    desk: Desk, message_id: MessageId, text: str, officer: Officer, today: date, now: datetime
) -> CaseMessage:
    """The council's outgoing number and date, before the answer goes or after. Raises DomainError."""
    answer = await desk.appeals.message(message_id)
    appeal = await desk.appeals.get(answer.appeal)
    must_handle(officer, appeal)
    index, day = outgoing(text, today)
    numbered = await desk.appeals.change_message(answer, replace(answer, outgoing_number=index, outgoing_date=day))
    if numbered.state is MessageState.SENT:
        actor, details = f"officer:{officer.telegram_id}", {"number": index, "day": day.isoformat()}
        key = f"numbered:{answer.id}:{index}:{day}"
        await desk.appeals.record(Event(appeal.id, key, now, actor, "numbered", details=details))
        await show_in_group(desk, appeal, now)
    return numbered


def outgoing(text: str, today: date) -> tuple[str, date]:
    """«02-15/123 від 03.03.2027», the date may be left out for today's. Raises DomainError."""
    written = _DAY.search(text)
    index = " ".join(_BEFORE_NUMBER.sub("", _DAY.sub(" ", text, count=1).strip(" ,;")).split()).strip(" ,;")
    if not any(char.isdigit() for char in index) or len(index) > LONGEST_NUMBER:
        raise DomainError(_("Write the outgoing number and the date, for example: 02-15/123 of 22.12.2026."))
    day = _day(*written.groups()) if written else today
    if day > today:
        raise DomainError(_("This day is still to come. Write the date that stands on the letter."))
    return index, day


def _day(day: str, month: str, year: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise DomainError(_("There is no such day. Write the date as day.month.year, like 22.12.2026.")) from None


# mail


async def receipt(desk: Desk, appeal: Appeal, carried: Carried, now: datetime) -> None:
    """Who named an e-mail gets there what the screen says: the number, and by when the answer comes."""
    if channel_of(appeal) is ReplyChannel.EMAIL and ReplyChannel.EMAIL in carried:
        await desk.mails.add(receipt_key(appeal.id), appeal.id, None, now)


async def still_wanted(desk: Desk, mail: Mail, now: datetime) -> bool:
    """Whether the mail should go now: the letter may have gone by post meanwhile, and an old receipt helps nobody."""
    appeal = await desk.appeals.get(mail.case)
    if channel_of(appeal) is not ReplyChannel.EMAIL:
        return False
    if mail.message is None:
        return now < mail.added_at + RECEIPT_LIVES
    return not await gone(desk, appeal, await desk.appeals.message(mail.message))


async def drop(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.mails.end(mail, MailState.DROPPED, "", now)


async def mailed(desk: Desk, mail: Mail, now: datetime) -> None:
    """The mail server took it. With its answer the case is answered, and the applicant hears so; only now."""
    if not await desk.mails.end(mail, MailState.SENT, "", now) or mail.message is None:
        return
    appeal = await desk.appeals.get(mail.case)
    details = {"message": mail.message}
    if (await desk.appeals.message(mail.message)).kind is MessageKind.DECISION:
        key = _served_key(mail.message)
        await desk.appeals.record(Event(appeal.id, key, now, "bot", "served", Channel.EMAIL, details))
        return
    await desk.appeals.record(Event(appeal.id, f"mailed:{mail.message}", now, "bot", "posted", Channel.EMAIL, details))
    if appeal.state is not State.ANSWER_SHOWN:
        return
    answered = await desk.appeals.change(appeal, moved(appeal, State.ANSWERED))
    await tell_applicant(desk, answered, "case_answered", f"answered:{appeal.id}", now)
    await show_in_group(desk, answered, now)


async def not_mailed(desk: Desk, mail: Mail, failure: Failure, now: datetime) -> None:
    """Tried again after a growing pause; a final refusal, or long failing, is told to the topic."""
    if not failure.final and now < mail.added_at + TRIED_FOR:
        await desk.mails.again(mail, now + pause_after(mail.attempts), failure.reason)
        if await _is_late(desk, mail, now):
            await _tell_topic(desk, mail, "delayed", now)
        return
    await desk.mails.end(mail, MailState.REFUSED, failure.reason, now)
    await _tell_topic(desk, mail, "refused", now)
    if failure.address:
        await _tell_of_address(desk, await desk.appeals.get(mail.case), now)


def pause_after(attempts: int) -> timedelta:
    """A minute after the first failure, twice as long after each further one, an hour at most."""
    return FIRST_PAUSE * min(1 << min(attempts, 10), LONGEST_PAUSE // FIRST_PAUSE)


async def _is_late(desk: Desk, mail: Mail, now: datetime) -> bool:
    appeal = await desk.appeals.get(mail.case)
    return now >= min(mail.added_at + PATIENCE, appeal.due - NEAR)


async def _tell_of_address(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """The applicant can name a better address while there is time; asked once a case."""
    await applicants.ask(desk, appeal, Notice("mail_refused", {"appeal": appeal.id}), f"mail_refused:{appeal.id}", now)


async def _tell_topic(desk: Desk, mail: Mail, why: str, now: datetime) -> None:
    if mail.message is not None:
        answer = await desk.appeals.message(mail.message)
        await _ask_for_letter(desk, answer, why, f"{answer.id}:{why}", now)
