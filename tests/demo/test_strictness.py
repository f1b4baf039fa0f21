"""The local Telegram refuses what the real one refuses, and what the real one forgives in silence."""

import json

import pytest

from demo import Group, LocalTelegram, Person
from tests.demo.conftest import Ask


def inline(*rows: list[dict[str, object]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"txt": "hi"}, 'sendMessage has no parameter "txt"'),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "ї" * 4097}, "message is too long"),
        ({"text": "ї" * 16385}, "text is too long"),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "a", "disable_web_page_preview": True}, 'no parameter "disable_web_page_preview"'),
        ({"text": "a", "reply_to_message_id": 1}, 'no parameter "reply_to_message_id"'),
        ({"text": "a", "message_thread_id": "one"}, "must be of type Integer"),
        ({"text": "a", "link_preview_options": "{no json"}, "can't parse link preview options JSON object"),
        ({"text": "a", "link_preview_options": {"off": True}}, 'LinkPreviewOptions has no field "off"'),
        ({"text": "a", "link_preview_options": {"is_disabled": "yes"}}, "must be of type Boolean"),
    ],
)
async def test_a_wrong_message_is_refused_and_noted(
    telegram: LocalTelegram, olena: Person, call: Ask, params: dict[str, object], refusal: str
) -> None:
    assert refusal in await call("sendMessage", chat_id=olena.id, **params)
    assert len(telegram.violations) == 1
    assert olena.received == []


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (inline([{"text": "a", "callback_data": "т" * 33}]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "a", "callback_data": ""}]), "BUTTON_DATA_INVALID"),
        (inline([{"text": "", "callback_data": "a"}]), "a button has no text"),
        (inline([{"text": "a"}]), "text buttons are unallowed"),
        (inline([{"text": "a", "callback_data": "a", "url": "https://a.ua"}]), "BUTTON_TYPE_INVALID"),
        (inline([{"text": "a", "url": "no link"}]), "BUTTON_URL_INVALID"),
        (inline([{"text": "a", "callback_data": "a", "style": "pink"}]), "no style"),
        (inline([{"text": "a", "callback_data": "a", "colour": "red"}]), 'no field "colour"'),
        (inline([]), "empty row"),
        (inline([{"text": "a", "callback_data": "a"}] * 9), "8 buttons in a row"),
        (inline(*[[{"text": "a", "callback_data": "a"}]] * 101), "100 in all"),
        (inline([{"text": "a" * 11000, "callback_data": "a"}]), "reply markup is too long"),
        ({"keyboard": []}, "the reply keyboard has no buttons"),
        ({"keyboard": "a"}, "must be of type Array"),
        ({"buttons": []}, "has no field"),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    telegram: LocalTelegram, olena: Person, call: Ask, markup: dict[str, object], refusal: str
) -> None:
    assert refusal in await call("sendMessage", chat_id=olena.id, text="a", reply_markup=json.dumps(markup))
    assert telegram.violations


async def test_a_phone_is_asked_for_in_private_chats_only(olena: Person, council: Group, call: Ask) -> None:
    markup = {"keyboard": [[{"text": "Мій номер", "request_contact": True}]]}
    assert "private chats only" in await call("sendMessage", chat_id=council.id, text="a", reply_markup=markup)
    assert (await call("sendMessage", chat_id=olena.id, text="a", reply_markup=markup))["text"] == "a"
    assert olena.keys[0][0].text == "Мій номер"


async def test_length_counts_letters_after_the_tags_are_gone(olena: Person, call: Ask) -> None:
    text = f"<b>{'ї' * 4090}</b>&lt;😀😀😀😀😀"
    assert (await call("sendMessage", chat_id=olena.id, text=text, parse_mode="HTML"))["text"].startswith("ї")


async def test_an_edit_that_is_too_long_is_refused_in_other_words(olena: Person, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=olena.id, text="a")
    refusal = await call("editMessageText", chat_id=olena.id, message_id=sent["message_id"], text="a" * 4097)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"


async def test_other_lengths(olena: Person, council: Group, call: Ask) -> None:
    assert "caption is too long" in await call(
        "copyMessage", chat_id=1, from_chat_id=1, message_id=1, caption="a" * 1025
    )
    assert "name must be 1-128" in await call("createForumTopic", chat_id=council.id, name="a" * 129)
    assert "text must be 0-200" in await call("answerCallbackQuery", callback_query_id="1", text="a" * 201)
    assert "must have 1-100 items" in await call("deleteMessages", chat_id=olena.id, message_ids=[])


async def test_a_quote_must_be_in_the_message(olena: Person, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=olena.id, text="Лампа не світить")
    reply = {"message_id": sent["message_id"], "quote": "Лампа світить"}
    assert "QUOTE_TEXT_INVALID" in await call("sendMessage", chat_id=olena.id, text="a", reply_parameters=reply)
    reply["quote"] = "не світить"
    assert (await call("sendMessage", chat_id=olena.id, text="a", reply_parameters=reply))["quote"]["position"] == 6


async def test_unions_are_read_by_their_type(call: Ask) -> None:
    commands = [{"command": "start", "description": "Почати"}]
    scope = {"type": "all_private_chats"}
    assert await call("setMyCommands", commands=commands, scope=scope, language_code="uk") is True
    assert await call("getMyCommands", scope=scope, language_code="uk") == commands
    assert await call("getMyCommands", scope=scope) == []
    assert "BotCommandScope has no type" in await call("setMyCommands", commands=commands, scope={"type": "everybody"})
    assert "BOT_COMMAND_INVALID" in await call("setMyCommands", commands=[{"command": "Start", "description": "a"}])


async def test_unknown_and_unplayed_methods_are_loud(telegram: LocalTelegram, call: Ask) -> None:
    assert await call("sendMesage") == "Not Found: method not found"
    unplayed = await call("exportChatInviteLink", chat_id=1)
    assert "exportChatInviteLink is not supported by the local Telegram" in unplayed
    assert len(telegram.violations) == 2


async def test_what_life_brings_is_no_violation(telegram: LocalTelegram, olena: Person, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=olena.id, text="a")
    assert "message is not modified" in await call(
        "editMessageText", chat_id=olena.id, message_id=sent["message_id"], text="a"
    )
    assert "message to delete not found" in await call("deleteMessage", chat_id=olena.id, message_id=999)
    assert "message to be replied not found" in await call(
        "sendMessage", chat_id=olena.id, text="a", reply_parameters={"message_id": 999}
    )
    olena.blocks_bot()
    assert await call("sendMessage", chat_id=olena.id, text="a") == "Forbidden: bot was blocked by the user"
    assert telegram.violations == []


async def test_an_unknown_chat_is_our_mistake(telegram: LocalTelegram, call: Ask) -> None:
    assert await call("sendMessage", chat_id=5, text="a") == "Bad Request: chat not found"
    assert len(telegram.violations) == 1
