"""Texts for the staff group: what tells who wrote, where they live and how to reach them is covered.

The group has members without a role, and phones with previews: personal data open only for the one who asks for them
(2297-VI art. 6: no more than the purpose needs). What looks like a contact is covered even when it is none: an officer
opens the whole text by a button, but nobody can close what a group has read.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from council.appeals import Represented, Signer, Submission
from council.names import APOSTROPHES, PARTICLES, visible
from council.people import Identity

# Ukrainian constants, not msgids: the staff group works in the language of the state (2704-VIII), and a masked text
# reads the same for every officer and in every copy.
PHONE = "[телефон]"
EMAIL = "[e-mail]"
ADDRESS = "[адреса]"
NAME = "[ім’я]"
ACCOUNT = "[нік]"
LINK = "[посилання]"
CARD = "[картка]"
IBAN = "[рахунок]"
TAX = "[податковий номер]"
DOCUMENT = "[документ]"
BORN = "[дата народження]"

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""What to find and what to put there (a template of the match, or a function of it)."""

_COVERS = (PHONE, EMAIL, ADDRESS, NAME, ACCOUNT, LINK, CARD, IBAN, TAX, DOCUMENT, BORN)
_COVERED = re.compile("(" + "|".join(re.escape(cover) for cover in _COVERS) + ")")
_REPEATED = re.compile(rf"{re.escape(NAME)}(?:[\s-]{{0,3}}{re.escape(NAME)})+")

_GAP = r"[\s().\-‐‑–—/·]{0,3}"
_MONTH = r"(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)[^\W\d]{1,5}"
_NO_DATE = r"(?!0\d[./-](?:19|20)\d{2}(?!\d)|0\d[./-](?:0\d|1[0-2])[./-](?:(?:19|20)\d{2}(?!\d)|\d{2}(?![\d./-])))"
_PHONES = re.compile(
    rf"(?<!\d){_NO_DATE}(?:(?:\+{_GAP})?3{_GAP}8{_GAP}|8{_GAP})?\(?0(?:{_GAP}\d){{9}}(?!\d)"  # 067…, 8 067…, +38 (067)…
    rf"|\+{_GAP}\d(?:{_GAP}\d){{7,14}}(?!\d)|(?<!\d)00[1-9](?:{_GAP}\d){{8,13}}(?!\d)"  # other countries
    r"|(?<!\d)(?:39|50|6[3678]|7[1-7]|89|9[1-9])[\s-]\d{3}[\s-]\d{2}[\s-]\d{2}(?!\d)"  # without its 0
    r"|(?<![\d-])\d{3}-\d{2}-\d{2}(?![\d-])|(?<![\d-])[2-9]-\d{2}-\d{2}(?![\d-])"  # within a town, a village
)
_AFTER_TELEPHONE = re.compile(r"(\bтел(?:\.|ефон\w{0,3})?\s*:?\s*)\d(?:[\s-]?\d){4,8}(?!\d|\s?грн)", re.I)
_EMAILS = re.compile(r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\(собака\))\s?[\w-]{1,63}(?:\.[\w-]{2,63})+", re.I)
_LINKS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.(?:me|dog)|wa\.me|viber\.me|(?:m\.)?facebook\.com|fb\.com"
    r"|instagram\.com)/[^\s<>]+|(?:tg|viber|whatsapp)://[^\s<>]+|\w{4,32}\.t\.me\b",
    re.I,
)
_ACCOUNTS = re.compile(r"(?<![\w@])@[a-z]\w{2,31}", re.I | re.A)
_IBANS = re.compile(r"(?:UA|УА)(?:[\s-]{0,2}\d){27}", re.I)
_CARDS = re.compile(r"(?<!\d)\d{4}([\s-]?)\d{4}\1\d{4}\1\d{4}(?!\d)")
_CARDS_BY_SUM = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12,18}(?!\d)")
_TAX_NUMBERS = re.compile(r"(?<!\d)\d{10}(?!\d)")
_DOCUMENTS = re.compile(
    r"(?<!\d)\d{8}-\d{5}(?!\d)|(?<!\d)\d{9}(?!\d)"  # the demographic register, an ID card
    r"|\b(?!(?:НА|ПО|ЗА|ДО|ІЗ|ЗІ|ТА|НЕ|АЖ|ЩЕ)\s)[А-ЯІЇЄҐA-Z]{2}\s?№?\s?\d{6}(?!\s?(?:грн|гривен|ГРН|₴)|\d)"
)
_AFTER_PASSPORT = re.compile(
    r"((?:паспорт|посвідченн)\w{0,4}[^\d\n\[\]]{0,30}?)(?:\b[а-яіїєґa-z]{2}\s?(?:№|номер)?\s?)?\d{6,9}(?!\d)", re.I
)
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?"
    r"|(?:19|20)\d{2})(?!\d)"
)
_BORN_BEFORE = re.compile(rf"(\b(?:народ[жи]\w*|д\.\s?н\.)\W{{0,3}}(?:[^\W\d]+\W{{1,3}}){{0,3}}?)\b{_DATE}", re.I)
_BORN_AFTER = re.compile(rf"(?<!\d){_DATE}(?=\s*(?:р\.?|рок[уи])?\s*(?:р\.\s?н\b|р/н\b|н\.\s?р\b|народж))", re.I)

