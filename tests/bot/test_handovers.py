"""Cases reach the registry's mailbox, a folder and a document system: once each, whatever mood the other side is in."""

import errno
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.connectors import folder as folders
from bot.connectors.document_system import DocumentSystem, retry_after
from bot.connectors.folder import MANIFEST, Folder, usable
from bot.connectors.handing_over import LEASE, Courier, Refusal, Way, trouble
from bot.connectors.mail import Server
from bot.connectors.registry_mail import MEGABYTE, RegistryMail, is_secure, loaded
from bot.documents.packages import Piece
from council import answering, followups, handovers, mail_tokens
from council.appeals import Appeal, Kind
from council.community import Community
from council.handover_rules import Connector, Handover, HandoverState, in_part
from council.mail_quotes import ABOVE_THIS_LINE
from council.phrases import DomainError
from council.workflow import FolderWay, Mailbox, WorkflowMail
from demo.clock import LocalClock
from handlers.house import House
from storage.files import Files
from storage.house import Storage
from tests.bot.postman import Inbox, smtp
from tests.bot.registry import REGISTRY, SECRET, Peer, document_system, koriukivka, submits, with_file
from tests.council.desk import NOW, OLENA, REGISTRAR

FROM = "rada@example.org"
PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(3000)


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    """Stands still: the tests say when time passes."""
    return LocalClock(speed=0, start=NOW)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[Peer]:
    async with document_system() as peer:
        yield peer


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


Send = Callable[..., Courier]


@pytest.fixture
def send(storage: Storage, files: Files, house: House, clock: LocalClock) -> Send:
    """A courier of this way, in a house of this community."""

    def courier(make: Callable[[House], Way], community: Community) -> Courier:
        here = replace(house, community=community)
        return Courier(make(here), storage, files, here, clock, lambda: None)

    return courier


def by_mail(inbox: Inbox, clock: LocalClock, *, hears: bool = False) -> Callable[[House], Way]:
    server = Server("127.0.0.1", inbox.port, "none", None, None, FROM)
    return lambda house: RegistryMail(server, house, clock, hears=hears)


def by_http(url: str, clock: LocalClock, secret: str = SECRET) -> Callable[[House], Way]:
    return lambda house: DocumentSystem(url, secret, clock)


def into(place: Path) -> Callable[[House], Way]:
    return lambda house: Folder(place, house.community)


async def opens(
    storage: Storage, files: Files, community: Community, content: bytes | None = None, **more: Any
) -> Appeal:
    async with storage.unit() as desk:
        if content is not None:
            await with_file(desk, files, "1f", content)
        return await submits(desk, community, **more)


async def rows(storage: Storage, case: Appeal) -> list[Handover]:
    async with storage.reading() as desk:
        return list(await desk.handovers.of_appeal(case.id))


async def only(storage: Storage, case: Appeal) -> Handover:
    [row] = await rows(storage, case)
    return row


# mail


async def test_the_registry_gets_one_mail_with_the_card_and_the_files(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL)
    case = await opens(storage, files, here, PHOTO)
    courier = send(by_mail(inbox, clock, hears=True), here)
    assert (await courier.once(), await courier.once()) == (1, 0)
    mail, attached = inbox.last(), inbox.attached()
    assert (mail["To"], mail["Subject"]) == (REGISTRY, f"Звернення № {case.number} від 23.11.2026")
    assert list(attached) == ["card.pdf", "card.json", "dodatok-01.jpg"]
    assert attached["dodatok-01.jpg"] == PHOTO
    assert json.loads(attached["card.json"])["applicant"]["name"]["surname"] == "Коваль"
    assert (await only(storage, case)).state is HandoverState.SENT


async def test_the_mail_says_what_to_do_and_nothing_of_the_person(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL)
    case = await opens(storage, files, here, PHOTO)
    await send(by_mail(inbox, clock, hears=True), here).once()
    async with storage.unit() as desk:
        token = await mail_tokens.token_of(desk, case.id)
    text, mail = inbox.text().replace("\r\n", "\n"), inbox.last()
    assert text.startswith(ABOVE_THIS_LINE)
    assert "Реєстраційний номер: 123/01-05 від 23.11.2026" in text
    assert mail_tokens.tokens_in([text, mail["Message-ID"]]) == [token]
    said = text + " ".join(f"{name}: {value}" for name, value in mail.items())
    assert not [word for word in ("Коваль", "ліхтар", "olena@example.com", "паспорт") if word in said]


async def test_where_nobody_reads_replies_none_is_asked_for(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL)
    await opens(storage, files, here)
    await send(by_mail(inbox, clock), here).once()
    assert "внесіть номер у боті" in inbox.text()
    assert ABOVE_THIS_LINE not in inbox.text()


