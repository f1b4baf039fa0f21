"""Somebody has copies of the database, and even its key: they still cannot say who answered what.

Ten people take a survey through the bot; copies are taken before, in the middle (an eleventh has begun) and after.
Tried are: words in any file, logs, what the key opens, messages and updates, order, numbers, times, traits against
the profiles, free pages and the write-ahead log.
"""

import asyncio
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from storage.errors import WrongKey
from storage.keys import Keyring
from storage.packing import unpack
from storage.surveys import Surveys
from tests.stories.test_surveys import BEGIN, FINISH, says
from tests.world import Resident, World, a_world

AGES = ("60–74", "35–59")


def words(number: int) -> str:
    """What this person wrote, and nobody else."""
    return f"Рейс о сьомій до села {number}-го"


@dataclass
class Copies:
    """Folders with the files as they lay; who finished, in this order, and who is still in the middle."""

    before: Path
    during: Path
    after: Path
    people: Sequence[Resident]
    last: Resident
    ring: Keyring


async def walks(person: Resident, number: int, *, to_the_end: bool = True) -> None:
    """Both branches of the survey are taken: who does not ride the bus is asked less words."""
    await person.send("/start s_s16")
    await says(person, BEGIN, "Так, запитуйте", AGES[number % 2], "Наумівський округ", "Пропустити", "Пропустити")
    await says(person, "Так, запам’ятати", "Майже завжди", "На зупинці", words(number))
    if to_the_end:
        await says(person, FINISH)
        assert "Дякуємо!" in person.last


@pytest.fixture(scope="module")
def size() -> int:
    """How many people finish; `make prove` takes fifty."""
    return 10


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def copies(tmp_path_factory: pytest.TempPathFactory, size: int) -> AsyncIterator[Copies]:
    folder = tmp_path_factory.mktemp("copies")
    async with a_world(folder / "data") as world:
        people = [world.resident(f"Людина{number}") for number in range(size)]
        last = world.resident("Остання")
        before = await taken(world, folder / "before")
        for number in range(size // 2):
            await walks(people[number], number)
        await walks(last, size, to_the_end=False)
        during = await taken(world, folder / "during")
        for number in range(size // 2, size):
            await walks(people[number], number)
        after = await taken(world, folder / "after")
        ring = Keyring.parse((folder / "data" / "keys").read_text().strip())
        yield Copies(before, during, after, people, last, ring)


async def taken(world: World, to: Path) -> Path:
    """Everything that lies on the disk a few minutes later."""
    while not await world.app.storage.scour():  # noqa: ASYNC110 - what is waited for is a reader that leaves
        await asyncio.sleep(0.05)
    shutil.copytree(world.settings.data_dir, to)
    return to


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "bot.db")) as book:
        return book.execute(query).fetchall()


def files(folder: Path) -> Sequence[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "keys"]


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_no_answer_can_be_read_without_the_key(copies: Copies) -> None:
    for folder in (copies.before, copies.during, copies.after):
        for content in files(folder):
            assert "Рейс о сьомій".encode() not in content
            assert "Рейс о сьомій".encode("utf-16-le") not in content


async def test_with_the_key_only_the_open_draft_leads_to_a_person(copies: Copies) -> None:
    for folder in (copies.during, copies.after):
        readable = {key: str(opened(copies.ring, data, f"fsm:{key}:data")) for key, data in rows(folder, FORMS)}
        assert {key.split(":")[0] for key in readable} == {str(copies.last.id)}
        assert words(len(copies.people)) in "".join(readable.values())
        assert rows(folder, "select * from drafts") == []


FORMS = "select key, data from fsm where data is not null"


def opened(ring: Keyring, sealed: bytes, aad: str) -> Mapping[str, Any]:
    return unpack(ring.open(sealed, aad))


async def test_the_open_draft_needs_the_key(copies: Copies) -> None:
    ((key, data),) = rows(copies.during, FORMS)
    with pytest.raises(WrongKey):
        Keyring.make()[1].open(data, f"fsm:{key}:data")


async def test_of_those_who_finished_not_even_the_row_of_a_form_is_left(copies: Copies) -> None:
    finished = {str(person.id) for person in copies.people}
    assert not {key.split(":")[0] for (key,) in rows(copies.after, "select key from fsm")} & finished


async def test_updates_and_messages_of_a_walk_tell_nobody(copies: Copies) -> None:
    assert {chat for (chat,) in rows(copies.after, "select chat from inbox")} <= {0}
    assert rows(copies.after, "select 1 from inbox where payload is not null") == []
    assert rows(copies.after, "select 1 from deliveries where about = 'walk'") == []
    left = Counter(chat for (chat,) in rows(copies.after, "select chat from deliveries where content is null"))
    assert len({left[person.id] for person in copies.people}) == 1
    assert rows(copies.after, "select 1 from deliveries where content is not null") == []


