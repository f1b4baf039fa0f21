"""What the cells of a programme's table say: sums, terms, numbers of goals, lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.documents.tables.grids import Cell
from bot.documents.tables.headers import THOUSAND, folded, unit_of
from council import words
from council.programme_parts import NOT_STATED, Money, Planned

WITHOUT_FUNDING = Money(kind=Planned.WITHOUT_FUNDING)
NOT_PLANNED = Money(kind=Planned.NOT_PLANNED)

_DASHES = frozenset("-–—−‑")
_FREE = re.compile(r"^(не потребу|без фінанс|без залуч|не фінанс|фінансування не потр|коштів не потр)")
_SUM = re.compile(
    r"^(?P<digits>\d{1,3}(?:[ '’.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)\*{0,3}\s*"
    r"(?P<unit>(?:тис|млн|тисяч\w*|мільйон\w*)?\.?\s*(?:грн|гривен\w*|гривн\w*)?)\.?$"
)
_CODE = r"(?:\d{1,2}|[IVX]{1,5})"
_NUMBER = re.compile(rf"^({_CODE}(?:\.{_CODE}){{0,3}})[.)]?$")
_BEFORE_TITLE = re.compile(rf"^({_CODE}(?:\.{_CODE}){{1,3}})[.)]?\s+(?=\S)|^({_CODE})[.)]\s+(?=\S)")
_CYRILLIC_ROMAN = re.compile(r"\b[ІІVХIX]+\b")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.((?:20)?\d\d)(?!\d)")
_QUARTER = re.compile(r"\b(I{1,3}|IV|[1-4])\s*-?(?:й|ий)?\s*(?:квартал|кв\b)", re.I)
_MONTHS = ("січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листопад", "груд")
_JOINING = frozenset(
    "і й та в у на з із зі до для що як або чи при по за від а не під над між через без про".split()  # noqa: SIM905
)
"""Words that end no sentence: a line that stops at one goes on in the next."""

_BULLET = re.compile(r"^(?:[-–—•▪●*◦]|\d{1,2}[.)]|[а-яіїє]\))\s+")
_STEP = re.compile(r"^(\d{1,2})[.)]\s*")


@dataclass(frozen=True)
class Sum:
    """A cell of money as it was understood; `doubt` says why it may be read otherwise, or why it was not read."""

    money: Money
    printed: str
    doubt: str = ""


def money(cell: Cell, unit: Decimal = THOUSAND) -> Sum:
    """What a cell of money says, in thousand hryvnias. An empty one says nothing, which is not zero."""
    text = cell.flat
    if cell.number is not None:
        return Sum(_amount(cell.number * unit), text, "negative" if cell.number < 0 else "")
    if not text:
        return Sum(NOT_STATED, "", "formula" if cell.formula else "")
    if text in {"+", "＋"}:
        return Sum(WITHOUT_FUNDING, text)
    if set(text) <= _DASHES:
        return Sum(NOT_PLANNED, text)
    if is_free(text):
        return Sum(WITHOUT_FUNDING, text)
    return _sum_in_words(text, unit)


def is_free(text: str) -> bool:
    """«не потребує фінансування»: planned, and no money is needed."""
    return bool(_FREE.match(folded(text)))


def _sum_in_words(text: str, unit: Decimal) -> Sum:
    found = _SUM.match(text.lower().replace("\xa0", " "))
    if found is None:
        return Sum(NOT_STATED, text, "unread")
    digits = found["digits"]
    written = found["unit"].strip()
    own = unit_of(written if "гр" in written else f"{written} грн") if written else None
    doubt = "separator" if re.fullmatch(r"\d{1,3}[.,]\d{3}", digits) else ""
    return Sum(_amount(_decimal(digits) * (own or unit)), text, doubt)


def _amount(value: Decimal) -> Money:
    return Money(kind=Planned.AMOUNT, amount=plain(value)) if value >= 0 else NOT_STATED


def plain(value: Decimal) -> Decimal:
    """The number without zeros that say nothing: 300 and 300.0 are one sum."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _decimal(digits: str) -> Decimal:
    """Ukrainian custom: a comma or a point divides the hryvnias, a space the thousands.

    A comma before three last digits is read as a decimal one, too, unless several divide the number: «10,525» is ten
    and a half, and whoever imports it is told.
    """
    digits = re.sub(r"[ '’]", "", digits)
    marks = re.findall(r"[.,]", digits)
    if len(marks) > 1:
        head, _mark, tail = digits.rpartition(marks[-1])
        whole = re.sub(r"[.,]", "", head)
        several = marks.count(marks[-1]) == len(marks)
        return Decimal(whole + tail) if several and len(tail) == 3 else Decimal(f"{whole}.{tail}")
    return Decimal(digits.replace(",", "."))


def value(cell: Cell) -> Decimal | str | None:
    """A value of an indicator: «+50 %» is 50, «так» stays a word, a dash and an empty cell are nothing."""
    text = cell.flat
    if not text or set(text) <= _DASHES:
        return None
    found = re.fullmatch(r"([+-]?)\s*(\d[\d ]*(?:[.,]\d+)?)\s*%?", text.replace("−", "-"))
    if found is None:
        return text.lower() if text.lower() in {"так", "ні"} else text
    number = plain(Decimal(found[2].replace(" ", "").replace(",", ".")))
    return -number if found[1] == "-" else number


