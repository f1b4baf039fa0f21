"""How the process talks to the Bot API: aiogram's session, with the answers that aiogram cannot read told apart."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import ChatFullInfo, File, ForumTopic, Message, User

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


def make_bot(token: str, api_url: str, **session: Any) -> Bot:
    """Our texts are HTML. No other default: some are sent under old names that Telegram does not know any more."""
    return Bot(
        token,
        session=Session(api=TelegramAPIServer.from_base(api_url), **session),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
