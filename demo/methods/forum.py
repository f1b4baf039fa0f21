"""Topics of a forum. Making one is a message of the service, and counts as a message."""

from typing import Any

from demo.chats import Chat, Topic
from demo.cloud import Cloud
from demo.errors import mistake, refused
from demo.methods.registry import Params, method

Json = dict[str, Any]

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
ICONS = {
    "5434144690511290129": "📰",
    "5312536423851630001": "💡",
    "5312016608254762256": "⚡️",
    "5377544228505134960": "🎙",
    "5418085807791545980": "🔝",
    "5370870893004203704": "🗣",
    "5379748062124056162": "❗️",
    "5373251851074415873": "📝",
    "5433614043006903194": "📆",
    "5357315181649076022": "📁",
    "5309965701241379366": "🔎",
    "5309984423003823246": "📣",
    "5312241539987020022": "🔥",
    "5377316857231450742": "❓",
    "5350305691942788490": "📈",
    "5237699328843200968": "✅",
    "5350548830041415279": "🏛",
    "5312486108309757006": "🏠",
}


def forum(cloud: Cloud, params: Params) -> Chat:
    chat = cloud.reachable(params["chat_id"])
    if not chat.is_forum:
        raise refused("the chat is not a forum")
    return chat


def managed(cloud: Cloud, params: Params) -> tuple[Chat, Topic]:
    chat = forum(cloud, params)
    cloud.require(chat, "can_manage_topics", "not enough rights to manage topics in the chat")
    topic = chat.topics.get(params["message_thread_id"])
    if topic is None or topic.deleted:
        raise refused("TOPIC_ID_INVALID")
    return chat, topic


def check_icon(icon: str) -> None:
    if icon and icon not in ICONS:
        raise mistake("DOCUMENT_INVALID")


@method
def get_forum_topic_icon_stickers(cloud: Cloud, params: Params) -> list[Json]:
    return [icon_sticker(identifier, emoji) for identifier, emoji in ICONS.items()]


def icon_sticker(identifier: str, emoji: str) -> Json:
    shape = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": True, "is_video": False}
    names = {"file_id": f"icon-{identifier}", "file_unique_id": identifier, "set_name": "Topics"}
    return {**names, **shape, "emoji": emoji, "custom_emoji_id": identifier, "needs_repainting": True}


@method
def create_forum_topic(cloud: Cloud, params: Params) -> Json:
    chat = forum(cloud, params)
    cloud.require(chat, "can_manage_topics", "not enough rights to create a topic")
    if params.get("icon_color", COLORS[0]) not in COLORS:
        raise mistake("invalid forum topic icon color specified")
    check_icon(params.get("icon_custom_emoji_id", ""))
    return cloud.new_topic(chat, cloud.bot, params).json()


@method
def edit_forum_topic(cloud: Cloud, params: Params) -> bool:
    chat, topic = managed(cloud, params)
    icon = params.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    check_icon(icon)
    name = params.get("name") or topic.name
    if (name, icon) == (topic.name, topic.icon_custom_emoji_id):
        raise refused("TOPIC_NOT_MODIFIED")
    topic.name, topic.icon_custom_emoji_id = name, icon
    cloud.post(chat, cloud.bot, {"forum_topic_edited": {"name": name, "icon_custom_emoji_id": icon}}, topic=topic)
    return True


@method
def close_forum_topic(cloud: Cloud, params: Params) -> bool:
    return switch(cloud, params, closed=True)


@method
def reopen_forum_topic(cloud: Cloud, params: Params) -> bool:
    return switch(cloud, params, closed=False)


def switch(cloud: Cloud, params: Params, closed: bool) -> bool:
    chat, topic = managed(cloud, params)
    if topic.closed is closed:
        raise refused("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    cloud.post(chat, cloud.bot, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, topic=topic)
    return True


@method
def delete_forum_topic(cloud: Cloud, params: Params) -> bool:
    chat, topic = managed(cloud, params)
    cloud.require(chat, "can_delete_messages", "not enough rights to delete the topic")
    cloud.drop_topic(chat, topic)
    return True


@method
def unpin_all_forum_topic_messages(cloud: Cloud, params: Params) -> bool:
    chat, topic = managed(cloud, params)
    chat.pinned = [pinned for pinned in chat.pinned if chat.history[pinned].topic is not topic]
    return True