def code(text: str, day: date | None = None) -> str:
    """The number of a goal or measure without its last point; «» where there is none.

    A workbook turns «1.2.3» into the second of March 2001 or into the first of February 2003: the day is read back.
    """
    if day is not None:
        return f"{day.day}.{day.month}.{day.year % 100}"
    found = _NUMBER.match(roman(" ".join(text.split()).rstrip(". ")).replace(" ", ""))
    return found[1] if found else ""


def roman(text: str) -> str:
    """Roman numbers in Latin letters, also where they were typed in Cyrillic ones."""
    return _CYRILLIC_ROMAN.sub(lambda found: found[0].replace("І", "I").replace("Х", "X"), text)


def numbered(text: str) -> tuple[str, str]:
    """(code, the rest) of a title that carries its own number: «1.1.3. Розробити…»."""
    found = _BEFORE_TITLE.match(roman(text[:30]))
    if found is None:
        return "", text
    return found[1] or found[2], text[found.end() :].strip()


def depth(number: str) -> int:
    """How deep a code lies: 1 is a strategic goal, 1.1 an operational one, 1.1.3 a measure."""
    return number.count(".") + 1 if number else 0


def family(number: str) -> tuple[int, ...]:
    """The parts of a code as numbers, Roman or not, so that I.II stands below 1."""
    return tuple(_arabic(part) for part in number.split(".") if part)


def _arabic(part: str) -> int:
    if part.isdecimal():
        return int(part)
    values = [{"I": 1, "V": 5, "X": 10}.get(sign, 0) for sign in part]
    return sum(-v if v < max(values[n:], default=0) else v for n, v in enumerate(values))


def sentence(text: str) -> str:
    """The lines of a cell as one text; a word that was divided at the end of a line is whole again."""
    joined = re.sub(r"(\w)-\n(?=[а-яіїєґ])", r"\1", text)
    return " ".join(joined.split())


def paragraphs(text: str) -> list[str]:
    """The lines of a cell; one that plainly goes on in the next is one with it."""
    items: list[str] = []
    for line in text.split("\n"):
        if items and _goes_on(items[-1], line):
            items[-1] = sentence(f"{items[-1]}\n{line}")
        else:
            items.append(line.strip())
    return items


def listed(text: str) -> list[str]:
    """A list in a cell: a line or a semicolon ends an item, unless the sentence plainly goes on in the next line."""
    parts = [part for item in paragraphs(text) for part in _outside_brackets(item, ";")]
    return [cleaned for part in parts if (cleaned := _BULLET.sub("", part).strip(" ;"))]


def _goes_on(before: str, line: str) -> bool:
    if not line[:1].islower() or before.endswith(";"):
        return False
    last = before.rstrip().rsplit(None, 1)[-1].lower() if before.split() else ""
    return before.rstrip().endswith((",", "-", "–", "(")) or last in _JOINING or before.count("(") > before.count(")")


_UNIT_OF_COUNCIL = re.compile(r"\b(відділ|сектор|управлінн|департамент|служб|комісі|комітет|центр|заклад)\w*\b", re.I)
_BODY = re.compile(
    r"\b(?i:відділ|сектор|управлін|департамент|служб|комісі|комітет|центр|заклад|установ|підприємств|організаці|"
    r"рад[аи]\b|старост|шк[оі]л|ліце|гімназі|бібліотек|лікарн|садк|будинк|клуб|поліці|апарат|громадськ|депутат|"
    r"провайдер|оператор|мешкан|громадян|жител|волонтер|партнер|спеціаліст|керівник|інспектор|адміністратор|фонд|"
    r"агентств|виконком)|\b(?:ЦНАП|КП|КНП|КУ|КЗ|ТОВ|АТ|ФОП|ОСББ|ОТГ|ОМС)\b"
)
"""Words that begin a body of their own: what holds one goes on with no name before it."""


def bodies(text: str, known: Sequence[str] = ()) -> list[str]:
    """Bodies that answer for a measure: «Відділ культури, молоді та спорту» is one, and so is every name of `known`.

    What follows a comma goes on with the name of a department where it is in the genitive and names no body itself.
    """
    whole = sentence(text)
    if (one := next((name for name in known if same(name, whole)), None)) is not None:
        return [one]
    found: list[str] = []
    for part in named(_sealed(text, known)):
        if found and _extends(found[-1], part):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return [part.replace(_SEAL, ",") for part in found]


_SEAL = "\x1f"


def _sealed(text: str, known: Sequence[str]) -> str:
    """The text with the commas inside known names hidden from the cutting."""
    for name in sorted((name for name in known if "," in name), key=len, reverse=True):
        spaced_out = r"\s+".join(map(re.escape, name.split()))
        text = re.sub(spaced_out, lambda found: found[0].replace(",", _SEAL), text, flags=re.I)
    return text


