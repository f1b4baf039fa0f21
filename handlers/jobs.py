"""What conversations leave to be done later, by name."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from council import answering
from handlers.house import House
from handlers.staff import answers
from storage.desk import Desk

JOBS: Mapping[str, Callable[[Desk, House, Mapping[str, Any], datetime], Awaitable[None]]] = {
    answering.RELEASE: answers.release,
}
