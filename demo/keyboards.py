"""Reply markup: what Telegram refuses beyond the schema, and buttons as a person sees them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from demo.errors import mistake

MAX_BYTES = 10 * 1024
INLINE_ROW, INLINE_ALL = 8, 100
REPLY_ROW, REPLY_ALL = 12, 300
STYLES = frozenset({"danger", "success", "primary"})
ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    }
)
PRIVATE_ONLY = ("request_contact", "request_location", "request_users", "request_chat", "request_poll", "web_app")


@dataclass(frozen=True)
class Button:
    """A button as a person sees it; `data` is what an inline one sends back."""

    text: str
    data: str | None = None
    url: str | None = None
    asks: str | None = None


def check_markup(markup: Mapping[str, Any], private: bool) -> None:
    if len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode()) > MAX_BYTES:
        raise mistake("reply markup is too long")
    if "inline_keyboard" in markup:
        check_rows(markup["inline_keyboard"], INLINE_ROW, INLINE_ALL)
        for button in flat(markup["inline_keyboard"]):
            check_inline(button)
    elif "keyboard" in markup:
        if not markup["keyboard"]:
            raise mistake("the reply keyboard has no buttons")
        check_rows(markup["keyboard"], REPLY_ROW, REPLY_ALL)
        for button in flat(markup["keyboard"]):
            check_reply(button, private)


def flat(rows: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield from row


def check_rows(rows: list[list[dict[str, Any]]], in_row: int, in_all: int) -> None:
    if any(not row for row in rows):
        raise mistake("the keyboard has an empty row")
    if any(len(row) > in_row for row in rows) or sum(map(len, rows)) > in_all:
        raise mistake(f"a keyboard takes {in_row} buttons in a row and {in_all} in all")
    for button in flat(rows):
        if not button["text"].strip():
            raise mistake("a button has no text")
        if button.get("style", "primary") not in STYLES:
            raise mistake(f"a button has no style {button['style']!r}")


def check_inline(button: Mapping[str, Any]) -> None:
    actions = ACTIONS & button.keys()
    if len(actions) != 1:
        raise mistake("text buttons are unallowed in the inline keyboard" if not actions else "BUTTON_TYPE_INVALID")
    if "url" in button and not is_link(button["url"]):
        raise mistake(f"inline keyboard button URL '{button['url']}' is invalid: BUTTON_URL_INVALID")
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        raise mistake("BUTTON_URL_INVALID: only HTTPS links are allowed for a web app")


def is_link(url: str) -> bool:
    return bool(re.match(r"(https?://[^\s/]+\.[^\s/]+|https?://(localhost|\d)|tg://\w)", url))


def check_reply(button: Mapping[str, Any], private: bool) -> None:
    asked = [name for name in PRIVATE_ONLY if button.get(name)]
    if asked and not private:
        raise mistake(f"{asked[0].replace('_', ' ')} can be used in private chats only")


def rows_of(markup: Mapping[str, Any] | None, name: str) -> list[list[Button]]:
    return [[seen(button) for button in row] for row in (markup or {}).get(name, ())]


def seen(button: Mapping[str, Any]) -> Button:
    asks = next((name for name in PRIVATE_ONLY if button.get(name)), None)
    return Button(button["text"], button.get("callback_data"), button.get("url"), asks)
