"""Letters of offices by a real IMAP server: what is done, what waits, what has no effect and which line says so."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.commands.check import _mailbox
from bot.connectors.incoming import Reader
from bot.connectors.mail import Carrier, Server
from bot.connectors.mailbox import mailbox
from bot.settings import given
from council import handovers
from council.appeals import Appeal, MessageKind, State
from council.community import Signatory, Text
from council.handovers import Connector, HandoverState, Matter
from council.mail_tokens import message_id, new_token, token_of
from council.office_mail import OfficeMailState
from council.people import ReplyChannel
from council.workflow import Approval, Workflow, WorkflowMail
from demo import samples
from demo.clock import LocalClock
from handlers.house import House
from storage.files import Files
from storage.house import Storage
from tests.bot.mailroom import BOT, REGISTRY, SERVER, Mailroom, a_letter, mailroom
from tests.bot.postman import Inbox, smtp
from tests.council.desk import KORIUKIVKA, NOW, OLENAS_CHAT, in_state, reached, submits

Letter = Callable[..., EmailMessage]


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mailroom() as room:
        yield room


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """Where the bot's letters arrive."""
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    return LocalClock(speed=0, start=NOW)


class Office:
    """The bot's reader and carrier between two real servers, over a council with one mailbox on its map."""

    def __init__(
        self, storage: Storage, files: Files, house: House, clock: LocalClock, room: Mailroom, inbox: Inbox
    ) -> None:
        self.storage, self.room, self.inbox, self.clock = storage, room, inbox, clock
        self.house = replace(house, community=council(), carried=frozenset({ReplyChannel.EMAIL}), staff_chat_id=None)
        box = mailbox(given(bot_token="1:" + "a" * 35, **room.settings))
        assert box is not None
        self.reader = Reader(box, BOT, storage, files, self.house, clock, lambda: None)
        server = Server("127.0.0.1", inbox.port, "none", None, None, BOT)
        self.carrier = Carrier(server, storage, files, self.house, clock, lambda: None)

    def group(self, number: int | None = -100) -> None:
        """The council has a staff group from now on."""
        self.reader.house = replace(self.house, staff_chat_id=number)

    def rules(self, **mail: Any) -> None:
        told = WorkflowMail(server=SERVER, **mail)
        community = self.house.community.model_copy(update={"workflow": Workflow(mail=told)})
        self.reader.house = replace(self.reader.house, community=community)

    async def case(self, **changed: Any) -> Appeal:
        async with self.storage.unit() as desk:
            return (await submits(desk, **changed)).appeal

    async def letter(self, case: Appeal, text: str, **headers: Any) -> EmailMessage:
        async with self.storage.unit() as desk:
            return a_letter(
                await token_of(desk, case.id), text, **{"Date": NOW.strftime("%a, %d %b %Y %H:%M:%S +0000"), **headers}
            )

    async def comes(self, *letters: EmailMessage) -> list[dict[str, Any]]:
        """The letters arrive and are read; returns the lines of the log."""
        for letter in letters:
            await asyncio.to_thread(self.room.puts, letter)
        with capture_logs() as lines:
            read = await self.reader.once()
        assert read, lines
        return lines

    async def posts(self) -> list[EmailMessage]:
        """What the bot has to mail is mailed; returns what arrived now."""
        before = len(self.inbox.mails)
        while await self.carrier.once():
            pass
        return self.inbox.mails[before:]

    async def stands(self, case: Appeal) -> Appeal:
        async with self.storage.reading() as desk:
            return await desk.appeals.get(case.id)

    async def told(self) -> list[str]:
        """What goes to Olena's chat now, by the names of the messages."""
        async with self.storage.unit() as desk:
            return await reached(desk, OLENAS_CHAT)


def council() -> Any:
    contacts = KORIUKIVKA.contacts.model_copy(update={"registry_email": REGISTRY})
    signatory = Signatory(post=Text(uk="міський голова", en="Mayor"), name="Іван Вигаданий")
    workflow = Workflow(mail=WorkflowMail(server=SERVER))
    return KORIUKIVKA.model_copy(update={"contacts": contacts, "signatory": signatory, "workflow": workflow})


@pytest_asyncio.fixture
async def office(
    storage: Storage, files: Files, house: House, clock: LocalClock, room: Mailroom, inbox: Inbox
) -> Office:
    return Office(storage, files, house, clock, room, inbox)


def refused(lines: list[dict[str, Any]]) -> list[str]:
    return [str(line["why"]) for line in lines if line["event"] == "letter_refused"]


# without a staff group


