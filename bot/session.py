"""How the process talks to the Bot API: aiogram's session, with the answers that aiogram cannot read told apart."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot, methods
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import ChatFullInfo, File, ForumTopic, Message, User
from aiohttp import ClientError, ClientTimeout

from council.deliveries import Call

RESPONSES = (
    Response[Message],
    Response[list[Message]],
    Response[Message | bool],
    Response[bool],
    Response[User],
    Response[ForumTopic],
    Response[File],
    Response[ChatFullInfo],
)
"""Kept alive: aiogram builds these classes on each call from a weak cache (18-20 % of CPU under load)."""


JSON = {"Content-Type": "application/json"}


class UnreadableSuccessError(TelegramAPIError):
    """Telegram did what was asked (2xx), but its answer cannot be read: doing it again would do it twice."""


class Session(AiohttpSession):
    """A proxy's HTML page in an outage is a server error; an unreadable 2xx is a success."""

    reached: Callable[[], None] = staticmethod(lambda: None)
    """Called when Telegram has answered, whatever it said."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self.reached()
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            if HTTPStatus.OK <= status_code <= HTTPStatus.IM_USED:
                raise UnreadableSuccessError(method, "unreadable answer") from error
            if status_code == HTTPStatus.TOO_MANY_REQUESTS:
                raise TelegramAPIError(method, "Too Many Requests") from error
            raise TelegramServerError(method, f"HTTP {status_code} without a readable answer") from error

    async def ask(self, bot: Bot, call: Call) -> Any:
        """The result of the call as Telegram wrote it. Raises what aiogram raises."""
        url, body = self.api.api_url(bot.token, call.method), json.dumps(_given(call), ensure_ascii=False).encode()
        client, timeout = await self.create_session(), ClientTimeout(total=self.timeout)
        try:
            async with client.post(url, data=body, headers=JSON, timeout=timeout) as response:
                content = await response.text()
        except TimeoutError as error:
            raise TelegramNetworkError(method(call), "Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method(call), f"{type(error).__name__}: {error}") from error
        if response.status == HTTPStatus.OK and (result := _result(content)) is not None:
            self.reached()
            return result
        return self.check_response(bot, method(call), response.status, content).result


async def ask(bot: Bot, call: Call) -> Any:
    """Calls Telegram with plain parameters (no files) and gives its answer as plain data.

    Building aiogram's models of the parameters and of the answer, of which only two numbers are read, took as long as
    everything else that is done for an update.
    """
    return await cast(Session, bot.session).ask(bot, call)


def kind(name: str) -> type[TelegramMethod[Any]]:
    """aiogram's class of a method by its Bot API name."""
    return cast(type[TelegramMethod[Any]], getattr(methods, name[0].upper() + name[1:]))


def method(call: Call) -> TelegramMethod[Any]:
    """The call as aiogram's own model."""
    return kind(call.method)(**call.params)


def _given(call: Call) -> Mapping[str, Any]:
    """Texts are HTML where nothing else is said, as for aiogram's own methods; None says nothing."""
    default = {"parse_mode": ParseMode.HTML} if "parse_mode" in kind(call.method).model_fields else {}
    return {name: value for name, value in {**default, **call.params}.items() if value is not None}


def _result(content: str) -> Any:
    """None for anything but an answer that says that the call was done."""
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer.get("result") if isinstance(answer, dict) and answer.get("ok") is True else None


def make_bot(token: str, api_url: str, **session: Any) -> Bot:
    """Our texts are HTML. No other default: some are sent under old names that Telegram does not know any more."""
    return Bot(
        token,
        session=Session(api=TelegramAPIServer.from_base(api_url), **session),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
