"""What the bot may ask about chats, members and files."""

from typing import Any

from demo.chats import Member
from demo.cloud import Cloud
from demo.errors import mistake, refused
from demo.files import MAX_DOWNLOAD
from demo.methods.registry import Params, method

Json = dict[str, Any]

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method
def get_me(cloud: Cloud, params: Params) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }
    return {**cloud.bot.json(), **abilities}


@method
def log_out(cloud: Cloud, params: Params) -> bool:
    return True


@method
def close(cloud: Cloud, params: Params) -> bool:
    return True


@method
def get_chat(cloud: Cloud, params: Params) -> Json:
    chat = cloud.chat(params["chat_id"])
    if not chat.private:
        cloud.check_inside(chat)
    accepted = dict.fromkeys(GIFTS, False)
    body = {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    if chat.pinned:
        body["pinned_message"] = chat.history[chat.pinned[-1]].json(nested=True)
    return body


@method
def get_chat_member(cloud: Cloud, params: Params) -> Json:
    chat = cloud.chat(params["chat_id"])
    if chat.private:
        raise refused("there are no members in the private chat")
    cloud.check_inside(chat)
    user = cloud.bot if params["user_id"] == cloud.bot.id else cloud.users.get(params["user_id"])
    if user is None:
        raise refused("PARTICIPANT_ID_INVALID")
    return chat.member(user).json()


@method
def get_chat_administrators(cloud: Cloud, params: Params) -> list[Json]:
    chat = cloud.chat(params["chat_id"])
    if chat.private:
        raise mistake("there are no administrators in the private chat")
    cloud.check_inside(chat)
    return [member.json() for member in chat.members.values() if member.status in ("creator", "administrator")]


@method
def get_chat_member_count(cloud: Cloud, params: Params) -> int:
    chat = cloud.reachable(params["chat_id"])
    return 2 if chat.private else sum(member.inside for member in chat.members.values())


@method
def leave_chat(cloud: Cloud, params: Params) -> bool:
    chat = cloud.chat(params["chat_id"])
    if chat.private:
        raise mistake("chat member status can't be changed in private chats")
    cloud.check_inside(chat)
    cloud.member_changed(chat, cloud.bot, chat.member(cloud.bot), Member(cloud.bot, "left"))
    return True


@method
def get_file(cloud: Cloud, params: Params) -> Json:
    file = cloud.files.by_id(params["file_id"])
    if len(file.content) > MAX_DOWNLOAD:
        raise refused("file is too big")
    return {**file.facts(), "file_path": file.path}
