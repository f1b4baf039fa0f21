"""A letter that came by mail finds its case, or is refused; what it asks for goes to an officer, or is done.

Nothing here believes a From line. A letter names its case by the secret word; who sent it is proved by the council's
own mail server, or by the mailbox on the map when it confirms; else an officer decides in the case's topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from council import mail_tokens
from council.appeals import (
    FINAL,
    Appeal,
    CaseMessage,
    Channel,
    Direction,
    Event,
    MessageId,
    MessageKind,
    MessageState,
)
from council.attachments import Incoming
from council.community import Community
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.mail_reading import Letter, Nature
from council.mail_trust import Trust, trust
from council.mail_words import MailStep, says_yes, steps_of
from council.office_mail import (
    CONFIRMED_WITHIN,
    OfficeMail,
    OfficeMailId,
    OfficeMailState,
    mailbox_of,
    office_of,
)
from council.people import TelegramId
from council.phrases import DomainError, Phrase
from council.ports import Desk
from council.workflow import Approval

STALE = timedelta(days=14)
"""How old a letter may be when it comes: mail that lay longer tells of another day."""
AHEAD = A_DAY = timedelta(days=1)
MOST_A_DAY = 30
"""Letters about one case: more are no work of an office."""
NOBODY = TelegramId(0)
"""Who writes by mail has no Telegram here."""


class Refused(StrEnum):
    """Why a letter has no effect; the word stands in the log, without anything of the letter."""

    AUTOMATIC = "automatic"
    NOT_OURS = "names_no_case"
    INVENTED = "invented_word"
    CLOSED = "case_closed"
    TAMPERED = "tampered"
    STALE = "stale"
    REPLAYED = "replayed"
    STRANGER = "stranger"
    CODE = "wrong_code"
    FLOOD = "too_many"


@dataclass(frozen=True)
class Taken:
    """What became of a letter. `steps` are to be done now, in the name of `mail.mailbox`; `unclear` says what the
    office should write instead. `appeal` is the case where one was named."""

    refused: Refused | None = None
    appeal: Appeal | None = None
    mail: OfficeMail | None = None
    steps: tuple[MailStep, ...] = ()
    unclear: Phrase | None = None


async def refusal(desk: Desk, community: Community, letter: Letter, now: datetime) -> Taken | None:
    """Looks before anything of the letter is kept; None where it may be taken. Only reads."""
    if letter.nature is Nature.AUTOMATIC:
        return Taken(Refused.AUTOMATIC)
    if letter.confirms:
        return None
    if not letter.tokens:
        return Taken(Refused.NOT_OURS)
    appeal = await mail_tokens.named(desk, letter.tokens)
    if appeal is None:
        return Taken(Refused.INVENTED)
    why = Refused.CLOSED if appeal.state in FINAL else _doubtful(community, letter, now)
    if why is None and await desk.office_mails.known(letter.key, _content(letter, appeal)):
        why = Refused.REPLAYED
    return Taken(why, appeal) if why else None


def _doubtful(community: Community, letter: Letter, now: datetime) -> Refused | None:
    if trust(letter.results, community.workflow.mail.server, letter.sender) is Trust.TAMPERED:
        return Refused.TAMPERED
    if letter.sent_at is not None and not now - STALE <= letter.sent_at <= now + AHEAD:
        return Refused.STALE
    return None


def _content(letter: Letter, appeal: Appeal) -> str:
    """The same words about the same case from the same sender are the same letter, whatever its Message-ID.

    The secret word in it keeps anybody from trying out what may have been written.
    """
    files = " ".join(sha256(file.content).hexdigest() for file in letter.files)
    told = "\n".join((str(appeal.id), *sorted(letter.tokens), letter.sender, letter.text, files))
    return sha256(told.encode()).hexdigest()


async def take(
    desk: Desk,
    community: Community,
    letter: Letter,
    files: Sequence[Incoming],
    left_out: int,
    group: bool,
    now: datetime,
) -> Taken:
    """Keeps the letter on its case and says what is to be done with it.

    `left_out` is how many of its files were not accepted. `group`: there is a staff group.
    """
    refused = await refusal(desk, community, letter, now)
    if refused is not None:
        return refused
    if letter.confirms:
        return await _confirmed(desk, letter, now)
    appeal = await mail_tokens.named(desk, letter.tokens)
    assert appeal is not None, "refusal() has looked"
    if await came_today(desk, appeal, now) >= MOST_A_DAY:
        return Taken(Refused.FLOOD, appeal)
    mailbox = mailbox_of(community, letter.sender)
    proved = bool(mailbox) and trust(letter.results, community.workflow.mail.server, letter.sender) is Trust.PROVED
    steps, unclear = _asked(letter.text)
    state = _state(community, appeal, mailbox, proved, bool(steps), group)
    if state is None:
        return Taken(Refused.STRANGER, appeal)
    mail = await _kept(desk, appeal, letter, files, mailbox or office_of(community, appeal), proved, state, now)
    event = Event(
        appeal.id,
        came_key(mail),
        now,
        f"mailbox:{mailbox or 'unknown'}",
        "mail_came",
        Channel.EMAIL,
        {"left_out": left_out, "known": bool(mailbox)},
    )
    await desk.appeals.record(event)
    if state is OfficeMailState.WAITING:
        await _suggest(desk, mail, now)
        return Taken(appeal=appeal, mail=mail)
    return Taken(appeal=appeal, mail=mail, steps=tuple(steps), unclear=unclear)


async def came_today(desk: Desk, appeal: Appeal, now: datetime, *states: OfficeMailState) -> int:
    """How many letters of the last day the case has, in these states or in any."""
    letters = await desk.office_mails.of(appeal.id)
    return sum(one.came_at > now - A_DAY and (not states or one.state in states) for one in letters)


def _asked(text: str) -> tuple[Sequence[MailStep], Phrase | None]:
    try:
        return steps_of(text), None
    except DomainError as error:
        return (), error.phrase


def _state(
    community: Community, appeal: Appeal, mailbox: str, proved: bool, clear: bool, group: bool
) -> OfficeMailState | None:
    """Whose word lets the letter through; None where nobody's can."""
    by_itself = proved and (not group or community.workflow.mail.approval is Approval.SERVER)
    if group and not (by_itself and clear):
        return OfficeMailState.WAITING
    if not clear:
        return OfficeMailState.UNCLEAR if mailbox else None
    if by_itself:
        return OfficeMailState.USED
    return OfficeMailState.CONFIRMING if mailbox or office_of(community, appeal) else None


