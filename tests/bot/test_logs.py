"""Nothing about people stands in the log: neither in our lines, nor in the text of an exception."""

import json
import logging

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def as_before() -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_personal_keys_are_dropped_and_the_slip_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    structlog.get_logger("x").info("sent", row=3, phone="+380670000000", text="my pension")
    [line] = lines(capsys)
    assert line["dropped_personal"] == ["phone", "text"]
    assert line["row"] == 3
    assert "pension" not in str(line)


def test_the_text_of_an_exception_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    try:
        raise ValueError("Olena Petrenko, 12 Shevchenko street")
    except ValueError:
        logging.getLogger("aiogram").exception("failed")
        structlog.get_logger("x").exception("failed")
    for line in lines(capsys):
        assert line["error"] == "ValueError"
        assert "Olena" not in str(line)
        assert "test_logs.py" in str(line["where"])


def test_libraries_do_not_log_each_update(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", console=False)
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    assert lines(capsys) == []