async def test_no_row_of_a_survey_has_a_time_or_a_number_by_arrival(copies: Copies) -> None:
    for table in ("survey_answers", "survey_ledger", "survey_urns"):
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            rows(copies.after, f"select rowid from {table}")
        told = [value for row in rows(copies.after, f"select * from {table}") for value in row]
        assert not [value for value in told if isinstance(value, int) and value > 10**9]
    assert {week for (week,) in rows(copies.after, "select week from survey_answers")} == {"2026-W48"}


async def test_the_order_of_answers_and_of_the_ledger_is_that_of_random_keys(copies: Copies) -> None:
    ids = [found for (found,) in rows(copies.after, "select id from survey_answers")]
    entries = [found for (found,) in rows(copies.after, "select entry from survey_ledger")]
    assert (ids, entries) == (sorted(ids), sorted(entries))
    arrived = [place_of(copies, answer) for answer in answers(copies, copies.after)]
    assert arrived != sorted(arrived)


def answers(copies: Copies, folder: Path) -> Sequence[Mapping[str, Any]]:
    found = rows(folder, "select id, data from survey_answers")
    return [opened(copies.ring, data, f"survey_answers:{name}:data") for name, data in found]


def place_of(copies: Copies, answer: Mapping[str, Any]) -> int:
    return [words(number) for number in range(len(copies.people))].index(answer["answers"]["q3"])


async def test_every_answer_is_there_once(copies: Copies) -> None:
    assert sorted(place_of(copies, answer) for answer in answers(copies, copies.after)) == list(
        range(len(copies.people))
    )
    assert len(rows(copies.after, "select 1 from survey_ledger")) == len(copies.people)


async def test_between_two_copies_no_answer_stands_alone(copies: Copies) -> None:
    """Who answered between two copies is known from their messages: so what appeared must hide among five."""
    folders = (copies.before, copies.during, copies.after)
    for earlier, later in pairwise({row[0] for row in rows(one, "select id from survey_answers")} for one in folders):
        assert earlier <= later
        assert not 0 < len(later - earlier) < 5


async def test_traits_meet_five_profiles_or_none(copies: Copies) -> None:
    groups = Counter(tuple(sorted(answer["traits"].items())) for answer in answers(copies, copies.after))
    assert all(count >= 5 for count in groups.values())
    profiles = [opened(copies.ring, data, f"survey_profiles:{who}:data") for who, data in rows(copies.after, PROFILES)]
    assert len(profiles) == len(copies.people)
    for group in groups:
        told = dict(group)
        fitting = [one for one in profiles if {"age": one["age"], "place": one["district"]}.items() >= told.items()]
        assert len(fitting) >= 5


PROFILES = "select resident, data from survey_profiles"


async def test_the_ledger_is_no_hash_that_one_could_try(copies: Copies) -> None:
    """Without the key a thief who knows every resident finds nobody; with it, only that they have answered."""
    known = {entry for (entry,) in rows(copies.after, "select entry from survey_ledger")}
    residents = [number for (number,) in rows(copies.after, "select id from residents")]
    thief, owner = Surveys(None, Keyring.make()[1]), Surveys(None, copies.ring)  # type: ignore[arg-type]
    secret = opened_secret(copies)
    for who in residents:
        assert thief.entry(b"guess", "s16", "2026||", who) not in known
    assert {owner.entry(secret, "s16", "2026||", who) for who in residents} >= known


def opened_secret(copies: Copies) -> bytes:
    ((sealed,),) = rows(copies.after, "select value from hash_keys")
    return copies.ring.open(sealed, "hash_keys:surveys:value")


async def test_neither_free_pages_nor_the_log_keep_what_was_erased(copies: Copies) -> None:
    """Everything sealed begins with the key's mark: there are as many in the files as there are living values."""
    for folder in (copies.during, copies.after):
        lying = sum(content.count(copies.ring.mark) for content in [(folder / "bot.db").read_bytes(), log(folder)])
        assert lying == living(folder, copies.ring.mark) > 0


def log(folder: Path) -> bytes:
    path = folder / "bot.db-wal"
    return path.read_bytes() if path.exists() else b""


def living(folder: Path, mark: bytes) -> int:
    tables = [name for (name,) in rows(folder, "select name from sqlite_master where type = 'table'")]
    values = [value for table in tables for row in rows(folder, f"select * from {table}") for value in row]
    return sum(isinstance(value, bytes) and value.startswith(mark) for value in values)


async def test_a_walk_leaves_nothing_in_the_logs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with a_world(tmp_path) as world:
        olena = world.resident("Олена")
        await walks(olena, 1)
    told = capsys.readouterr()
    for word in (str(olena.id), "s16", "Рейс", "60–74", "naumivskyi"):
        assert word not in told.out + told.err
