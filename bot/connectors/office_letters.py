"""What the bot writes to an office of the council: done, not understood and how to write, or «was it you?».

Kept so that an officer's answer finds the case again; the applicant is never named.
"""

from datetime import datetime
from email.message import EmailMessage

from council.appeals import Appeal, Event
from council.letters import TRIED_FOR, Failure, pause_after
from council.mail_quotes import ABOVE_THIS_LINE
from council.mail_tokens import confirmation, mark, message_id, reply_to, token_of
from council.mails import Mail, MailState
from council.office_mail import OfficeMail, address_of, office_of
from council.phrases import Phrase
from council.submitting import due_of
from handlers import office_post
from handlers.decision_texts import LETTERS_IN
from handlers.house import House
from handlers.office_post import CONFIRM, CONFLICT, DONE, DROPPED, STRANGER
from handlers.texts import _, day, say
from storage.desk import Desk


async def address(desk: Desk, house: House, mail: Mail) -> str:
    """The mailbox on the map that is written to."""
    appeal = await desk.appeals.get(mail.case)
    number, what = office_post.of_key(mail.key)
    if what == STRANGER:
        return address_of(house.community, office_of(house.community, appeal))
    return address_of(house.community, (await desk.office_mails.get(number)).mailbox)


async def fill(ready: EmailMessage, desk: Desk, house: House, sender: str, mail: Mail) -> None:
    """Subject, text and the headers by which an answer finds its case."""
    appeal = await desk.appeals.get(mail.case)
    token = await token_of(desk, appeal.id)
    number, what = office_post.of_key(mail.key)
    part = f"office-{number or appeal.id}-{what}"
    word = mark(token)
    if what == CONFIRM:
        part = confirmation(number, desk.office_mails.code(number))
        word = f"{part} {word}"
    ready["Message-ID"] = message_id(token, part, sender)
    if house.community.workflow.mail.plus_addresses:
        del ready["Reply-To"]
        ready["Reply-To"] = reply_to(token, sender)
    with house.texts.speaking(LETTERS_IN):
        ready["Subject"] = _("Re: case {number}").format(number=appeal.number)
        told = [ABOVE_THIS_LINE, *await _told(desk, house, appeal, mail), _last_line(word)]
    ready.set_content("\n\n".join(part for part in told if part), charset="utf-8", cte="base64")


def _last_line(word: str) -> str:
    return _("When you answer, do not erase this line: {word}").format(word=word)


async def _told(desk: Desk, house: House, appeal: Appeal, mail: Mail) -> list[str]:
    number, what = office_post.of_key(mail.key)
    if what == STRANGER:
        text = _(
            "Somebody answered about {number} from an address that is not on the council's map of mailboxes. "
            "The bot has done nothing. Answer from your own mailbox, please."
        )
        return [text.format(number=appeal.number), how()]
    letter = await desk.office_mails.get(number)
    if what == CONFIRM:
        return await _was_it_you(desk, appeal, letter)
    if what == DONE:
        words = (await desk.appeals.message(letter.message)).text
        return [
            _("Done. {number}").format(number=_stands(house, appeal)),
            _("The letter says: {words}").format(words=words),
        ]
    if what == CONFLICT:
        return [_conflict(appeal), how()]
    if what == DROPPED:
        return [_("Good. Nothing was done on {number}.").format(number=appeal.number)]
    return [_not_understood(appeal, await _reason(desk, letter)), how()]


def _stands(house: House, appeal: Appeal) -> str:
    """Where the case stands now."""
    due = due_of(appeal, house.community)
    until = _("{number}; answer by {day}").format(number=appeal.number, day=day(due.day))
    if not appeal.registry_index:
        return until
    return _("{until}; registry No. {index}").format(until=until, index=appeal.registry_index)


def _conflict(appeal: Appeal) -> str:
    text = _("{number} has the registry number {index} of {day} already. The first number stands; look which is right.")
    shown = day(appeal.registry_date) if appeal.registry_date else ""
    return text.format(number=appeal.number, index=appeal.registry_index, day=shown)


async def _was_it_you(desk: Desk, appeal: Appeal, letter: OfficeMail) -> list[str]:
    asked = _(
        "A letter about {number} came in the name of your mailbox. The mail server could not prove that it is yours, "
        "so nothing was done. If it was you, answer «Так». If not, answer «Ні»."
    )
    return [asked.format(number=appeal.number), await _words(desk, letter)]


async def _words(desk: Desk, letter: OfficeMail) -> str:
    """What the office wrote, in one line: no part of it may look like the beginning of a step in an answer."""
    words = (await desk.appeals.message(letter.message)).text
    return _("The letter says: {words}").format(words=" ".join(words.split()))


async def _reason(desk: Desk, letter: OfficeMail) -> Phrase | None:
    history = await desk.appeals.history(letter.appeal)
    said: Event | None = next((one for one in history if one.key == office_post.reason_key(letter.id)), None)
    reason = (said.details or {}).get("reason") if said else None
    return reason if isinstance(reason, Phrase) else None


def _not_understood(appeal: Appeal, reason: Phrase | None) -> str:
    if reason is not None:
        told = _("Your letter about {number} was not carried out. {reason}")
        return told.format(number=appeal.number, reason=say(reason, html=False))
    told = _("The bot did not understand what to do about {number}, and has done nothing.")
    return told.format(number=appeal.number)


def how() -> str:
    """The few words by which an office says what it did; the words themselves are Ukrainian in every language."""
    lines = [
        _("Begin your answer with one of these words, each on a line of its own:"),
        "Реєстраційний номер: 123/01-05 від 23.11.2026",
        "Питання: за якою адресою немає світла?",
        "Проміжна відповідь: виїдемо на місце у четвер.",
        "Відповідь: ліхтар замінено.\nПідписав: міський голова, Ім’я Прізвище",
        "Продовжити до 22.12.2026 через перевірку на місці.\nВирішив: міський голова, Ім’я Прізвище",
        "Нотатка: мешканець цього не побачить.",
    ]
    return "\n".join(lines)


# the room of these mails


async def still_wanted(desk: Desk, mail: Mail, now: datetime) -> bool:
    return now < mail.added_at + TRIED_FOR


async def drop(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.mails.end(mail, MailState.DROPPED, "", now)


async def mailed(desk: Desk, mail: Mail, now: datetime) -> None:
    await desk.mails.end(mail, MailState.SENT, "", now)


async def not_mailed(desk: Desk, mail: Mail, failure: Failure, now: datetime) -> None:
    """Tried for three days; the case itself stands as it should, so nobody else need hear."""
    if failure.final or now >= mail.added_at + TRIED_FOR:
        await desk.mails.end(mail, MailState.REFUSED, failure.reason, now)
    else:
        await desk.mails.again(mail, now + pause_after(mail.attempts), failure.reason)
