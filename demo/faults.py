"""Bad days, to order: what the network and Telegram's servers do to a bot sooner or later."""

from dataclasses import dataclass
from enum import StrEnum

from demo.errors import ApiError


class Trouble(StrEnum):
    TOO_MANY = "429 with retry_after"
    TOO_MANY_BARE = "429 without parameters"
    ERROR = "a JSON error of any code"
    BAD_GATEWAY = "502 with a page of HTML"
    CUT = "the connection is cut before anything is done"
    CUT_AFTER = "done, and then the connection is cut"
    HANG_AFTER = "done, and then no answer ever comes"
    GARBAGE_AFTER = "done, and then an answer that fits no model"


AFTERWARDS = frozenset({Trouble.CUT_AFTER, Trouble.HANG_AFTER, Trouble.GARBAGE_AFTER})


@dataclass
class Fault:
    trouble: Trouble
    method: str | None = None
    times: int = 1
    retry_after: int = 3
    code: int = 500
    description: str = "Internal Server Error"

    def error(self) -> ApiError | None:
        """The answer that is an ordinary Bot API error, if it is one."""
        match self.trouble:
            case Trouble.TOO_MANY:
                text = f"Too Many Requests: retry after {self.retry_after}"
                return ApiError(429, text, retry_after=self.retry_after)
            case Trouble.TOO_MANY_BARE:
                return ApiError(429, "Too Many Requests")
            case Trouble.ERROR:
                return ApiError(self.code, self.description)
        return None


class Faults:
    """`slow`: seconds of the wall that every call but getUpdates takes longer."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.slow = 0.0

    def next(
        self,
        trouble: Trouble,
        method: str | None = None,
        times: int = 1,
        *,
        retry_after: int = 3,
        code: int = 500,
        description: str = "Internal Server Error",
    ) -> Fault:
        """The next `times` calls of the method (of any but getUpdates when None) meet this trouble."""
        fault = Fault(trouble, method, times, retry_after, code, description)
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()
        self.slow = 0.0

    def delay(self, method: str) -> float:
        return 0.0 if method == "getUpdates" else self.slow

    @property
    def waiting(self) -> int:
        """Calls that will still meet trouble."""
        return sum(fault.times for fault in self._waiting)

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method == method or (fault.method is None and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