_SHORT_STREET = (
    r"(?<![^\W\d])(?:вул\b\.?|ул\b\.?|просп\b\.?|пр-т\b|пр\.|пров\b\.?|бульв\b\.?|б-р\b|пл\.|наб\.|м-н\b|мкр\b\.?)"
)
_LONG_STREET = (
    r"(?<![^\W\d])(?:вулиц|улиц|проспект|провул|бульвар|площ|майдан|шосе|узв[іо]з|набережн|мікрорайон|тупик|проїзд)"
    r"[^\W\d]{0,4}\b"
)
_NO_NAME = r"(?!(?:з|із|до|по|о|об|на|від|за|вже|уже|понад|близько|біля|ще|не|є|у|в|та|і|й|має|десь|лише|тільки)\b)"
_WORD = rf"{_NO_NAME}[^\W\d][\w{re.escape(APOSTROPHES)}«»\"-]{{0,30}}\.?"
_ORDINAL = r"(?:\d{1,2}(?:-?[^\W\d]{1,3})?\s+)?"
_STREET_NAME = rf"\s*{_ORDINAL}{_WORD}(?:\s*(?<=[\s.]){_WORD}){{0,3}}?"
_CAPITAL_NAME = rf"\s*(?=[«\"“]?(?:\d{{1,2}}-?\w{{0,3}}\s+)?(?-i:[А-ЯІЇЄҐA-Z])){_STREET_NAME}"
_UNIT = (
    rf"(?!\s*(?:{_MONTH}|год|хв|дн|ден|доб|тиж|міс|рок|рік|раз|грн|гривен|₴|%|люд|осіб|особ|сім|чол|діт|шт\b|ліхтар|стовп"
    rf"|дерев|ям|м\b|метр|км\b|кілом|поверх|будин|квартир|двор|під[{re.escape(APOSTROPHES)}]?їзд|кімнат|машин|авто)|:\d)"
)
_HOUSE = rf"\d{{1,3}}(?!\d)(?:\s?[-/]?\s?[а-яіїєґ](?![^\W\d]))?(?:\s?[/-]\s?\d{{1,3}}(?!\d))?{_UNIT}"
_FLAT = rf"(?:кв\b\.?|квартир[аиіу])\s*№?\s*\d{{1,3}}(?!\d){_UNIT}"
_BLOCK = rf"(?:корп\b\.?|корпус\w{{0,2}}|під[{re.escape(APOSTROPHES)}]?їзд\w{{0,2}})\s*№?\s*\d{{1,3}}(?!\d)"
_REST = rf"(?:\s*,?\s*{_BLOCK})?(?:\s*,?\s*{_FLAT})?"
_BUILDING = r"(?:буд\b\.?|будин(?:ок|ку|ка|ком))"
_ADDRESSES = re.compile(
    rf"{_SHORT_STREET}{_STREET_NAME}\s*,?\s*(?:(?:{_BUILDING}|д\.)\s*)?№?\s*{_HOUSE}{_REST}"
    rf"|{_LONG_STREET}{_CAPITAL_NAME}\s*,?\s*(?:(?:{_BUILDING}|д\.)\s*)?№?\s*{_HOUSE}{_REST}"
    rf"|{_LONG_STREET}{_STREET_NAME}\s*,?\s*(?:{_BUILDING}|д\.|№)\s*№?\s*{_HOUSE}{_REST}"
    rf"|{_WORD},?\s*\d{{1,3}}\s?[а-яіїєґ]?\s*[,/]?\s*{_FLAT}"  # Шевченка 12, кв. 5
    rf"|(?<![^\W\d]){_BUILDING}\s*№?\s*{_HOUSE}{_REST}|(?<![^\W\d]){_FLAT}",
    re.I,
)
_ADDRESS_BY_STREET = re.compile(
    rf"(\b(?:на|по)\s+)(?-i:[А-ЯІЇЄҐ])[\w{re.escape(APOSTROPHES)}-]{{2,30}},?\s+{_HOUSE}{_REST}", re.I
)


