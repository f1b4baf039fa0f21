"""Formatted text: Telegram's HTML, its exact errors, and the way back from entities to HTML."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from demo.errors import ApiError, mistake

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = frozenset(SIMPLE_TAGS) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\v\0"
END = "\0"
PLAIN = re.compile(r"[^<&\0]+")
REFERENCE = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
MAX_ENTITIES = 100
MAX_RAW_BYTES = 32768

FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?\b")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w\b")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("mention", re.compile(r"(?<![\w@])@[a-zA-Z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#[^\W\d]\w*\b")),
    ("phone_number", re.compile(r"(?<!\w)\+\d{10,13}\b")),
)


@dataclass(frozen=True)
class Formatted:
    """Plain text and its entities; offsets are UTF-16 units, as Telegram counts them."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str | None = None, entities: Sequence[Entity] | None = None) -> Formatted:
    """What Telegram understands of a text; a parse mode wins over given entities, as on the real server."""
    if len(text.encode(errors="replace")) > MAX_RAW_BYTES:
        raise mistake("text is too long")
    if parse_mode:
        result = parse(text, parse_mode)
    else:
        result = Formatted(text, tuple(dict(entity) for entity in entities or ()))
        check_offsets(result)
    return with_found(trimmed(result))


@lru_cache(maxsize=256)
def parse(text: str, parse_mode: str) -> Formatted:
    if parse_mode.lower() == "html":
        return HtmlParser(text).parse()
    if parse_mode.lower() in ("markdown", "markdownv2"):
        raise ApiError(501, f"The local Telegram does not read {parse_mode}; use HTML", blame=True)
    raise mistake("unsupported parse_mode")


def check_offsets(body: Formatted) -> None:
    length = units(body.text)
    for entity in body.entities:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
            raise mistake(f"entity {entity['type']} is outside the text")


def trimmed(body: Formatted) -> Formatted:
    """Without the white space around it, as Telegram stores it."""
    text = body.text.rstrip()
    skip = units(text) - units(text.lstrip())
    text = text.lstrip()
    kept = [moved for entity in body.entities if (moved := shifted(entity, skip, units(text)))]
    return Formatted(text, tuple(sorted(kept, key=outer_first)[:MAX_ENTITIES]))


def shifted(entity: Entity, skip: int, length: int) -> Entity | None:
    start = max(entity["offset"] - skip, 0)
    end = min(entity["offset"] + entity["length"] - skip, length)
    return {**entity, "offset": start, "length": end - start} if end > start else None