async def test_a_request_goes_to_the_mailbox_on_the_map(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    boxes = (Mailbox(to="access@example.org", kinds=(Kind.INFORMATION_REQUEST,)),)
    here = koriukivka(Connector.MAIL, mail=WorkflowMail(mailboxes=boxes, plus_addresses=True))
    case = await opens(storage, files, here, kind=Kind.INFORMATION_REQUEST)
    await send(by_mail(inbox, clock), here).once()
    assert inbox.last()["To"] == "access@example.org"
    assert "+case-" in inbox.last()["Reply-To"]
    async with storage.reading() as desk:
        [event] = [one for one in await desk.appeals.history(case.id) if one.action == handovers.HANDED_OVER]
    assert (event.details or {})["to"] == "access@example.org"


async def test_what_is_added_and_taken_back_hangs_under_the_mail_of_the_case(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL)
    case = await opens(storage, files, here)
    async with storage.unit() as desk:
        await with_file(desk, files, "later", b"%PDF-1.4 later", "ще.pdf", "application/pdf")
        await answering.add_from_applicant(desk, case, "add:1", "Ще одна яма", ["later"], OLENA, NOW)
        await followups.withdraw(desk, case, NOW)
    courier = send(by_mail(inbox, clock), here)
    assert [await courier.once() for _ in range(4)] == [1, 1, 1, 0]
    first, added, back = inbox.mails
    assert added["In-Reply-To"] == back["References"] == first["Message-ID"]
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 3
    assert added["Subject"] == f"Доповнення до звернення № {case.number}"
    assert json.loads(inbox.attached(1)["card.json"])["text"] == "Ще одна яма"
    assert inbox.attached(1)["dodatok-01.pdf"] == b"%PDF-1.4 later"
    assert "відкликав" in inbox.text(2)


async def test_the_mail_waits_through_the_moods_of_a_server_and_goes_once(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL)
    case = await opens(storage, files, here)
    inbox.moods = ["451 4.3.0 come again", "554 5.7.1 spam"]
    courier = send(by_mail(inbox, clock), here)
    assert (await courier.once(), await courier.once()) == (1, 0)
    assert ((await only(storage, case)).state, (await only(storage, case)).reason) == (HandoverState.FAILED, "smtp 451")
    for _attempt in range(2):
        clock.jump(timedelta(minutes=5))
        assert await courier.once() == 1
    assert len(inbox.mails) == 1


async def test_many_files_go_in_as_few_mails_as_their_size_allows(
    storage: Storage, files: Files, inbox: Inbox, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.MAIL, mail=WorkflowMail(largest_mb=1))
    async with storage.unit() as desk:
        for place in range(3):
            await with_file(desk, files, "1f", bytes([place]) * 700_000, f"{place}.jpg")
        await with_file(desk, files, "1f", b"x" * 2 * MEGABYTE, "велике.mp4", "video/mp4")
        await submits(desk, here)
    await send(by_mail(inbox, clock), here).once()
    assert [list(inbox.attached(place)) for place in range(3)] == [
        ["card.pdf", "card.json", "dodatok-01.jpg"],
        ["dodatok-02.jpg"],
        ["dodatok-03.jpg"],
    ]
    assert "dodatok-04.mp4" in inbox.text(0)
    assert inbox.mails[2]["Subject"].endswith("(3 з 3)")
    assert inbox.mails[1]["In-Reply-To"] == inbox.mails[0]["Message-ID"]
    ids = [mail["Message-ID"].partition(".")[0].lstrip("<") for mail in inbox.mails]
    assert len({in_part(one) for one in ids}) == 1


def test_mails_are_filled_in_order_and_the_cards_are_never_left_behind() -> None:
    card = Piece("card.pdf", "application/pdf", 50, "", b"x" * 50)
    big, small = Piece("b", "m", 90, "", stored="p"), Piece("s", "m", 60, "", stored="p")
    assert [[one.name for one in load] for load in loaded([card, big, small, small], 40)] == [["card.pdf"]]
    assert [len(load) for load in loaded([card, small, small, big], 100)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("security", "host", "secure"),
    [("none", "mail.example.org", False), ("none", "127.0.0.1", True), ("starttls", "mail.example.org", True)],
)
def test_full_data_leave_the_machine_over_tls_only(security: str, host: str, secure: bool) -> None:
    assert is_secure(Server(host, 25, security, None, None, FROM)) is secure


# folder


def laid(place: Path) -> list[str]:
    return sorted(one.name for one in place.iterdir())


async def test_a_package_appears_whole_in_the_folder(storage: Storage, files: Files, send: Send, place: Path) -> None:
    here = koriukivka(Connector.FOLDER)
    case = await opens(storage, files, here, PHOTO)
    await send(into(place), here).once()
    [name] = laid(place)
    assert name == f"ZV-2026-000001-case-{(await only(storage, case)).id}"
    assert laid(place / name) == ["card.json", "card.pdf", "dodatok-01.jpg", MANIFEST]
    manifest = json.loads((place / name / MANIFEST).read_text())
    assert [(one["name"], one["size"]) for one in manifest["files"]] == [
        (one, (place / name / one).stat().st_size) for one in ("card.pdf", "card.json", "dodatok-01.jpg")
    ]


async def test_what_was_renamed_before_a_kill_is_not_written_twice(
    storage: Storage, files: Files, send: Send, place: Path, clock: LocalClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = koriukivka(Connector.FOLDER)
    case = await opens(storage, files, here)
    with monkeypatch.context() as dying:
        dying.setattr(Courier, "_sent", _killed)
        with pytest.raises(Killed):
            await send(into(place), here).once()
    [before] = laid(place)
    stamp = (place / before).stat().st_ino
    clock.jump(LEASE)
    assert await send(into(place), here).once() == 1
    assert (laid(place), (place / before).stat().st_ino) == ([before], stamp)
    assert (await only(storage, case)).state is HandoverState.SENT


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it is done."""


async def _killed(*_: object) -> None:
    raise Killed


async def test_what_a_kill_left_half_written_is_taken_away(
    storage: Storage, files: Files, send: Send, place: Path
) -> None:
    here = koriukivka(Connector.FOLDER)
    case = await opens(storage, files, here)
    begun = place / f".ZV-2026-000001-case-{(await only(storage, case)).id}"
    begun.mkdir()
    (begun / "card.pdf").write_bytes(b"half")
    await send(into(place), here).once()
    assert laid(place) == [begun.name[1:]]


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "disk full"), (errno.EROFS, "read-only folder"), (errno.EACCES, "no right to write")],
)
async def test_a_full_disk_leaves_nothing_behind_and_is_tried_again(
    storage: Storage,
    files: Files,
    send: Send,
    place: Path,
    clock: LocalClock,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    reason: str,
) -> None:
    here = koriukivka(Connector.FOLDER)
    case = await opens(storage, files, here, PHOTO)
    put = folders._put

    def failing(path: Path, content: bytes) -> None:
        put(path, content)
        if path.name == "card.json":
            raise OSError(number, "no")

    courier = send(into(place), here)
    with monkeypatch.context() as full:
        full.setattr(folders, "_put", failing)
        await courier.once()
    assert laid(place) == []
    assert (await only(storage, case)).reason == reason
    clock.jump(timedelta(minutes=2))
    assert await courier.once() == 1
    assert len(laid(place)) == 1


async def test_a_really_full_disk_is_told_from_others(storage: Storage, files: Files, send: Send) -> None:
    """/dev/full is a disk without room on every Linux: the system's own answer, not ours."""
    with pytest.raises(OSError) as full, open("/dev/full", "wb", buffering=0) as disk:  # noqa: ASYNC230
        disk.write(b"x")
    assert trouble(full.value).reason == "disk full"


async def test_a_share_that_is_not_mounted_is_not_made(storage: Storage, files: Files, send: Send, place: Path) -> None:
    here = koriukivka(Connector.FOLDER)
    case = await opens(storage, files, here)
    shutil.rmtree(place)
    await send(into(place), here).once()
    assert (await only(storage, case)).reason == "no such folder"
    assert usable(place) is not None


def test_check_writes_nothing_that_stays(place: Path) -> None:
    assert usable(place) is None
    assert laid(place) == []


# HTTP


async def test_the_document_system_gets_a_signed_card_with_its_files(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock
) -> None:
    here = koriukivka(Connector.HTTP, departments={"general": "01-ЗВ"})
    case = await opens(storage, files, here, PHOTO)
    await send(by_http(peer.url, clock), here).once()
    told = peer.only()
    assert (told["card"]["number"], told["card"]["department"]["external"]) == (case.number, "01-ЗВ")
    assert list(peer.taken) == [told["id"]] == [told["card"]["id"]]
    assert peer.files()["dodatok-01.jpg"] == PHOTO
    assert peer.files()["card.pdf"].startswith(b"%PDF")
    assert (await only(storage, case)).state is HandoverState.SENT


@pytest.mark.parametrize("mood", ["500", "401", "cut", "moved", "404"])
async def test_a_peer_in_a_bad_mood_gets_it_once_later(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock, mood: str
) -> None:
    here = koriukivka(Connector.HTTP)
    case = await opens(storage, files, here, os.urandom(400_000))
    peer.moods = [mood]
    courier = send(by_http(peer.url, clock), here)
    assert (await courier.once(), await courier.once()) == (1, 0)
    assert ((await only(storage, case)).state, peer.taken) == (HandoverState.FAILED, {})
    clock.jump(timedelta(minutes=2))
    assert await courier.once() == 1
    assert (len(peer.taken), (await only(storage, case)).state) == (1, HandoverState.SENT)


async def test_an_answer_lost_on_the_way_makes_a_duplicate_that_the_peer_knows(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock
) -> None:
    here = koriukivka(Connector.HTTP)
    case = await opens(storage, files, here)
    peer.moods = ["lost"]
    courier = send(by_http(peer.url, clock), here)
    await courier.once()
    assert (await only(storage, case)).state is HandoverState.FAILED
    clock.jump(timedelta(minutes=2))
    await courier.once()
    assert (peer.calls, len(peer.taken), (await only(storage, case)).state) == (2, 1, HandoverState.SENT)


async def test_a_peer_that_asks_for_time_gets_it(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock
) -> None:
    here = koriukivka(Connector.HTTP)
    case = await opens(storage, files, here)
    peer.moods = ["wait 7200"]
    await send(by_http(peer.url, clock), here).once()
    assert (await only(storage, case)).due == NOW + timedelta(hours=2)


async def test_a_peer_that_is_away_or_silent_is_told_apart(
    storage: Storage, files: Files, send: Send, clock: LocalClock
) -> None:
    here = koriukivka(Connector.HTTP)
    case = await opens(storage, files, here)
    await send(by_http("http://127.0.0.1:1/cases", clock), here).once()
    assert (await only(storage, case)).reason == "not reached"
    assert trouble(aiohttp.ServerTimeoutError()).reason == "too slow"


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 23 Nov 2026 10:00:00 GMT", timedelta(hours=1)),
        ("Mon, 23 Nov 2026 08:00:00 GMT", None),
        ("soon", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(said: str, wait: timedelta | None) -> None:
    assert retry_after(said, NOW) == wait


def test_the_secret_is_in_no_repr(clock: LocalClock) -> None:
    assert SECRET not in repr(DocumentSystem("https://example.org", SECRET, clock))
    assert trouble(Refusal("http 500")).reason == "http 500"


# seen


async def test_the_administrators_hear_of_the_third_failure(
    storage: Storage, files: Files, send: Send, clock: LocalClock, house: House
) -> None:
    here = koriukivka(Connector.HTTP)
    await opens(storage, files, here)
    heard = []
    for _attempt in range(3):
        await send(by_http("http://127.0.0.1:1/cases", clock), here).once()
        async with storage.reading() as desk:
            heard.append(any("alarm" in str(row.key) for row in await desk.outbox.due(clock.now(), 100)))
        clock.jump(timedelta(minutes=10))
    assert heard == [False, False, True]


async def test_handing_over_again_is_the_same_matter_to_the_other_side(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock
) -> None:
    here = koriukivka(Connector.HTTP)
    case = await opens(storage, files, here)
    courier = send(by_http(peer.url, clock), here)
    await courier.once()
    async with storage.unit() as desk:
        assert await handovers.again(desk, here, case, REGISTRAR, "p1", NOW) == 1
    await courier.once()
    assert (peer.calls, len(peer.taken)) == (2, 1)
    async with storage.unit() as desk:
        assert await handovers.acknowledged(desk, case, Connector.HTTP, "К-1", None, NOW)
        with pytest.raises(DomainError):
            await handovers.again(desk, here, case, REGISTRAR, "p2", NOW)


async def test_fifty_files_and_one_of_twenty_megabytes_reach_folder_and_peer_under_safe_names(
    storage: Storage, files: Files, send: Send, peer: Peer, clock: LocalClock, place: Path
) -> None:
    here = koriukivka(Connector.FOLDER, Connector.HTTP, folder=FolderWay(sev_xml=True))
    hostile = ["../../etc/passwd", "a\x00b", "‮gpj.exe", "C:\\CON", "." * 300, "-rf *", "'; drop table", "Коваль Олена"]
    async with storage.unit() as desk:
        for number in range(49):
            await with_file(desk, files, "1f", b"\xff\xd8%d" % number, hostile[number % len(hostile)])
        await with_file(desk, files, "1f", bytes(20 * MEGABYTE), "фільм.mp4", "video/mp4")
        await submits(desk, here)
    await send(into(place), here).once()
    await send(by_http(peer.url, clock), here).once()
    [name] = laid(place)
    names = [f"dodatok-{number:02}.jpg" for number in range(1, 50)] + ["dodatok-50.mp4"]
    assert laid(place / name) == sorted([*names, "card.json", "card.pdf", MANIFEST, "sev-1207.xml"])
    assert list(peer.files()) == ["card.pdf", *names]
    assert len(peer.files()["dodatok-50.mp4"]) == 20 * MEGABYTE
