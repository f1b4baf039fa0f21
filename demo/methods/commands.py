"""The bot's own page: commands by scope and language, name, descriptions, menu button, default rights."""

import json
import re
from typing import Any

from demo.cloud import Cloud
from demo.errors import mistake
from demo.methods.registry import Params, method

Json = dict[str, Any]


def language(params: Params) -> str:
    code = str(params.get("language_code", ""))
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise mistake("invalid language code specified")
    return code


def place(cloud: Cloud, params: Params, what: str) -> str:
    """Where a text of this scope and language is kept."""
    scope = params.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        cloud.chat(scope["chat_id"])
    return f"{what} {json.dumps(scope, sort_keys=True)} {language(params)}"


@method
def set_my_commands(cloud: Cloud, params: Params) -> bool:
    for command in params["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise mistake("BOT_COMMAND_INVALID")
    cloud.profile[place(cloud, params, "commands")] = params["commands"]
    return True


@method
def get_my_commands(cloud: Cloud, params: Params) -> list[Json]:
    return list(cloud.profile.get(place(cloud, params, "commands"), ()))


@method
def delete_my_commands(cloud: Cloud, params: Params) -> bool:
    cloud.profile.pop(place(cloud, params, "commands"), None)
    return True


def set_text(cloud: Cloud, params: Params, what: str) -> bool:
    cloud.profile[f"{what} {language(params)}"] = params.get(what, "")
    return True


def get_text(cloud: Cloud, params: Params, what: str) -> Json:
    for key in (f"{what} {language(params)}", f"{what} "):
        if text := cloud.profile.get(key):
            return {what: text}
    return {what: cloud.bot.first_name if what == "name" else ""}


@method
def set_my_name(cloud: Cloud, params: Params) -> bool:
    return set_text(cloud, params, "name")


@method
def get_my_name(cloud: Cloud, params: Params) -> Json:
    return get_text(cloud, params, "name")


@method
def set_my_description(cloud: Cloud, params: Params) -> bool:
    return set_text(cloud, params, "description")


@method
def get_my_description(cloud: Cloud, params: Params) -> Json:
    return get_text(cloud, params, "description")


@method
def set_my_short_description(cloud: Cloud, params: Params) -> bool:
    return set_text(cloud, params, "short_description")


@method
def get_my_short_description(cloud: Cloud, params: Params) -> Json:
    return get_text(cloud, params, "short_description")


@method
def set_chat_menu_button(cloud: Cloud, params: Params) -> bool:
    cloud.profile[f"menu_button {params.get('chat_id', '')}"] = params.get("menu_button", {"type": "default"})
    return True


@method
def get_chat_menu_button(cloud: Cloud, params: Params) -> Json:
    button: Json = cloud.profile.get(f"menu_button {params.get('chat_id', '')}", {"type": "commands"})
    return button


@method
def set_my_default_administrator_rights(cloud: Cloud, params: Params) -> bool:
    cloud.profile[f"rights {params.get('for_channels', False)}"] = params.get("rights")
    return True
