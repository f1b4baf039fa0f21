"""The flood guard: too many messages a minute are answered with a request to wait, never dropped in silence.

It never stops a form: refusing an appeal is forbidden (393/96-ВР art. 7).
"""

from collections import deque
from datetime import datetime, timedelta

PER_MINUTE = 30
MINUTE = timedelta(minutes=1)


class Guard:
    """Counts what each account sent in the last minute; in memory, since a restart may forgive.

    Asked before an update's unit of work begins (bot/shared.py), where several replicas count together.
    """

    def __init__(self, limit: int = PER_MINUTE) -> None:
        self._limit = limit
        self._sent: dict[int, deque[datetime]] = {}

    def excess(self, account: int, at: datetime) -> int:
        """How many messages over the limit this one is; 0 while within it. Old accounts are forgotten."""
        sent = self._sent.setdefault(account, deque())
        sent.append(at)
        while sent and at - sent[0] > MINUTE:
            sent.popleft()
        if len(self._sent) > 10_000:
            self._sent = {one: times for one, times in self._sent.items() if at - times[-1] <= MINUTE}
        return max(0, len(sent) - self._limit)
