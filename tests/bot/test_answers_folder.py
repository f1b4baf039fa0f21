"""Files of numbers and acknowledgements, dropped into a folder or by the command line, find their cases."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.commands import workflow
from bot.connectors.answers_folder import Answers
from bot.settings import given
from council import handovers
from council.appeals import Appeal, Kind, State
from council.handover_rules import Connector, HandoverState, Matter, guid
from demo.clock import LocalClock
from handlers.house import House
from storage.house import Storage
from tests.council.desk import KORIUKIVKA, NOW, OLENAS_CHAT, in_state, reached, submits


@pytest_asyncio.fixture
async def clock() -> LocalClock:
    return LocalClock(speed=0, start=NOW)


class Registry:
    def __init__(self, storage: Storage, house: House, clock: LocalClock, folder: Path) -> None:
        self.storage, self.folder = storage, folder
        self.answers = Answers([folder], storage, replace(house, community=KORIUKIVKA), clock, lambda: None)

    async def case(self, key: str = "1f", **changed: Any) -> Appeal:
        async with self.storage.unit() as desk:
            case = (await submits(desk, key=key, **changed)).appeal
            if not await desk.handovers.of_appeal(case.id):
                await desk.handovers.add(f"case:{case.id}:folder", Connector.FOLDER, Matter.CASE, NOW, case.id)
            for row in await desk.handovers.of_appeal(case.id):
                await handovers.sent(desk, row, NOW)
            return case

    async def drops(self, name: str, content: bytes | str) -> str:
        """The file lies there for two looks; returns the report."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        taken = await self.answers.once() + await self.answers.once()
        assert taken == 1
        reports = sorted(self.folder.glob("*/*.txt"), key=lambda file: file.stat().st_mtime_ns)
        return reports[-1].read_text("utf-8")

    async def stands(self, case: Appeal) -> Appeal:
        async with self.storage.reading() as desk:
            return await desk.appeals.get(case.id)


@pytest.fixture
def registry(storage: Storage, house: House, clock: LocalClock, tmp_path: Path) -> Registry:
    return Registry(storage, house, clock, tmp_path / "answers")


async def test_a_list_of_numbers_registers_its_cases_and_names_the_rest(registry: Registry) -> None:
    first, second = await registry.case(), await registry.case("2f")
    text = (
        "intake_id;registry_index;registry_date;status\n"
        f"{first.number};123/01-05;23.11.2026;зареєстровано\n{second.number};7;24.12.2026;\nЗВ-2026-999999;8;;\nабищо;;;"
    )
    report = await registry.drops("numbers.csv", text)
    assert (await registry.stands(first)).registry_index == "123/01-05"
    assert (await registry.stands(first)).registry_date == date(2026, 11, 23)
    assert (await registry.stands(second)).registry_index == "", "the day is still to come"
    assert "Внесено номерів: 1." in report
    assert "Не виконано: 3." in report
    for line in ("Рядок 3", "Рядок 4", "Рядок 5"):
        assert line in report
    assert (registry.folder / "failed" / "numbers.csv").exists()


async def test_the_same_list_again_changes_nothing_and_another_number_is_a_conflict(registry: Registry) -> None:
    case = await registry.case()
    await registry.drops("numbers.csv", f"{case.number};5;23.11.2026;")
    assert "Уже були внесені: 1." in await registry.drops("numbers.csv", f"{case.number};5;23.11.2026;")
    assert "Різні номери: 1." in await registry.drops("numbers.csv", f"{case.number};6;23.11.2026;")
    assert (await registry.stands(case)).registry_index == "5"
    assert len(list((registry.folder / "done").glob("*.csv"))) == 3
    async with registry.storage.unit() as desk:
        assert (await reached(desk, OLENAS_CHAT)).count("letter") == 1


def ack(case: Appeal, kind: int, inner: str) -> str:
    message = str(guid(case, f"case:{case.id}:folder"))
    return f'<Header><Acknowledgement msg_id="{message}" ack_type="{kind}">{inner}</Acknowledgement></Header>'


async def test_an_acknowledgement_finds_the_case_by_the_identifier_of_what_was_handed_over(registry: Registry) -> None:
    case = await registry.case()
    await registry.case("2f")
    await registry.drops("ack.xml", ack(case, 3, '<RegNumber regdate="2026-11-23">123/01-05</RegNumber>'))
    assert (await registry.stands(case)).registry_index == "123/01-05"
    async with registry.storage.reading() as desk:
        states = {row.state for row in await desk.handovers.of_appeal(case.id)}
    assert states == {HandoverState.ACKNOWLEDGED}


async def test_a_refusal_is_shown_on_the_hand_over_and_tells_the_resident_nothing(registry: Registry) -> None:
    case = await registry.case()
    report = await registry.drops("ack.xml", ack(case, 4, '<AckResult errorcode="0" errortext="Не той адресат"/>'))
    assert "Відмовлено в реєстрації: 1." in report
    async with registry.storage.unit() as desk:
        assert HandoverState.REFUSED in {row.state for row in await desk.handovers.of_appeal(case.id)}
        assert "letter" not in await reached(desk, OLENAS_CHAT)
    assert (await registry.stands(case)).state is State.SUBMITTED


async def test_a_hostile_file_is_put_away_with_the_reason(registry: Registry) -> None:
    text = '<!DOCTYPE h [<!ENTITY a SYSTEM "file:///etc/passwd">]><Header>&a;</Header>'
    assert "XML" in await registry.drops("ack.xml", text)
    assert (registry.folder / "failed" / "ack.xml").exists()


async def test_a_file_that_is_still_being_written_is_left_alone(registry: Registry) -> None:
    case = await registry.case()
    registry.folder.mkdir()
    file = registry.folder / "numbers.csv"
    file.write_text(f"{case.number};")
    assert await registry.answers.once() == 0
    file.write_text(f"{case.number};5;;")
    assert await registry.answers.once() == 0
    (registry.folder / ".numbers2.csv").write_text("x")
    (registry.folder / "link.csv").symlink_to("/etc/passwd")
    assert await registry.answers.once() == 1
    assert (await registry.stands(case)).registry_index == "5"


async def test_an_answered_case_takes_no_number_any_more(registry: Registry) -> None:
    case = await registry.case(kind=Kind.APPLICATION)
    async with registry.storage.unit() as desk:
        await in_state(desk, case, State.ANSWERED)
    assert "Не виконано: 1." in await registry.drops("numbers.csv", f"{case.number};5;;")


async def test_the_command_line_lays_the_file_where_the_bot_takes_it(
    registry: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = await registry.case()
    settings = given(bot_token="1:" + "a" * 35, data_dir=tmp_path)
    file = tmp_path / "from-registry.csv"
    file.write_text(f"{case.number};5;;\nабищо;;;")
    assert await workflow.import_file(settings, file) == 1
    assert "2" in capsys.readouterr().err
    assert await registry.answers.once() + await registry.answers.once() == 1
    assert (await registry.stands(case)).registry_index == "5"
    assert await workflow.import_file(settings, tmp_path / "nothing.csv") == 2
    file.write_bytes(b"%PDF\0")
    assert await workflow.import_file(settings, file) == 2
