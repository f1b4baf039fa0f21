"""Content files as their editors see them: plain YAML that remembers on which line everything stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from council.phrases import Phrase, _

Shape = TypeVar("Shape", bound=BaseModel)
Where = tuple[str | int, ...]
"""The way to a value: ("categories", 3, "theme")."""


class Severity(StrEnum):
    """A fault stops the start; a note says what residents will miss."""

    FAULT = "fault"
    NOTE = "note"


@dataclass(frozen=True)
class Fault:
    """One thing to correct: where it stands, what is wrong, and what to write instead."""

    file: Path
    path: str
    line: int
    message: Phrase
    remedy: Phrase
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" ({self.path})" if self.path else "")
        remedy = in_english(self.remedy)
        return f"{place}: {in_english(self.message).rstrip('.')}. {remedy[:1].upper()}{remedy[1:]}."


class ContentError(Exception):
    """The folder cannot be used; `faults` says why, with file, line and remedy."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def in_english(phrase: Phrase) -> str:
    """For logs and terminals, where no catalogue is at hand."""
    msgid = phrase.plural if phrase.plural and phrase.n != 1 else phrase.msgid
    values = {name: in_english(value) if isinstance(value, Phrase) else value for name, value in phrase.params.items()}
    return msgid.format(**{"n": phrase.n, **values})


@dataclass(frozen=True)
class Source:
    """A file that was read: its data (every scalar as it is written, an empty one None) and the lines."""

    file: Path
    data: Any
    lines: Mapping[Where, int] = field(default_factory=dict)
    repeated: tuple[Where, ...] = ()

    def line(self, where: Where) -> int:
        """The line of the value, or of what it is missing from."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def fault(self, where: Where, message: Phrase, remedy: Phrase, severity: Severity = Severity.FAULT) -> Fault:
        return Fault(self.file, _path(where), self.line(where), message, remedy, severity)

    def doubled(self) -> list[Fault]:
        """Keys given twice: YAML would silently take the last one."""
        return [
            self.fault(where, Phrase(_("this key is given twice")), Phrase(_("keep one of them")))
            for where in self.repeated
        ]

    def misshapen(self, error: ValidationError) -> list[Fault]:
        """What the model refuses, in words of an editor."""
        found = ((self._real(tuple(e["loc"])), e) for e in error.errors(include_url=False))
        return [self.fault(where, *_complaint(where, e["type"], e.get("ctx") or {}, e["msg"])) for where, e in found]

    def _real(self, where: Where) -> Where:
        """The place in the file: pydantic adds steps of its own (members of a union, «[key]») at the end."""
        while where and where not in self.lines and where[:-1] not in self.lines:
            where = where[:-1]
        return where[:-1] if where and str(where[-1]) in _OWN_STEPS else where


_OWN_STEPS = frozenset({"[key]", "int", "str", "constrained-str", "constrained-int", "list", "tuple"})


def read(file: Path) -> Source:
    """Raises ContentError when the file is absent or is no YAML."""
    try:
        node = _composed(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError([_unreadable(file, 1, Phrase(_("there is no such file")))]) from None
    except (OSError, UnicodeDecodeError):
        raise ContentError([_unreadable(file, 1, Phrase(_("the file cannot be read as UTF-8 text")))]) from None
    except yaml.YAMLError as error:
        raise ContentError([_unreadable(file, _line_of(error), Phrase(_("the file is not valid YAML")))]) from None
    lines: dict[Where, int] = {}
    repeated: list[Where] = []
    data = _plain(node, (), lines, repeated) if node else None
    return Source(file, data, lines, tuple(repeated))


def shaped(model: type[Shape], source: Source) -> tuple[Shape | None, list[Fault]]:
    """The data as the model wants them, or None, with the faults of the file."""
    try:
        return model.model_validate(source.data), source.doubled()
    except ValidationError as error:
        return None, source.doubled() + source.misshapen(error)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster where libyaml is at hand."""


def _composed(text: str) -> yaml.Node | None:
    """The nodes of the text, without aliases: one inside itself has no end, and editors do not need them."""
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not used here", event.start_mark)  # type: ignore[arg-type]
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int], repeated: list[Where]) -> Any:
    """Scalars stay text: YAML would read ЄДРПОУ 04051052 as an octal number, and a code `no` as False."""
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, lines, repeated)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, i), lines, repeated) for i, item in enumerate(node.value)]
    absent = node.tag == "tag:yaml.org,2002:null" and not getattr(node, "style", None)
    return None if absent else node.value


def _mapping(node: yaml.MappingNode, where: Where, lines: dict[Where, int], repeated: list[Where]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in node.value:
        here = (*where, str(key.value))
        if key.value in data:
            repeated.append(here)
        lines[here] = key.start_mark.line + 1
        data[str(key.value)] = _plain(value, here, lines, repeated)
    return data


def _unreadable(file: Path, line: int, message: Phrase) -> Fault:
    return Fault(file, "", line, message, Phrase(_("see content/README.md for how a folder is made")))


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _path(where: Where) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in where).lstrip(".")


class UnfitError(ValueError):
    """Raised by a validator that knows the remedy."""

    def __init__(self, message: Phrase, remedy: Phrase) -> None:
        super().__init__(in_english(message))
        self.message = message
        self.remedy = remedy


def _complaint(where: Where, kind: str, context: Mapping[str, Any], text: str) -> tuple[Phrase, Phrase]:
    """The fault and its remedy, in words of an editor; a validator of ours brings both along."""
    error = context.get("error")
    if isinstance(error, UnfitError):
        return error.message, error.remedy
    params = {"name": str(where[-1]) if where else "", "values": context.get("expected", "")}
    if kind not in _COMPLAINTS:
        unknown = _("this value does not fit here: {reason}")
        return Phrase(unknown, {"reason": text}), Phrase(_("compare with content/koriukivka/community.yaml"))
    message, remedy = _COMPLAINTS[kind]
    return Phrase(message, params), Phrase(remedy, params)


_GROUP = (_("keys are expected below “{name}”"), _("write them on lines of their own, indented, like “uk: …”"))
_LIST = (_("a list is expected below “{name}”"), _("write each line indented and beginning with “- ”"))
_NUMBER = (_("a whole number is expected"), _("write it in digits, without words"))
_DECIMAL = (_("a number is expected"), _("write it in digits, with a point before the fraction: 12.5"))
_RANGE = (_("this number is not possible here"), _("correct it, or leave it out where it is not known"))
_CHOICE = (_("this value is not one of those known here"), _("write one of: {values}"))
_DATE = (_("a date is expected"), _("write it as year-month-day, for example 2026-08-24"))
_TEXT = (_("a text is expected"), _("write it on one line, in quotation marks where it has a colon"))

_COMPLAINTS: Mapping[str, tuple[str, str]] = {
    "extra_forbidden": (_("the key “{name}” is not known here"), _("correct its spelling or remove it")),
    "missing": (_("the key “{name}” is missing or empty"), _("add it with its value")),
    "model_type": _GROUP,
    "dict_type": _GROUP,
    "mapping_type": _GROUP,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": _LIST,
    "int_parsing": _NUMBER,
    "int_type": _NUMBER,
    "decimal_parsing": _DECIMAL,
    "decimal_type": _DECIMAL,
    "greater_than_equal": _RANGE,
    "less_than_equal": _RANGE,
    "bool_parsing": (_("yes or no is expected"), _("write true or false")),
    "bool_type": (_("yes or no is expected"), _("write true or false")),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_type": _DATE,
    "string_type": _TEXT,
}