async def test_the_whole_work_of_a_case_by_mail(office: Office) -> None:
    case = await office.case()
    await office.posts()
    await office.comes(await office.letter(case, "Реєстраційний номер: 123/01-05 від 23.11.2026\n\n> Звернення"))
    registered = await office.stands(case)
    assert (registered.registry_index, registered.registry_date) == ("123/01-05", date(2026, 11, 23))
    assert registered.state is State.ACCEPTED
    assert await office.told() == ["letter"]
    (answer,) = await office.posts()
    assert answer["To"] == REGISTRY
    assert "реєстраційний № 123/01-05" in office.inbox.text()

    await office.comes(await office.letter(case, "Питання: біля якого будинку?"))
    assert (await office.stands(case)).state is State.CLARIFICATION
    assert await office.told() == ["letter"]

    extend = "Продовжити до 05.01.2027 через перевірку на місці\nВирішив: міський голова, Іван Вигаданий"
    await office.comes(await office.letter(case, extend))
    assert (await office.stands(case)).state is State.EXTENDED
    assert await office.told() == ["letter"]
    mailed = await office.posts()
    assert [mail["To"] for mail in mailed].count("olena@example.com") == 1, "the extension goes in writing too"

    final = await office.letter(case, "Відповідь: Ліхтар замінено.\nВих. № 02-15/7 від 23.11.2026")
    final.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="Коваль.pdf")
    await office.comes(final)
    assert (await office.stands(case)).state is State.ANSWER_SHOWN
    assert await office.told() == ["answer", "answer_file"]
    letters = [mail for mail in await office.posts() if mail["To"] == "olena@example.com"]
    (letter,) = letters
    body = str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "Ліхтар замінено." in body
    assert "міський голова\r\nІван Вигаданий" in body
    assert "02-15/7" in body
    assert (await office.stands(case)).state is State.ANSWERED
    assert office.room.unread() == 0


async def test_an_answer_without_a_signatory_is_not_carried_out_and_the_office_hears_why(office: Office) -> None:
    office.reader.house = replace(
        office.house, community=office.house.community.model_copy(update={"signatory": Signatory()})
    )
    case = await office.case()
    await office.posts()
    await office.comes(await office.letter(case, "Відповідь: Ліхтар замінено."))
    assert (await office.stands(case)).state is State.SUBMITTED
    assert await office.told() == []
    await office.posts()
    assert "Підписав:" in office.inbox.text()


@pytest.mark.parametrize(
    "text",
    ["Дякуємо, прийнято.", "Реєстраційний номер: невідомий", "Продовжити до 01.01.2030 через свято\nВирішив: голова"],
)
async def test_what_is_unclear_or_against_the_law_is_answered_with_how_to_write(office: Office, text: str) -> None:
    case = await office.case()
    await office.posts()
    await office.comes(await office.letter(case, text))
    assert await office.stands(case) == case
    await office.posts()
    assert "Реєстраційний номер: 123/01-05" in office.inbox.text()


async def test_a_program_that_answers_everything_is_not_answered_for_ever(office: Office) -> None:
    case = await office.case()
    await office.posts()
    lines = await office.comes(*[await office.letter(case, f"Ваш лист № {n} прийнято") for n in range(32)])
    assert len(await office.posts()) == 5
    assert refused(lines) == ["too_many"] * 2


async def test_a_department_answers_its_own_case_and_registers_none(office: Office) -> None:
    departments = tuple(
        one.model_copy(update={"email": "cnap@rada.example"}) if one.code == "cnap" else one
        for one in office.house.community.departments
    )
    office.reader.house = replace(
        office.house, community=office.house.community.model_copy(update={"departments": departments})
    )
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5", From="cnap@rada.example"))
    assert (await office.stands(case)).registry_index == ""


# who it is from


async def test_an_unproved_letter_does_nothing_until_the_mailbox_on_the_map_says_yes(office: Office) -> None:
    case = await office.case()
    await office.posts()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5", proved=False))
    assert (await office.stands(case)).registry_index == ""
    (question,) = await office.posts()
    assert question["To"] == REGISTRY
    yes = await office.letter(case, "Так", proved=False, In_Reply_To=str(question["Message-ID"]))
    await office.comes(yes)
    assert (await office.stands(case)).registry_index == "5"
    lines = await office.comes(
        await office.letter(case, "Так, так", proved=False, In_Reply_To=str(question["Message-ID"]))
    )
    assert refused(lines) == ["replayed"]


async def test_the_mailbox_says_no_and_nothing_is_done(office: Office) -> None:
    case = await office.case()
    await office.posts()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5", proved=False))
    (question,) = await office.posts()
    await office.comes(await office.letter(case, "Ні!", proved=False, In_Reply_To=str(question["Message-ID"])))
    assert (await office.stands(case)).registry_index == ""
    late = await office.comes(await office.letter(case, "Так", proved=False, In_Reply_To=str(question["Message-ID"])))
    assert refused(late) == ["replayed"]


