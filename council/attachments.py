"""Which files a case takes: what opens on an ordinary desk and cannot run there.

An allow-list, checked twice: by what Telegram declares (before the download, so that the person hears at once) and by
the content. A file is known by its own first bytes and, inside a container, by its parts; its name proves nothing.
"""

import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from council.appeals import Attachment, AttachmentKind
from council.names import visible
from council.phrases import DomainError, Phrase, _

LIMIT = 10
"""Files a case."""

MAX_BYTES = 20 * 1024 * 1024
"""What a bot may download from Telegram (getFile)."""

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "p7s": "application/pkcs7-signature",
    "asice": "application/vnd.etsi.asic-e+zip",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
}
"""Extension and type of everything that is taken."""

_EXTENSIONS = {mime: extension for extension, mime in TYPES.items()}
_ALSO = {"jpeg": "jpg", "jfif": "jpg", "heif": "heic", "opus": "ogg", "oga": "ogg", "sce": "asice", "qt": "mov"}
_ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz", "cab", "iso"})
_MACROS = frozenset({"docm", "dotm", "xlsm", "xlsb", "xltm", "xlam", "pptm"})
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True)
class Incoming:
    """A file after its download, as the process hands it to a conversation.

    `key` is Telegram's file_unique_id, `path` the stored copy. `refused` says why there is no copy (`path` is empty).
    `file_id` sends the same file again without its content.
    `signed`: it carries a signature, which nobody here verifies (council/signed_files.py).
    `content` is set for a file of the registry (CSV, XML), which is read and not kept.
    """

    kind: AttachmentKind
    key: str
    name: str
    mime: str
    size: int
    sha256: str
    path: str
    refused: Phrase | None = None
    file_id: str = ""
    content: bytes = field(default=b"", repr=False)
    signed: bool = False


def check_room(attached: int) -> None:
    """Whether one more file fits. Raises DomainError."""
    if attached >= LIMIT:
        raise DomainError(_("This case has {limit} files already. Go on, or take one off first."), limit=LIMIT)


def check_declared(kind: AttachmentKind, name: str, mime: str, size: int | None) -> None:
    """Whether the file is worth downloading, by what the sender's app says of it. Size in bytes. Raises DomainError."""
    if size is not None and size > MAX_BYTES:
        raise _too_big()
    if kind is not AttachmentKind.DOCUMENT:
        return
    extension = _extension(name)
    if extension in _ARCHIVES:
        raise _archive()
    if extension in _MACROS:
        raise _macros()
    known = extension in TYPES if extension else mime in _EXTENSIONS or mime in _UNTOLD
    if not known:
        raise _unknown()


def check_content(content: bytes, declared_mime: str, name: str) -> str:
    """The true type of the file, one of `TYPES`. Raises DomainError, also for what only pretends to be one of them."""
    if not content:
        raise DomainError(_("The file is empty. Send it once more."))
    if len(content) > MAX_BYTES:
        raise _too_big()
    for mime, recognises in _SIGNATURES.items():
        if recognises(content):
            return mime
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(content)
    if content.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        raise _archive()
    if _extension(name) in {"txt", ""} and (declared_mime.startswith("text/plain") or declared_mime in _UNTOLD):
        return _text(content)
    raise _unknown()


def safe_name(name: str, number: int, mime: str = "") -> str:
    """«файл-1.pdf»: nothing of what the person called it, for names of files carry names of people."""
    extension = _EXTENSIONS.get(mime) or _extension(name)
    return f"файл-{number}.{extension}" if extension in TYPES else f"файл-{number}"


def _extension(name: str) -> str:
    _stem, dot, extension = visible(name).strip(" .").lower().rpartition(".")
    return _ALSO.get(extension, extension) if dot else ""


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    """MP4 and its family differ by the brand in their first box (ISO 14496-12)."""
    return lambda content: content[4:8] == b"ftyp" and content[8:12].startswith(brands)


def _is_mp3(content: bytes) -> bool:
    """An ID3 tag, or a frame header: 11 bits of sync, layer III, a bit rate and a sampling rate that exist."""
    head = content[:4]
    if head.startswith(b"ID3"):
        return True
    frame = len(head) == 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return frame and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


def _is_signature(content: bytes) -> bool:
    """PKCS#7 signedData: an ASN.1 sequence that names itself in its first bytes, or the same in PEM."""
    signed_data = bytes.fromhex("06092a864886f70d010702")
    return (content[:1] == b"\x30" and signed_data in content[:20]) or content.startswith(b"-----BEGIN PKCS7-----")


