"""The group becomes the staff group, with a code that only an administrator of the settings may use, once."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from council.deliveries import ChatId
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers.inquiries import GroupFacts
from handlers.screens import Screen, message
from handlers.texts import _, escaped
from handlers.turn import Turn

USES = "setup_uses"
"""The note that counts how often a code was used."""
SLOT = timedelta(minutes=5)
SLOTS = 4
"""Codes of this slot and of three before it: a code lives at least fifteen minutes."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without letters and digits that are taken for each other."""
LENGTH = 8
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
STAFF_CHAT = "staff_chat_id"
PAUSE = "pause"


def code(key: str, uses: int, now: datetime) -> str:
    """The code of this moment. Nothing is written to make one: `check` may print it beside the running bot."""
    return _code_of(key, uses, _slot(now))


def fits(typed: str, key: str, uses: int, now: datetime) -> bool:
    """Whether it is a code of the last fifteen minutes (twenty at most) that nobody has used since."""
    given = typed.strip().upper().encode()
    slots = range(_slot(now), _slot(now) - SLOTS, -1)
    return bool(key) and any(hmac.compare_digest(given, _code_of(key, uses, slot).encode()) for slot in slots)


def _slot(now: datetime) -> int:
    return (now - EPOCH) // SLOT


def _code_of(key: str, uses: int, slot: int) -> str:
    made = hmac.digest(key.encode(), f"{uses}:{slot}".encode(), hashlib.sha256)
    return "".join(LETTERS[byte % len(LETTERS)] for byte in made[:LENGTH])


async def setup(event: Message, turn: Turn, command: CommandObject) -> None:
    """Binds this group: the code is single-use, lives fifteen minutes, and counts only from ADMIN_IDS."""
    if turn.me not in turn.house.admins:
        raise DomainError(msgid("Only who is named in ADMIN_IDS may bind the group."))
    facts = turn.facts
    if not isinstance(facts, GroupFacts):
        raise DomainError(msgid("Write /setup with the code in the group that is to be the staff group."))
    if facts.public:
        raise DomainError(msgid("This group has a public name: anyone could read it. Make it private, then repeat."))
    await _use_code(turn, command.args or "")
    await _bind(event, turn)
    await turn.say(event, Screen(_bound(turn, facts)))


async def _use_code(turn: Turn, typed: str) -> None:
    """Each use is counted, and the count is part of the next code: a used one never fits again."""
    uses = int(await turn.desk.notes.get(USES) or 0)
    if not fits(typed, turn.house.setup_key, uses, turn.now):
        raise DomainError(msgid("This code is wrong or too old. Run «python -m bot check»: it prints a new one."))
    await turn.desk.notes.put(USES, str(uses + 1), turn.now)


async def _bind(event: Message, turn: Turn) -> None:
    before, now_bound = turn.staff_chat, event.chat.id
    await turn.desk.notes.put(STAFF_CHAT, str(now_bound), turn.now)
    turn.staff_chat = now_bound
    if before is not None and before != now_bound:
        text = _("The staff of the bot now work in another group. New cases will not come here.")
        await turn.tell(ChatId(before), message(Screen(text)))


def _bound(turn: Turn, facts: GroupFacts) -> str:
    title = escaped(facts.title)
    lines = [_("This is now the staff group of {community}.").format(community=escaped(str(turn.house.community.name)))]
    if not facts.forum:
        lines.append(
            _(
                "Topics are off. Cases come as replies to their card. To have a topic a case, turn on «Topics» in "
                "the group's settings."
            )
        )
    if not facts.administrator:
        lines.append(
            _("The bot is no administrator of «{title}». Make it one, with the right to manage topics.").format(
                title=title
            )
        )
    elif facts.forum and not facts.manages_topics:
        lines.append(_("The bot may not manage topics. Give it this right, or cases cannot have topics of their own."))
    lines.append(_("Next: give roles. Reply to a colleague's message with /roles and their post."))
    return "\n\n".join(lines)


async def pause(event: Message, turn: Turn, command: CommandObject) -> None:
    """Stops new submissions with a notice that says where to go meanwhile; without a text it goes on again."""
    notice = " ".join((command.args or "").split())[:1000]
    if notice:
        await turn.desk.notes.put(PAUSE, notice, turn.now)
        text = _("New submissions are stopped. Residents read: «{notice}». To go on, write /pause alone.")
        await turn.say(event, Screen(text.format(notice=escaped(notice))))
        return
    stopped = await turn.desk.notes.drop(PAUSE)
    text = (
        _("Submissions are open again.")
        if stopped
        else _(
            "To stop new submissions, write /pause and the notice for residents: why, until when, and where to "
            "write meanwhile."
        )
    )
    await turn.say(event, Screen(text))


def router() -> Router:
    """`/setup` alone is taken in any group: no group is bound before it."""
    router = Router(name="setup")
    router.message.register(setup, Command("setup"))
    return router