async def test_a_stranger_who_knows_the_word_gets_no_answer_and_the_office_does(office: Office) -> None:
    case = await office.case()
    await office.posts()
    lines = await office.comes(await office.letter(case, "Дайте відповідь", From="evil@evil.example"))
    assert refused(lines) == ["stranger"]
    (told,) = await office.posts()
    assert told["To"] == REGISTRY


FORGED = {
    "an invented word": ({"In_Reply_To": "", "Subject": f"case-{new_token()}"}, "invented_word"),
    "no word": ({"In_Reply_To": ""}, "names_no_case"),
    "tampered": ({"Authentication_Results": f"{SERVER}; dkim=fail header.d=rada.example"}, "tampered"),
    "stale": ({"Date": "Mon, 2 Nov 2026 09:00:00 +0200"}, "stale"),
    "of the future": ({"Date": "Mon, 7 Dec 2026 09:00:00 +0200"}, "stale"),
    "automatic": ({"Auto_Submitted": "auto-replied"}, "automatic"),
    "an invented secret": ({"Subject": f"confirm-1-{'a' * 37}"}, "wrong_code"),
}


@pytest.mark.parametrize("kind", FORGED)
async def test_what_is_refused_has_its_line_and_no_effect(office: Office, kind: str) -> None:
    headers, why = FORGED[kind]
    case = await office.case()
    await office.posts()
    lines = await office.comes(await office.letter(case, "Відповідь: Вас обмануто, Олено Коваль", **headers))
    assert refused(lines) == [why]
    assert "Олен" not in str(lines)
    assert await office.stands(case) == case
    assert await office.posts() == []
    assert office.room.unread() == 1, "it stays for a person to look at"


async def test_a_closed_case_takes_no_letter(office: Office) -> None:
    case = await office.case()
    letter = await office.letter(case, "Реєстраційний номер: 5")
    async with office.storage.unit() as desk:
        await in_state(desk, case, State.WITHDRAWN)
    assert refused(await office.comes(letter)) == ["case_closed"]


async def test_the_same_letter_under_another_id_is_a_replay(office: Office) -> None:
    case = await office.case()
    await office.comes(await office.letter(case, "Питання: яка адреса?"))
    async with office.storage.unit() as desk:
        now = await desk.appeals.get(case.id)
        await in_state(desk, now, State.IN_PROGRESS)
    assert refused(await office.comes(await office.letter(case, "Питання: яка адреса?"))) == ["replayed"]
    assert (await office.stands(case)).state is State.IN_PROGRESS


# with a staff group


async def test_with_a_group_a_letter_waits_for_an_officer_however_well_it_is_proved(office: Office) -> None:
    office.group()
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5"))
    assert (await office.stands(case)).registry_index == ""
    async with office.storage.reading() as desk:
        (mail,) = await desk.office_mails.of(case.id)
    assert (mail.state, mail.mailbox, mail.proved) == (OfficeMailState.WAITING, "registry", True)


async def test_a_community_may_let_proved_letters_through_and_only_these(office: Office) -> None:
    office.group()
    office.rules(approval=Approval.SERVER)
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 6", proved=False))
    assert (await office.stands(case)).registry_index == ""
    await office.comes(await office.letter(case, "Реєстраційний номер: 5"))
    assert (await office.stands(case)).registry_index == "5"


async def test_a_second_number_does_not_replace_the_first(office: Office) -> None:
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5"))
    await office.posts()
    await office.comes(await office.letter(case, "Реєстраційний номер: № 5"))
    await office.posts()
    assert "5" in office.inbox.text()
    await office.comes(await office.letter(case, "Реєстраційний номер: 6"))
    assert (await office.stands(case)).registry_index == "5"
    await office.posts()
    assert "Перший номер чинний" in office.inbox.text()


BOUNCE = """From: MAILER-DAEMON@mx.example
To: bot@rada.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

We could not deliver it.
--b
Content-Type: message/delivery-status

Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {original}

--b--
"""


async def test_a_letter_that_came_back_is_shown_on_its_hand_over_and_on_no_other(office: Office) -> None:
    case, other = await office.case(), await office.case(key="2f")
    async with office.storage.unit() as desk:
        token = await token_of(desk, case.id)
        for one in (case, other):
            await desk.handovers.add(f"case:{one.id}:mail", Connector.MAIL, Matter.CASE, NOW, one.id)
            (row,) = await desk.handovers.of_appeal(one.id)
            await handovers.sent(desk, row, NOW)
        rows = [(await desk.handovers.of_appeal(one.id))[0] for one in (case, other)]
    for row in rows:
        raw = BOUNCE.format(original=message_id(token, f"handover-{row.id}", BOT))
        await asyncio.to_thread(office.room.puts, raw.encode())
    await office.comes()
    async with office.storage.reading() as desk:
        after = [(await desk.handovers.get(row.id)).state for row in rows]
    assert after == [HandoverState.FAILED, HandoverState.SENT]


