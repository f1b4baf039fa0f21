"""Keeps locales/*.po in step with the code: `python -m tests.catalogues update | check | fill FILE.json`.

The msgids are read from the syntax trees of the code and of the pages' templates: `_("…")`, `ngettext("…", "…", n)`,
`Phrase("…", …, plural="…")` and `DomainError("…")`; so a Phrase that counts needs no second mark. Line numbers stay
out of the files, and the order is the alphabet's, so that a diff shows sentences and nothing else.
"""

import ast
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("bot", "handlers", "council", "storage")
LOCALES = ("uk", "en")
MARKS = frozenset({"_", "gettext", "msgid"})
"""`msgid` is what handlers call the mark of council.phrases, where `_` already translates."""
ERRORS = frozenset({"DomainError", "NotFound", "Conflict"})
SAME = frozenset({"Telegram"})
"""Sentences that may read the same in Ukrainian."""

_TAG = re.compile(r"</?[a-z-]+[^<>]*>")


@dataclass(frozen=True, order=True)
class Marked:
    """A sentence found in the code; `plural` where it counts something."""

    msgid: str
    plural: str = ""


def constant(node: ast.expr | None) -> str:
    """The text of a literal (also inside `_()`), else an empty string."""
    if isinstance(node, ast.Call) and called(node) in MARKS and node.args:
        return constant(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def argument(node: ast.Call, place: int, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in node.keywords if keyword.arg == name), None)
    return node.args[place] if len(node.args) > place else named


def parts(node: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """The expressions that hold the sentence and its plural; (None, None) for a call that marks nothing."""
    name = called(node)
    if name in MARKS or name in ERRORS:
        return argument(node, 0, "msgid"), None
    if name == "ngettext":
        return argument(node, 0, "singular"), argument(node, 1, "plural")
    if name == "Phrase":
        return argument(node, 0, "msgid"), argument(node, 2, "plural")
    return None, None


def marked(tree: ast.AST) -> Iterator[Marked]:
    """Every sentence below the node; a `_()` that only wraps the part of a larger mark is no sentence of its own."""
    taken: list[ast.AST] = []
    if isinstance(tree, ast.Call):
        singular, plural = parts(tree)
        if msgid := constant(singular):
            yield Marked(msgid, constant(plural))
            taken = [node for node in (singular, plural) if node is not None and constant(node)]
    for node in children(tree):
        if not any(node is part for part in taken):
            yield from marked(node)


def children(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes right below, a named argument by its value."""
    for node in ast.iter_child_nodes(tree):
        yield node.value if isinstance(node, ast.keyword) else node


def unmarkable(tree: ast.AST) -> Iterator[int]:
    """Lines that mark a computed text: nobody can translate it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in MARKS | {"ngettext"}:
            continue
        if node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
            yield node.lineno


def sources() -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "handlers" / "web" / "templates").glob("*.html"))


def marked_in(file: Path) -> Iterator[Marked]:
    """Every sentence of a file of code or of a template."""
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        yield from marked(ast.parse(text))
        return
    for _line, _function, said in extract_from_ast(Environment(autoescape=True).parse(text), ("_", "ngettext")):
        singular, plural = (said, "") if isinstance(said, str) else (said[0], said[1])
        if singular:
            yield Marked(singular, plural or "")


def collected(files: Iterable[Path]) -> dict[str, Marked]:
    """By msgid; where one place counts and another does not, the one that counts serves both."""
    found: dict[str, Marked] = {}
    for file in files:
        for sentence in marked_in(file):
            if sentence.plural or sentence.msgid not in found:
                found[sentence.msgid] = sentence
    return found


def path_of(locale: str) -> Path:
    return ROOT / "locales" / locale / "LC_MESSAGES" / "messages.po"


def load(locale: str) -> Catalog:
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def save(catalog: Catalog, locale: str) -> None:
    """Writes a header of our own: Babel's has the time of writing, a change in every diff."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    path_of(locale).parent.mkdir(parents=True, exist_ok=True)
    path_of(locale).write_bytes(header.encode() + body.getvalue().strip() + b"\n")


def stored(catalog: Catalog) -> dict[str, Message]:
    return {first(message): message for message in catalog if message.id}


def first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def strings(message: Message) -> tuple[str, ...]:
    texts = message.string
    return tuple(texts) if isinstance(texts, tuple | list) else (texts or "",)


def renewed(found: Mapping[str, Marked], old: Mapping[str, Message], locale: str) -> Catalog:
    """The catalogue of exactly the code's sentences, with what was translated before."""
    fresh = Catalog(locale=locale)
    for msgid, sentence in sorted(found.items()):
        fresh.add((msgid, sentence.plural) if sentence.plural else msgid, kept(sentence, old.get(msgid), locale))
    return fresh


