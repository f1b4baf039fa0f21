"""What happened, as server-sent events: first everything, then what changed. One stream for each open page."""

import asyncio
import json
from typing import Any, NoReturn

from aiohttp import web

from demo.page.parts import changes, parts
from demo.page.scene import Scene

Json = dict[str, Any]

BREATH = 0.04
"""Seconds that changes are gathered before they are sent together."""
HEARTBEAT = 10.0
"""Seconds after which the page is told the time even if nothing happened."""


async def stream(request: web.Request, scene: Scene) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    try:
        await tell(response, scene)
    except ConnectionError:
        pass  # the page was closed
    return response


async def tell(response: web.StreamResponse, scene: Scene) -> NoReturn:
    """Raises ConnectionError when nobody listens any more."""
    known = parts(scene)
    await say(response, "everything", {**changes({}, known), **the_time(scene)})
    while True:
        ear = scene.telegram.cloud.bell.ear
        now = parts(scene)
        news, known = changes(known, now), now
        if news["set"] or news["gone"]:
            await say(response, "changes", {**news, **the_time(scene)})
        try:
            async with asyncio.timeout(HEARTBEAT):
                await ear.wait()
            await asyncio.sleep(BREATH)
        except TimeoutError:
            await say(response, "changes", {"set": {}, "gone": [], **the_time(scene)})


def the_time(scene: Scene) -> Json:
    return {"now": scene.telegram.clock.now().astimezone(scene.zone).isoformat()}


async def say(response: web.StreamResponse, event: str, body: Json) -> None:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    await response.write(f"event: {event}\ndata: {text}\n\n".encode())
