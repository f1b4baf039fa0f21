"""Letters of the council's offices: taken to their cases, done or shown to an officer, and answered by mail."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from council import by_mail, handovers, mail_tokens, taking_mail
from council.appeals import Event
from council.attachments import Incoming
from council.mail_reading import Letter
from council.office_mail import OfficeMail, OfficeMailId, OfficeMailState, address_of, office_of
from council.people import ReplyChannel
from council.phrases import Phrase
from council.taking_mail import Refused, Taken
from handlers.decision_texts import letter_text
from handlers.house import House
from storage.desk import Desk

DONE, CONFLICT, UNCLEAR, CONFIRM, STRANGER, DROPPED = "done", "conflict", "unclear", "confirm", "stranger", "dropped"
"""What the bot writes back to an office."""
MOST_EXPLAINED = 5
"""Letters about one case and day that were answered with how to write."""
PREFIX = "office:"
"""Of the keys of such mails."""


@dataclass(frozen=True)
class Post:
    """A letter with those of its files that were kept, and how many were not."""

    letter: Letter
    files: Sequence[Incoming]
    left_out: int = 0


async def take(desk: Desk, house: House, post: Post, group: bool, now: datetime) -> Taken:
    """Takes the letter to its case and does what it asks where its sender is proved.

    Raises DomainError for a step that the law or the case's state does not allow: then nothing is kept.
    """
    taken = await _taken(desk, house, post, group, now)
    if taken.mail is None or taken.refused is not None:
        await refused(desk, house, taken, now)
        return taken
    if taken.mail.state is OfficeMailState.USED:
        write = partial(letter_text, house)
        agreed = await by_mail.carry_out(desk, house.community, taken.mail, taken.steps, write, house.carried, now)
        await _answer(desk, house, taken.mail, DONE if agreed else CONFLICT, now)
    elif taken.mail.state in _ANSWERS:
        if taken.unclear is not None:
            await _note_reason(desk, taken.mail, taken.unclear, now)
        await _answer(desk, house, taken.mail, _ANSWERS[taken.mail.state], now)
    return taken


_ANSWERS = {
    OfficeMailState.UNCLEAR: UNCLEAR,
    OfficeMailState.CONFIRMING: CONFIRM,
    OfficeMailState.DISMISSED: DROPPED,
}


async def _taken(desk: Desk, house: House, post: Post, group: bool, now: datetime) -> Taken:
    return await taking_mail.take(desk, house.community, post.letter, post.files, post.left_out, group, now)


async def decline(desk: Desk, house: House, post: Post, group: bool, why: Phrase, now: datetime) -> Taken:
    """The same letter, whose step was refused by a rule: kept, and answered with the reason."""
    taken = await _taken(desk, house, post, group, now)
    if taken.mail is None or taken.refused is not None:
        return taken
    mail = await desk.office_mails.move(taken.mail, OfficeMailState.UNCLEAR, now)
    await _note_reason(desk, mail, why, now)
    await _answer(desk, house, mail, UNCLEAR, now)
    return replace(taken, mail=mail)


async def _note_reason(desk: Desk, mail: OfficeMail, why: Phrase, now: datetime) -> None:
    event = Event(mail.appeal, reason_key(mail.id), now, "bot", "mail_unclear", details={"reason": why})
    await desk.appeals.record(event)


def reason_key(mail: OfficeMailId) -> str:
    """Of the line of the history that says why a letter could not be carried out."""
    return f"mail_unclear:{mail}"


async def refused(desk: Desk, house: House, taken: Taken, now: datetime) -> None:
    """An address that is not on the map gets no answer; the office on the map hears of it, once a day."""
    if taken.refused is not Refused.STRANGER or taken.appeal is None or not _writes(house):
        return
    if office_of(house.community, taken.appeal):
        key = f"{PREFIX}0:{STRANGER}:{taken.appeal.id}:{house.community.local(now).date()}"
        await desk.mails.add(key, taken.appeal.id, None, now)


async def _answer(desk: Desk, house: House, mail: OfficeMail, what: str, now: datetime) -> None:
    """Only to a mailbox on the map, never to the address that a From line names.

    A program that answers every letter, and does not say that it is one, is not explained things for ever.
    """
    appeal = await desk.appeals.get(mail.appeal)
    if await taking_mail.came_today(desk, appeal, now, OfficeMailState.UNCLEAR) > MOST_EXPLAINED:
        return
    if _writes(house) and address_of(house.community, mail.mailbox):
        await desk.mails.add(f"{PREFIX}{mail.id}:{what}", mail.appeal, None, now)


def _writes(house: House) -> bool:
    return ReplyChannel.EMAIL in house.carried


def of_key(key: str) -> tuple[OfficeMailId, str]:
    """(letter, what is answered) of a mail's key."""
    number, what, *_rest = key.removeprefix(PREFIX).split(":")
    return OfficeMailId(int(number)), what


async def came_back(desk: Desk, letter: Letter, now: datetime) -> bool:
    """A bounce names hand-overs of ours by their Message-IDs; False where it names none, or tells of a mere delay."""
    appeal = await mail_tokens.named(desk, letter.tokens)
    if not letter.refused or appeal is None:
        return False
    known = False
    for part in letter.returned:
        number = handovers.in_part(part)
        if number is not None and (await desk.handovers.get(number)).appeal == appeal.id:
            known = await handovers.bounced(desk, number, letter.refused, now) or known
    return known
