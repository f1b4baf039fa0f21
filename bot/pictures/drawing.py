"""A picture's data become a PNG: in a thread, one at a time (fonts are shared), kept while many ask for the same."""

import asyncio
import json
from functools import lru_cache
from threading import Lock

from bot.pictures import bars, frame, lines, progress, radar, stacked
from bot.pictures.canvas import Sheet
from council.pictures import Bars, Heading, Lines, Picture, Progress, Radar, Stacked, opened, packed

KEPT = 64
"""Pictures of some 40 kB each: a wave of messages shows all its readers the same few."""

_one_at_a_time = Lock()


async def png(picture: Picture) -> bytes:
    """The file, 1080 pixels wide."""
    key = json.dumps(packed(picture), ensure_ascii=False, sort_keys=True)
    return await asyncio.to_thread(_kept, key)


def sheet_of(picture: Picture) -> tuple[Sheet, Heading, float]:
    """The picture before it is drawn: the sheet, its heading, and where the source line may begin."""
    match picture:
        case Bars():
            return bars.drawn(picture)
        case Lines():
            return lines.drawn(picture)
        case Progress():
            return progress.drawn(picture)
        case Stacked():
            return stacked.drawn(picture)
        case Radar():
            return radar.drawn(picture)


def _kept(key: str) -> bytes:
    with _one_at_a_time:
        return _drawn(key)


@lru_cache(maxsize=KEPT)
def _drawn(key: str) -> bytes:
    return frame.end(*sheet_of(opened(json.loads(key))))
