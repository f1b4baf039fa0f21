"""Who a person is, as a state service of identification tells it. The tax code itself is never stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from council.people import FullName
from council.phrases import DomainError, _


class NotIdentified(DomainError):
    """The service did not tell who the person is; the phrase says what to do."""


@dataclass(frozen=True)
class Identified:
    """`code` tells one person from all others: the tax number, or the record's number in the register (УНЗР).

    `born` is None where neither tells it: a passport's number instead of the tax number holds no date.
    """

    code: str = field(repr=False)
    name: FullName = field(repr=False)
    born: date | None = field(default=None, repr=False)


class IdentityProvider(Protocol):
    """A service that asks a person to prove who they are. `origin` is its host, for the pages' policy.

    `official` is False for any other service than the state's own: pages then say that it is a rehearsal.
    """

    origin: str
    official: bool

    def address(self, state: str, back: str) -> str:
        """Where the person is sent; they come back to `back` with `state` and a code."""
        ...

    async def identify(self, code: str) -> Identified:
        """Who came back with this code. Raises NotIdentified."""
        ...


def identified(fields: Mapping[str, object]) -> Identified:
    """The person in the fields of id.gov.ua (lastname, givenname, middlename, drfocode, unzr). Raises NotIdentified."""
    said = {name: " ".join(str(value).split()) for name, value in fields.items() if value is not None}
    tax, register = _compact(said.get("drfocode", "")), _compact(said.get("unzr", ""))
    name = _name(said.get("lastname", ""), said.get("givenname", ""), said.get("middlename", ""))
    if not (tax or register) or not name.surname or not name.given:
        raise NotIdentified(_("The service did not tell your name and number. Confirm who you are in another way."))
    return Identified(tax or register, name, _born_by_register(register) or _born_by_tax(tax))


def _compact(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _name(surname: str, given: str, patronymic: str) -> FullName:
    """Some certificates hold the patronymic behind the given name."""
    if not patronymic and len(parts := given.split(" ", 1)) == 2:
        given, patronymic = parts
    return FullName(surname=_cased(surname), given=_cased(given), patronymic=_cased(patronymic))


def _cased(name: str) -> str:
    """КОВАЛЬ-ЧУБ becomes Коваль-Чуб; what has small letters stays as it was written."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", lambda word: word[0][0] + word[0][1:].lower(), name)


_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def _born_by_tax(code: str) -> date | None:
    """The first five digits count days from 31 December 1899; only a number whose check digit fits is read."""
    if not re.fullmatch(r"\d{10}", code):
        return None
    checked = sum(int(digit) * weight for digit, weight in zip(code[:9], _WEIGHTS, strict=True)) % 11 % 10
    return date(1899, 12, 31) + timedelta(days=int(code[:5])) if checked == int(code[9]) else None


def _born_by_register(code: str) -> date | None:
    """РРРРММДДNNNNC: the number of the record begins with the birthday."""
    if not re.fullmatch(r"\d{13}", code):
        return None
    try:
        return date(int(code[:4]), int(code[4:6]), int(code[6:8]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Full years; who was born on 29 February is older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
