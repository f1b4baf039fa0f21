"""A webhook gets every update at least once: in order within a chat, again until it says yes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from demo import LocalClock, LocalTelegram, Person
from tests.demo.conftest import Ask


class Bot:
    """A web server that writes down what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[web.Response] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), await request.json()))
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got if "message" in update]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot, app = Bot(), web.Application()
    app.router.add_post("/hook", bot.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield bot
    await runner.cleanup()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_updates_come_in_order_with_the_secret(
    telegram: LocalTelegram, olena: Person, call: Ask, bot: Bot
) -> None:
    olena.writes("до")
    await call("setWebhook", url=bot.url, secret_token="s3cret_token-1")
    for number in range(3):
        olena.writes(str(number))
    await until(lambda: len(bot.got) == 4)
    assert bot.texts == ["до", "0", "1", "2"]
    assert {secret for secret, _ in bot.got} == {"s3cret_token-1"}
    await until(lambda: not telegram.cloud.updates.pending())


async def test_a_failure_is_tried_again_and_holds_its_chat(
    telegram: LocalTelegram, clock: LocalClock, olena: Person, call: Ask, bot: Bot
) -> None:
    ihor = telegram.person("Ігор")
    await call("setWebhook", url=bot.url)
    bot.answers = [web.Response(status=500), web.Response(status=500)]
    olena.writes("перше")
    olena.writes("друге")
    await until(lambda: len(bot.got) == 2)
    ihor.writes("від Ігоря")
    await until(lambda: "від Ігоря" in bot.texts)
    assert "друге" not in bot.texts
    assert "500" in (await call("getWebhookInfo"))["last_error_message"]
    await asyncio.sleep(0.05)
    clock.jump(timedelta(seconds=2))
    await until(lambda: bot.texts[-1] == "друге")
    assert bot.texts.count("перше") == 3


async def test_retry_after_is_honoured(clock: LocalClock, olena: Person, call: Ask, bot: Bot) -> None:
    await call("setWebhook", url=bot.url)
    bot.answers = [web.Response(status=503, headers={"Retry-After": "30"})]
    olena.writes("a")
    await until(lambda: len(bot.got) == 1)
    await asyncio.sleep(0.05)
    clock.jump(timedelta(seconds=29))
    await asyncio.sleep(0.05)
    assert len(bot.got) == 1
    clock.jump(timedelta(seconds=2))
    await until(lambda: len(bot.got) == 2)


async def test_what_is_too_old_is_dropped(
    telegram: LocalTelegram, clock: LocalClock, olena: Person, call: Ask, bot: Bot
) -> None:
    await call("setWebhook", url=bot.url)
    bot.answers = [web.Response(status=500) for _ in range(3)]
    olena.writes("давнє")
    await until(lambda: len(bot.got) == 2)
    await asyncio.sleep(0.05)
    clock.jump(timedelta(hours=25))
    await until(lambda: not telegram.cloud.updates.pending())
    olena.writes("нове")
    bot.answers = []
    await until(lambda: "нове" in bot.texts)
    assert len(bot.got) == 3


async def test_a_method_in_the_answer_is_done(olena: Person, call: Ask, bot: Bot) -> None:
    await call("setWebhook", url=bot.url)
    bot.answers = [web.json_response({"method": "sendMessage", "chat_id": olena.id, "text": "Вітаю"})]
    olena.writes("a")
    await until(lambda: olena.received)
    assert olena.received[-1].text == "Вітаю"


async def test_after_deletion_polling_gets_the_rest(olena: Person, call: Ask, bot: Bot) -> None:
    await call("setWebhook", url=bot.url)
    await call("deleteWebhook")
    olena.writes("a")
    assert len(await call("getUpdates")) == 1
    assert bot.got == []


@pytest.mark.parametrize(
    ("url", "refusal"),
    [("http://bot.example.org/", "HTTPS URL"), ("https://bot.example.org:8080/", "only on ports")],
)
async def test_what_cannot_be_a_webhook(call: Ask, url: str, refusal: str) -> None:
    assert refusal in await call("setWebhook", url=url)
    assert "wrong characters" in await call("setWebhook", url="https://a.ua/", secret_token="з пробілом")
