"""Where the official answer may go (393/96-ВР art. 5): e-mail addresses and phone numbers as people type them.

Post needs no contact: it goes to the place of residence.
"""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from council.names import visible
from council.people import ReplyChannel
from council.phrases import DomainError, _

_SLIPS = {
    "gmail.com": "gmail.co gmail.cm gmail.om gmail.c gmail gmai.com gmil.com gmal.com gmial.com gmaill.com gamil.com "
    "gmeil.com gimail.com gmailcom gmail.com.ua gmail.ua",
    "ukr.net": "ukr.ne ukr.nt ukr.et ukrnet ukr.bet ukr.met ukr.nen ukr",
    "outlook.com": "outlok.com outlook.co outlook",
    "hotmail.com": "hotmial.com hotmai.com hotmail.co",
    "yahoo.com": "yaho.com yahoo.co yahoo",
    "icloud.com": "iclud.com icloud.co icoud.com icloud",
}
_MEANT = {slip: domain for domain, slips in _SLIPS.items() for slip in slips.split()}
"""Slips of the finger under which no one has a mailbox; a rare but real domain must never be refused."""

_MEANT_ENDINGS = {
    **dict.fromkeys(("con", "cpm", "vom", "cim", "comm", "cop"), "com"),
    **dict.fromkeys(("nrt", "ney", "nte"), "net"),
    **dict.fromkeys(("uaa", "ya"), "ua"),
}
"""No top-level domain has these names."""

_LABEL = re.compile(r"^[^\W\d]+[.:]?\s*(?=[+(\d])")
_POST = re.compile(r"\b(?:пошт|лист|post\b|mail\b|letter)", re.I)


def channel(text: str) -> tuple[ReplyChannel, str]:
    """The channel named for the answer and the contact in one spelling (empty for post). Raises DomainError."""
    if "@" in text:
        return ReplyChannel.EMAIL, email(text)
    if sum(char.isdecimal() for char in text) >= 5:
        return ReplyChannel.PHONE, phone(text)
    if _POST.search(text):
        return ReplyChannel.POST, ""
    raise DomainError(_("Write an e-mail address or a phone number, for example: olena@ukr.net or 067 123 45 67."))


def email(text: str) -> str:
    """The address, checked by its form only: whether mail arrives is known when it is sent. Raises DomainError."""
    address = "".join(visible(text).split()).removeprefix("mailto:").strip("<>.,;:()\"'«»")
    named, _at, domain = address.rpartition("@")
    local = named.rstrip("@")
    meant = _meant(domain.lower().replace(",", "."))
    if local and meant != domain.lower():
        raise DomainError(_("Did you mean {suggestion}? Write the address once more."), suggestion=f"{local}@{meant}")
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise DomainError(_("This is not an e-mail address. Write it in Latin letters, like olena@ukr.net.")) from error
    return checked.ascii_email or checked.normalized


def phone(text: str, region: str = "UA") -> str:
    """The number as +380671234567 (E.164). Numbers of other countries begin with +. Raises DomainError."""
    typed = _LABEL.sub("", visible(text).strip())
    digits = "".join(str(int(char)) for char in typed if char.isdecimal())
    try:
        number = phonenumbers.parse(_international(typed, digits), region)
    except phonenumbers.NumberParseException as error:
        raise _not_a_phone() from error
    if re.search(r"[^\W\d]", typed) or not phonenumbers.is_valid_number(number):
        raise _not_a_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _meant(domain: str) -> str:
    head, dot, ending = domain.rpartition(".")
    domain = head + dot + _MEANT_ENDINGS.get(ending, ending)
    return _MEANT.get(domain, domain)


def _international(typed: str, digits: str) -> str:
    """Reads the old long-distance 8 («8 067…»), and 380 or 38 without its plus."""
    if typed.startswith("+"):
        return f"+{digits}"
    if len(digits) == 11 and digits.startswith("80"):
        return f"+3{digits}"
    if len(digits) == 12 and digits.startswith("380"):
        return f"+{digits}"
    return digits


def _not_a_phone() -> DomainError:
    return DomainError(_("This is not a phone number. Write one number with its code, for example: 067 123 45 67."))
