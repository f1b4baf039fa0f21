"""What content files are made of: texts in two languages, codes, and contacts that are checked as they are read."""

import re
from typing import Annotated, Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from council.phrases import Phrase, _
from council.sources import UnfitError

CODE_LIMIT = 20
"""Bytes of a code: several of them share the 64 bytes of a button's callback data."""


class Part(BaseModel):
    """A part of the file: unknown keys are faults, and an empty value means that nothing was said."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if key not in cls.model_fields or not _blank(value)}


class Text(Part):
    """A text of the content in the languages of the bot. English may be absent: Ukrainian is then shown."""

    uk: Annotated[str, Field(min_length=1)]
    en: str = ""

    def in_(self, locale: str | None) -> str:
        """The text for a reader; every language but English reads Ukrainian, the state language."""
        return self.en if locale == "en" and self.en else self.uk

    def __str__(self) -> str:
        return self.uk


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, dict) and all(_blank(inner) for inner in value.values()))


def _code(value: str) -> str:
    if re.fullmatch(rf"[a-z0-9][a-z0-9_-]{{0,{CODE_LIMIT - 1}}}", value):
        return value
    raise UnfitError(
        Phrase(_("the code “{code}” does not fit into a button"), {"code": value}),
        Phrase(_("use up to {limit} small Latin letters, digits, “-” or “_”"), {"limit": CODE_LIMIT}),
    )


def _phone(value: str) -> str:
    """A number as people dial it in Ukraine; short numbers of the council's own line have three to five digits."""
    if not value or re.fullmatch(r"\d{3,5}", re.sub(r"[ ()-]", "", value)) or _dialled(value):
        return value
    raise UnfitError(
        Phrase(_("“{value}” is no phone number"), {"value": value}),
        Phrase(_("write it with the code of the town, for example +380 44 123 45 67")),
    )


def _dialled(value: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, "UA"))
    except phonenumbers.NumberParseException:
        return False


def _email(value: str) -> str:
    if not value:
        return value
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise UnfitError(
            Phrase(_("“{value}” is no e-mail address"), {"value": value}),
            Phrase(_("write it like rada@example.gov.ua")),
        ) from None


def _page(value: str) -> str:
    if not value or re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
        return value
    raise UnfitError(
        Phrase(_("“{value}” is no address of a page"), {"value": value}),
        Phrase(_("copy it whole from the browser; it begins with https://")),
    )


def _edrpou(value: str) -> str:
    if not value or re.fullmatch(r"\d{8}", value):
        return value
    raise UnfitError(
        Phrase(_("“{value}” is no ЄДРПОУ code"), {"value": value}),
        Phrase(_("write its eight digits, with leading zeros")),
    )


def _katottg(value: str) -> str:
    if not value or re.fullmatch(r"UA\d{17}", value):
        return value
    raise UnfitError(
        Phrase(_("“{value}” is no КАТОТТГ code"), {"value": value}),
        Phrase(_("write UA in Latin letters and 17 digits")),
    )


SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)[-–]([01]\d|2[0-3]):([0-5]\d)")


def _span(value: str) -> str:
    found = SPAN.fullmatch(value)
    if not value or (found and found.groups()[:2] < found.groups()[2:]):
        return value
    raise UnfitError(
        Phrase(_("“{value}” are no working hours"), {"value": value}),
        Phrase(_("write them like 08:00-17:00, or leave the day empty")),
    )


Code = Annotated[str, AfterValidator(_code)]
Phone = Annotated[str, AfterValidator(_phone)]
Email = Annotated[str, AfterValidator(_email)]
Page = Annotated[str, AfterValidator(_page)]
Span = Annotated[str, AfterValidator(_span)]
Edrpou = Annotated[str, AfterValidator(_edrpou)]
Katottg = Annotated[str, AfterValidator(_katottg)]
