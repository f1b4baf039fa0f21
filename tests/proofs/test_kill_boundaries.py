"""One SIGKILL at every transaction boundary and around every call of Telegram: a story each, and nothing is lost.

The point at which the bot dies is counted from the beginning of the story; the sweep ends with the first story that is
over before its point comes. PROOF_POINTS=40:80:2 tries only those (as a Python range), PROOF_POINTS=40: from there on.
"""

import itertools
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from demo import Group, LocalTelegram, Message, Person
from tests.doomed import DOOM, POINTS
from tests.process import Process, a_process, appoint
from tests.tale import TIME, Step, Tale, tell

PATIENCE = 60
NUMBER = re.compile(r"ЗВ-\d{4}-\d{6}")


async def test_a_kill_at_every_point(tmp_path: Path) -> None:
    async with a_process(tmp_path, "tests.doomed") as (telegram, group, process):
        officer = telegram.person("Ігор")
        await appoint(group, telegram.people[0], officer)
        stage = Stage(telegram, group, officer, process, tmp_path)
        await stage.told(0)
        plain = await stage.told(0)
        assert not plain.deaths
        assert plain.books["appeals"] == 1
        stage.say(f"{len(plain.points)} points: {_by_name(plain.points)}")
        await sweep(stage, plain)


async def sweep(stage: "Stage", plain: "Told") -> None:
    struck, repeated, began = list[str](), 0, time.monotonic()
    for doom in chosen():
        told = await stage.told(doom)
        if not told.deaths:
            assert doom > 0.9 * len(plain.points), "this story was over too soon"
            break
        struck.append(told.points[doom - 1])
        more = repetitions(told, plain, f"killed at point {doom}, {struck[-1]}")
        repeated += more.total()
        stage.say(f"point {doom}, {struck[-1]}: {', '.join(text[:60] for _, text in more) or 'nothing'} repeated")
    minutes = (time.monotonic() - began) / 60
    stage.say(f"{len(struck)} kills in {minutes:.1f} minutes, {repeated} repeated messages: {_by_name(struck)}")
    assert struck


def repetitions(told: "Told", plain: "Told", where: str) -> Counter[tuple[str, str]]:
    """What was shown beyond the undisturbed story: in a chat one message at most, and otherwise all is the same.

    Messages to two chats may be on their way when the bot dies; nobody gets more than one of theirs again.
    """
    more, less = told.shown - plain.shown, plain.shown - told.shown
    assert told.deaths == 1, where
    assert told.books == plain.books, where
    assert not less, f"{where}: {less} is missing, {more} is new"
    chats = Counter(eyes for eyes, _ in more.elements())
    assert max(chats.values(), default=0) <= 1, f"{where}: {more} is repeated"
    return more


@dataclass(frozen=True)
class Told:
    """One story: the points it passed, how often the bot died, the rows it made, and what the people saw."""

    points: list[str]
    deaths: int
    books: Mapping[str, int]
    shown: Counter[tuple[str, str]]


@dataclass
class Stage:
    telegram: LocalTelegram
    group: Group
    officer: Person
    process: Process
    folder: Path
    stories: int = 0

    async def told(self, doom: int) -> Told:
        """A story of a new resident, in which the bot dies at this point; 0: at none."""
        self.stories += 1
        mark = f"№ {self.stories:03}."
        tale = Tale(self.group, self.telegram.person("Олена"), self.officer, mark)
        before, starts = await self.process.books(), self.process.starts
        seen = self._seen(tale)
        (self.folder / POINTS).write_text("")
        if doom:
            (self.folder / DOOM).write_text(str(doom))
        for step in _steps(tale):
            if step.name == "signatory":
                # A reply to the copy of a question that was never recorded is taken for one more draft. Typing takes a
                # person longer than the bot needs to start again and to ask with a copy that it knows.
                await self._settled()
            await tell([step], patience=PATIENCE)
        await self._settled()
        (self.folder / DOOM).unlink(missing_ok=True)
        after = await self.process.books()
        books = {what: count - before[what] for what, count in after.items()}
        shown = Counter((eyes, _plain(text, mark)) for eyes, text in (self._seen(tale) - seen).elements())
        points = (self.folder / POINTS).read_text().splitlines()
        return Told(points, self.process.starts - starts, books, shown)

    async def _settled(self) -> None:
        """Nothing waits, and nobody has died of it meanwhile."""
        starts = -1
        while starts != self.process.starts or (await self.process.books())["waiting"]:
            starts = self.process.starts
            await self.telegram.quiet(0.5)

    def _seen(self, tale: Tale) -> Counter[tuple[str, str]]:
        """What stands in the chats now, with the names of the topics."""
        chats = {"resident": tale.resident.received, "officer": self.officer.received, "group": self.group.messages}
        said = Counter((eyes, _text(message)) for eyes, chat in chats.items() for message in chat if _is_said(message))
        return said + Counter(("topics", topic.name) for topic in self.group.topics)

    def say(self, what: str) -> None:
        print(what, flush=True)  # noqa: T201


def chosen() -> Iterator[int]:
    first, last, step = ([int(part or 0) for part in os.environ.get("PROOF_POINTS", "").split(":")] + [0, 0, 0])[:3]
    return iter(range(first or 1, last, step or 1)) if last else itertools.count(first or 1, step or 1)


def _steps(tale: Tale) -> list[Step]:
    *working, confirm = tale.working
    confirming = Step(confirm.name, confirm.do, tale.released)
    closed = Step("closed", lambda: None, lambda: tale.card is not None and "надано відповідь" in tale.card.text)
    return [*tale.submitting, *working, confirming, *tale.posting, closed]


def _is_said(message: Message) -> bool:
    """Not the notice of a new topic, which is counted as the topic."""
    return message.from_bot and message.kind != "service"


def _text(message: Message) -> str:
    return message.text or message.kind


def _plain(text: str, mark: str) -> str:
    """Without what differs from story to story."""
    return TIME.sub("", NUMBER.sub("ЗВ", text)).replace(mark, "")


def _by_name(points: list[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in Counter(points).most_common())
