"""Twenty SIGKILLs at random moments of twenty and more stories: nothing is lost, each kill repeats one message at most.

PROOF_SEED takes the moments back.
"""

import asyncio
import itertools
import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import Group, Message, Person
from tests.process import Assassin, Now, a_process, appoint
from tests.tale import Tale, tell, until

SEED = int(os.environ.get("PROOF_SEED", random.randrange(10**6)))
KILLS = 20
CALLS_OF_A_TALE = 45
PATIENCE = 150
"""Seconds: the bot keeps the real pace of the group."""


async def test_twenty_kills(tmp_path: Path) -> None:
    print(f"PROOF_SEED={SEED}")  # noqa: T201
    undisturbed = await told(tmp_path / "undisturbed", stories=1)
    kept = await told(tmp_path / "killed", kills=KILLS, dice=random.Random(SEED))
    print(f"{kept.stories} stories, {kept.kills} kills, {kept.repeated} repeated messages")  # noqa: T201
    assert undisturbed.repeated == 0
    assert kept.books == {what: count * kept.stories for what, count in undisturbed.books.items()}
    assert kept.numbers == kept.stories
    assert kept.repeated <= kept.kills


@dataclass(frozen=True)
class Kept:
    stories: int
    kills: int
    repeated: int
    numbers: int
    books: Mapping[str, int]


async def told(folder: Path, stories: int = 0, kills: int = 0, dice: random.Random | None = None) -> Kept:
    """Story after story until there were enough of them and of kills, one of these while the answers leave."""
    async with a_process(folder) as (telegram, group, process):
        officer = telegram.person("Ігор")
        await appoint(group, telegram.people[0], officer)
        assassin, tales = Assassin(telegram, process), list[Tale]()
        while len(tales) < stories or assassin.kills < kills - 1:
            tales.append(Tale(group, telegram.person(f"Мешканець {len(tales)}"), officer, f"№ {len(tales):03}."))
            if dice and assassin.struck:
                aim(assassin, dice)
            await tell([*tales[-1].submitting], patience=PATIENCE)
            await tell([*tales[-1].working], patience=PATIENCE)
        if kills:
            assassin.waits(lambda name, call: name == "sendMessage" and "Ліхтарі" in call.get("text", ""))
        for tale in tales:
            await until(tale.released, "the answer", PATIENCE + 60)
        await asyncio.gather(*(tell(tale.posting, patience=2 * PATIENCE) for tale in tales))
        await until(lambda: all(_closed(tale) for tale in tales), "the last card", 2 * PATIENCE)
        await telegram.quiet(2)
    numbers = len({tale.number for tale in tales})
    return Kept(len(tales), assassin.kills, repeated(group, officer, tales), numbers, await process.books())


def _closed(tale: Tale) -> bool:
    return tale.card is not None and "надано відповідь" in tale.card.text


def aim(assassin: Assassin, dice: random.Random) -> None:
    """At a call by its number: before it, after it, or some milliseconds later."""
    how = dice.choice(["before", "after", "later"])
    delay = dice.uniform(0.001, 0.06) if how == "later" else 0.0
    assassin.waits(_nth(dice.randint(1, CALLS_OF_A_TALE)), after=how != "before", delay=delay)


def _nth(number: int) -> Now:
    calls = itertools.count(1)

    def now(_: str, __: Any) -> bool:
        return next(calls) >= number

    return now


def repeated(group: Group, officer: Person, tales: Sequence[Tale]) -> int:
    """Messages and topics beyond the first of their kind, for every pair of eyes."""
    chats = [_screens(tale.resident.received) for tale in tales]
    chats.append(_screens([message for message in officer.received if "ЗВ-" in message.text]))
    chats += [_screens(_in_topics(group, tale.number)) for tale in tales]
    chats.append(Counter(topic.name.split()[0] for topic in group.topics))
    return sum(count - 1 for chat in chats for count in chat.values())


def _in_topics(group: Group, number: str) -> list[Message]:
    return [
        message for message in group.messages if message.from_bot and message.topic and number in message.topic.name
    ]


def _screens(messages: Sequence[Message]) -> Counter[str]:
    return Counter(message.text for message in messages if message.kind != "service")
