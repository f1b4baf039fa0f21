"""The document system tells of cases by signed calls: each once, in whatever order, and nobody else."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio
from aiohttp import web
from structlog.testing import capture_logs

from bot.workflow_events import A_MINUTE, PATH, Events
from council import handovers
from council.appeals import Appeal, State
from council.handover_rules import Connector, HandoverState, Matter, guid
from council.people import ReplyChannel
from council.workflow_events import schema
from demo import samples
from demo.clock import LocalClock
from handlers.house import House
from storage.files import Files
from storage.house import Storage
from tests.council.desk import KORIUKIVKA, NOW, OLENAS_CHAT, in_state, reached, submits

SECRET = "a-secret-of-the-council"
ROOT = Path(__file__).parent.parent.parent
P7S = bytes.fromhex("3080 06092a864886f70d010702 a080") + b"\0" * 50
SIGNED_PDF = samples.PDF + b"/Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3]"


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    return LocalClock(speed=0, start=NOW)


class System:
    """A vendor's program with the council's secret."""

    def __init__(self, storage: Storage, events: Events, session: aiohttp.ClientSession, url: str) -> None:
        self.storage, self.events, self._session, self._url = storage, events, session, url
        self.lines: list[Any] = []
        self._count = 0

    async def case(self, key: str = "1f") -> Appeal:
        async with self.storage.unit() as desk:
            case = (await submits(desk, key=key)).appeal
            if not await desk.handovers.of_appeal(case.id):
                await desk.handovers.add(f"case:{case.id}:http", Connector.HTTP, Matter.CASE, NOW, case.id)
            for row in await desk.handovers.of_appeal(case.id):
                await handovers.sent(desk, row, NOW)
            await reached(desk, OLENAS_CHAT)
            return case

    def event(self, case: Appeal, kind: str, **data: Any) -> dict[str, Any]:
        self._count += 1
        told = {"schema": "hromada-event/1", "id": f"event-{self._count:04}", "type": kind, "case": case.number}
        return {**told, "at": NOW.isoformat(), **data}

    async def tells(self, event: dict[str, Any] | bytes, **headers: str) -> tuple[int, str]:
        """(status, result or why)."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        key = headers.get("key", "no-such-id" if isinstance(event, bytes) else event["id"])
        stamp = headers.get("stamp", str(int(NOW.timestamp())))
        secret = headers.get("secret", SECRET)
        proof = hmac.new(secret.encode(), f"{stamp}.{key}.".encode() + body, hashlib.sha256).hexdigest()
        sent = {"Idempotency-Key": key, "X-Hromada-Timestamp": stamp, "X-Hromada-Signature": f"v1={proof}"}
        sent |= {name: value for name, value in headers.items() if name.startswith("X-")}
        data = headers["body"].encode() if "body" in headers else body
        with capture_logs() as lines:
            async with self._session.post(self._url, data=data, headers=sent) as answer:
                told = await answer.json()
        self.lines += lines
        return answer.status, told.get("why") or told["result"]

    async def stands(self, case: Appeal) -> Appeal:
        async with self.storage.reading() as desk:
            return await desk.appeals.get(case.id)

    async def told(self) -> list[str]:
        async with self.storage.unit() as desk:
            return await reached(desk, OLENAS_CHAT)


