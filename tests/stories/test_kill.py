"""A real process, killed with SIGKILL in the middle of a story and started again."""

from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from tests.process import ROOT, Assassin, a_process, appoint, python
from tests.survey_deaths import walked
from tests.tale import Tale, tell

pytestmark = pytest.mark.slow


@pytest.mark.timeout(180)
async def test_nothing_is_lost_and_everything_is_told_once(tmp_path: Path) -> None:
    """Killed as the press of «Надіслати» is handed over, and again when «взято в роботу» is sent and not yet noted."""
    async with a_process(tmp_path) as (telegram, group, process):
        officer, olena = telegram.person("Ігор"), telegram.person("Олена")
        await appoint(group, telegram.people[0], officer)
        tale, assassin = Tale(group, olena, officer), Assassin(telegram, process)
        await tell(tale.submitting[:-1])
        assassin.waits(lambda name, _: name == "getUpdates")
        await tell(tale.submitting[-1:])
        assert assassin.struck
        assassin.waits(lambda name, call: name == "sendMessage" and "взято в роботу" in call.get("text", ""))
        await tell(tale.working[:1])
        assert assassin.struck
        await tell(tale.working[1:])
        assert process.starts == 3
        await walked(telegram.person("Тарас"), assassin, "s15", ("Ні, одразу до опитування",), 3, 2)
        assert process.starts == 4
    books = await process.books()
    assert (books["appeals"], books["case_messages"], books["waiting"], books["aside"]) == (1, 1, 0, 0)
    assert sum("Передано до ради" in message.text for message in olena.received) == 1
    assert sum("взято в роботу" in message.text for message in olena.received) == 2, "the one that may repeat"
    assert len({message.text for message in olena.received}) == len(olena.received) - 1
    assert len(group.topics) == 1


async def test_without_a_token_the_demo_talks_in_the_terminal() -> None:
    """That `run` opens the demo is told in tests/bot/test_backup_command.py; the page of it in tests/demo."""
    demo = await python("-m", "bot", "demo", "--terminal", cwd=ROOT, settings={}, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    said, complained = await demo.communicate(b"/start\n/quit\n")
    assert demo.returncode == 0, complained.decode()
    assert "читає те, що ви тут напишете" in said.decode()
