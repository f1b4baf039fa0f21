from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from council.deliveries import Lane
from council.phrases import Phrase
from storage.packing import from_iso, from_ms, pack, to_iso, to_ms, unpack


def test_a_moment_keeps_its_milliseconds_in_any_zone() -> None:
    moment = datetime(2026, 11, 22, 11, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    assert from_ms(to_ms(moment)) == datetime(2026, 11, 22, 9, 0, 0, 123000, tzinfo=UTC)


def test_a_date_may_be_missing() -> None:
    assert from_iso(to_iso(date(2026, 11, 22))) == date(2026, 11, 22)
    assert from_iso(to_iso(None)) is None


def test_parameters_keep_what_json_would_lose() -> None:
    phrase = Phrase("%(n)s day, till %(until)s", {"until": date(2026, 12, 22), "inner": Phrase("x")}, "%(n)s days", 3)
    value = {"phrase": phrase, "at": datetime(2026, 11, 22, tzinfo=UTC), "list": [date(2026, 1, 2)], "none": None}
    assert unpack(pack(value)) == value
    assert unpack(pack({"lane": Lane.CARD, "pair": (1, "ї")})) == {"lane": Lane.CARD.value, "pair": [1, "ї"]}


def test_what_cannot_be_stored_is_refused() -> None:
    with pytest.raises(TypeError, match="A set cannot be stored"):
        pack({"people": {1, 2}})
