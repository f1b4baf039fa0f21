"""Files that carry a qualified signature: known by their shape, kept byte by byte, and never called verified.

Whether a signature is right, whose it is and whether it was valid that day only a trust service tells (the Central
Certifying Authority's page checks all three kinds): the bot says where to look, and nothing more.
"""

from collections.abc import Iterable

from council.appeals import Attachment
from council.attachments import TYPES

VERIFY_AT = "czo.gov.ua"
"""The state's page where anybody verifies a signature."""

_CONTAINERS = frozenset({TYPES["p7s"], TYPES["asice"]})
_IN_PDF = (b"/adbe.pkcs7.detached", b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1")


def carries_signature(mime: str, content: bytes) -> bool:
    """Whether the file, of this true type, has a signature of its own inside (PAdES, CAdES, ASiC-E)."""
    if mime in _CONTAINERS:
        return True
    return mime == TYPES["pdf"] and b"/ByteRange" in content and any(one in content for one in _IN_PDF)


def any_signed(files: Iterable[Attachment]) -> bool:
    return any(file.signed for file in files)
