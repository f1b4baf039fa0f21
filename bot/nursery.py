"""The one place where tasks are started: it keeps them, logs their failures and ends them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.logs import failure
from council.clock import Clock

log = structlog.get_logger(__name__)


class Nursery:
    """Keeps a strong reference to every task (asyncio keeps only a weak one) and knows which still run."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Runs `work`; its failure is logged, and ends nothing else."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def keep(self, loop: Callable[[], Awaitable[None]], name: str, clock: Clock) -> asyncio.Task[None]:
        """Runs a loop that must not end: a failure is logged and the loop begins again after a pause."""
        return self.start(_kept(loop, name, clock), name)

    async def settled(self, deadline: float) -> bool:
        """Waits for the tasks to end by themselves; False when some still run after `deadline` seconds."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=deadline)
        return not self._tasks

    async def close(self, deadline: float = 5) -> None:
        """Cancels what still runs and waits for it, but no longer than `deadline` seconds."""
        for task in self._tasks:
            task.cancel()
        if not await self.settled(deadline):
            log.error("tasks_did_not_end", tasks=sorted(task.get_name() for task in self._tasks))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task_failed", task=task.get_name(), **failure(error))


async def _kept(loop: Callable[[], Awaitable[None]], name: str, clock: Clock) -> None:
    pause = 1.0
    while True:
        try:
            await loop()
            return
        except Exception as error:
            log.error("loop_failed", loop=name, again_in=pause, **failure(error))
        await clock.sleep(pause)
        pause = min(pause * 2, 60)
