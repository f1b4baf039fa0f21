"""A stored call becomes a method of the Bot API: with its files, and rewritten where Telegram needs it otherwise."""

import html
import re
from collections.abc import Mapping
from typing import Any

from aiogram.types import BufferedInputFile, Message

from bot.documents import codes, letters, mydata, slips, survey_tables, survey_yaml
from bot.pictures import drawing
from bot.session import kind
from council import pictures
from council.appeals import AppealId, AttachmentId, MessageId
from council.attachments import safe_name
from council.building import BuiltId
from council.deliveries import Call
from council.links import address
from council.people import TelegramId
from handlers.house import House
from handlers.links import printed
from storage.desk import Desk
from storage.files import Files

PLAIN = frozenset({"sendMessage", "editMessageText"})
"""Methods that take no file, and most of what is sent: they leave as they are stored (bot/session.py, `ask`)."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def placed(call: Call, **place: Any) -> Call:
    """The call with what its method knows of the place (chat, thread, reply)."""
    fields = kind(call.method).model_fields
    known = {name: value for name, value in place.items() if name in fields and value is not None}
    return Call(call.method, {**known, **call.params})


async def opened(value: Any, desk: Desk, files: Files, house: House) -> Any:
    """The same parameters with each `{"attachment": id}` replaced by the file itself, at any depth.

    `{"letter": message}` is the printed letter of an answer, `{"slip": "CASE:CODE"}` the slip of a case that an officer
    wrote down, `{"picture": data}` a picture, `{"qr": payload}` the code of a deep link: all made now.
    """
    if isinstance(value, Mapping):
        if value.keys() == {"attachment"}:
            attachment = await desk.attachments.get(AttachmentId(value["attachment"]))
            return BufferedInputFile(
                await files.get(attachment.path), safe_name(attachment.name, attachment.id, attachment.mime)
            )
        if value.keys() == {"letter"}:
            return await _printed(MessageId(value["letter"]), desk, house)
        if value.keys() == {"picture"}:
            return BufferedInputFile(await drawing.png(pictures.opened(value["picture"])), "picture.png")
        if value.keys() == {"slip"}:
            return await _slip(str(value["slip"]), desk, house)
        if value.keys() == {"codes"}:
            return BufferedInputFile(await codes.sheet(house, await printed(desk, house), "uk"), "qr.pdf")
        if value.keys() == {"qr"}:
            return BufferedInputFile(codes.picture(address(house.bot_username, str(value["qr"]))), "qr.png")
        if value.keys() == {"survey_table"}:
            name, content = await survey_tables.made(str(value["survey_table"]), desk, house)
            return BufferedInputFile(content, name)
        if value.keys() == {"survey_file"}:
            built = await desk.built.get(BuiltId(int(value["survey_file"])))
            return BufferedInputFile(survey_yaml.written(built.survey).encode(), f"{built.survey.id}.yaml")
        if value.keys() == {"mydata"}:
            return await _kept_about(str(value["mydata"]), desk, house)
        return {name: await opened(part, desk, files, house) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [await opened(part, desk, files, house) for part in value]
    return value


async def _kept_about(what: str, desk: Desk, house: House) -> BufferedInputFile:
    """`pdf:ACCOUNT` or `json:ACCOUNT`: what is kept about the person at this moment, made for their own chat."""
    kind, _colon, account = what.partition(":")
    person = await desk.residents.known(TelegramId(int(account)))
    if person is None:
        return BufferedInputFile(b"{}", f"my-data.{kind}")
    made = mydata.readable if kind == "pdf" else mydata.portable
    return BufferedInputFile(await made(desk, house, person), f"my-data.{kind}")


async def _slip(what: str, desk: Desk, house: House) -> BufferedInputFile:
    case, _colon, code = what.partition(":")
    appeal = await desk.appeals.get(AppealId(int(case)))
    return BufferedInputFile(await slips.printed(desk, house, appeal, code), slips.file_name(appeal))


async def _printed(message: MessageId, desk: Desk, house: House) -> BufferedInputFile:
    answer = await desk.appeals.message(message)
    name = letters.file_name(await desk.appeals.get(answer.appeal))
    return BufferedInputFile(await letters.printed(desk, house, answer), name)


def as_edit(call: Call, message_id: int) -> Call | None:
    """The edit that brings a message already sent to what the call would send; None when there is no such edit."""
    kept = {"parse_mode", "reply_markup", "link_preview_options"} & call.params.keys()
    params = {name: call.params[name] for name in kept} | {"message_id": message_id}
    if call.method == "sendMessage":
        return Call("editMessageText", params | _only(call, "text", "entities"))
    if "caption" in call.params:
        params.pop("link_preview_options", None)
        return Call("editMessageCaption", params | _only(call, "caption", "caption_entities"))
    return None


def as_new(call: Call) -> Call | None:
    """A message with the content of an edit that cannot be done; None when the edit carried no text."""
    if call.method != "editMessageText":
        return None
    return Call("sendMessage", {name: value for name, value in call.params.items() if name != "message_id"})


def as_plain(call: Call) -> Call:
    """The same words without markup."""
    params = {name: value for name, value in call.params.items() if name not in {"entities", "caption_entities"}}
    for name in ("text", "caption"):
        if isinstance(text := params.get(name), str):
            params[name] = html.unescape(_TAG.sub("", text))
    return Call(call.method, params | {"parse_mode": None})


def without_reply(call: Call) -> Call:
    return Call(call.method, {name: value for name, value in call.params.items() if name != "reply_parameters"})


def sent_message(result: Any) -> tuple[int | None, int | None]:
    """(chat, message) of what Telegram says it sent: the first message of an album, nothing for other methods."""
    match result[0] if isinstance(result, list) and result else result:
        case Message(chat=chat, message_id=message):
            return chat.id, message
        case {"chat": {"id": int(chat)}, "message_id": int(message)}:
            return chat, message
    return None, None


def edited_message(call: Call, chat: int) -> tuple[int | None, int | None]:
    """(chat, message) of an edit that was there already, so that an answer to that message still finds its record."""
    edited = call.params.get("message_id")
    return (chat, edited) if isinstance(edited, int) else (None, None)


def _only(call: Call, *names: str) -> dict[str, Any]:
    return {name: call.params[name] for name in names if name in call.params}