@pytest_asyncio.fixture
async def system(storage: Storage, files: Files, house: House, clock: LocalClock) -> AsyncIterator[System]:
    council = replace(house, community=KORIUKIVKA, carried=frozenset({ReplyChannel.EMAIL}))
    events = Events(SECRET, storage, files, council, clock, lambda: None)
    app = web.Application(client_max_size=4 * 2**20)
    app.router.add_post(PATH, events.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        yield System(storage, events, session, f"http://127.0.0.1:{port}{PATH}")
    await runner.cleanup()


async def test_the_life_of_a_case_as_the_document_system_tells_it(system: System) -> None:
    case = await system.case()
    assert await system.tells(system.event(case, "registered", number="123/01-05", date="2026-11-23")) == (200, "done")
    assert (await system.stands(case)).registry_index == "123/01-05"
    async with system.storage.reading() as desk:
        assert HandoverState.ACKNOWLEDGED in {row.state for row in await desk.handovers.of_appeal(case.id)}
    assert await system.tells(system.event(case, "assigned", department="cnap")) == (200, "done")
    assert (await system.stands(case)).department == "cnap"
    until = {"until": "2027-01-05", "reason": "перевірка на місці", "decided_by": "міський голова, Іван Вигаданий"}
    assert await system.tells(system.event(case, "extended", **until)) == (200, "done")
    assert (await system.stands(case)).state is State.EXTENDED
    file = {"name": "Коваль.p7s", "content": base64.b64encode(P7S).decode(), "sha256": hashlib.sha256(P7S).hexdigest()}
    answered = system.event(case, "answered", text="Ліхтар замінено.", number="02-15/7", files=[file])
    assert await system.tells(answered) == (200, "done")
    assert (await system.stands(case)).state is State.ANSWER_SHOWN
    assert await system.told() == ["letter", "letter", "answer", "answer_file"]
    async with system.storage.unit() as desk:
        await in_state(desk, await desk.appeals.get(case.id), State.ANSWERED)
    assert await system.tells(system.event(case, "closed")) == (200, "done")
    assert (await system.stands(case)).state is State.CLOSED


async def test_an_answer_is_signed_by_name_or_by_its_file_and_else_refused(system: System) -> None:
    case = await system.case()
    plain = {"content": base64.b64encode(samples.PDF).decode()}
    assert await system.tells(system.event(case, "answered", text="Ні.", files=[plain])) == (422, "not_allowed")
    assert (await system.stands(case)).state is State.SUBMITTED
    signed = {"content": base64.b64encode(SIGNED_PDF).decode()}
    assert await system.tells(system.event(case, "answered", text="Ні.", files=[signed])) == (200, "done")
    async with system.storage.reading() as desk:
        answer = next(one for one in await desk.appeals.messages(case.id) if one.text == "Ні.")
        (file,) = await desk.attachments.of_message(answer.id)
    assert (file.signed, file.sha256) == (True, hashlib.sha256(SIGNED_PDF).hexdigest())
    other = await system.case("2f")
    assert (await system.tells(system.event(other, "answered", text="Так.", signatory="голова, Іван В."))) == (
        200,
        "done",
    )


async def test_told_twice_is_done_once_and_another_body_under_the_id_is_refused(system: System) -> None:
    case = await system.case()
    event = system.event(case, "registered", number="5")
    assert [await system.tells(event), await system.tells(event)] == [(200, "done"), (200, "done")]
    assert await system.told() == ["letter"]
    assert await system.tells({**event, "number": "6"}) == (409, "another_body_under_a_known_id")
    assert await system.tells(system.event(case, "registered", number="5")) == (200, "known")
    assert await system.tells(system.event(case, "registered", number="6")) == (200, "conflict")
    assert (await system.stands(case)).registry_index == "5"


async def test_no_order_of_arrival_leads_anywhere_else(system: System) -> None:
    case = await system.case()
    closed = system.event(case, "closed")
    assert await system.tells(closed) == (202, "early")
    later, earlier = (NOW - timedelta(hours=n) for n in (1, 2))
    first = system.event(case, "assigned", department="general", at=earlier.isoformat())
    second = system.event(case, "assigned", department="cnap", at=later.isoformat())
    assert [await system.tells(second), await system.tells(first)] == [(200, "done"), (200, "superseded")]
    assert (await system.stands(case)).department == "cnap"
    async with system.storage.unit() as desk:
        await in_state(desk, await desk.appeals.get(case.id), State.ANSWERED)
    assert await system.tells(closed) == (200, "done")


async def test_a_refused_registration_is_shown_and_the_resident_hears_nothing_yet(system: System) -> None:
    case = await system.case()
    message = str(guid(case, f"case:{case.id}:http"))
    refused = system.event(case, "refused", reason="Не той адресат") | {"case": "", "message": message}
    assert await system.tells(refused) == (200, "done")
    assert await system.told() == []
    assert (await system.stands(case)).state is State.SUBMITTED


async def test_what_is_forged_tampered_stale_or_strange_has_its_line_and_no_effect(system: System) -> None:
    case = await system.case()
    event = system.event(case, "registered", number="5")
    old = str(int((NOW - timedelta(minutes=6)).timestamp()))
    ahead = str(int((NOW + timedelta(minutes=6)).timestamp()))
    body = json.dumps({**event, "number": "6"})
    other = {"content": "AAAA", "sha256": "0" * 64}
    refused = [
        await system.tells(event, secret="another-secret-of-nobody"),
        await system.tells(event, body=body),
        await system.tells(event, stamp=old),
        await system.tells(event, stamp=ahead),
        await system.tells(event, stamp="now"),
        await system.tells(event, **{"X-Hromada-Signature": ""}),
        await system.tells(event, **{"X-Hromada-Timestamp": str(int(NOW.timestamp()) + 1)}),
        await system.tells(event, key="another-id-0001"),
        await system.tells({**event, "type": "forgotten"}),
        await system.tells({**event, "at": "2026-11-23T10:00:00"}),
        await system.tells({**event, "case": ""}),
        await system.tells({**event, "case": "ЗВ-2026-999999"}),
        await system.tells(b"not json at all"),
        await system.tells(system.event(case, "extended", until="2030-01-01", reason="свято", decided_by="голова")),
        await system.tells(system.event(case, "answered", signatory="г, І", files=[{"content": "!!"}])),
        await system.tells(system.event(case, "answered", signatory="г, І", files=[other])),
    ]
    assert [status for status, _why in refused] == [401] * 7 + [400] * 4 + [404, 400, 422, 400, 400]
    said = [line["why"] for line in system.lines if line["event"] == "workflow_event_refused"]
    assert said == [why for _status, why in refused]
    assert "Олен" not in str(system.lines)
    assert await system.stands(case) == case


async def test_a_body_without_end_and_a_flood_are_stopped(system: System) -> None:
    case = await system.case()
    event = system.event(case, "registered", number="5")
    assert await system.tells(b"x" * (40 * 2**20 + 1)) == (413, "too_big")
    while (answer := await system.tells(event, secret="another-secret-of-nobody"))[0] != 429:
        assert len(system.lines) <= A_MINUTE
    assert answer == (429, "too_many")


def test_the_schema_in_the_documents_is_that_of_the_program() -> None:
    assert json.loads((ROOT / "docs" / "workflow-event.schema.json").read_text("utf-8")) == schema()
