"""Sentences that the council's rules speak: English msgids with their parameters, never a text in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _(msgid: str) -> str:
    """Marks a msgid for extraction; the catalogues translate it where the reader's language is known."""
    return msgid


@dataclass(frozen=True)
class Phrase:
    """One sentence to be translated later.

    `plural` and `n` are given together where the sentence counts something. A parameter may itself be a Phrase,
    a date (shown in the reader's style) or a plain value.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    n: int = 0


class DomainError(Exception):
    """A refusal by a rule: the person is shown `phrase`, which says what to do next."""

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid)
        self.phrase = Phrase(msgid, params)


class NotFound(DomainError):
    """The record does not exist, or is not this person's to see: both look the same from outside."""


class Conflict(DomainError):
    """Someone else took this step first; the caller shows where things stand now."""
