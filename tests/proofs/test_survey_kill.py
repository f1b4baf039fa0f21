"""The twenty questions of digital literacy, and the bot killed at every one of them: the walk goes on where it was."""

import sqlite3
from pathlib import Path

import pytest

from tests.process import Assassin, a_process
from tests.survey_deaths import walked


@pytest.mark.timeout(600)
async def test_a_survey_is_resumed_after_a_kill_at_every_question(tmp_path: Path) -> None:
    async with a_process(tmp_path) as (telegram, _group, process):
        olena, assassin = telegram.person("Олена"), Assassin(telegram, process)
        await walked(olena, assassin, "s5", ("Ні, одразу до опитування", "Повна"), 20, 1)
        assert process.starts == 21
    look(tmp_path)


def look(folder: Path) -> None:
    """One walk in the books, once, and no form left open."""
    (book,) = folder.rglob("bot.db")
    with sqlite3.connect(book) as kept:
        assert kept.execute("select count(*) from survey_ledger").fetchone() == (1,)
        assert kept.execute("select count(*) from survey_urns").fetchone() == (1,)
        assert kept.execute("select count(*) from fsm where data is not null").fetchone() == (0,)
