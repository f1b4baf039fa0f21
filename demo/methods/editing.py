"""Changes of messages that were sent: edits, deletions, pins, reactions, answers to presses."""

from datetime import timedelta
from typing import Any

from demo.cloud import Cloud
from demo.errors import mistake, refused
from demo.keyboards import check_markup
from demo.messages import MEDIA_KINDS, Message
from demo.methods.registry import Params, method
from demo.methods.sending import caption_of, media_content, text_of

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
DELETABLE = timedelta(hours=48)
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)


def editable(cloud: Cloud, params: Params) -> Message:
    if "inline_message_id" in params:
        raise mistake("the local Telegram has no inline messages")
    if "chat_id" not in params or "message_id" not in params:
        raise mistake("message identifier is not specified")
    chat = cloud.reachable(params["chat_id"])
    message = cloud.message(chat, params["message_id"], "edit")
    mine = message.sender is cloud.bot or chat.type == "channel"
    reply_keyboard = message.markup is not None and "inline_keyboard" not in message.markup
    if not mine or reply_keyboard or "forward_origin" in message.extra or message.kind == "service":
        raise refused("message can't be edited")
    return message


def edited(cloud: Cloud, params: Params, message: Message, content: Json) -> Json:
    """An edit without a keyboard takes the keyboard away, as on the real server."""
    markup = params.get("reply_markup") or None
    if markup:
        check_markup(markup, message.chat.private)
    markup = markup if markup and markup["inline_keyboard"] else None
    if content == message.content and markup == message.markup:
        raise refused(NOT_MODIFIED)
    message.history.append(message.html)
    message.content, message.markup, message.edited = content, markup, cloud.clock.now()
    return message.json()


@method
def edit_message_text(cloud: Cloud, params: Params) -> Json:
    message = editable(cloud, params)
    if "text" not in params:
        raise mistake("message text is empty")
    if message.kind != "text":
        raise refused("there is no text in the message to edit")
    return edited(cloud, params, message, text_of(params))


@method
def edit_message_caption(cloud: Cloud, params: Params) -> Json:
    message = editable(cloud, params)
    if message.kind not in MEDIA_KINDS:
        raise refused("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return edited(cloud, params, message, {**kept, **caption_of(params)})


@method
def edit_message_reply_markup(cloud: Cloud, params: Params) -> Json:
    message = editable(cloud, params)
    return edited(cloud, params, message, message.content)


@method
def edit_message_media(cloud: Cloud, params: Params) -> Json:
    message = editable(cloud, params)
    return edited(cloud, params, message, media_content(cloud, params["media"]))


@method
def delete_message(cloud: Cloud, params: Params) -> bool:
    chat = cloud.reachable(params["chat_id"])
    message = cloud.message(chat, params["message_id"], "delete")
    if not may_delete(cloud, message):
        raise refused("message can't be deleted")
    message.deleted = True
    return True


def may_delete(cloud: Cloud, message: Message) -> bool:
    """An administrator deletes at any age in a supergroup; others only what is younger than two days."""
    if message.chat.member(cloud.bot).may("can_delete_messages"):
        return True
    young = cloud.clock.now() - message.date < DELETABLE
    return young and (message.chat.private or message.sender is cloud.bot)


@method
def delete_messages(cloud: Cloud, params: Params) -> bool:
    chat = cloud.reachable(params["chat_id"])
    for identifier in params["message_ids"]:
        message = chat.history.get(identifier)
        if message is not None and may_delete(cloud, message):
            message.deleted = True
    return True


@method
def pin_chat_message(cloud: Cloud, params: Params) -> bool:
    """The pin itself is a message of the service, and the bot is told of it."""
    chat = cloud.reachable(params["chat_id"])
    message = cloud.message(chat, params["message_id"], "pin")
    if not chat.private:
        cloud.require(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    said = cloud.post(chat, cloud.bot, {"pinned_message": message.json(nested=True)}, topic=message.topic)
    cloud.tell("message", said)
    return True


@method
def unpin_chat_message(cloud: Cloud, params: Params) -> bool:
    chat = cloud.reachable(params["chat_id"])
    if not chat.private:
        cloud.require(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    wanted = params.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise refused("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


@method
def set_message_reaction(cloud: Cloud, params: Params) -> bool:
    message = cloud.message(cloud.reachable(params["chat_id"]), params["message_id"], "react")
    reactions = params.get("reaction", [])
    if len(reactions) > 1:
        raise mistake("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji", "👍").rstrip("\ufe0f") not in REACTIONS for reaction in reactions):
        raise mistake("REACTION_INVALID")
    message.reactions[cloud.bot.id] = reactions
    return True


@method
def answer_callback_query(cloud: Cloud, params: Params) -> bool:
    cloud.presses.answered(params["callback_query_id"], params)
    return True


@method
def stop_poll(cloud: Cloud, params: Params) -> Json:
    message = editable(cloud, params)
    if "poll" not in message.content:
        raise refused("message with poll to stop not found")
    poll: Json = {**message.content["poll"], "is_closed": True}
    message.content = {"poll": poll}
    return poll