# the server and the process


async def test_after_a_loss_of_the_server_the_reading_goes_on_where_it_was(office: Office) -> None:
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5"))
    await asyncio.to_thread(office.room.close)
    assert [await office.reader.once() for _round in range(3)] == [False] * 3
    assert office.reader.lacking() == "mailbox"
    await asyncio.to_thread(office.room.open)
    await office.comes(await office.letter(case, "Питання: яка адреса?"))
    assert (await office.stands(case)).state is State.CLARIFICATION


async def test_check_says_whether_the_mailbox_lets_us_in(office: Office) -> None:
    settings = {"bot_token": "1:" + "a" * 35, **office.room.settings}
    assert (await _mailbox(given(**settings))).fine
    assert not (await _mailbox(given(**{**settings, "imap_password": "wrong"}))).fine
    await asyncio.to_thread(office.room.close)
    assert not (await _mailbox(given(**settings))).fine
    assert (await _mailbox(given(bot_token="1:" + "a" * 35))).fine


async def test_a_kill_between_writing_and_marking_does_nothing_twice(office: Office, storage: Storage) -> None:
    case = await office.case()
    await office.comes(await office.letter(case, "Реєстраційний номер: 5"))
    async with storage.unit() as desk:
        await desk.notes.drop("imap_place")
    lines = await office.comes()
    assert refused(lines) == ["replayed"]
    async with storage.reading() as desk:
        sent = [one for one in await desk.appeals.messages(case.id) if one.kind is MessageKind.DECISION]
    assert len(sent) == 1


async def test_files_are_kept_by_content_and_bombs_are_counted(office: Office, storage: Storage) -> None:
    office.group()
    case = await office.case()
    letter = await office.letter(case, "Дивіться файли")
    letter.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="../../etc/passwd.pdf")
    letter.add_attachment(b"PK\x03\x04" + b"\0" * 100, maintype="application", subtype="zip", filename="bomb.zip")
    letter.add_attachment(b"MZ\x90", maintype="application", subtype="pdf", filename="рішення.pdf")
    for n in range(50):
        letter.add_attachment(samples.PDF + b"%d" % n, maintype="application", subtype="pdf", filename=f"{n}.pdf")
    await office.comes(letter)
    async with storage.reading() as desk:
        (mail,) = await desk.office_mails.of(case.id)
        kept = await desk.attachments.of_message(mail.message)
        came = next(one for one in await desk.appeals.history(case.id) if one.action == "mail_came")
    assert len(kept) == 18
    assert came.details == {"left_out": 35, "known": True}


async def test_a_letter_that_is_too_big_is_not_fetched_and_an_officer_hears_of_it(
    office: Office, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("council.mail_reading.BIGGEST", 3000)
    office.group()
    case = await office.case()
    letter = await office.letter(case, "Реєстраційний номер: 5")
    letter.add_attachment(samples.PDF * 10, maintype="application", subtype="pdf", filename="a.pdf")
    await office.comes(letter)
    async with storage.reading() as desk:
        (mail,) = await desk.office_mails.of(case.id)
        came = next(one for one in await desk.appeals.history(case.id) if one.action == "mail_came")
        assert (await desk.appeals.message(mail.message)).text == ""
    assert came.details == {"left_out": 1, "known": True}


async def test_a_file_of_megabytes_is_kept_whole(office: Office, storage: Storage) -> None:
    office.group()
    case = await office.case()
    letter = await office.letter(case, "Дивіться файл")
    whole = samples.PDF + b"\0" * (2 * 2**20 - len(samples.PDF))
    letter.add_attachment(whole, maintype="application", subtype="pdf", filename="a.pdf")
    await office.comes(letter)
    async with storage.reading() as desk:
        (mail,) = await desk.office_mails.of(case.id)
        (file,) = await desk.attachments.of_message(mail.message)
    assert (file.size, file.sha256) == (2 * 2**20, sha256(whole).hexdigest())


async def test_letters_that_cannot_be_written_down_do_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await office.case()
    from bot.connectors import incoming

    taken = incoming.office_post.take

    async def breaks(desk: Any, house: Any, post: Any, *rest: Any) -> Any:
        if "зламайся" in post.letter.text:
            raise RuntimeError("a mistake of ours")
        return await taken(desk, house, post, *rest)

    monkeypatch.setattr(incoming.office_post, "take", breaks)
    await asyncio.to_thread(office.room.puts, await office.letter(case, "зламайся"))
    await asyncio.to_thread(office.room.puts, await office.letter(case, "Реєстраційний номер: 5"))
    assert [await office.reader.once() for _round in range(3)] == [False, False, True]
    assert (await office.stands(case)).registry_index == "5"
    assert office.room.unread() == 1