def outer_first(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def with_found(body: Formatted) -> Formatted:
    """Adds what Telegram finds by itself: commands, links, addresses."""
    taken = [
        (e["offset"], e["offset"] + e["length"]) for e in body.entities if e["type"] in ("code", "pre", "text_link")
    ]
    entities = list(body.entities)
    for kind, pattern in FOUND:
        for match in pattern.finditer(body.text):
            start, length = units(body.text[: match.start()]), units(match.group())
            if all(start >= end or start + length <= begin for begin, end in taken):
                taken.append((start, start + length))
                entities.append({"type": kind, "offset": start, "length": length})
    return Formatted(body.text, tuple(sorted(entities, key=outer_first)))


@dataclass
class OpenTag:
    name: str
    start: int
    begin: int
    arguments: dict[str, str] = field(default_factory=dict)


class HtmlParser:
    """Reads HTML the way Telegram's own parser does: the same tags, the same tolerance, the same errors."""

    def __init__(self, source: str) -> None:
        self.source = source + END
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self.at < len(self.source) - 1:
            if self.source[self.at] == "<":
                self.tag()
            else:
                self.put(self.plain() or self.character())
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Formatted("".join(self.out), tuple(sorted(self.entities, key=outer_first)))

    def put(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)

    def plain(self) -> str:
        """Everything up to the next character that may mean something."""
        run = PLAIN.match(self.source, self.at)
        if run is None:
            return ""
        self.at = run.end()
        return run.group()

    def character(self) -> str:
        """One character, decoded when it is one of the few references that Telegram knows."""
        reference = REFERENCE.match(self.source, self.at)
        if reference is None:
            self.at += 1
            return self.source[self.at - 1]
        self.at = reference.end()
        decimal, hexadecimal, name = reference.groups()
        return NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))

    def tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == "/":
            self.end_tag(begin)
        else:
            self.start_tag(begin)

    def word(self, stop: str) -> str:
        start = self.at
        while self.source[self.at] not in stop:
            self.at += 1
        return self.source[start : self.at]

    def skip_spaces(self) -> None:
        while self.source[self.at] in SPACES and self.source[self.at] != END:
            self.at += 1

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def start_tag(self, begin: int) -> None:
        name = self.word(SPACES + ">").lower()
        if self.source[self.at] == END:
            raise cannot_parse(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if name not in TAGS:
            raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {self.byte(begin)}')
        tag = OpenTag(name, self.offset, len(self.out), self.attributes(name, begin))
        self.at += 1
        if name == "span" and tag.arguments.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.open.append(tag)

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self.skip_spaces()
            if self.source[self.at] == ">":
                return found
            name = self.word(SPACES + "=>/\"'")
            if not name:
                raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
            self.skip_spaces()
            found[name] = self.value(tag, begin) if self.source[self.at] == "=" else ""
            if self.source[self.at] == END:
                raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')

    def value(self, tag: str, begin: int) -> str:
        self.at += 1
        self.skip_spaces()
        if self.source[self.at] == END:
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
        return self.quoted(begin) if self.source[self.at] in "\"'" else self.token()

    def quoted(self, begin: int) -> str:
        quote = self.source[self.at]
        self.at += 1
        parts = []
        while self.source[self.at] not in (quote, END):
            parts.append(self.character())
        if self.source[self.at] == END:
            raise cannot_parse(f"Unclosed start tag at byte offset {self.byte(begin)}")
        self.at += 1
        return "".join(parts)

    def token(self) -> str:
        start = self.at
        while re.match(r"[a-zA-Z0-9.-]", self.source[self.at]):
            self.at += 1
        if self.source[self.at] not in SPACES + ">":
            raise cannot_parse(f"Unexpected end of name token at byte offset {self.byte(start)}")
        return self.source[start : self.at].lower()

    def end_tag(self, begin: int) -> None:
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {self.byte(begin)}")
        self.at += 1
        found = self.word(SPACES + ">")
        self.skip_spaces()
        if self.source[self.at] != ">":
            raise cannot_parse(f"Unclosed end tag at byte offset {self.byte(begin)}")
        self.at += 1
        self.close(found, begin)

    def close(self, found: str, begin: int) -> None:
        tag = self.open.pop()
        if found and found != tag.name:
            where = self.byte(begin)
            raise cannot_parse(
                f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{found}>"'
            )
        if self.offset > tag.start:
            self.add(tag)

    def add(self, tag: OpenTag) -> None:
        place = {"offset": tag.start, "length": self.offset - tag.start}
        last = self.entities[-1] if self.entities else {}
        if tag.name == "pre" and last.get("type") == "code" and {**last, **place} == last and "language" in last:
            last["type"] = "pre"
            return
        kind = entity_of(tag, "".join(self.out[tag.begin :]))
        if kind:
            self.entities.append({**kind, **place})


def entity_of(tag: OpenTag, inner: str) -> Entity | None:
    arguments = tag.arguments
    match tag.name:
        case "a":
            return link(arguments.get("href") or inner)
        case "code":
            language = arguments.get("class", "")
            known = language.startswith("language-")
            return {"type": "code", "language": language.removeprefix("language-")} if known else {"type": "code"}
        case "pre":
            return {"type": "pre"}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in arguments else "blockquote"}
        case "tg-emoji":
            return custom_emoji(arguments.get("emoji-id", ""))
        case "tg-time":
            return {"type": "date_time", "unix_time": int(arguments.get("unix") or 0)}
    return {"type": SIMPLE_TAGS[tag.name]}


def link(url: str) -> Entity | None:
    if mention := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return {"type": "text_mention", "user": {"id": int(mention[1]), "is_bot": False, "first_name": "?"}}
    usable = re.match(r"(https?|tg|ton|mailto|tel):", url) or re.match(r"[\w-]+\.\w{2,}", url)
    return {"type": "text_link", "url": url} if usable else None


def custom_emoji(identifier: str) -> Entity:
    if not identifier.isdigit():
        raise cannot_parse("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def cannot_parse(why: str) -> ApiError:
    return mistake(f"can't parse entities: {why}")


HTML_OF = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def tags_of(entity: Entity) -> tuple[str, str] | None:
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    return HTML_OF.get(entity["type"])


def as_html(text: str, entities: Sequence[Entity]) -> str:
    """The text with its formatting as HTML: for the demo page and for assertions."""
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    for entity in sorted(entities, key=outer_first):
        if tags := tags_of(entity):
            opened.setdefault(entity["offset"], []).append(tags[0])
            closed.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    out, at = [], 0
    for character in text:
        out += [*closed.get(at, ()), *opened.get(at, ()), html.escape(character, quote=False)]
        at += units(character)
    return "".join([*out, *closed.get(at, ())])
