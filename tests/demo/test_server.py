"""The HTTP face: every way of sending a call, files both ways, and what the real server says to strangers."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from demo import LocalTelegram, Person, samples


@pytest.fixture
async def http(telegram: LocalTelegram) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"{telegram.url}/bot{telegram.token}/") as session:
        yield session


async def body(response: aiohttp.ClientResponse) -> Any:
    return await response.json()


async def test_get_form_json_and_multipart_are_one(http: aiohttp.ClientSession, olena: Person) -> None:
    call = {"chat_id": str(olena.id), "text": "a", "protect_content": "true"}
    multipart = aiohttp.FormData(call, default_to_multipart=True)
    for response in (
        await http.get("sendMessage", params=call),
        await http.post("sendmessage", data=call),
        await http.post("sendMessage", data=multipart),
        await http.post("sendMessage", json={"chat_id": olena.id, "text": "a", "protect_content": True}),
    ):
        assert (await body(response))["result"]["has_protected_content"] is True
    assert len(olena.received) == 4


async def test_a_wrong_token_and_a_wrong_path(telegram: LocalTelegram, http: aiohttp.ClientSession) -> None:
    stranger = await http.get(f"{telegram.url}/bot1:abc/getMe")
    assert (stranger.status, (await body(stranger))["description"]) == (401, "Unauthorized")
    lost = await http.get(f"{telegram.url}/getMe")
    assert (lost.status, (await body(lost))["description"]) == (404, "Not Found")


async def test_errors_have_their_status_and_body(http: aiohttp.ClientSession) -> None:
    response = await http.post("sendMessage", data={"chat_id": "1", "text": "a"})
    assert response.status == 400
    assert await body(response) == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    broken = await http.post("sendMessage", data=b"{", headers={"Content-Type": "application/json"})
    assert broken.status == 400


async def test_too_many_says_when_in_body_and_header(
    telegram: LocalTelegram, http: aiohttp.ClientSession, olena: Person
) -> None:
    telegram.limits.on = True
    telegram.limits.burst = 1
    for _ in range(2):
        response = await http.post("sendMessage", data={"chat_id": olena.id, "text": "a"})
    assert response.status == 429
    assert response.headers["Retry-After"] == "1"
    assert (await body(response))["parameters"] == {"retry_after": 1}


async def test_a_file_goes_there_and_back(telegram: LocalTelegram, http: aiohttp.ClientSession, olena: Person) -> None:
    fields = {"chat_id": str(olena.id), "document": "attach://f1", "caption": "Відповідь"}
    form = aiohttp.FormData(fields, quote_fields=False)
    form.add_field("f1", samples.PDF, filename="Відповідь.pdf", content_type="application/pdf")
    sent = (await body(await http.post("sendDocument", data=form)))["result"]
    assert sent["document"]["file_name"] == "Відповідь.pdf"
    again = await http.post("sendDocument", data={"chat_id": olena.id, "document": sent["document"]["file_id"]})
    assert again.ok
    path = (await body(await http.get("getFile", params={"file_id": sent["document"]["file_id"]})))["result"]
    got = await http.get(f"{telegram.url}/file/bot{telegram.token}/{path['file_path']}")
    assert await got.read() == samples.PDF


async def test_what_a_person_sends_can_be_fetched(
    telegram: LocalTelegram, http: aiohttp.ClientSession, olena: Person
) -> None:
    update = olena.sends_photo(samples.JPEG, "Ліхтар")
    assert update
    sizes = update["message"]["photo"]
    for size in sizes:
        assert (await http.get("getFile", params={"file_id": size["file_id"]})).ok


async def test_wrong_files_are_refused(telegram: LocalTelegram, http: aiohttp.ClientSession, olena: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(olena.id)})
    form.add_field("photo", b"no picture", filename="a.jpg")
    assert "IMAGE_PROCESS_FAILED" in (await body(await http.post("sendPhoto", data=form)))["description"]
    unknown = await http.post("sendPhoto", data={"chat_id": olena.id, "photo": "AgAD"})
    assert "wrong file identifier" in (await body(unknown))["description"]
    missing = await http.post("setWebhook", data={"url": "https://a.ua", "certificate": "attach://none"})
    assert "there is no file in certificate" in (await body(missing))["description"]


async def test_a_file_over_20_mb_cannot_be_fetched(http: aiohttp.ClientSession, olena: Person) -> None:
    update = olena.sends_document(bytes(20 * 1024 * 1024 + 1), "великий.bin")
    assert update
    response = await http.get("getFile", params={"file_id": update["message"]["document"]["file_id"]})
    assert "file is too big" in (await body(response))["description"]


async def test_an_album_is_several_messages_of_one_group(http: aiohttp.ClientSession, olena: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(olena.id)})
    form.add_field("media", '[{"type":"photo","media":"attach://a"},{"type":"photo","media":"attach://b"}]')
    form.add_field("a", samples.JPEG, filename="a.jpg")
    form.add_field("b", samples.png(), filename="b.png")
    messages = (await body(await http.post("sendMediaGroup", data=form)))["result"]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.kind for message in olena.received] == ["photo", "photo"]
