"""Refusals in Telegram's own words."""

from typing import Any


class ApiError(Exception):
    """An answer with `ok: false`. `blame` says that the bot's own code made it: a strict test fails on it."""

    def __init__(
        self,
        code: int,
        description: str,
        *,
        blame: bool = False,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.blame = blame
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return body


def refused(text: str) -> ApiError:
    """A 400 that ordinary life can bring: a deleted message, a right taken away."""
    return ApiError(400, f"Bad Request: {text}")


def mistake(text: str) -> ApiError:
    """A 400 that only a bug in the bot can bring."""
    return ApiError(400, f"Bad Request: {text}", blame=True)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def too_many(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
