"""A person's name as typed on a phone, in one message: made the parts that the law asks for (393/96-ВР art. 5)."""

import re
import unicodedata
from collections.abc import Sequence

from council.people import FullName
from council.phrases import DomainError, _

LONGEST = 100
"""Characters; the longest real names with patronymic stay under seventy."""

APOSTROPHES = "’'ʼ`´‘′ʹʻ＇"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "’"))
_TO_HYPHEN = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")

_PARTICLES_WORDS = """
    ван фон дер ден де да ді дель делла ле ля ла бен бін ібн аль ель ал абу цу дос van von der den de da di del
    della le la ben bin ibn al el abu zu dos
"""
PARTICLES = frozenset(_PARTICLES_WORDS.split())
"""Belong to the word after them: «ван дер Берг»."""

_AFTER_PATRONYMIC = frozenset({"огли", "оглу", "кизи", "гизи", "ogly", "oglu", "kyzy", "qizi"})
_NO_PATRONYMIC = re.compile(
    r"[\s,(]+(?:по[ -]?батькові\s+)?(?:немає|нема|нету?|відсутнє|без(?:\s+по[ -]?батькові)?|none|no|-)\s*\)?$", re.I
)
_PATRONYMIC = re.compile(
    r"(?:[оеє]вич|[іїое]вна|[лмк]ін[іи]чна|ілліч|кузьмич|лукич|хомич|фомич|микитич|яремич|савич|[oe]vy?i?ch|[iyoe]vna)$"
)
_SENTENCE_WORDS = """
    я мене мій моє звати звуть доброго добрий привіт вітаю день вечір hello my name is
"""
_SENTENCE = frozenset(_SENTENCE_WORDS.split())

_GIVEN_WORDS = """
    август августин адам адріан алла альона альбіна анастасія анатолій ангеліна андріан андрій анжела анжеліка анна
    антін антон антоніна аріна арсен арсеній артем артур архип афанасій богдан богдана богуслава борис борислав
    броніслав вадим валентин валентина валерій валерія варвара василина василь веніамін вероніка віктор вікторія
    віолетта віра віталій віталіна владислав владислава володимир володислав всеволод в’ячеслав гаврило галина ганна
    геннадій георгій герман гліб григорій данило дар’я дарина демид дем’ян денис діана дмитро добромир едуард
    ельвіра емілія емма ернест єва євген євгенія євдокія єгор єлизавета єлисей жанна захар зінаїда злата зоя зоряна
    зоріана іван іванна ігнат ігор ізабелла ілларіон ілля інна ірина іраїда йосип казимир каріна карина катерина
    кіра кирило клавдія клара климентій костянтин корній ксенія кузьма лариса лев левко леонід леся леонтій лідія
    лілія ліна любава любов любомир любомира людмила лука лук’ян лукаш маргарита марина мар’ян мар’яна марія марта
    марк маркіян мартин матвій максим мелана меланія микита микола милана милослава мирон мирослав мирослава михайло
    михайлина мілана надія назар назарій наталія наталя неля неоніла нестор ніка ніна нінель оксана олег олександр
    олександра олексій олена олесь олеся ольга омелян онисим орест орина орися остап павліна павло пантелеймон панас
    парасковія пилип петро платон поліна прохор радислав раїса регіна римма роза роксолана роман романа ростислав
    руслан руслана сабіна савелій світлана святослав семен сергій сидір симон снігана сніжана соломія софія
    станіслав степан степанія стефан стефанія таїсія тамара тарас тетяна тимофій тимур тихін тихон уляна устим
    устина федір феодосій филимон хома христина юліан юлія юліана юрій юстина юхим яна яків ярема ярина ярослав
    ярослава явдоха александр алексей анастасия анатолий андрей антонина валерий василий виктор виктория виталий
    владимир вячеслав геннадий григорий дмитрий евгений евгения екатерина елена елизавета иван игорь ирина
    константин ксения лидия лилия мария михаил надежда наталья николай павел петр светлана сергей татьяна юлия юрий
    яков
"""
GIVEN = frozenset(_GIVEN_WORDS.split())
"""Given names that no one takes for a surname first: they tell «Олена Шевченко» from «Шевченко Олена»."""


def visible(text: str) -> str:
    """The text in one spelling: NFC, without invisible and direction-changing characters; line ends stay."""
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")
    return unicodedata.normalize("NFC", "".join(kept))


def split(text: str) -> FullName:
    """Surname, given name and patronymic from one message, whatever their order and letter case.

    The patronymic tells where the name ends; without one («немає») a known given name does; else the order asked for
    (surname first) is taken as typed. The person sees the parts before they are sent. Raises DomainError.
    """
    line = " ".join(visible(text).translate(_TO_APOSTROPHE).translate(_TO_HYPHEN).split())
    if len(line) > LONGEST:
        raise DomainError(_("The name is too long: up to {limit} characters."), limit=LONGEST)
    without = _NO_PATRONYMIC.sub("", line)
    units = _units(_words(without))
    if len(units) < 2:
        raise DomainError(_("Write your surname, name and patronymic, for example: Шевченко Олена Іванівна."))
    surname, given, patronymic = _ordered(units, without != line)
    return FullName(surname=surname, given=given, patronymic=patronymic)


