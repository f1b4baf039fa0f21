"""Whoever installs the bot reads one sentence a wrong variable, with an example, and never a secret."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import Settings, SettingsError, given, load
from council.sources import in_english

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGgg"


def complaints(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load()
    return [in_english(sentence) for sentence in error.value.sentences]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BOT_TOKEN", "hunter2-secret", "@BotFather"),
        ("TELEGRAM_API_URL", "api.telegram.org", "https://"),
        ("STAFF_CHAT_ID", "1234", "minus"),
        ("ADMIN_IDS", "@olena", "commas"),
        ("DATABASE_URL", "mysql://root:hunter2@db", "postgresql://"),
        ("REDIS_URL", "localhost", "redis://"),
        ("WEBHOOK_URL", "http://bot.example.org", "https://"),
        ("WEBHOOK_SECRET", "hunter2", "16 to 256"),
        ("HTTP_PORT", "70000", "1 to 65535"),
        ("HTTP_PORT", "web", "whole number"),
        ("PUBLIC_URL", "bot.example.org", "https://"),
        ("PUBLIC_URL", "https://rada.example.org/bot", "PUBLIC_URL"),
        ("CHANNEL_ID", "@news", "minus"),
        ("TIMEZONE", "Kyiv", "time zone"),
        ("LOG_LEVEL", "LOUD", "DEBUG"),
        ("MAIL_PORT", "smtp", "whole number"),
        ("MAIL_SECURITY", "ssl", "starttls"),
        ("MAIL_FROM", "council", "e-mail"),
        ("IMAP_PORT", "0", "1 to 65535"),
        ("WORKFLOW_URL", "ftp://x", "https://"),
        ("WORKFLOW_SECRET", "hunter2", "16 to 256"),
        ("IDGOV_URL", "id", "https://"),
    ],
)
def test_a_wrong_value_is_named_with_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    [sentence] = complaints(monkeypatch, **{name: value})
    assert sentence.startswith(f"{name}: ")
    assert f"Example: {name}=" in sentence
    assert told in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize(
    ("name", "missing"), [("MAIL_USER", "MAIL_HOST"), ("IMAP_HOST", "IMAP_USER"), ("IDGOV_CLIENT_ID", "IDGOV_URL")]
)
def test_half_a_group_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, missing: str) -> None:
    [sentence] = complaints(monkeypatch, **{name: "something"})
    assert sentence.startswith(f"{missing}: it is not set, but other {name.split('_')[0]}_ settings are")


def test_a_wrong_setting_ends_with_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TIMEZONE", "Kyiv")
    assert main(["run"]) == 2
    assert "TIMEZONE=Europe/Kyiv" in capsys.readouterr().err


def test_only_the_token_has_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="BOT_TOKEN"):
        load()
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load().bot_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("text", ["1,2", "[1,2]", " 1 , 2 ", "[1, 2]"])
def test_administrators_are_listed_either_way(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ADMIN_IDS", text)
    assert load().admin_ids == {1, 2}


def test_settings_are_read_from_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\nADMIN_IDS=7\nMAIL_HOST=\n")
    assert load().admin_ids == {7}


def test_no_secret_is_shown() -> None:
    settings = given(bot_token=TOKEN, database_url="postgresql://bot:hunter2@db/bot", field_keys="k1:hunter2")
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_what_does_nothing_yet_is_said() -> None:
    settings = given(bot_token=TOKEN, channel_id="-1001234567890", redis_url="redis://localhost")
    assert settings.not_used_yet() == ("CHANNEL_ID",)


def test_every_setting_has_an_example() -> None:
    assert all(field.examples for field in Settings.model_fields.values())
