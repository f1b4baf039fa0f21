"""Invented people of Koriukivka, their cases and the officers who answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from council import answering, appeal_form, forms
from council.appeals import Appeal, AppealId, AttachmentKind, CaseMessage, Kind, MessageKind, State, Submission
from council.community import load
from council.deliveries import STAFF_GROUP, Call, ChatId
from council.forms import Filling
from council.people import FullName, Officer, ResidentId, Role, RoleGrant, TelegramId
from council.submitting import Submitted, submit
from storage.deliveries import OutboxRow
from storage.desk import Desk

CONTENT = Path(__file__).parent.parent.parent / "content"
KORIUKIVKA = load(CONTENT / "koriukivka")
FORM = appeal_form.build(KORIUKIVKA)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLENA, TARAS = TelegramId(501), TelegramId(502)
OLENAS_CHAT = ChatId(OLENA)

WISHES: Mapping[Kind, Mapping[str, str]] = {
    Kind.PROPOSAL: {"wish": "change"},
    Kind.APPLICATION: {"wish": "do", "wronged": "no"},
    Kind.COMPLAINT: {"wish": "do", "wronged": "yes"},
    Kind.INFORMATION_REQUEST: {"wish": "know"},
    Kind.PROBLEM_REPORT: {"wish": "problem"},
}
OLENAS_ANSWERS: Mapping[str, Any] = {
    "complained_of": "начальник ЖЕКу",
    "category": "lighting",
    "text": "Не світить ліхтар",
    "place": "вул. Шевченка, біля школи",
    "name": FullName(surname="Коваль", given="Олена", patronymic="Іванівна").model_dump(),
    "district": "misto",
    "problem_district": "budianskyi",
    "residence": "м. Корюківка, вул. Шевченка, 12",
    "contact": {"channel": "email", "value": "olena@example.com"},
    "postal_address": "м. Корюківка, вул. Шевченка, 12",
}


def answers_for(kind: Kind) -> dict[str, Any]:
    """What Olena would say to every question, asked or not."""
    return {**OLENAS_ANSWERS, **WISHES[kind]}


def filled(kind: Kind, key: str = "1f", **changed: Any) -> Filling:
    return forms.begin(FORM, key, {**answers_for(kind), **changed})


async def submits(
    desk: Desk, kind: Kind = Kind.APPLICATION, key: str = "1f", who: TelegramId = OLENA, **changed: Any
) -> Submitted:
    resident = await desk.residents.met(who, NOW)
    return await submit(desk, KORIUKIVKA, FORM, filled(kind, key, **changed), resident, NOW)


async def a_case(desk: Desk, kind: Kind = Kind.APPLICATION, key: str = "1f", **changed: Any) -> Appeal:
    """A case of Olena's; what its submission queued has left already."""
    case = (await submits(desk, kind, key, **changed)).appeal
    await left(desk)
    return case


async def in_state(desk: Desk, case: Appeal, state: State) -> Appeal:
    """The case moved there by somebody's hand."""
    return await desk.appeals.change(case, replace(case, state=state))


def drawn(kind: Kind, **changed: Any) -> Appeal:
    """A case of Olena's on paper only."""
    case = Appeal(
        AppealId(1),
        "ЗВ-2026-000001",
        "1f",
        kind,
        State.SUBMITTED,
        ResidentId(1),
        "lighting",
        "general",
        "misto",
        NOW,
        NOW,
        Submission(),
    )
    return replace(case, **changed)


def officer(account: int, *roles: tuple[Role, str]) -> Officer:
    grants = [RoleGrant(1, TelegramId(account), role, scope, "Посада", OLENA, NOW) for role, scope in roles]
    return Officer(TelegramId(account), tuple(grants))


REGISTRAR = officer(900, (Role.REGISTRAR, ""))
EXECUTOR = officer(901, (Role.EXECUTOR, "general"))
STRANGER = officer(902)
PROMPT = {"chat": STAFF_GROUP, "prompt": 7}
HALF_A_MINUTE_LATER = NOW + timedelta(seconds=31)


async def confirmed(
    desk: Desk,
    case: Appeal,
    text: str = "Полагодили",
    kind: MessageKind = MessageKind.ANSWER,
    key: str = "reply:1",
    by: Officer = REGISTRAR,
) -> CaseMessage:
    """An answer that an officer wrote, signed and confirmed; it is still in its half minute."""
    draft = await answering.draft(desk, case.id, key, text, by, NOW)
    chosen = await answering.choose_kind(desk, draft, kind, "міський голова, Іван Іваненко")
    return await answering.confirm(desk, chosen, by, PROMPT, NOW)


async def answered(desk: Desk, case: Appeal, text: str = "Полагодили") -> CaseMessage | None:
    """The final answer has left."""
    held = await confirmed(desk, case, text)
    return await answering.release(desk, held.id, HALF_A_MINUTE_LATER)


async def with_photo(desk: Desk, draft: str, key: str = "photo-1") -> None:
    """A photo that waits with the draft of this key."""
    await desk.attachments.add(draft, key, AttachmentKind.PHOTO, "фото.jpg", "image/jpeg", 10, "", "path", NOW)


async def left(desk: Desk, now: datetime = NOW + timedelta(hours=1)) -> list[OutboxRow]:
    """Everything queued leaves, as the sender would take it."""
    gone: list[OutboxRow] = []
    while rows := await desk.outbox.due(now):
        for row in rows:
            await desk.outbox.sent(row, now, None, None)
        gone += rows
    return gone


async def reached(desk: Desk, chat: ChatId) -> list[str]:
    """The names of the messages that leave for this chat now, in order."""
    return names(await left(desk), chat)


def names(rows: Sequence[OutboxRow], chat: ChatId) -> list[str]:
    return [named(row) for row in sorted(rows, key=lambda row: (row.lane, row.id)) if row.chat == chat]


def named(row: OutboxRow) -> str:
    return row.content.method if isinstance(row.content, Call) else row.content.name