def initial(name: FullName) -> str:
    """«Олена Ш.»: enough for the person to know that it is about them, too little for someone who looks over."""
    return f"{name.given} {name.surname[0].upper()}."


def _words(line: str) -> list[str]:
    words = [word.strip("-’.") for word in re.split(r"[\s,;]+", re.sub(r"\.(?=\w)", ". ", line))]
    words = [_cased(_one_alphabet(word)) for word in words if word]
    if not all(re.fullmatch(r"[^\W\d_]+(?:[-’][^\W\d_]+)*’?", word) for word in words):
        raise DomainError(_("Write letters only: surname, name and patronymic, for example: Шевченко Олена Іванівна."))
    if len(words) > 6 or any(word.lower() in _SENTENCE for word in words):
        raise DomainError(_("Write only the surname, name and patronymic, for example: Шевченко Олена Іванівна."))
    if any(len(word) == 1 and _is_cyrillic(word) for word in words):
        raise DomainError(_("Write the name in full, without initials, for example: Шевченко Олена Іванівна."))
    return words


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= char <= "\u052f" for char in word)


def _one_alphabet(word: str) -> str:
    """A Latin «i» or «o» inside a Ukrainian word is a slip of the keyboard, and would hide the name from a search."""
    return word.translate(_TO_CYRILLIC) if _is_cyrillic(word) else word


def _cased(word: str) -> str:
    """Capitals where a name has them, when the whole word came in one case; «МакДональд» stays as typed."""
    lower = word.lower()
    if lower in PARTICLES or lower in _AFTER_PATRONYMIC:
        return word if word.istitle() else lower
    if not (word.islower() or word.isupper() or word == word.swapcase().capitalize().swapcase() or word[0].islower()):
        return word
    return "-".join(_titled(part) for part in lower.split("-"))


def _titled(part: str) -> str:
    """«о’коннор» has a second capital, «в’ячеслав» has none: а Ukrainian apostrophe stands before я, ю, є, ї."""
    head, apostrophe, tail = part.partition("’")
    if apostrophe and len(head) == 1 and tail and tail[0] not in "яюєї":
        tail = tail[0].upper() + tail[1:]
    return head[:1].upper() + head[1:] + apostrophe + tail


def _units(words: Sequence[str]) -> list[str]:
    """Words that stand together as one: «ван дер Берг», «Гасан огли»."""
    units: list[str] = []
    waiting: list[str] = []
    for word in words:
        if word.lower() in PARTICLES and len(words) > 2:
            waiting.append(word)
        elif word.lower() in _AFTER_PATRONYMIC and units:
            units[-1] += f" {word}"
        else:
            units.append(" ".join((*waiting, word)))
            waiting = []
    units += waiting
    return units if len(units) > 1 else list(words)


def _ordered(units: Sequence[str], no_patronymic: bool) -> tuple[str, str, str]:
    place = None if no_patronymic else _place_of_patronymic(units)
    if place is not None:
        return _around(units, place)
    if len(units) > 2 and not no_patronymic and not _is_given(units[-1]):
        if _is_given(units[0]) and _is_given(units[1]):
            return " ".join(units[2:]), " ".join(units[:2]), ""
        return units[0], units[1], " ".join(units[2:])
    if _is_given(units[0]) and not _is_given(units[-1]):
        return units[-1], " ".join(units[:-1]), ""
    return units[0], " ".join(units[1:]), ""


def _place_of_patronymic(units: Sequence[str]) -> int | None:
    """Where the patronymic stands, None without one.

    «Іван Сергійович Петрович» is Петрович: both last words look like patronymics, but Іван is a given name.
    """
    if len(units) < 3:
        return None
    places = [place for place, unit in enumerate(units) if place > 0 and _is_patronymic(unit)]
    if len(places) > 1 and places[-1] == len(units) - 1 and _is_given(units[0]) and not _is_given(units[-2]):
        return places[0]
    return places[-1] if places else None


def _around(units: Sequence[str], place: int) -> tuple[str, str, str]:
    """Surname, given name and patronymic of a name whose patronymic stands at `place`."""
    if place == len(units) - 1:
        return " ".join(units[: place - 1]), units[place - 1], units[place]
    return " ".join(units[place + 1 :]), " ".join(units[:place]), units[place]


def _is_patronymic(unit: str) -> bool:
    last = unit.lower().split()[-1]
    return last in _AFTER_PATRONYMIC or _PATRONYMIC.search(last) is not None


def _is_given(unit: str) -> bool:
    return unit.lower().split("-")[0] in GIVEN
