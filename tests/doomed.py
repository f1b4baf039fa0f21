"""`python -m tests.doomed run`: the bot with a trap at every place where dying could lose or repeat something.

Such a point is the commit of a transaction or a call of Telegram (getUpdates changes nothing and is none), before and
after it. In the folder where the process works, `points` gets a line for each; where `doom` names the number of the
line just written, the process kills itself. Both outlive it, so whoever empties `points` says where counting begins.
Nobody waits here: Telegram's pace is not kept, and an answer can be taken back for one second.
"""

import os
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession

from bot.__main__ import main as bot_main
from bot.pace import Pace
from bot.session import Session
from council import answering
from council.deliveries import Call, Lane
from storage.writer import Writer

POINTS = "points"
DOOM = "doom"


def main(arguments: list[str] | None = None) -> int:
    _lay_traps()
    _hurry()
    return bot_main(arguments)


def _lay_traps() -> None:
    run, request, ask = Writer._wait_for, AiohttpSession.make_request, Session.ask

    async def counted_run(writer: Writer, statement: str) -> None:
        if statement == "commit":
            await _between_points(statement, lambda: run(writer, statement))
        else:
            await run(writer, statement)

    async def counted_request(session: Session, bot: Any, method: Any, *patience: Any, **named: Any) -> Any:
        return await _between_points(method.__api_method__, lambda: request(session, bot, method, *patience, **named))

    async def counted_ask(session: Session, bot: Any, call: Call) -> Any:
        return await _between_points(call.method, lambda: ask(session, bot, call))

    Writer._wait_for = counted_run  # type: ignore[method-assign]
    Session.make_request = counted_request  # type: ignore[assignment, method-assign]
    Session.ask = counted_ask  # type: ignore[method-assign]


async def _between_points(name: str, act: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    _point(f"before {name}")
    done = await act()
    _point(f"after {name}")
    return done


def _point(name: str) -> None:
    points, doom = Path(POINTS), Path(DOOM)
    with points.open("a") as lines:
        lines.write(f"{name}\n")
    if doom.exists() and int(doom.read_text()) == len(points.read_text().splitlines()):
        doom.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _hurry() -> None:
    def at_once(_: Pace, __: int, ___: Lane, now: datetime) -> datetime:
        return now

    Pace.free_at = at_once  # type: ignore[method-assign]
    answering.TAKE_BACK = timedelta(seconds=1)


if __name__ == "__main__":
    sys.exit(main())
