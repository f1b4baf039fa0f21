"""Messages that the bot sends, copies and forwards."""

from typing import Any

from demo.chats import Chat, present
from demo.cloud import Cloud, origin
from demo.errors import mistake, refused
from demo.files import content_of
from demo.markup import formatted
from demo.messages import MEDIA_KINDS, Message
from demo.methods.registry import Params, method
from demo.schema import Upload

Json = dict[str, Any]

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def text_of(params: Params) -> Json:
    body = formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    return present(text=body.text, entities=list(body.entities) or None)


def caption_of(params: Params) -> Json:
    body = formatted(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    return present(caption=body.text or None, caption_entities=list(body.entities) or None)


def send_file(cloud: Cloud, params: Params, kind: str) -> Json:
    cloud.reachable(params["chat_id"])
    media = content_of(kind, cloud.files.taken(kind, params[kind]))
    return cloud.send(params, {**media, **caption_of(params)}).json()


@method
def send_message(cloud: Cloud, params: Params) -> Json:
    return cloud.send(params, text_of(params)).json()


@method
def send_photo(cloud: Cloud, params: Params) -> Json:
    return send_file(cloud, params, "photo")


@method
def send_document(cloud: Cloud, params: Params) -> Json:
    return send_file(cloud, params, "document")


@method
def send_video(cloud: Cloud, params: Params) -> Json:
    return send_file(cloud, params, "video")


@method
def send_voice(cloud: Cloud, params: Params) -> Json:
    return send_file(cloud, params, "voice")


@method
def send_audio(cloud: Cloud, params: Params) -> Json:
    return send_file(cloud, params, "audio")


@method
def send_media_group(cloud: Cloud, params: Params) -> list[Json]:
    kinds = {item["type"] for item in params["media"]}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise mistake("documents and audio can't be mixed with other media types in an album")
    cloud.reachable(params["chat_id"])
    contents = [media_content(cloud, item) for item in params["media"]]
    group = str(13_000_000_000_000_000 + len(cloud.actions) + sum(len(chat.history) for chat in cloud.chats.values()))
    return [cloud.send(params, content, media_group_id=group).json() for content in contents]


def media_content(cloud: Cloud, item: Params) -> Json:
    """One item of an album, or the new media of an edited message."""
    kind = item["type"]
    media: Upload | str = item["media"]
    return {**content_of(kind, cloud.files.taken(kind, media)), **caption_of(item)}


@method
def send_location(cloud: Cloud, params: Params) -> Json:
    place = {"latitude": params["latitude"], "longitude": params["longitude"]}
    return cloud.send(params, {"location": check_place(place)}).json()


@method
def send_venue(cloud: Cloud, params: Params) -> Json:
    place = check_place({"latitude": params["latitude"], "longitude": params["longitude"]})
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    return cloud.send(params, {"location": place, "venue": venue}).json()


def check_place(place: Json) -> Json:
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise mistake("wrong location coordinates")
    return place


@method
def send_contact(cloud: Cloud, params: Params) -> Json:
    names = ("phone_number", "first_name", "last_name")
    return cloud.send(params, {"contact": {name: params[name] for name in names if name in params}}).json()


@method
def send_poll(cloud: Cloud, params: Params) -> Json:
    """A plain poll; quizzes and their explanations are not played."""
    options = [poll_option(number, option["text"]) for number, option in enumerate(params["options"])]
    poll = {
        "id": str(5_000_000_000_000_000_000 + cloud.next_poll()),
        "question": params["question"],
        "options": options,
        "total_voter_count": 0,
        "is_closed": params.get("is_closed", False),
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": params.get("allows_multiple_answers", False),
        "allows_revoting": params.get("allows_revoting", True),
        "members_only": params.get("members_only", False),
    }
    return cloud.send(params, {"poll": poll}).json()


def poll_option(number: int, text: str) -> Json:
    return {"persistent_id": f"option{number}", "text": text, "voter_count": 0}


@method
def send_chat_action(cloud: Cloud, params: Params) -> bool:
    if params["action"] not in ACTIONS:
        raise mistake("wrong parameter action in request")
    chat = cloud.reachable(params["chat_id"])
    cloud.topic(chat, params.get("message_thread_id"))
    cloud.actions.append((chat.id, params["action"]))
    return True


@method
def copy_message(cloud: Cloud, params: Params) -> Json:
    source = cloud.message(cloud.chat(params["from_chat_id"]), params["message_id"], "copy")
    return {"message_id": copied(cloud, params, source, caption_of(params) if "caption" in params else None).id}


def copied(cloud: Cloud, params: Params, source: Message, caption: Json | None) -> Message:
    if source.kind == "service":
        raise refused("message can't be copied")
    content = dict(source.content)
    if caption is not None and source.kind in MEDIA_KINDS:
        content = {key: value for key, value in content.items() if not key.startswith("caption")} | caption
    return cloud.send(params, content)


@method
def copy_messages(cloud: Cloud, params: Params) -> list[Json]:
    caption: Json | None = {} if params.get("remove_caption") else None
    found = existing(cloud.chat(params["from_chat_id"]), params["message_ids"], "copy")
    return [{"message_id": copied(cloud, params, message, caption).id} for message in found]


@method
def forward_message(cloud: Cloud, params: Params) -> Json:
    source = cloud.message(cloud.chat(params["from_chat_id"]), params["message_id"], "forward")
    return forwarded(cloud, params, source).json()


def forwarded(cloud: Cloud, params: Params, source: Message) -> Message:
    if source.kind == "service" or source.extra.get("has_protected_content"):
        raise refused("message can't be forwarded")
    first = source.extra.get("forward_origin") or origin(source)
    return cloud.send(params, dict(source.content), forward_origin=first)


@method
def forward_messages(cloud: Cloud, params: Params) -> list[Json]:
    found = existing(cloud.chat(params["from_chat_id"]), params["message_ids"], "forward")
    return [{"message_id": forwarded(cloud, params, message).id} for message in found]


def existing(chat: Chat, ids: list[int], purpose: str) -> list[Message]:
    """The messages that are still there: the missing are skipped in silence, unless all are."""
    if ids != sorted(set(ids)):
        raise mistake("message identifiers must be in a strictly increasing order")
    found = [chat.history[i] for i in ids if i in chat.history and not chat.history[i].deleted]
    if not found:
        raise refused(f"there are no messages to {purpose}")
    return found
