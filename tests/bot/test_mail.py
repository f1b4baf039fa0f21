"""Letters reach a real SMTP server, secured or not, once, and survive its moods and our death."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiosmtplib
import pytest
import pytest_asyncio

from bot.commands.check import check
from bot.connectors.mail import LEASE, Carrier, Server, message_id, server, verdict
from bot.settings import Settings, given
from council import letters
from council.appeals import Appeal, CaseMessage, Kind, State
from council.deliveries import ChatId
from council.mails import Mail, MailState, letter_key
from council.people import ReplyChannel
from demo.clock import LocalClock
from demo.groups import Group
from demo.telegram import LocalTelegram
from handlers.house import House
from storage.files import Files
from storage.house import Storage
from tests.bot.conftest import CONTENT
from tests.bot.postman import Inbox, certificate, smtp
from tests.council.desk import HALF_A_MINUTE_LATER, KORIUKIVKA, confirmed, names, submits

ADDRESS = "olena@example.com"
FROM = "rada@example.org"


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    """Stands still: the tests say when time passes."""
    return LocalClock(speed=0, start=HALF_A_MINUTE_LATER)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


def to(inbox: Inbox, security: str = "none", user: str | None = None) -> Server:
    return Server("127.0.0.1", inbox.port, security, user, user and "secret", FROM)


Carry = Callable[..., Carrier]


@pytest.fixture
def carry(storage: Storage, files: Files, house: House, clock: LocalClock) -> Carry:
    def carrier(target: Server) -> Carrier:
        return Carrier(target, storage, files, house, clock, lambda: None)

    return carrier


@pytest_asyncio.fixture
async def answer(storage: Storage) -> CaseMessage:
    """An answer to Olena that is to go by e-mail."""
    async with storage.unit() as desk:
        case = (await submits(desk, text="Не світить ліхтар")).appeal
        held = await confirmed(desk, case, "Полагодили.\n\nДякуємо за звернення!")
        await letters.release(desk, KORIUKIVKA, held.id, frozenset({ReplyChannel.EMAIL}), HALF_A_MINUTE_LATER)
        return await desk.appeals.message(held.id)


async def state(storage: Storage, answer: CaseMessage) -> State:
    async with storage.reading() as desk:
        return (await desk.appeals.get(answer.appeal)).state


async def row(storage: Storage, answer: CaseMessage) -> Mail:
    async with storage.reading() as desk:
        mail = await desk.mails.by_key(letter_key(answer.id))
    assert mail is not None
    return mail


# what arrives


async def test_the_letter_arrives_as_it_was_written(storage: Storage, inbox: Inbox, carry: Carry) -> None:
    async with storage.unit() as desk:
        case = (await submits(desk)).appeal
        hostile = 'Рядок\n.\nFrom me\n#set page(width: 1cm) $x$ \\ «лапки» "quotes" 😀'
        held = await confirmed(desk, case, hostile)
        await letters.release(desk, KORIUKIVKA, held.id, frozenset({ReplyChannel.EMAIL}), HALF_A_MINUTE_LATER)
    assert await carry(to(inbox)).once() == 1
    mail = inbox.last()
    assert (mail["To"], mail["From"].addresses[0].addr_spec) == (ADDRESS, FROM)
    assert mail["From"].addresses[0].display_name == "Корюківська міська рада"
    assert case.number in mail["Subject"]
    assert hostile in inbox.text().replace("\r\n", "\n")
    assert list(inbox.attached()) == [f"лист-{case.number}.pdf"]


async def test_nothing_personal_is_in_headers_but_the_address(answer: CaseMessage, inbox: Inbox, carry: Carry) -> None:
    await carry(to(inbox)).once()
    headers = " ".join(f"{name}: {value}" for name, value in inbox.last().items())
    assert "Коваль" not in headers
    assert "ліхтар" not in headers


# secured


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_the_way_is_secured_and_logged_in(
    answer: CaseMessage, carry: Carry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    how = {"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context}
    with smtp(Inbox(), **how) as inbox:
        await carry(to(inbox, security)).once()
        assert inbox.secured or security == "tls"
        assert "Полагодили" in inbox.text()


async def test_a_server_that_nobody_vouches_for_gets_nothing(
    storage: Storage, answer: CaseMessage, carry: Carry, tmp_path: Path
) -> None:
    context, _public = certificate(tmp_path)
    with smtp(Inbox(), tls_context=context) as inbox:
        await carry(to(inbox, "starttls")).once()
        assert inbox.mails == []
    assert await state(storage, answer) is State.ANSWER_SHOWN


async def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(
    storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry
) -> None:
    await carry(to(inbox, "starttls")).once()
    assert inbox.mails == []
    assert await state(storage, answer) is State.ANSWER_SHOWN


# moods


async def test_after_a_failure_it_goes_once(
    storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry, clock: LocalClock
) -> None:
    inbox.moods = ["451 4.3.0 come again", "421 4.3.2 closing"]
    carrier = carry(to(inbox))
    assert await carrier.once() == 1
    assert await carrier.once() == 0
    for minutes in (1, 2):
        assert await state(storage, answer) is State.ANSWER_SHOWN
        clock.jump(timedelta(minutes=minutes))
        assert await carrier.once() == 1
    assert len(inbox.mails) == 1
    assert await state(storage, answer) is State.ANSWERED
    assert await carrier.once() == 0


async def test_a_server_that_is_away_is_asked_again(
    storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry, clock: LocalClock
) -> None:
    await carry(replace(to(inbox), port=1)).once()
    clock.jump(timedelta(minutes=1))
    await carry(to(inbox)).once()
    assert await state(storage, answer) is State.ANSWERED


async def test_the_administrators_hear_of_the_third_failure_once_a_day(
    storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry, clock: LocalClock, house: House
) -> None:
    heard = []
    for _attempt in range(4):
        await carry(replace(to(inbox), port=1)).once()
        async with storage.reading() as desk:
            heard.append(names(await desk.outbox.due(clock.now()), ChatId(min(house.admins))))
        clock.jump(timedelta(hours=1))
    assert heard == [[], [], ["alarm"], ["alarm"]]


async def test_a_refused_mailbox_is_final(storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry) -> None:
    inbox.strangers = {ADDRESS}
    await carry(to(inbox)).once()
    assert (await row(storage, answer)).state is MailState.REFUSED
    assert await state(storage, answer) is State.ANSWER_SHOWN


@pytest.mark.parametrize(
    ("error", "final", "address"),
    [
        (aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(550, "5.1.1 unknown", "a")]), True, True),
        (aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(554, "5.7.1 no relay", "a")]), True, False),
        (aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(450, "4.2.0 grey", "a")]), False, False),
        (aiosmtplib.SMTPDataError(552, "too big"), True, False),
        (aiosmtplib.SMTPDataError(452, "full"), False, False),
        (aiosmtplib.SMTPAuthenticationError(535, "wrong password"), False, False),
        (aiosmtplib.SMTPSenderRefused(550, "who are you", FROM), False, False),
        (aiosmtplib.SMTPConnectError("away"), False, False),
        (OSError(), False, False),
    ],
)
def test_only_what_no_attempt_can_mend_is_final(error: Exception, final: bool, address: bool) -> None:
    assert (verdict(error).final, verdict(error).address) == (final, address)


# death


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it is done."""


