"""Logs that say what happened to which record, and nothing about people.

An exception's text may quote what a person wrote (a validation error quotes its input), so a log line carries the
kinds of errors and the places in the code, never their texts.
"""

import logging
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from typing import Any

import structlog

OURS = ("bot", "handlers", "council", "storage")
"""Whose lines LOG_LEVEL is about; the libraries' begin at WARNING, for their DEBUG quotes what people write."""
LONGEST = 200
PERSONAL = frozenset(
    {
        "address",
        "caption",
        "contact",
        "data",
        "email",
        "first_name",
        "last_name",
        "location",
        "message",
        "name",
        "payload",
        "phone",
        "phone_number",
        "residence",
        "text",
        "update",
        "user",
        "username",
    }
)


def failure(error: BaseException) -> dict[str, str]:
    """What may be logged of an error: its kind, its causes' kinds and the last places in the code."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " > ".join(f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames)
    return {"error": " < ".join(kinds), "where": where}


def without_people(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops the keys under which personal data would stand, and says that it did: a slip must be seen and mended."""
    dropped = sorted(PERSONAL & event.keys())
    for key in dropped:
        del event[key]
    if dropped:
        event["dropped_personal"] = dropped
    return event


def without_error_texts(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(failure(error))
    return event


def as_templates(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line of a library is cut down to what its author wrote: the arguments may be an update, an address, a query.

    asyncio puts the failed task, with its exception's text, into the lines after the first.
    """
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg).partition("\n")[0][:LONGEST]
    return event


def configure(level: str = "INFO", *, console: bool | None = None) -> None:
    """Sends our lines and those of the libraries to stderr: readable on a terminal, JSON elsewhere."""
    console = sys.stderr.isatty() if console is None else console
    last: Any = structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(ensure_ascii=False)
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_error_texts,
        without_people,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, as_templates, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, getattr(logging, level)))
    for floor in OURS:
        logging.getLogger(floor).setLevel(level)
    _tame_libraries()


def _tame_libraries() -> None:
    """At any LOG_LEVEL: aiohttp names whose request failed, and a warning of aiogram or pydantic quotes an update."""
    logging.getLogger("aiohttp.access").disabled = True
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    warnings.showwarning = _noted
    warnings.filterwarnings("ignore", message="Detected unknown update type", category=RuntimeWarning)


def _noted(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    """Without the message, which may quote what a person wrote."""
    place = f"{'/'.join(filename.split('/')[-2:])}:{lineno}"
    structlog.get_logger(__name__).warning("python_warning", kind=category.__name__, where=place)