def masked(text: str, identity: Identity | None) -> str:
    """The text with contacts, numbers of papers, addresses with a house, and the applicant's own names covered.

    A street without a house stays: the officer must know where the lamp is out. Masked again, it stays the same.
    """
    return _covered(text, (*_own(identity), *_RULES) if identity else _RULES)


def masked_for(text: str, submission: Submission) -> str:
    """The same, with the names and addresses of everybody whom the submission names: also of who is represented, and
    of the others of a collective appeal."""
    known: list[Signer | Represented] = [*submission.signers]
    known += [submission.represented] if submission.represented else []
    others = [Identity(name=one.name, residence=one.residence) for one in known]
    people = [*([submission.applicant] if submission.applicant else []), *others]
    return _covered(text, (*(rule for person in people for rule in _own(person)), *_RULES))


def masked_place(words: str) -> str:
    """Where a problem is: the address is the very matter, contacts and numbers of papers are not."""
    return _covered(words, _NOT_OF_PLACES)


def _covered(text: str, rules: Sequence[Rule]) -> str:
    before, text = "", visible(text)
    while before != text:
        before, text = text, _once(text, rules)
    return text


def _once(text: str, rules: Sequence[Rule]) -> str:
    for pattern, cover in rules:
        pieces = _COVERED.split(text)
        pieces[::2] = [pattern.sub(cover, piece) for piece in pieces[::2]]
        text = "".join(pieces)
    return _REPEATED.sub(NAME, text)


