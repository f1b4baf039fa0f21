"""What an office may say to the bot in a mail: a few Ukrainian words at the beginning of a line, as people write them.

«Реєстраційний номер: 123/01-05 від 23.11.2026», «Питання: …», «Проміжна відповідь: …», «Відповідь: …» with
«Підписав: …», «Продовжити до 30.12.2026 через …» with «Вирішив: …», «Нотатка: …».
What fits none of these is not guessed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from council.letters import LONGEST_NUMBER
from council.phrases import DomainError, _


class StepKind(StrEnum):
    REGISTER = "register"
    ASK = "ask"
    INTERIM = "interim"
    ANSWER = "answer"
    EXTEND = "extend"
    NOTE = "note"


@dataclass(frozen=True)
class MailStep:
    """One step that a letter asks for. `number` and `day` are the registry's, of the answer's letter, or the new
    date of an extension; `who` signed or decided; `day` is None where the letter names none."""

    kind: StepKind
    text: str = ""
    number: str = ""
    day: date | None = None
    who: str = ""


_STARTS: Sequence[tuple[StepKind, re.Pattern[str]]] = tuple(
    (kind, re.compile(rf"^\W*(?:{words})", re.I))
    for kind, words in (
        (
            StepKind.REGISTER,
            r"(?:реєстраційний\s+(?:номер|№|індекс)|зареєстрован[оаий]+(?:\s+за)?|вхідний(?:\s+номер)?|вх\.?)"
            r"\s*(?:[:—–-]|№|N|\s)\s*",
        ),
        (StepKind.ASK, r"(?:питання|запитання|уточнення)\s*[:—–-]\s*"),
        (StepKind.INTERIM, r"проміжна\s+відповідь\s*[:—–-]?\s*"),
        (StepKind.ANSWER, r"(?:остаточна\s+)?відповідь\s*(?::|—|–|-|$)\s*"),
        (StepKind.EXTEND, r"продовжити(?:\s+строк)?\s*(?=до\b)"),
        (StepKind.NOTE, r"(?:нотатка|для\s+себе|примітка)\s*[:—–-]\s*"),
    )
)
_SIGNED = re.compile(r"^\W*(?:підписав|підписала|підпис|підписант)\s*[:—–-]\s*(.+)$", re.I)
_DECIDED = re.compile(r"^\W*(?:вирішив|вирішила|рішення|погодив|погодила)\s*[:—–-]\s*(.+)$", re.I)
_OUTGOING = re.compile(r"^\W*(?:вихідний(?:\s+номер)?|вих\.?)\s*(?:[:—–-]|№)\s*(.+)$", re.I)
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[.](\d{1,2})[.](\d{4})(?![\d/-])(?:\s*(?:року|р\.?))?")
_OF_DAY = re.compile(r"\s*(?:,|\bвід\b)?\s*" + _DAY.pattern)
_UNTIL = re.compile(r"^до\s+" + _DAY.pattern + r"[\s,.;:—–-]*(?:(?:через|тому що|оскільки|бо|причина\s*:?)\s*)?", re.I)
_YES = re.compile(r"^\W*(?:так|підтверджую|підтверджуємо|це ми|це я)\b", re.I)
_DASHES = " \t:—–-№,;."


def says_yes(text: str) -> bool:
    """Whether the first words confirm: «Так», «Підтверджую»."""
    return bool(_YES.match(text))


def steps_of(text: str) -> Sequence[MailStep]:
    """The steps that the letter names, in its order; none where it does not begin with one.

    Raises DomainError for a step that is named and lacks what it needs.
    """
    return [_READ[kind](words) for kind, words in _divided(text)]


def _divided(text: str) -> Iterator[tuple[StepKind, str]]:
    """Every beginning of a step with the lines up to the next; a letter with other words before the first has none."""
    found: list[tuple[StepKind, list[str]]] = []
    for line in text.strip().splitlines():
        start = _start(line)
        if start is not None:
            found.append((start[0], [start[1]]))
        elif not found and line.strip():
            return
        elif found:
            found[-1][1].append(line)
    yield from ((kind, "\n".join(lines).strip()) for kind, lines in found)


def _start(line: str) -> tuple[StepKind, str] | None:
    for kind, words in _STARTS:
        if match := words.match(line):
            return kind, line[match.end() :]
    return None


def _register(words: str) -> MailStep:
    number, day = registry_number(words.split("\n")[0])
    return MailStep(StepKind.REGISTER, number=number, day=day)


def registry_number(line: str) -> tuple[str, date | None]:
    """«123/01-05 від 23.11.2026»; the day may be left out. Raises DomainError."""
    written = _DAY.search(line)
    day = _day(*written.groups()) if written else None
    number = _OF_DAY.sub(" ", line, count=1) if written else line
    number = " ".join(number.split()).strip(_DASHES)
    if not any(sign.isdigit() for sign in number) or len(number) > LONGEST_NUMBER:
        raise DomainError(_("Write the registry number and its day, for example: 123/01-05 of 22.12.2026."))
    return number, day


def _ask(words: str) -> MailStep:
    return MailStep(StepKind.ASK, text=_needed(words, _("Write the question after the word «Питання:».")))


def _interim(words: str) -> MailStep:
    return MailStep(StepKind.INTERIM, text=_needed(words, _("Write what the resident should read after that word.")))


def _note(words: str) -> MailStep:
    return MailStep(StepKind.NOTE, text=words)


def _answer(words: str) -> MailStep:
    lines = words.split("\n")
    signed = next((found[1].strip() for line in lines if (found := _SIGNED.match(line))), "")
    outgoing = next((found[1].strip() for line in lines if (found := _OUTGOING.match(line))), "")
    own = [line for line in lines if not _SIGNED.match(line) and not _OUTGOING.match(line)]
    number, day = registry_number(outgoing) if outgoing else ("", None)
    return MailStep(StepKind.ANSWER, "\n".join(own).strip(), number, day, signed)


def _extend(words: str) -> MailStep:
    lines = words.split("\n")
    decided = next((found[1].strip() for line in lines if (found := _DECIDED.match(line))), "")
    told = " ".join(line.strip() for line in lines if not _DECIDED.match(line)).strip()
    until = _UNTIL.match(told)
    if until is None:
        raise DomainError(_("Write until which day, for example: «Продовжити до 22.12.2026 через перевірку»."))
    reason = _needed(told[until.end() :].strip(), _("Write why the term is extended: the resident will read it."))
    who = _needed(decided, _("Write who decided on a line of its own: «Вирішив: посада, ім’я»."))
    return MailStep(StepKind.EXTEND, reason, day=_day(*until.groups()), who=who)


def _needed(words: str, missing: str) -> str:
    if not words.strip():
        raise DomainError(missing)
    return words.strip()


def _day(day: str, month: str, year: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise DomainError(_("There is no such day. Write the date as day.month.year, like 22.12.2026.")) from None


_READ: Mapping[StepKind, Callable[[str], MailStep]] = {
    StepKind.REGISTER: _register,
    StepKind.ASK: _ask,
    StepKind.INTERIM: _interim,
    StepKind.ANSWER: _answer,
    StepKind.EXTEND: _extend,
    StepKind.NOTE: _note,
}