def kept(sentence: Marked, before: Message | None, locale: str) -> str | tuple[str, ...]:
    """English is the msgid itself; Ukrainian is what was there, unless it began or ceased to count."""
    if locale == "en":
        return (sentence.msgid, sentence.plural) if sentence.plural else sentence.msgid
    if before and isinstance(before.id, tuple | list) == bool(sentence.plural):
        texts = strings(before)
        return texts if sentence.plural else texts[0]
    return ("", "", "") if sentence.plural else ""


def update() -> int:
    found = collected((*sources(), *templates()))
    for locale in LOCALES:
        save(renewed(found, stored(load(locale)), locale), locale)
    return 0


def fill(file: Path) -> int:
    """Puts translations `{msgid: uk | {"plural": …, "uk": [one, few, many]}}` into the Ukrainian catalogue."""
    update()
    catalog = stored(load("uk"))
    for msgid, translation in json.loads(file.read_text("utf-8")).items():
        message = catalog.get(msgid)
        if message is None:
            say(f"no longer in the code: {msgid!r}")
        else:
            message.string = tuple(translation["uk"]) if isinstance(translation, dict) else translation
    fresh = Catalog(locale="uk")
    for message in catalog.values():
        fresh.add(message.id, message.string)
    save(fresh, "uk")
    return 0


def placeholders(text: str) -> set[str]:
    """Names in braces; one with a format after the colon is given back whole, for the parameters are already text."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        return {f"broken braces: {text!r}"}
    return {name + (f":{form}" if form else "") for _, name, form, _ in pieces if name is not None}


def tags(text: str) -> list[str]:
    return sorted(_TAG.findall(text))


def faults(sentence: Marked, message: Message | None, locale: str) -> Iterator[str]:
    """What is wrong with one sentence of one catalogue."""
    if message is None:
        yield "missing: run `make messages`"
        return
    texts = strings(message)
    counted = isinstance(message.id, tuple | list)
    if counted != bool(sentence.plural) or (counted and message.id[1] != sentence.plural):
        yield "the plural differs from the code: run `make messages`"
    if counted and len(texts) != {"uk": 3, "en": 2}[locale]:
        yield "wrong number of plural forms"
    if message.fuzzy or not all(texts):
        yield "not translated"
        return
    yield from mismatches(sentence, texts)
    if locale == "uk" and english(sentence.msgid) and sentence.msgid in texts:
        yield "still in English"


def english(msgid: str) -> bool:
    """Whether the sentence has words of its own, so that it cannot read the same in Ukrainian."""
    words = re.sub(r"\{[^}]*\}|<[^>]*>", "", msgid)
    return msgid not in SAME and re.search("[A-Za-z]{2}", words) is not None


def mismatches(sentence: Marked, texts: tuple[str, ...]) -> Iterator[str]:
    """Placeholders may be left out of a plural form («один підпис»), never invented; tags are all there."""
    expected = placeholders(sentence.msgid) | placeholders(sentence.plural)
    for text in texts:
        if placeholders(text) - expected or (not sentence.plural and placeholders(text) != expected):
            yield f"placeholders differ: {sorted(placeholders(text))} for {sorted(expected)}"
        if tags(text) != tags(sentence.msgid):
            yield f"tags differ: {tags(text)} for {tags(sentence.msgid)}"
    if any(":" in name for name in expected):
        yield "a placeholder has a format: parameters come as ready text"


def check() -> int:
    """Lists every fault of both catalogues; 1 when there is any."""
    found = collected((*sources(), *templates()))
    lines = [f"{file.relative_to(ROOT)}:{line}: a computed text cannot be translated" for file, line in computed()]
    for locale in LOCALES:
        catalog = stored(load(locale))
        lines += [f"{locale}: {msgid!r}: no longer in the code" for msgid in sorted(catalog.keys() - found.keys())]
        for msgid, sentence in sorted(found.items()):
            lines += [f"{locale}: {msgid!r}: {fault}" for fault in faults(sentence, catalog.get(msgid), locale)]
    say("\n".join(lines) or f"{len(found)} sentences, all translated.")
    return 1 if lines else 0


def computed() -> Iterator[tuple[Path, int]]:
    for file in sources():
        for line in unmarkable(ast.parse(file.read_text("utf-8"))):
            yield file, line


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(words: list[str]) -> int:
    match words:
        case ["check"]:
            return check()
        case ["update"]:
            return update()
        case ["fill", file]:
            return fill(Path(file))
        case _:
            say(__doc__ or "")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
