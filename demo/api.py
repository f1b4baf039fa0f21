"""One call of the Bot API, whatever way it came: checked, paced, done, written down."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from demo.chats import Chat
from demo.cloud import Cloud
from demo.errors import ApiError
from demo.limits import Limits, cost
from demo.methods import METHODS
from demo.schema import Params, Upload, method_names, validate

SILENT = frozenset({"getUpdates"})


@dataclass
class Call:
    """A call of the bot; `result` or `error` is None until it is done."""

    method: str
    params: Params
    at: datetime
    result: Any = None
    error: ApiError | None = None


class Api:
    def __init__(self, cloud: Cloud, limits: Limits) -> None:
        self.cloud = cloud
        self.limits = limits
        self.calls: list[Call] = []
        self.violations: list[str] = []

    async def call(self, name: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Any:
        """The result of the method; raises ApiError."""
        call = self.noted(name, raw)
        try:
            call.result = await self._done(call, raw, uploads)
        except ApiError as error:
            self.fail(call, error)
            raise
        finally:
            self.cloud.bell.ring()
        return call.result

    def noted(self, name: str, raw: Mapping[str, Any]) -> Call:
        method = method_names().get(name.lower(), name)
        call = Call(method, dict(raw), self.cloud.clock.now())
        if method not in SILENT:
            self.calls.append(call)
        return call

    def fail(self, call: Call, error: ApiError) -> None:
        call.error = error
        self.cloud.bell.ring()
        if error.blame:
            self.violations.append(f"{call.method}: {error.description} {shortened(call.params)}")

    async def _done(self, call: Call, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Any:
        if call.method not in method_names().values():
            raise ApiError(404, "Not Found: method not found", blame=True)
        call.params = validate(call.method, raw, uploads)
        if call.method not in METHODS:
            raise ApiError(404, f"Not Found: {call.method} is not supported by the local Telegram", blame=True)
        chat, price = self._chat_of(call.params), cost(call.method, call.params)
        if chat and price:
            self.limits.check(chat)
        result = METHODS[call.method](self.cloud, call.params)
        if inspect.isawaitable(result):
            result = await result
        if chat and price:
            self.limits.take(chat, price)
        return result

    def _chat_of(self, params: Params) -> Chat | None:
        try:
            return self.cloud.chat(params["chat_id"])
        except (ApiError, KeyError):
            return None


def shortened(params: Params) -> str:
    text = repr(params)
    return text if len(text) < 300 else text[:300] + "…"