def _extends(before: str, part: str) -> bool:
    begins = re.match(r"[а-яіїєґ'’ʼ-]+", part)
    if begins is None or _BODY.search(part) or not _UNIT_OF_COUNCIL.search(before):
        return False
    return words.is_genitive(begins[0])


def named(text: str) -> list[str]:
    """Bodies or sources of money: cut at lines and semicolons, and at commas where these are the only marks."""
    items = listed(text)
    if len(items) > 1:
        return [item.rstrip(",") for item in items]
    return [part for item in items for part in _outside_brackets(item, ",")]


def sources(text: str) -> list[str]:
    """Sources of money, where «Місцевий, обласний бюджети» are two budgets."""
    items = named(text)
    plural = next((n for n, item in enumerate(items) if item.split()[-1:] == ["бюджети"]), -1)
    first = plural
    while first > 0 and re.fullmatch(r"\w+[иі]й", items[first - 1]):
        first -= 1
    return [
        f"{item.removesuffix(' бюджети')} бюджет" if first <= n <= plural and first < plural else item
        for n, item in enumerate(items)
    ]


def _outside_brackets(text: str, mark: str) -> list[str]:
    """Cut at the mark, but not inside brackets and quotation marks."""
    parts, deep = [""], 0
    for sign in text:
        deep += (sign in "(«“") - (sign in ")»”")
        if sign == mark and deep <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def steps(text: str) -> list[tuple[int, str, str | None]]:
    """(running number, text, printed number where it differs) of a plan of action written line by line."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        mark = _STEP.match(line)
        if mark or _BULLET.match(line) or not found or not _goes_on(found[-1][1], line):
            rest = line[mark.end() :] if mark else _BULLET.sub("", line)
            found.append([mark[1] if mark else "", rest.strip().rstrip(";")])
        else:
            found[-1][1] = sentence(f"{found[-1][1]}\n{line}")
    return [
        (n, words, printed if printed and int(printed) != n else None)
        for n, (printed, words) in enumerate(((a, b) for a, b in found if b), 1)
    ]


@dataclass(frozen=True)
class Term:
    """What a cell says of the time: as Schedule of the schema."""

    type: str
    start: int | None = None
    due: int | None = None
    day: date | None = None


_ALWAYS = re.compile(
    r"постійн|протягом (дії|реаліз|строк|термін|всього|усього|період)|весь період|систематичн|щоквартал|щомісяц|щоден"
)
_YEARLY = re.compile(r"щорічн|щороку|раз на рік|кожного року")


def term(text: str) -> Term:
    """The term in words. «до 2024 року» is read as the end of 2024, since programmes mean their last year by it."""
    plain_words = sentence(text)
    said = plain_words.lower()
    exact = [day for found in _DAY.findall(plain_words) if (day := _day(*map(int, found)))] or _spelled(said)
    found = sorted({int(year) for year in _YEAR.findall(plain_words)} | _short_years(said))
    if exact:
        last = max(exact)
        return Term("deadline", found[0] if len(found) > 1 else None, last.year, last)
    if _YEARLY.search(said):
        return Term("annually", *(found[:1] + found[-1:] if len(found) > 1 else (None, None)))
    if _ALWAYS.search(said) and not found:
        return Term("continuous")
    if not found:
        return Term("not_stated")
    until = re.search(r"\bдо\b", said) is not None and len(found) == 1
    return Term(
        "deadline" if until or _quarters(plain_words) else "by_year",
        None if until else found[0],
        found[-1],
        _end(plain_words, found[-1]),
    )


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _spelled(said: str) -> list[date]:
    """«31 грудня 2024 року»."""
    found = re.findall(r"(\d{1,2})\s+([а-яіїє]+)\s+((?:20)\d\d)", said)
    days = (_day(int(day), _month(month), int(year)) for day, month, year in found if _month(month))
    return [day for day in days if day]


def _month(word: str) -> int:
    return next((n for n, begin in enumerate(_MONTHS, 1) if word.startswith(begin)), 0)


def _short_years(said: str) -> set[int]:
    """«до 22 року»."""
    return {2000 + int(year) for year in re.findall(r"(?<![\d.])(\d\d)\s*(?:року|рік|р\.)", said)}


def _quarters(text: str) -> list[int]:
    return [_arabic(mark.upper()) for mark in _QUARTER.findall(roman(text))]


def _end(text: str, year: int) -> date:
    """The last day of the last quarter that is named, else of the year."""
    quarter = max(_quarters(text), default=4)
    return {1: date(year, 3, 31), 2: date(year, 6, 30), 3: date(year, 9, 30)}.get(quarter, date(year, 12, 31))


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, however their apostrophes, spaces and line ends were typed."""
    return _core(one) == _core(other)


def same_list(one: Iterable[str], other: Sequence[str]) -> bool:
    return _core(" ".join(one)) == _core(" ".join(other))


def _core(text: str) -> str:
    return re.sub(r"[\s;,.:•–—-]+", "", re.sub(r"['’ʼ`\"«»“”]", "", text)).casefold()
