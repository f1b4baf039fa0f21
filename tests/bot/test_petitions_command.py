"""`petitions verify`: what was changed behind the bot is found, from the command line and each night by itself."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import keys
from bot.__main__ import main
from bot.alarms import PETITION_FLAW
from bot.jobs import prove_petitions
from bot.settings import given
from handlers.house import House
from handlers.texts import KYIV, Catalogues
from storage.house import Storage
from tests.council.desk import NOW
from tests.council.petitions import community, published, supported


@pytest.fixture
def receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one petition that two people have signed; the receipt of the first."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOT_LANG", "en")
    return asyncio.run(_signed(tmp_path))


async def _signed(folder: Path) -> str:
    settings = given(bot_token="1:aaaaaaaaaaaa", data_dir=folder)
    storage = await Storage.open(settings.database, keys.keys(settings).keyring, NOW)
    here = community("binding", 5)  # type: ignore[arg-type]
    async with storage.unit() as desk:
        petition = await supported(desk, here, await published(desk, here), 2, NOW)
        voices = await desk.petitions.voices(petition.id)
    await storage.close()
    return voices[0].commitment


def tampered(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "bot.db")) as book, book:
        book.execute(statement)


def test_what_is_in_order(receipt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["petitions", "verify"]) == 0
    assert "ПТ-2026-0001: in order. Signatures: 2, support: 0. Line 3, print" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update petition_voices set at = at + 1 where rowid = 1", "line 2: a stored voice was changed"),
        ("update petitions set signatures = 9", "the counter differs from the voices"),
        ("delete from petition_voices where rowid = 1", "a voice of the log is not stored any more"),
        ("update petition_log set at = at + 1 where seq = 1", "line 1: a line of the log does not follow"),
    ],
)
def test_tampering_is_found(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str, told: str
) -> None:
    tampered(tmp_path, statement)
    assert main(["petitions", "verify", "ПТ-2026-0001"]) == 1
    assert told in capsys.readouterr().err


def test_a_receipt_is_looked_for(receipt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["petitions", "verify", "--all", "--receipt", receipt]) == 0
    assert "the receipt is in the log, and it is counted" in capsys.readouterr().out
    assert main(["petitions", "verify", "--receipt", "0" * 64]) == 1


def test_an_unknown_number_is_wrong_use(receipt: str) -> None:
    assert main(["petitions", "verify", "ПТ-2026-9999"]) == 2


def test_the_night_tells_the_administrators(receipt: str, tmp_path: Path) -> None:
    asyncio.run(_night(tmp_path))


async def _night(folder: Path) -> None:
    settings = given(bot_token="1:aaaaaaaaaaaa", data_dir=folder)
    house = House(community(), Catalogues(), frozenset({7}), None, "bot", KYIV)
    storage = await Storage.open(settings.database, keys.keys(settings).keyring, NOW)
    async with storage.unit() as desk:
        before = await desk.outbox.waiting()
        again = await prove_petitions(desk, house, {}, NOW)
        assert await desk.outbox.waiting() == before
    tampered(folder, "update petitions set signatures = 9")
    async with storage.unit() as desk:
        await prove_petitions(desk, house, {}, NOW)
        assert await desk.outbox.waiting() == before + 1
    await storage.close()
    assert (again.astimezone(KYIV).hour, PETITION_FLAW) == (3, "petition_flaw")
