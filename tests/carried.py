"""Cases are handed over three ways at once while the process that does it is killed again and again."""

import asyncio
import json
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from council.handover_rules import Connector, HandoverState
from council.handovers import HANDED_OVER
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from tests.bot.postman import Inbox, smtp
from tests.bot.registry import Peer, document_system, koriukivka, submits, with_file
from tests.council.desk import NOW
from tests.process import FORGE, ROOT

PATIENCE = 600.0


@dataclass(frozen=True)
class Carried:
    """What came of it: `repeats` are deliveries of the same matter more than once, by way."""

    kills: int
    states: Counter[HandoverState]
    events: Counter[int]
    taken: int
    calls: int
    mails: int
    message_ids: int
    folders: int
    begun: int


class Killer:
    """Strikes when the document system has taken a case and not said so yet, or a moment later, wherever it is then."""

    def __init__(self, peer: Peer, at: list[int], dice: random.Random) -> None:
        self._receive, self._peer, self._at, self._dice = peer.receive, peer, at, dice
        self.pid, self.kills = 0, 0

    async def receive(self, request: web.Request) -> web.StreamResponse:
        answer = await self._receive(request)
        if self._at and self._peer.calls >= self._at[0]:
            self._at.pop(0)
            self.kills += 1
            if self._dice.random() < 0.5:
                self._strike()
            else:
                asyncio.get_running_loop().call_later(self._dice.random() / 5, self._strike)
        return answer

    def _strike(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


async def carried(folder: Path, cases: int, kills: int, dice: random.Random) -> Carried:
    """Hands `cases` over by mail, folder and HTTP; `kills` times the process dies and is started again."""
    text, keyring = Keyring.make()
    inbox_folder = folder / "inbox"
    await asyncio.to_thread(inbox_folder.mkdir)
    async with document_system() as peer:
        killer = Killer(peer, sorted(dice.sample(range(1, cases - kills), kills)), dice)
        peer.answer = killer.receive
        await _submitted(folder, keyring, cases)
        with smtp(Inbox()) as inbox:
            told = {"data": str(folder), "keys": text, "smtp": str(inbox.port), "url": peer.url}
            async with _forge(folder, {**told, "inbox": str(inbox_folder)}) as forge, asyncio.timeout(PATIENCE):
                while await _lived(forge, killer) != 0:
                    pass
        return await _seen(folder, keyring, cases, peer, inbox, killer.kills)


async def _submitted(folder: Path, keyring: Keyring, cases: int) -> None:
    here, files = koriukivka(*Connector), Files(folder, keyring)
    storage = await Storage.open(f"sqlite://{folder}/bot.db", keyring, NOW)
    for number in range(cases):
        async with storage.unit() as desk:
            if number % 10 == 0:
                await with_file(desk, files, f"{number}f", b"\xff\xd8" + os.urandom(50_000))
            await submits(desk, here, f"{number}f", 500 + number)
    await storage.close()


@asynccontextmanager
async def _forge(folder: Path, told: dict[str, str]) -> AsyncIterator[Process]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {**kept, "PYTHONPATH": str(ROOT), "COURIERS": json.dumps(told)}
    with (folder / "couriers.log").open("wb") as log:
        forge = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FORGE, "tests.couriers", cwd=folder, env=settings, stdin=PIPE, stdout=PIPE, stderr=log
        )
        try:
            yield forge
        finally:
            forge.terminate()
            await forge.wait()


async def _lived(forge: Process, killer: Killer) -> int:
    """One life of the process; returns how it ended."""
    assert forge.stdin is not None
    assert forge.stdout is not None
    forge.stdin.write(b"\n")
    killer.pid = int(await forge.stdout.readline())
    return int(await forge.stdout.readline())


async def _seen(folder: Path, keyring: Keyring, cases: int, peer: Peer, inbox: Inbox, kills: int) -> Carried:
    storage = await Storage.open(f"sqlite://{folder}/bot.db", keyring, NOW)
    states, events = Counter[HandoverState](), Counter[int]()
    async with storage.reading() as desk:
        for case in range(1, cases + 1):
            states.update(row.state for row in await desk.handovers.of_appeal(case))  # type: ignore[arg-type]
            history = await desk.appeals.history(case)  # type: ignore[arg-type]
            events[sum(event.action == HANDED_OVER for event in history)] += 1
    await storage.close()
    names = [one.name for one in await asyncio.to_thread(lambda: list((folder / "inbox").iterdir()))]
    return Carried(
        kills,
        states,
        events,
        len(peer.taken),
        peer.calls,
        len(inbox.mails),
        len({mail["Message-ID"] for mail in inbox.mails}),
        sum(not name.startswith(".") for name in names),
        sum(name.startswith(".") for name in names),
    )


def every_one_once(seen: Carried, cases: int, kills: int) -> None:
    """Exactly once by its key, each by every way; a kill repeats at most what was under way, and it is recognisable."""
    assert seen.kills == kills
    assert seen.states == {HandoverState.SENT: cases * len(Connector)}
    assert seen.events == {len(Connector): cases}
    assert (seen.taken, seen.message_ids, seen.folders, seen.begun) == (cases, cases, cases, 0)
    assert seen.calls <= cases + kills
    assert seen.mails <= cases + kills
