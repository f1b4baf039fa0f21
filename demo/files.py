"""Files that went through the local Telegram: content, identifiers, and the media objects that show them."""

import mimetypes
import struct
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from demo.errors import mistake, refused
from demo.schema import Upload

Json = dict[str, Any]

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
SMALL = "-s"
FOLDERS = {"photo": "photos", "video": "videos", "voice": "voice", "audio": "music", "document": "documents"}


@dataclass(frozen=True)
class StoredFile:
    """A file with its bot-side identifiers; `file_unique_id` is the same for the same content and is no key to it."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes
    media: Json

    def facts(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, upload: Upload, **facts: Any) -> StoredFile:
        number = len(self._by_id) + 1
        unique = sha256(upload.content).hexdigest()[:15]
        suffix = mimetypes.guess_extension(upload.mime) or ""
        path = f"{FOLDERS.get(kind, kind)}/file_{number}{suffix}"
        media = {**MEDIA[kind](upload), **facts}
        stored = StoredFile(
            f"local-{kind}-{number}-{unique}", unique, path, upload.name, upload.mime, upload.content, media
        )
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        if file_id.startswith(("http://", "https://")):
            raise refused("failed to get HTTP URL content")
        if file_id.removesuffix(SMALL) not in self._by_id:
            raise mistake("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id.removesuffix(SMALL)]

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def taken(self, kind: str, given: Upload | str) -> StoredFile:
        """The file of a send call: uploaded now, or known by its identifier."""
        if isinstance(given, str):
            return self.by_id(given)
        check_upload(kind, given)
        return self.keep(kind, given)


def check_upload(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise mistake("file must be non-empty")
    if len(upload.content) > (MAX_PHOTO if kind == "photo" else MAX_UPLOAD):
        raise mistake("file is too big")
    if kind == "photo" and not upload.content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM")):
        raise mistake("IMAGE_PROCESS_FAILED")


def content_of(kind: str, file: StoredFile) -> Json:
    """The part of a message that shows the file."""
    if kind == "photo":
        small = {"file_id": file.file_id + SMALL, "file_unique_id": file.unique_id + "s", "width": 90, "height": 67}
        return {"photo": [small, {**file.facts(), **file.media}]}
    return {kind: {**file.facts(), **file.media}}


def picture(upload: Upload) -> Json:
    width, height = size_of_png(upload.content) or (1280, 960)
    return {"width": width, "height": height}


def size_of_png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG") or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def named(upload: Upload) -> Json:
    return {"file_name": upload.name, "mime_type": upload.mime}


def moving(upload: Upload) -> Json:
    return {"width": 640, "height": 480, "duration": 3, **named(upload)}


def voiced(upload: Upload) -> Json:
    return {"duration": 3, "mime_type": "audio/ogg"}


def heard(upload: Upload) -> Json:
    return {"duration": 3, **named(upload)}


def sticker(upload: Upload) -> Json:
    return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"}


def round_video(upload: Upload) -> Json:
    return {"length": 240, "duration": 3}


MEDIA: dict[str, Callable[[Upload], Json]] = {
    "photo": picture,
    "document": named,
    "video": moving,
    "animation": moving,
    "voice": voiced,
    "audio": heard,
    "sticker": sticker,
    "video_note": round_video,
}
