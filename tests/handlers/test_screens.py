"""What a screen looks like, and which call shows it."""

from typing import Any

import pytest
from aiogram import methods
from hypothesis import given
from hypothesis import strategies as st

from council.appeals import AttachmentKind
from council.deliveries import Call
from handlers.screens import HALF_ROW, Button, Screen, bottom_keyboard, column, edit, file_call, markup, message, packed
from handlers.texts import Catalogues

SHORT, LONG = "Так", "Дерева, парки, майданчики"
words = st.text(alphabet="абв", min_size=1, max_size=2 * HALF_ROW)


def rows(*texts: str) -> list[list[str]]:
    return [[button.text for button in row] for row in packed([Button(text, text) for text in texts])]


def test_short_buttons_stand_two_in_a_row_and_long_ones_alone() -> None:
    assert rows(SHORT, SHORT, SHORT) == [[SHORT, SHORT], [SHORT]]
    assert rows(SHORT, LONG, SHORT, SHORT) == [[SHORT], [LONG], [SHORT, SHORT]]


@given(st.lists(words))
def test_packing_loses_no_button_and_keeps_their_order(texts: list[str]) -> None:
    packed_rows = rows(*texts)
    assert [text for row in packed_rows for text in row] == texts
    assert all(len(row) <= 2 for row in packed_rows)


@given(st.lists(words))
def test_a_shared_row_has_room_for_its_words(texts: list[str]) -> None:
    assert all(len(text) <= HALF_ROW for row in rows(*texts) if len(row) == 2 for text in row)


def test_a_column_is_one_button_a_row() -> None:
    assert column(Button("a", "1"), Button("b", "2")) == ((Button("a", "1"),), (Button("b", "2"),))


def test_a_button_sends_its_data_or_opens_its_page() -> None:
    shown = markup(column(Button("Меню", "menu"), Button("Сайт", url="https://example.gov.ua")))
    assert shown["inline_keyboard"] == [
        [{"text": "Меню", "callback_data": "menu"}],
        [{"text": "Сайт", "url": "https://example.gov.ua"}],
    ]


def test_a_new_message_has_no_keyboard_where_there_is_nothing_to_press() -> None:
    call = message(Screen("Добрий день"))
    assert (call.method, call.params["text"], call.params["parse_mode"]) == ("sendMessage", "Добрий день", "HTML")
    assert not {"reply_markup", "reply_parameters"} & set(call.params)


def test_a_reply_goes_also_when_its_message_is_gone() -> None:
    replying = message(Screen("Так"), reply_to=7).params["reply_parameters"]
    assert replying == {"message_id": 7, "allow_sending_without_reply": True}


def test_an_edit_takes_away_the_buttons_that_have_served() -> None:
    call = edit(Screen("Надіслано"), 7)
    assert (call.method, call.params["message_id"]) == ("editMessageText", 7)
    assert call.params["reply_markup"] == {"inline_keyboard": []}


@pytest.mark.parametrize("call", [message(Screen("а")), edit(Screen("а"), 7)])
def test_an_address_in_a_text_brings_no_picture_of_its_page(call: Call) -> None:
    assert call.params["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(("locale", "keys"), [("uk", ["Меню", "Допомога"]), ("en", ["Menu", "Help"])])
def test_the_keyboard_under_the_chat_speaks_the_readers_language(locale: str, keys: list[str]) -> None:
    with Catalogues().speaking(locale):
        shown: Any = message(Screen("Вітаємо"), keyboard=bottom_keyboard()).params["reply_markup"]
    assert [key["text"] for row in shown["keyboard"] for key in row] == keys


@pytest.mark.parametrize("kind", AttachmentKind)
def test_every_kind_of_file_has_its_call(kind: AttachmentKind) -> None:
    call = file_call(kind.value, 12)
    assert hasattr(methods, call.method[0].upper() + call.method[1:])
    assert call.params == {kind.value: {"attachment": 12}}


def test_a_file_may_carry_its_words() -> None:
    assert file_call("photo", 12, "<b>Ліхтар</b>").params["parse_mode"] == "HTML"