async def test_a_kill_between_the_servers_yes_and_our_record_repeats_one_recognisable_mail(
    storage: Storage,
    answer: CaseMessage,
    inbox: Inbox,
    carry: Carry,
    clock: LocalClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(Carrier, "_done", killed)
        with pytest.raises(Killed):
            await carry(to(inbox)).once()
    assert await state(storage, answer) is State.ANSWER_SHOWN
    after_restart = carry(to(inbox))
    assert await after_restart.once() == 0
    clock.jump(LEASE)
    assert await after_restart.once() == 1
    assert await after_restart.once() == 0
    assert len(inbox.mails) == 2
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 1
    assert await state(storage, answer) is State.ANSWERED


def test_every_letter_has_its_own_lasting_id() -> None:
    first = Appeal(*[None] * 12)  # type: ignore[arg-type]
    first = replace(first, number="ЗВ-2026-000001", draft="1f", kind=Kind.APPLICATION)
    ids = {message_id(first, key, FROM) for key in ("answer:1", "receipt:1", "answer:1")}
    ids |= {message_id(replace(first, draft="2f"), "answer:1", FROM)}
    assert len(ids) == 3
    assert all(one.startswith("<2026-000001.") and one.endswith("@example.org>") and one.isascii() for one in ids)


async def test_the_answer_continues_the_thread_of_the_receipt(
    storage: Storage, answer: CaseMessage, inbox: Inbox, carry: Carry
) -> None:
    carrier = carry(to(inbox))
    await carrier.once()
    async with storage.unit() as desk:
        case = await desk.appeals.get(answer.appeal)
        await letters.receipt(desk, case, frozenset({ReplyChannel.EMAIL}), HALF_A_MINUTE_LATER)
    await carrier.once()
    told, receipt = inbox.mails
    assert told["In-Reply-To"] == receipt["Message-ID"]
    assert receipt["Auto-Submitted"] == "auto-generated"


# settings and check


def settings(inbox: Inbox | None, telegram: LocalTelegram, folder: Path, group: Group) -> Settings:
    mail = (
        {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": FROM} if inbox else {}
    )
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        content_dir=CONTENT,
        admin_ids={7},
        data_dir=folder,
        staff_chat_id=group.id,
        **mail,
    )


async def test_without_settings_there_is_no_server(telegram: LocalTelegram, tmp_path: Path, group: Group) -> None:
    assert server(settings(None, telegram, tmp_path, group)) is None


async def test_check_greets_the_mail_server(
    telegram: LocalTelegram,
    group: Group,
    inbox: Inbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BOT_LANG", "en")
    ours = settings(inbox, telegram, tmp_path, group)
    assert await check(ours) == 0
    assert "127.0.0.1 accepts us" in capsys.readouterr().out
    assert await check(ours.model_copy(update={"mail_port": 1})) == 1
    assert "Check MAIL_HOST" in capsys.readouterr().out
