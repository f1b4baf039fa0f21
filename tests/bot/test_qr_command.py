"""`python -m bot qr`: a sheet for the community, or of named codes; a payload that leads nowhere is refused."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from bot.commands import DONE, WRONG_USE
from bot.commands.qr import qr
from bot.settings import Settings, given
from demo.telegram import LocalTelegram
from tests.bot.conftest import CONTENT


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LANG", "en")


def settings(telegram: LocalTelegram, folder: Path) -> Settings:
    return given(bot_token=telegram.token, telegram_api_url=telegram.url, content_dir=CONTENT, data_dir=folder)


def read(file: Path) -> str:
    pages = pypdf.PdfReader(BytesIO(file.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_a_code_for_every_category(
    telegram: LocalTelegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sheet.pdf"
    assert await qr(settings(telegram, tmp_path), file, ()) == DONE
    assert "Вуличне освітлення" in read(file)
    assert "start=cat_lighting" in read(file)
    assert str(file) in capsys.readouterr().out


async def test_only_what_was_named(telegram: LocalTelegram, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    assert await qr(settings(telegram, tmp_path), file, [("s_s9", "Опитування")]) == DONE
    assert "Опитування" in read(file)
    assert "start=s_s9" in read(file)
    assert "cat_" not in read(file)


async def test_a_payload_of_nothing_is_refused_and_nothing_is_written(
    telegram: LocalTelegram, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sheet.pdf"
    assert await qr(settings(telegram, tmp_path), file, [("cat_roads", "Дороги"), ("unheard", "?")]) == WRONG_USE
    assert "“unheard” is no payload of a link" in capsys.readouterr().err
    assert not file.exists()
