"""Payloads of deep links: made and read in one place."""

import pytest

from council.links import LIMIT, LINK_NAMES, LinkKind, parsed, payload, url


@pytest.mark.parametrize("kind", LinkKind)
def test_what_is_made_can_be_read(kind: LinkKind) -> None:
    link = parsed(payload(kind, "road_1-a"))
    assert link == (kind, "road_1-a")
    assert LINK_NAMES[kind]


@pytest.mark.parametrize(
    "text", ["", "cat", "cat_", "_1", "unheard_1", "cat_ро", "cat 1", "case_1;drop", "m_" + "1" * 63]
)
def test_what_nobody_made_leads_nowhere(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize("value", ["", "1.1.3", "дорога", "a b", "x" * LIMIT])
def test_a_value_that_telegram_does_not_carry_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="payload"):
        payload(LinkKind.MEASURE, value)


def test_the_address_names_the_bot_and_the_payload() -> None:
    assert url("rada_bot", LinkKind.CATEGORY, "roads") == "https://t.me/rada_bot?start=cat_roads"
