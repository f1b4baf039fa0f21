"""A page in a mail as plain text: what a reader would see, its quotes marked with «>», nothing run, nothing loaded."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

MOST = 200_000
"""Signs of a page that are read; own words stand first, and the standard parser needs the square of a hostile page."""
_ENDLESS = re.compile(r"<(?=[^<>]{0,2000}<)")
"""The beginning of a tag that another begins in: the parser would look for its end to the end of the page."""

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "select"})
_EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "embed", "source", "wbr"})
_BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.I)
_OUTLOOK_REPLY = frozenset({"divrplyfwdmsg", "appendonsend", "x_divrplyfwdmsg"})


def text_of(page: str) -> str:
    """The visible text. Never fails, whatever the page is."""
    reader = _Reader()
    reader.feed(_ENDLESS.sub("", page[:MOST]))
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._open: list[tuple[str, bool]] = []
        self._unseen = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            self._empty(tag)
            return
        facts = {name: value or "" for name, value in attrs}
        unseen = tag in _UNSEEN or bool(_HIDDEN.search(facts.get("style", "")))
        self._open.append((tag, unseen))
        self._unseen += unseen
        if tag in _BLOCKS:
            self._break()
        if facts.get("id", "").lower() in _OUTLOOK_REPLY:
            self._lines += ["-----Original Message-----", ""]
        if tag == "blockquote":
            self._quoted += 1

    def _empty(self, tag: str) -> None:
        if tag == "br":
            self._lines.append("")
        if tag == "hr":
            self._lines += ["", ""]

    def handle_endtag(self, tag: str) -> None:
        """Closes the nearest such tag and whatever was left open in it; a stray end is ignored."""
        if not any(name == tag for name, _unseen in self._open):
            return
        while self._open:
            name, unseen = self._open.pop()
            self._unseen -= unseen
            self._quoted -= name == "blockquote"
            if name == tag:
                break
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = re.sub(r"\s+", " ", data)
        if words.strip() or self._lines[-1]:
            self._lines[-1] += words if self._lines[-1] or not words.strip() else self._mark + words.lstrip()

    @property
    def _mark(self) -> str:
        return "> " if self._quoted else ""

    def _break(self) -> None:
        if self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in self._lines)).strip()
