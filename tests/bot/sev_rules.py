"""A validator of the exchange format 1207, version 1.5, written from its public description; for the tests only."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

Check = type[str] | str
GUID, EDRPOU, DAY, TIME, FLAG, INTEGER, TEXT = "guid", "edrpou", "day", "time", "flag", "integer", "text"

HEADER: Mapping[str, str] = {
    "standart": "=1207",
    "version": "=1.5",
    "charset": "=UTF-8",
    "time": TIME,
    "msg_type": "in 0 1 2 3 4",
    "msg_id": GUID,
    **{f"{side}_org_id": EDRPOU for side in ("from", "to")},
    **{f"{side}_{name}": TEXT for side in ("from", "to") for name in ("organization", "sys_id", "system")},
}
REQUIRED: Mapping[str, Mapping[str, str]] = {
    "Header": HEADER,
    "Document": {"idnumber": TEXT, "type": "in 0 1 2", "purpose_type": "in 0 1 2 3 4 5 6"},
    "RegNumber": {"regdate": DAY},
    "Confident": {"flag": FLAG},
    "DocTransfer": {"type": TEXT, "description": TEXT, "idnumber": TEXT},
    "Addressee": {"type": FLAG},
    "Organization": {"ogrn": INTEGER},
    "Econtact": {"type": "in р д м ф п і s c"},
    "Expansion": {"organization": TEXT, "exp_ver": TEXT},
    "SignInfo": {"docTransfer_idnumber": TEXT},
    "Acknowledgement": {"msg_id": GUID, "ack_type": "in 1 2 3 4 5"},
    "AckResult": {"errorcode": INTEGER},
}
OPTIONAL: Mapping[str, str] = {
    "Header": "msg_acknow from_department to_department from_system_details to_system_details",
    "Document": "kind idnumber_ext title annotation pages collection urgent",
    "RegNumber": "regpoint",
    "DocTransfer": "os type_ver char_set",
    "Organization": "fullname shortname ownership inn",
    "Name": "secname firstname fathersname",
    "Address": "street house building flat settlement district region country postcode postbox nontypical",
    "AckResult": "errortext",
    "Rank": "privilege socialposition sex",
}
ORDER: Mapping[str, str] = {
    "Header": "Document? TaskList? AddDocuments? Expansion? Acknowledgement?",
    "Document": "RegNumber Confident DocNumber? DocTransfer* Reghistory* Author+ Validator* Addressee* Writer? "
    "Approval?",
    "Author": "Organization? PrivatePerson? OutNumber?",
    "Writer": "Organization? PrivatePerson?",
    "Addressee": "Organization? PrivatePerson? Referred*",
    "PrivatePerson": "Name Rank* Address? Econtact*",
    "Organization": "Address? Econtact* OfficialPerson*",
    "Expansion": "Econtact* StaticExpansion",
    "StaticExpansion": "SignInfo*",
    "Acknowledgement": "RegNumber? AckResult+ DocTransfer?",
    **dict.fromkeys(("RegNumber", "Confident", "DocTransfer", "Name", "Rank", "Address", "Econtact", "AckResult"), ""),
}


def faults(message: bytes) -> Sequence[str]:
    """What the description does not allow; empty for a message in order. Raises ParseError for what is no XML."""
    root = fromstring(message, forbid_dtd=True)
    if root.tag != "Header":
        return [f"root {root.tag}"]
    found = [*_element(root), *_whole(root)]
    if not message.startswith((b"<?xml version='1.0' encoding='utf-8'?>", b'<?xml version="1.0" encoding="UTF-8"?>')):
        found.append("charset")
    return found


def _element(element: Element) -> Iterator[str]:
    if element.tag not in ORDER:
        yield f"unknown {element.tag}"
        return
    yield from _attributes(element)
    yield from _children(element)
    yield from _content(element)
    for child in element:
        yield from _element(child)


def _attributes(element: Element) -> Iterator[str]:
    required, optional = REQUIRED.get(element.tag, {}), set(OPTIONAL.get(element.tag, "").split())
    for name, rule in required.items():
        if name not in element.attrib or not _fits(element.attrib[name], rule):
            yield f"{element.tag}@{name}"
    for name in element.attrib.keys() - required.keys() - optional:
        yield f"{element.tag}@{name}"


def _fits(value: str, rule: str) -> bool:
    if rule.startswith("="):
        return value == rule[1:]
    if rule.startswith("in "):
        return value in rule.split()[1:]
    try:
        return bool(_RULES[rule](value))
    except ValueError:
        return False


_RULES = {
    GUID: lambda value: UUID(value) and re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", value),
    EDRPOU: lambda value: re.fullmatch(r"\d{8}", value),
    DAY: lambda value: len(value) == 10 and date.fromisoformat(value),
    TIME: lambda value: "T" in value and datetime.fromisoformat(value.replace("Z", "+00:00")),
    FLAG: lambda value: value in {"0", "1"},
    INTEGER: lambda value: re.fullmatch(r"-?\d+", value),
    TEXT: lambda value: value.strip(),
}


def _children(element: Element) -> Iterator[str]:
    """The children as one word a child, against the order as a pattern."""
    pattern = "".join(
        f"(?:{name.rstrip('?*+')} ){name[len(name.rstrip('?*+')) :]}" for name in ORDER[element.tag].split()
    )
    if not re.fullmatch(pattern, "".join(f"{child.tag} " for child in element)):
        yield f"children of {element.tag}"


def _content(element: Element) -> Iterator[str]:
    if element.tag == "DocTransfer":
        try:
            base64.b64decode(element.text or "", validate=True)
        except binascii.Error:
            yield "base64"
    if element.tag in {"RegNumber", "Name"} and not (element.text or "").strip():
        yield f"empty {element.tag}"
    if element.tag in {"Author", "Writer", "Addressee"} and len(element) > 1 and element[1].tag == "PrivatePerson":
        yield "organization and person"


def _whole(root: Element) -> Iterator[str]:
    """What is asked of the message as one: a document, or an acknowledgement that answers one."""
    document, answer = root.find("Document"), root.find("Acknowledgement")
    if (root.get("msg_type") == "0") is not (answer is not None and document is None):
        yield "msg_type"
    if answer is not None and (answer.get("ack_type") == "3") is not (answer.find("RegNumber") is not None):
        yield "ack_type"
    numbers = [one.get("idnumber") for one in root.iter("DocTransfer")]
    if len(numbers) != len(set(numbers)):
        yield "DocTransfer twice"
    signed = {one.get("docTransfer_idnumber") for one in root.iter("SignInfo")}
    if not signed <= set(numbers):
        yield "signature of nothing"
