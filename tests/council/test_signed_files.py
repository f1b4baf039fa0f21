"""A file with a signature is known by its shape, may stand for the name of who signs, and is never called verified."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from council import answering
from council.appeals import AttachmentKind, MessageKind
from council.attachments import TYPES, check_content
from council.phrases import DomainError
from council.signed_files import carries_signature
from demo import samples
from storage.desk import Desk
from tests.council.desk import NOW, OLENAS_CHAT, PROMPT, REGISTRAR, a_case, names
from tests.council.desk import left as leaves

P7S = bytes.fromhex("3080 06092a864886f70d010702 a080") + b"\0" * 50
PDF = samples.PDF + b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] >>"


def asice() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as package:
        package.writestr("mimetype", TYPES["asice"])
        package.writestr("META-INF/signatures.xml", "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "signed"),
    [
        (P7S, "a.p7s", True),
        (asice(), "a.asice", True),
        (PDF, "a.pdf", True),
        (samples.PDF, "a.pdf", False),
        (samples.JPEG, "a.jpg", False),
        ("Підпис /ByteRange /ETSI.CAdES.detached".encode(), "a.txt", False),
    ],
)
def test_a_signature_is_known_by_the_content(content: bytes, name: str, signed: bool) -> None:
    assert carries_signature(check_content(content, "", name), content) is signed


@pytest.mark.parametrize("signed", [True, False])
async def test_only_a_signed_file_stands_for_the_name_of_who_signs(desk: Desk, signed: bool) -> None:
    case = await a_case(desk)
    draft = await answering.draft(desk, case.id, "reply:1", "Відповідь у файлі", REGISTRAR, NOW)
    await desk.attachments.add(
        draft.key, "f", AttachmentKind.DOCUMENT, "Коваль.p7s", TYPES["p7s"], 1, "ab" * 32, "path", NOW, signed=signed
    )
    await desk.attachments.attach(draft.key, case.id, draft.id)
    chosen = await answering.choose_kind(desk, draft, MessageKind.ANSWER, "")
    if not signed:
        with pytest.raises(DomainError, match="who signs it"):
            await answering.confirm(desk, chosen, REGISTRAR, PROMPT, NOW)
        return
    held = await answering.confirm(desk, chosen, REGISTRAR, PROMPT, NOW)
    await answering.release(desk, held.id, NOW)
    assert names(await leaves(desk), OLENAS_CHAT) == ["answer", "answer_file"]
