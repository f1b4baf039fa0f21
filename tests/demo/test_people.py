"""What people do and see: the chat after edits, deletions and presses."""

import pytest

from demo import Group, LocalTelegram, Person, samples
from tests.demo.conftest import Ask


def buttons(*texts: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": text, "callback_data": f"data:{text}"}] for text in texts]}


async def test_a_person_sees_the_chat_as_it_is_now(olena: Person, call: Ask) -> None:
    first = await call("sendMessage", chat_id=olena.id, text="a", reply_markup=buttons("Так", "Ні"))
    second = await call("sendMessage", chat_id=olena.id, text="b")
    await call("editMessageText", chat_id=olena.id, message_id=first["message_id"], text="<i>c</i>", parse_mode="HTML")
    await call("deleteMessage", chat_id=olena.id, message_id=second["message_id"])
    assert [message.html for message in olena.received] == ["<i>c</i>"]
    assert olena.received[0].buttons == []
    assert olena.received[0].history == ["a"]


async def test_a_button_is_pressed_by_its_text_or_data(olena: Person, call: Ask) -> None:
    await call("sendMessage", chat_id=olena.id, text="a", reply_markup=buttons("Так", "Ні"))
    for wanted in ("Ні", "data:Ні"):
        update = olena.presses(olena.received[-1], wanted)
        assert update
        assert update["callback_query"]["data"] == "data:Ні"
    with pytest.raises(LookupError, match="'Так', 'Ні'"):
        olena.presses(olena.received[-1], "Може")


async def test_a_press_under_a_deleted_message(olena: Person, call: Ask) -> None:
    await call("sendMessage", chat_id=olena.id, text="a", reply_markup=buttons("Так"))
    message = olena.received[-1]
    await call("deleteMessage", chat_id=olena.id, message_id=message.id)
    update = olena.presses_data(message, "data:Так")
    assert update
    assert update["callback_query"]["message"] == {"chat": message.chat.json(), "message_id": message.id, "date": 0}


async def test_keys_write_their_text_or_send_what_they_ask(olena: Person, call: Ask) -> None:
    keys = {"keyboard": [[{"text": "Меню"}, {"text": "Мій номер", "request_contact": True}]]}
    await call("sendMessage", chat_id=olena.id, text="a", reply_markup=keys)
    typed, shared = olena.taps("Меню"), olena.taps("Мій номер")
    assert typed
    assert shared
    assert typed["message"]["text"] == "Меню"
    assert shared["message"]["contact"]["user_id"] == olena.id
    await call("sendMessage", chat_id=olena.id, text="b", reply_markup={"remove_keyboard": True})
    assert olena.keys == []


async def test_everything_a_person_can_send(telegram: LocalTelegram, olena: Person, council: Group, call: Ask) -> None:
    olena.sends_album([samples.JPEG, samples.JPEG], "Яма")
    olena.sends_voice(samples.OGG)
    olena.sends_video(samples.MP4)
    olena.sends_location()
    olena.sends_sticker()
    olena.sends_poll("Де?", ["Тут", "Там"])
    olena.forwards(olena.messages[0])
    olena.sends_photo(samples.JPEG, chat=council)
    olena.edits(olena.messages[0], "/start знову")
    kinds = [next(iter(set(update) - {"update_id"})) for update in await call("getUpdates")]
    assert kinds == ["message"] * 9 + ["edited_message"]


async def test_a_reply_keyboard_message_cannot_be_edited(olena: Person, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=olena.id, text="a", reply_markup={"keyboard": [[{"text": "Меню"}]]})
    refusal = await call("editMessageText", chat_id=olena.id, message_id=sent["message_id"], text="b")
    assert refusal == "Bad Request: message can't be edited"


async def test_copies_have_no_author_and_forwards_have(olena: Person, council: Group, call: Ask) -> None:
    olena.sends_photo(samples.JPEG, "Ліхтар")
    source = {"from_chat_id": olena.id, "message_id": olena.messages[-1].id}
    await call("copyMessage", chat_id=council.id, **source, caption="Вкладення 1")
    assert council.messages[-1].text == "Вкладення 1"
    forwarded = await call("forwardMessage", chat_id=council.id, **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == olena.id
    assert "message to copy not found" in await call(
        "copyMessage", chat_id=council.id, from_chat_id=olena.id, message_id=999
    )
    ids = [olena.messages[-1].id, 999]
    assert len(await call("copyMessages", chat_id=council.id, from_chat_id=olena.id, message_ids=ids)) == 1


async def test_blocking_is_told(olena: Person, call: Ask) -> None:
    olena.blocks_bot()
    olena.unblocks_bot()
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await call("getUpdates")]
    assert statuses == ["kicked", "member"]
    assert (await call("sendMessage", chat_id=olena.id, text="a"))["text"] == "a"