_SIGNATURES: Mapping[str, Callable[[bytes], bool]] = {
    TYPES["jpg"]: lambda content: content.startswith(b"\xff\xd8\xff"),
    TYPES["png"]: lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    TYPES["webp"]: lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP",
    TYPES["pdf"]: lambda content: content[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"),
    TYPES["rtf"]: lambda content: content.startswith(b"{\\rtf"),
    TYPES["heic"]: _brand(b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"),
    TYPES["m4a"]: _brand(b"M4A", b"M4B"),
    TYPES["mov"]: _brand(b"qt  "),
    TYPES["mp4"]: _brand(b"isom", b"iso", b"mp4", b"avc1", b"MSNV", b"M4V", b"dash", b"3gp"),
    TYPES["ogg"]: lambda content: content.startswith(b"OggS"),
    TYPES["mp3"]: _is_mp3,
    TYPES["p7s"]: _is_signature,
}


def _package(content: bytes) -> str:
    """Office documents and signed containers are zip files: known by their parts, and never unpacked as a whole."""
    try:
        with zipfile.ZipFile(_bounded(content)) as package:
            return _type_of_package(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _damaged() from error


def _bounded(content: bytes) -> BytesIO:
    """Refuses a list of parts too long for a document: it would be read whole (in memory twenty times its size)."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(content[end + 12 : end + 16], "little") > 1_000_000:
        raise zipfile.BadZipFile
    if content[end - 20 : end - 16] == b"PK\x06\x07":
        raise zipfile.BadZipFile
    return BytesIO(content)


def _type_of_package(package: zipfile.ZipFile) -> str:
    parts = set(package.namelist())
    if any(part.lower().endswith("vbaproject.bin") or part.startswith(("Basic/", "Scripts/")) for part in parts):
        raise _macros()
    if "[Content_Types].xml" in parts:
        return _office(package, parts)
    if "mimetype" in parts:
        mime = _beginning(package, "mimetype", 200).decode("ascii", "replace").strip()
        if mime in (TYPES["odt"], TYPES["ods"], TYPES["asice"]):
            return mime
    raise _archive()


def _office(package: zipfile.ZipFile, parts: set[str]) -> str:
    if b"macroenabled" in _beginning(package, "[Content_Types].xml", 1_000_000).lower():
        raise _macros()
    if "word/document.xml" in parts:
        return TYPES["docx"]
    if "xl/workbook.xml" in parts:
        return TYPES["xlsx"]
    raise _unknown()


def _beginning(package: zipfile.ZipFile, part: str, limit: int) -> bytes:
    if package.getinfo(part).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    with package.open(part) as opened:
        return opened.read(limit)


def _old_office(content: bytes) -> str:
    """Word and Excel before 2007, by the names in their directory; the same container carries installers and mails."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("_VBA_PROJECT"):
        raise _macros()
    if holds("WordDocument"):
        return TYPES["doc"]
    if holds("Workbook") or holds("Book\0"):
        return TYPES["xls"]
    raise _unknown()


def _text(content: bytes) -> str:
    """Plain text in the encodings met here; a page or a script is no plain text, whatever its name says."""
    text = _decoded(content).lstrip("\ufeff \t\r\n")
    if any(char < " " and char not in "\t\r\n\f" for char in text):
        raise _unknown()
    if text.startswith(("<", "#!", "MZ", "%!", "@echo")):
        raise _unknown()
    return TYPES["txt"]


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1251")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unknown()


def _too_big() -> DomainError:
    limit = MAX_BYTES // 2**20
    return DomainError(
        _("The file is too big: up to {limit} MB. Send a smaller one or describe it in words."), limit=limit
    )


def _archive() -> DomainError:
    return DomainError(_("Archives are not accepted. Send the files one by one."))


def _macros() -> DomainError:
    return DomainError(_("The file may hold macros, so it is not accepted. Save it as PDF and send that."))


UNKNOWN = _("Files of this kind are not accepted. Send a photo, PDF, Word, Excel, video or sound.")


def _unknown() -> DomainError:
    return DomainError(UNKNOWN)


def _damaged() -> DomainError:
    return DomainError(_("The file does not open. Save it as PDF, or take a photo of it, and send that."))


MOST_IN_ALBUM = 10
_TOGETHER: Mapping[AttachmentKind, str] = {
    AttachmentKind.PHOTO: "seen",
    AttachmentKind.VIDEO: "seen",
    AttachmentKind.DOCUMENT: "document",
    AttachmentKind.AUDIO: "audio",
}


def albums(files: Sequence[Attachment]) -> Sequence[Sequence[Attachment]]:
    """The files in their order, those side by side that Telegram lets stand in one album put together (2 to 10)."""
    groups: list[list[Attachment]] = []
    for file in files:
        last, kind = (groups[-1] if groups else []), _TOGETHER.get(file.kind)
        fits = last and kind is not None and _TOGETHER.get(last[-1].kind) == kind and len(last) < MOST_IN_ALBUM
        if fits:
            last.append(file)
        else:
            groups.append([file])
    return groups
