"""A bell that rings whenever something changed, for those who look: they wake, and look at what there is now."""

import asyncio


class Bell:
    """Waiting never misses: take the `ear` before you look, then wait for it."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    @property
    def ear(self) -> asyncio.Event:
        """Set by the next ring."""
        return self._next