def _card(match: re.Match[str]) -> str:
    """A long number is a card's when its check digit says so (Luhn, ISO/IEC 7812)."""
    digits = [int(char) for char in match[0] if char.isdecimal()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return match[0] if (sum(digits[-1::-2]) + sum(doubled)) % 10 else CARD


_RULES: tuple[Rule, ...] = (
    (_LINKS, LINK),
    (_EMAILS, EMAIL),
    (_ACCOUNTS, ACCOUNT),
    (_IBANS, IBAN),
    (_CARDS, CARD),
    (_CARDS_BY_SUM, _card),
    (_BORN_BEFORE, rf"\1{BORN}"),
    (_BORN_AFTER, BORN),
    (_AFTER_PASSPORT, rf"\1{DOCUMENT}"),
    (_PHONES, PHONE),
    (_AFTER_TELEPHONE, rf"\1{PHONE}"),
    (_TAX_NUMBERS, TAX),
    (_DOCUMENTS, DOCUMENT),
    (_ADDRESSES, ADDRESS),
    (_ADDRESS_BY_STREET, rf"\1{ADDRESS}"),
)
_NOT_OF_PLACES = tuple(rule for rule in _RULES if rule[0] not in {_ADDRESSES, _ADDRESS_BY_STREET})
"""In this order: a card holds what looks like a phone, an address of mail what looks like an account."""


def _own(identity: Identity) -> Iterator[Rule]:
    """Rules that cover what this applicant told about themselves."""
    if len(contact := visible(identity.contact).strip()) > 3:
        yield _contact(contact), EMAIL if "@" in contact else PHONE
    yield from _residence(visible(identity.residence))
    for part in _parts(identity):
        yield _word(part), NAME


def _residence(residence: str) -> Iterator[Rule]:
    """The address as it was told, and each «Лісова 5» of it in other cases: «живу на Лісовій, 5»."""
    words = residence.split()
    if len(words) > 1:
        yield re.compile(r"\s+".join(re.escape(word) for word in words), re.I), ADDRESS
    for street, house in re.findall(r"([^\W\d]{4,})\W{1,2}(?:буд\.?|№)?\s*(\d{1,3}(?!\d))", residence):
        if not re.fullmatch(rf"{_BUILDING}|квартир.", street, re.I):
            place = rf"{_word(street).pattern}\W{{1,3}}(?:{_BUILDING}|№)?\s*{house}(?!\d){_REST}"
            yield re.compile(place, re.I), ADDRESS


def _contact(contact: str) -> re.Pattern[str]:
    """The contact wherever it stands, a phone in any grouping and with any beginning."""
    digits = [char for char in contact if char.isdecimal()]
    if "@" in contact or len(digits) < 7:
        return re.compile(re.escape(contact), re.I)
    number = _GAP.join(digits[-9:])
    return re.compile(rf"\+?(?:\(?\d{_GAP}){{0,4}}{number}")


def _parts(identity: Identity) -> list[str]:
    """The words of the name, longest first; particles are too common, a single letter tells nothing."""
    words = re.split(r"[\s-]+", visible(str(identity.name)))
    return sorted({word for word in words if len(word) > 1 and word.lower() not in PARTICLES}, key=len, reverse=True)


_SAME_SHAPE = dict(zip("асеіорхукмтнв", "aceiopxykmthb", strict=True))
_FLEETING = (("швець", "шевц"), ("жнець", "женц"), ("єць", "йц"), ("ець", "ц"), ("ень", "н"), ("ок", "к"))
_SOFTENED = {"г": "гзж", "к": "кцч", "х": "хсш"}
_ENDING = f"[{re.escape(APOSTROPHES)}]?[аеєиіїоуюяьйвмхгaeioyxmh]{{0,4}}"


def _word(word: str) -> re.Pattern[str]:
    """The word in all its cases: «Ольга» is also «Ользі», «Федір» «Федора», «Кравець» «Кравця».

    A short one counts only with its capital: «Лі» is a name, «лі» is anything.
    """
    capital = r"(?=(?-i:[А-ЯІЇЄҐA-Z]))" if len(word) <= 3 else ""
    if re.search("[а-яіїєґ]", word, re.I):
        stems = "|".join("".join(_letters(stem)) for stem in _stems(word))
        return re.compile(rf"(?<![^\W_]){capital}(?:{stems}){_ENDING}(?![^\W_])", re.I)
    return re.compile(rf"(?<![^\W_]){capital}{re.escape(word)}(?:[{re.escape(APOSTROPHES)}]s)?(?![^\W_])", re.I)


def _stems(word: str) -> list[str]:
    """What stays of the word before its endings, with the vowels and consonants that change in Ukrainian cases."""
    stem = re.sub(r"(?:[иіое]й|[аяоеєиіїьй])$", "", word, flags=re.I)
    stems = [stem if len(stem) > 2 or len(word) == 3 else word[:-1] if len(word) > 3 else word]
    for ending, instead in (
        ("швець", "шевц"),
        ("жнець", "женц"),
        ("єць", "йц"),
        ("ець", "ц"),
        ("ень", "н"),
        ("ок", "к"),
    ):
        if word.lower().endswith(ending):
            stems.append(word[: -len(ending)] + instead)
            break
    if changed := re.fullmatch(r"(.+)[ії]([^\W\dаеєиіїоуюя]ь?)", word, re.I):
        stems += [f"{changed[1]}{vowel}{changed[2].rstrip('ь')}" for vowel in "оеє"]
    return stems


def _letters(stem: str) -> Iterator[str]:
    """Each letter with its Latin twin, the last with its softened forms; an apostrophe may be any or missing."""
    for place, letter in enumerate(stem):
        if letter in APOSTROPHES:
            yield f'[{re.escape(APOSTROPHES)}"*]?'
            continue
        same = letter + _cased(letter, _SAME_SHAPE.get(letter.lower(), ""))
        softened = _SOFTENED.get(letter.lower(), "") if place == len(stem) - 1 else ""
        yield f"[{re.escape(same + _cased(letter, softened))}]"


def _cased(letter: str, others: str) -> str:
    return others.upper() if letter.isupper() else others
