"""A screen: what a person sees in one message, and the calls that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from council.deliveries import Call
from handlers.texts import _

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""A number in a button's data; an invented one that no database holds makes the button a stale one."""

HALF_ROW = 17
"""Characters of a button that still reads on half the width of an old phone."""


@dataclass(frozen=True)
class Button:
    """A button under a message: pressing it sends `data` (up to 64 bytes), or opens `url`."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Screen:
    """Text in Telegram's HTML and rows of buttons."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()


def open_case(case: int) -> Button:
    """The way to a case's card."""
    return Button(_("Open this appeal"), f"case:{case}:0")


def column(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    """One button a row."""
    return tuple((button,) for button in buttons)


def packed(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Short buttons two a row, long ones alone, in their order."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and max(len(last[0].text), len(button.text)) <= HALF_ROW:
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return tuple(rows)


def markup(rows: Sequence[Sequence[Button]]) -> Mapping[str, Any]:
    return {"inline_keyboard": [[_inline(button) for button in row] for row in rows]}


def _inline(button: Button) -> Mapping[str, str]:
    return (
        {"text": button.text, "url": button.url} if button.url else {"text": button.text, "callback_data": button.data}
    )


def bottom_keyboard() -> Mapping[str, Any]:
    """The small keyboard that stays under the chat of a resident."""
    return {
        "keyboard": [[{"text": _("Menu")}, {"text": _("Help")}]],
        "resize_keyboard": True,
        "is_persistent": True,
    }


def message(screen: Screen, reply_to: int | None = None, keyboard: Mapping[str, Any] | None = None) -> Call:
    """The call that shows the screen as a new message."""
    params: dict[str, Any] = {
        "text": screen.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if screen.rows or keyboard:
        params["reply_markup"] = keyboard or markup(screen.rows)
    if reply_to is not None:
        params["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return Call("sendMessage", params)


def edit(screen: Screen, message_id: int) -> Call:
    """The call that turns an earlier message into the screen; the sender sends it anew where that cannot be done."""
    return Call(
        "editMessageText",
        {
            "message_id": message_id,
            "text": screen.text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": markup(screen.rows),
        },
    )


def album_call(files: Sequence[tuple[str, int]], caption: str = "") -> Call:
    """The call that sends stored attachments, each by its kind, as one album under the caption."""
    media: list[dict[str, Any]] = [{"type": kind, "media": {"attachment": one}} for kind, one in files]
    if caption:
        media[0] |= {"caption": caption, "parse_mode": "HTML"}
    return Call("sendMediaGroup", {"media": media})


def quiet(call: Call) -> Call:
    """The same without a sound: news that nobody waits for."""
    return Call(call.method, {**call.params, "disable_notification": True})


def file_call(kind: str, attachment: int, caption: str = "") -> Call:
    """The call that sends a stored attachment by its kind (photo, document, video, voice, audio)."""
    params: dict[str, Any] = {kind: {"attachment": attachment}}
    if caption:
        params |= {"caption": caption, "parse_mode": "HTML"}
    return Call(f"send{kind.capitalize()}", params)
