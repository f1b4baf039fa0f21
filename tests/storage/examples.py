"""Invented people and cases for the storage's tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from council.appeals import (
    Appeal,
    AppealId,
    AttachmentKind,
    CaseMessage,
    Direction,
    Event,
    Kind,
    MessageId,
    MessageKind,
    MessageState,
    State,
    Submission,
)
from council.deliveries import Call, ChatId, Delivery, Lane, Notice
from council.mails import MailToken
from council.opinions import Opinion, OpinionId
from council.own_results import Saved
from council.people import FullName, Identity, ReplyChannel, ResidentId, TelegramId
from council.profiles import Profile
from council.urns import Sheet, Urn
from storage.desk import Desk
from storage.packing import pack

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OLENA = TelegramId(501)
TARAS = TelegramId(502)
REGISTRAR = TelegramId(900)
OLENAS_CHAT = ChatId(501)

OLENAS_IDENTITY = Identity(
    name=FullName(surname="Коваль", given="Олена"),
    residence="вул. Шевченка, 12",
    channel=ReplyChannel.EMAIL,
    contact="olena@example.com",
)


def an_appeal(resident: ResidentId, draft: str = "draft-1", number: str = "ЗВ-2026-000001") -> Appeal:
    return Appeal(
        id=AppealId(0),
        number=number,
        draft=draft,
        kind=Kind.PROPOSAL,
        state=State.SUBMITTED,
        resident=resident,
        category="lighting",
        department="utilities",
        district="centre",
        received_at=NOW,
        due=NOW + timedelta(days=30),
        submission=Submission(text="Не світить ліхтар", applicant=OLENAS_IDENTITY),
    )


async def a_case(desk: Desk, draft: str = "draft-1") -> Appeal:
    olena = await desk.residents.met(OLENA, NOW)
    return await desk.appeals.add(an_appeal(olena.id, draft, await desk.appeals.next_number(2026)))


def an_answer(appeal: AppealId, key: str = "answer:1") -> CaseMessage:
    return CaseMessage(
        id=MessageId(0),
        appeal=appeal,
        key=key,
        direction=Direction.OUT,
        kind=MessageKind.ANSWER,
        state=MessageState.HELD,
        text="Полагодили 3 березня",
        author=REGISTRAR,
        at=NOW,
        signatory="Секретар ради",
    )


def a_message(
    key: str, text: str = "text", chat: ChatId = OLENAS_CHAT, due: datetime = NOW, lane: Lane = Lane.NOTICE
) -> Delivery:
    return Delivery(key, chat, Call("sendMessage", {"text": text}), due, lane)


async def everything_personal(desk: Desk, secret: str) -> None:
    """Writes the secret into every field that may hold something about a person."""
    olena = await desk.residents.met(OLENA, NOW)
    await desk.residents.keep_identity(olena.id, OLENAS_IDENTITY.model_copy(update={"residence": secret}), NOW)
    case = await desk.appeals.add(replace(an_appeal(olena.id), submission=Submission(text=secret)))
    await desk.appeals.change(case, replace(case, submission=Submission(text=secret, complained_of=secret)))
    answer = await desk.appeals.add_message(replace(an_answer(case.id), text=secret))
    await desk.appeals.change_message(answer, replace(answer, text=secret * 2))
    await desk.appeals.record(Event(case.id, "key", NOW, "officer:900", "noted", details={"reason": secret}))
    await desk.attachments.add("draft-1", "file", AttachmentKind.PHOTO, secret, "image/jpeg", 1, "", "path", NOW)
    await desk.opinions.add(Opinion(OpinionId(0), "opinion", "abc-m01", olena.id, "", secret, NOW))
    await desk.deliveries.add(a_message("receipt", secret))
    await desk.deliveries.refresh(replace(a_message("card"), content=Notice("card", {"text": secret})))
    await desk.drafts.keep(olena.id, "appeal", {"text": secret}, NOW)
    await desk.inbox.add(1, OLENA, {"message": {"text": secret}}, NOW)
    await desk.fsm.stand("501", None, pack({"text": secret}), NOW)
    await desk.jobs.add("job", "remind", NOW, {"text": secret})
    await desk.mail_tokens.keep(case.id, MailToken(secret))
    await desk.surveys.keep_profile(olena.id, Profile(settlement=secret))
    saved = Saved(month="2026-11", variant=secret, areas={}, self_assessed=(0, 0), known=(0, 0))
    await desk.surveys.keep_result(olena.id, "s5", saved)
    await desk.surveys.enter("s5", "2026", "2026||", olena.id)
    await desk.surveys.lay(Urn(survey="s5", version=1), [], [Sheet(id="a", answers={"q1": secret})])
    await desk.surveys.keep(Urn(survey="s5", version=1), [Sheet(id="b", answers={"q1": secret})])
