"""The administrator's tool says what is in order and what to do."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.clock import SystemClock
from bot.commands.check import check
from bot.secret import SETUP, secret
from bot.settings import Settings, given
from demo.groups import Group
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers.staff import setup
from storage.house import Storage
from storage.keys import Keyring
from tests.bot.conftest import CONTENT


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LANG", "en")


def settings(telegram: LocalTelegram, folder: Path, **more: object) -> Settings:
    usual = {"bot_token": telegram.token, "telegram_api_url": telegram.url, "content_dir": CONTENT, "admin_ids": {7}}
    return given(**{**usual, "data_dir": folder, **more})


def files_in(folder: Path) -> dict[str, bytes]:
    """What is written there; the shared memory of SQLite holds only who reads."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith("-shm")}


async def test_everything_in_order(
    telegram: LocalTelegram, group: Group, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await check(settings(telegram, tmp_path, staff_chat_id=group.id)) == 0
    told = capsys.readouterr().out
    assert "TO DO" not in told
    assert str(tmp_path / "keys") in told
    assert "rights and topics" in told


async def test_a_code_is_made_without_writing_and_fits_once(
    telegram: LocalTelegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, ring = Keyring.make()
    assert await check(settings(telegram, tmp_path, field_keys=text)) == 1
    code = re.search(r"/setup (\w+)", capsys.readouterr().out)[1]
    key, now = secret(ring, SETUP), SystemClock().now()
    assert files_in(tmp_path) == {}
    assert setup.fits(f" {code.lower()} ", key, 0, now + timedelta(minutes=14))
    assert not setup.fits(code, key, 0, now + timedelta(minutes=21))
    assert not setup.fits(code, key, 1, now)
    assert not setup.fits(code, secret(Keyring.make()[1], SETUP), 0, now)
    assert not setup.fits(code, "", 0, now)


async def test_it_only_looks_at_the_database_of_the_running_bot(
    telegram: LocalTelegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, ring = Keyring.make()
    running = await Storage.open(f"sqlite://{tmp_path}/bot.db", ring, telegram.clock.now())
    async with running.unit() as desk:
        await desk.notes.put(setup.USES, "3", telegram.clock.now())
    before = files_in(tmp_path)
    assert await check(settings(telegram, tmp_path, field_keys=text)) == 1
    code = re.search(r"/setup (\w+)", capsys.readouterr().out)[1]
    assert setup.fits(code, secret(ring, SETUP), 3, SystemClock().now())
    assert files_in(tmp_path) == before
    await running.close()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (lambda group: group.becomes_public("council"), "Make it private"),
        (lambda group: group.takes_rights(), "no administrator"),
        (lambda group: group.takes_rights("can_manage_topics"), "may not manage topics"),
        (lambda group: group.kicks_bot(), "Add it to the group again"),
    ],
)
async def test_what_is_wrong_with_the_group_is_said(
    telegram: LocalTelegram, group: Group, tmp_path: Path, capsys: pytest.CaptureFixture[str], trouble, told: str
) -> None:
    trouble(group)
    assert await check(settings(telegram, tmp_path, staff_chat_id=group.id)) == 1
    assert told in capsys.readouterr().out


async def test_a_wrong_token_and_a_setting_without_use_are_said(
    telegram: LocalTelegram, olena: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = settings(telegram, tmp_path, bot_token="123456789:AAaaBBbbCCccDDddEEeeFFff", channel_id=-100)
    assert await check(wrong) == 1
    told = capsys.readouterr().out
    assert "@BotFather" in told
    assert "CHANNEL_ID" in told


def test_content_is_checked_with_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check", str(CONTENT)]) == 0
    text = (CONTENT / "community.yaml").read_text().replace("schema: community/1", "schema: community/9")
    (tmp_path / "community.yaml").write_text(text)
    capsys.readouterr()
    assert main(["content", "check", str(tmp_path)]) == 1
    assert re.search(r"community\.yaml:\d+: correct: ", capsys.readouterr().out)


def test_wrong_use_ends_with_code_2() -> None:
    with pytest.raises(SystemExit) as left:
        main(["dance"])
    assert left.value.code == 2