async def _kept(
    desk: Desk,
    appeal: Appeal,
    letter: Letter,
    files: Sequence[Incoming],
    mailbox: str,
    proved: bool,
    state: OfficeMailState,
    now: datetime,
) -> OfficeMail:
    """The words and files become a note of the case, which nobody outside sees; the row tells what became of it."""
    key = f"mail:{letter.key}"
    note = CaseMessage(
        MessageId(0),
        appeal.id,
        key,
        Direction.INTERNAL,
        MessageKind.NOTE,
        MessageState.SENT,
        letter.text,
        NOBODY,
        now,
    )
    kept = await desk.appeals.add_message(note)
    for file in files:
        await desk.attachments.add(
            key, file.key, file.kind, file.name, file.mime, file.size, file.sha256, file.path, now, signed=file.signed
        )
    await desk.attachments.attach(key, appeal.id, kept.id)
    row = OfficeMail(OfficeMailId(0), appeal.id, kept.id, mailbox, proved, state, now)
    return await desk.office_mails.add(row, letter.key, _content(letter, appeal))


def came_key(mail: OfficeMail) -> str:
    """Of the line of the history that says where the letter came from."""
    return f"mail:{mail.id}"


async def _suggest(desk: Desk, mail: OfficeMail, now: datetime) -> None:
    await desk.deliveries.add(
        Delivery(
            key=f"office_mail:{mail.id}",
            chat=STAFF_GROUP,
            topic=f"appeal:{mail.appeal}",
            content=Notice("office_mail", {"mail": mail.id}),
            due=now,
            about=f"appeal:{mail.appeal}",
        )
    )


async def _confirmed(desk: Desk, letter: Letter, now: datetime) -> Taken:
    """The mailbox on the map has read our question, for it quotes the secret: its word counts, whoever asked before."""
    for number, code in letter.confirms:
        if not desk.office_mails.opens(number, code):
            continue
        mail = await desk.office_mails.get(number)
        appeal = await desk.appeals.get(mail.appeal)
        if mail.state is not OfficeMailState.CONFIRMING or now > mail.came_at + CONFIRMED_WITHIN:
            return Taken(Refused.REPLAYED, appeal)
        if appeal.state in FINAL:
            return Taken(Refused.CLOSED, appeal)
        yes = says_yes(letter.text)
        moved = await desk.office_mails.move(mail, OfficeMailState.USED if yes else OfficeMailState.DISMISSED, now)
        words = (await desk.appeals.message(mail.message)).text
        return Taken(appeal=appeal, mail=moved, steps=tuple(steps_of(words)) if yes else ())
    return Taken(Refused.CODE)
