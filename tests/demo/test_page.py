"""The page's own server, without a browser: who may ask, what it tells, and what it lets people do."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from demo import LocalClock, LocalTelegram, Person, samples, stage
from demo.page import PageSite, Scene
from demo.page.acts import ACTS
from demo.page.parts import parts
from demo.page.scene import DeepLink
from demo.page.site import STATIC


@dataclass
class Prompter:
    """Stands behind the scenes and notes what it is asked for."""

    hired: list[tuple[str, str]] = field(default_factory=list)
    settled: int = 0
    restarts: int = 0

    async def employ(self, person: Person, role: str, position: str = "") -> None:
        self.hired.append((person.name, role))

    async def outbox(self) -> Sequence[dict[str, Any]]:
        return [{"to": "Рада", "lane": "card", "due": "2026-11-23T09:00:00+00:00", "attempts": 1}]

    async def letters(self) -> Sequence[dict[str, Any]]:
        return []

    async def restart(self) -> None:
        self.restarts += 1

    async def settle(self) -> None:
        self.settled += 1


@dataclass
class Visitor:
    """Somebody with the page open."""

    site: PageSite
    prompter: Prompter
    http: aiohttp.ClientSession

    @property
    def telegram(self) -> LocalTelegram:
        return self.site.scene.telegram

    @property
    def olena(self) -> Person:
        return self.site.scene.residents[0]

    @property
    def ihor(self) -> Person:
        return self.site.scene.officers[0]

    async def does(self, do: str, who: Person | None = None, /, **details: Any) -> int:
        asked = {"do": do, "who": (who or self.olena).id, **details}
        async with self.http.post(f"{self.site.url}/act", json=asked, headers={"Origin": self.site.url}) as answer:
            return answer.status

    async def gets(self, path: str, **headers: str) -> tuple[int, str, Any]:
        async with self.http.get(self.site.url + path, headers=headers) as answer:
            return answer.status, await answer.text(errors="replace"), answer.headers

    async def call(self, method: str, **params: Any) -> Any:
        return await self.telegram.api.call(method, params, {})


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    clock = LocalClock(speed=0, start=datetime(2024, 11, 18, 9, 0, tzinfo=UTC))
    async with LocalTelegram(clock, limits=False) as telegram, aiohttp.ClientSession() as http:
        people = stage(telegram)
        telegram.cloud.updates.drop()
        links = [DeepLink("p_1", "Ініціатива", "Initiative")]
        scene, prompter = Scene(telegram, people.group, [people.resident], [people.officer], links=links), Prompter()
        site = await PageSite(scene, prompter).start()
        yield Visitor(site, prompter, http)
        await site.stop()


def updates(visitor: Visitor) -> list[dict[str, Any]]:
    return [update.body for update in visitor.telegram.cloud.updates.pending()]


# who may ask


async def test_the_page_may_talk_to_nothing_but_its_own_server(visitor: Visitor) -> None:
    status, text, headers = await visitor.gets("/")
    assert status == 200
    assert "приклад, вигадані дані" in text
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r"https?://", text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/events", "/backstage"])
async def test_a_strange_site_reads_nothing(visitor: Visitor, headers: dict[str, str], path: str) -> None:
    status, _text, _headers = await visitor.gets(path, **headers)
    assert status in (403, 421)


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_a_strange_site_does_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    body = json.dumps({"do": "write", "who": visitor.olena.id, "text": "чуже"})
    for path in ("/act", f"/upload?who={visitor.olena.id}&kind=document&name=a.pdf"):
        async with visitor.http.post(visitor.site.url + path, data=body, headers=headers) as answer:
            assert answer.status == 403
    assert updates(visitor) == []


@pytest.mark.parametrize(
    "path", ["/static/..%2Fsite.py", "/static/%2e%2e%2fguard.py", "/static/none.js", "/file/local-none"]
)
async def test_nothing_else_of_this_machine_is_served(visitor: Visitor, path: str) -> None:
    assert (await visitor.gets(path))[0] == 404


# what it tells


async def test_the_stream_tells_everything_and_then_what_changed(visitor: Visitor) -> None:
    async with visitor.http.get(f"{visitor.site.url}/events") as answer:
        told = await next_event(answer)
        assert told["set"][f"person:{visitor.olena.id}"]["name"] == "Олена Вигадана"
        assert told["now"].startswith("2024-11-18T11:00")
        visitor.olena.writes("Добрий день")
        await visitor.call("sendMessage", chat_id=visitor.olena.id, text="<b>Вітаємо</b>", parse_mode="HTML")
        news = await next_event(answer)
        said = [part for key, part in news["set"].items() if key.startswith("message:")]
        assert [one["text"] for one in said] == ["Добрий день", "Вітаємо"]
        assert said[1]["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
        assert f"topic:{visitor.olena.id}" not in news["set"]


async def next_event(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    while not (line := (await answer.content.readline()).decode()).startswith("data: "):
        pass
    told: dict[str, Any] = json.loads(line.removeprefix("data: "))
    return told


async def test_only_what_is_deleted_is_gone(visitor: Visitor) -> None:
    visitor.olena.writes("Перше")
    await visitor.call("sendMessage", chat_id=visitor.olena.id, text="Друге")
    before = parts(visitor.site.scene)
    await visitor.call("deleteMessage", chat_id=visitor.olena.id, message_id=2)
    assert before.keys() - parts(visitor.site.scene).keys() == {f"message:{visitor.olena.id}:2"}


async def test_commands_are_those_of_the_place_and_the_language(visitor: Visitor) -> None:
    group = visitor.site.scene.group.id
    for scope, code, name in (
        ({"type": "default"}, "", "start"),
        ({"type": "all_private_chats"}, "uk", "menu"),
        ({"type": "chat", "chat_id": group}, "", "queue"),
    ):
        listed = [{"command": name, "description": name}]
        more = {"language_code": code} if code else {}
        await visitor.call("setMyCommands", commands=json.dumps(listed), scope=json.dumps(scope), **more)
    officer = parts(visitor.site.scene)[f"person:{visitor.ihor.id}"]
    assert [one["command"] for one in officer["commands"]] == ["menu"]
    assert [one["command"] for one in officer["group_commands"]] == ["queue"]


async def test_what_waits_behind_the_scenes(visitor: Visitor) -> None:
    _status, text, _headers = await visitor.gets("/backstage")
    assert json.loads(text)["outbox"][0]["to"] == "Рада"


async def test_deep_links_have_codes(visitor: Visitor) -> None:
    _status, text, _headers = await visitor.gets("/links")
    assert json.loads(text)[0]["url"].endswith("?start=p_1")
    assert "<svg" in (await visitor.gets("/code/p_1"))[1]


# what people do


async def test_people_write_reply_and_change(visitor: Visitor) -> None:
    await visitor.does("write", text="Яма на дорозі")
    assert await visitor.does("edit", message=1, text="Яма на вулиці") == 200
    await visitor.does("write", text="І ще одна", reply=1)
    await visitor.does("write", visitor.ihor, place="group", text="/queue")
    first, changed, reply, staff = updates(visitor)
    assert first["message"]["text"] == "Яма на дорозі"
    assert changed["edited_message"]["text"] == "Яма на вулиці"
    assert reply["message"]["reply_to_message"]["message_id"] == 1
    assert staff["message"]["chat"]["id"] == visitor.site.scene.group.id


async def test_people_press_and_tap_and_see_the_answer(visitor: Visitor) -> None:
    visitor.olena.writes("/start")
    inline = {"inline_keyboard": [[{"text": "Подати", "callback_data": "new", "style": "success"}]]}
    await visitor.call("sendMessage", chat_id=visitor.olena.id, text="Меню", reply_markup=json.dumps(inline))
    asks = {"keyboard": [[{"text": "Мій номер", "request_contact": True}]]}
    await visitor.call("sendMessage", chat_id=visitor.olena.id, text="Номер?", reply_markup=json.dumps(asks))
    await visitor.does("press", message=2, data="new")
    await visitor.does("tap", key="Мій номер")
    pressed, shared = updates(visitor)[-2:]
    assert shared["message"]["contact"]["phone_number"] == visitor.olena.phone
    query = pressed["callback_query"]["id"]
    await visitor.call("answerCallbackQuery", callback_query_id=query, text="Подано", show_alert=True)
    told = parts(visitor.site.scene)[f"press:{query}"]
    assert (told["text"], told["alert"], told["answered"]) == ("Подано", True, True)


@pytest.mark.parametrize(
    ("kind", "sent"), [("lamp", "photo"), ("album", "photo"), ("document", "document"), ("voice", "voice")]
)
async def test_samples_are_sent(visitor: Visitor, kind: str, sent: str) -> None:
    assert await visitor.does("sample", kind=kind) == 200
    assert sent in updates(visitor)[0]["message"]


async def test_a_place_and_a_contact_are_sent(visitor: Visitor) -> None:
    await visitor.does("location", latitude=51.77, longitude=32.25)
    await visitor.does("contact")
    assert [list(one["message"])[-1] for one in updates(visitor)] == ["location", "contact"]
    assert await visitor.does("location", latitude=99, longitude=0) == 409


@pytest.mark.parametrize(("mime", "inline"), [("image/png", True), ("text/html", False), ("image/svg+xml", False)])
async def test_a_file_comes_back_but_never_as_a_page(visitor: Visitor, mime: str, inline: bool) -> None:
    address = f"{visitor.site.url}/upload?who={visitor.olena.id}&kind=document&name=файл"
    headers = {"Origin": visitor.site.url, "Content-Type": mime}
    async with visitor.http.post(address, data=samples.png(), headers=headers) as answer:
        assert answer.status == 200
    file = updates(visitor)[0]["message"]["document"]["file_id"]
    status, _text, got = await visitor.gets(f"/file/{file}")
    assert status == 200
    assert ("Content-Disposition" not in got) is inline
    assert got["Content-Type"] == (mime if inline else "application/octet-stream")


async def test_new_people_come(visitor: Visitor) -> None:
    await visitor.does("add", name="John Sample", language="en")
    await visitor.does("add", name="Ніна Умовна", role="executor")
    scene = visitor.site.scene
    assert [(one.name, one.user.language_code) for one in scene.residents][-1] == ("John Sample", "en")
    assert visitor.prompter.hired == [("Ніна Умовна", "executor")]
    assert scene.group.chat.member(scene.officers[-1].user).inside
    assert await visitor.does("add", name="  ") == 409


async def test_a_month_passes_day_by_day(visitor: Visitor) -> None:
    await visitor.does("wait", how="month")
    assert visitor.telegram.clock.now() == datetime(2024, 12, 18, 9, 0, tzinfo=UTC)
    assert visitor.prompter.settled == 30
    assert await visitor.does("wait", how="century") == 409


async def test_bad_days_are_ordered(visitor: Visitor) -> None:
    for name in ("slow", "refuse", "outage", "restart"):
        assert await visitor.does(name) == 200
    assert parts(visitor.site.scene)["faults"] == {"slow": 3.0, "waiting": 8}
    assert visitor.prompter.restarts == 1
    await visitor.does("slow")
    assert visitor.telegram.faults.slow == 0


async def test_a_topic_is_closed_and_deleted(visitor: Visitor) -> None:
    topic = visitor.site.scene.group.opens_topic("ЗВ-1")
    await visitor.does("close_topic", visitor.ihor, topic=topic.id)
    assert parts(visitor.site.scene)[f"topic:{topic.id}"]["closed"]
    assert await visitor.does("write", visitor.ihor, place="group", topic=topic.id, text="сюди") == 409
    await visitor.does("delete_topic", visitor.ihor, topic=topic.id)
    assert f"topic:{topic.id}" not in parts(visitor.site.scene)


@pytest.mark.parametrize(
    ("do", "details"),
    [
        ("nothing", {}),
        ("edit", {"message": 99, "text": "чого нема"}),
        ("press", {"message": 99, "data": "x"}),
        ("tap", {"key": "нема"}),
        ("sample", {"kind": "elephant"}),
        ("speak", {"language": "xx"}),
        ("location", {"latitude": "північ", "longitude": 0}),
    ],
)
async def test_a_wrong_act_is_refused_and_tells_the_bot_nothing(
    visitor: Visitor, do: str, details: dict[str, Any]
) -> None:
    assert await visitor.does(do, **details) in (400, 409)
    assert updates(visitor) == []


async def test_one_can_be_only_who_is_on_the_page(visitor: Visitor) -> None:
    extra = visitor.telegram.person("Степан")
    assert await visitor.does("write", extra, text="я") == 409
    assert updates(visitor) == []


# the page's own files


def modules() -> dict[str, str]:
    return {file.name: file.read_text() for file in STATIC.glob("*.js")}


def test_every_module_is_there_and_used() -> None:
    texts = modules()
    imported = {name for text in texts.values() for name in re.findall(r'from "\./([\w]+\.js)"', text)}
    assert imported | {"main.js"} == set(texts)


def test_nothing_becomes_markup_by_a_short_way() -> None:
    short = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval(", "http://evil")
    assert [(name, way) for name, text in modules().items() for way in short if way in text] == []


def test_every_sentence_of_the_page_is_in_both_languages_and_used() -> None:
    texts = modules()
    own = texts["texts.js"].partition("ROLES")[0]
    named = dict(re.findall(r"^  (\w+): \[(.*?)\],$", own, re.MULTILINE | re.DOTALL))
    assert len(named) > 100
    for name, pair in named.items():
        assert len(re.findall(r'"[^"]+"', pair)) == 2, name
    everything = "\n".join([*texts.values(), (STATIC / "index.html").read_text()])
    unused = [name for name in named if everything.count(name) < 2]
    assert unused == []


def test_every_act_that_the_page_asks_for_exists() -> None:
    asked = {name for text in modules().values() for name in re.findall(r'(?:act|sent)\("(\w+)"', text)}
    assert asked <= ACTS.keys()
