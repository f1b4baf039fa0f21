"""`check` on the hand-over: which ways are open and take something, and what to do where one does not."""

from pathlib import Path

import pytest

from bot.commands.registry_check import ways_of
from bot.connectors import ways
from bot.console import spoken
from bot.settings import Settings, SettingsError, given
from council.handover_rules import Connector
from tests.bot.registry import REGISTRY, SECRET, document_system
from tests.council.desk import CONTENT

MAIL = {"mail_host": "127.0.0.1", "mail_from": "rada@example.org"}


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LANG", "en")


def settings(content: Path = CONTENT / "koriukivka", **more: object) -> Settings:
    return given(bot_token="123456789:AAF3kxxxxxxxxx", content_dir=content, **more)


def with_mailbox(tmp_path: Path) -> Path:
    told = (CONTENT / "koriukivka" / "community.yaml").read_text()
    (tmp_path / "community.yaml").write_text(told.replace("registry_email:", f"registry_email: {REGISTRY}", 1))
    return tmp_path


async def said(settings: Settings) -> list[tuple[bool, str]]:
    return [(fine, spoken(phrase)) async for fine, phrase in ways_of(settings)]


async def test_without_a_way_the_registrar_types_numbers_which_is_no_fault() -> None:
    [(fine, told)] = await said(settings())
    assert (fine, "by hand" in told) == (True, True)


async def test_mail_needs_a_mailbox_and_protection(tmp_path: Path) -> None:
    assert any(fine and "No mailbox" in told for fine, told in await said(settings(**MAIL)))
    here = with_mailbox(tmp_path)
    assert (True, f"Cases go by mail to {REGISTRY}.") in await said(settings(here, **MAIL))
    bare = settings(here, mail_host="mail.example.org", mail_from="rada@example.org", mail_security="none")
    assert any(not fine and "unprotected" in told for fine, told in await said(bare))
    assert Connector.MAIL not in ways.connectors(bare)


async def test_a_folder_is_tried(tmp_path: Path) -> None:
    assert (await said(settings(handover_folder=tmp_path)))[0][0]
    [(fine, told)] = await said(settings(handover_folder=tmp_path / "none"))
    assert (fine, "takes nothing" in told) == (False, True)


async def test_a_document_system_is_reached_and_never_asked() -> None:
    async with document_system() as peer:
        [(fine, _told)] = await said(settings(workflow_url=peer.url, workflow_secret=SECRET))
        assert (fine, peer.calls) == (True, 0)
    [(fine, told)] = await said(settings(workflow_url="http://127.0.0.1:1/x", workflow_secret=SECRET))
    assert (fine, "not reached" in told) == (False, True)


def test_peoples_data_go_over_https_only() -> None:
    with pytest.raises(SettingsError) as refused:
        settings(workflow_url="http://documents.example.org", workflow_secret=SECRET)
    assert "https://" in spoken(refused.value.sentences[0])
