"""An answer reaches the address that the person meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.contacts import channel, email, phone
from council.people import ReplyChannel
from council.phrases import DomainError


@pytest.mark.parametrize(
    "text",
    [
        "0671234567",
        "0 67 123-45-67",
        "067 123 45 67",
        "(067) 123-45-67",
        "8 067 123 45 67",
        "8(067)1234567",
        "+380671234567",
        "+38 (067) 123-45-67",
        "380671234567",
        "38 067 123 45 67",
        "00380671234567",
        "67 123 45 67",
        "тел. 067 123 45 67",
        "\u202a+380 67\u00a0123\u201145\u201167\u202c",
    ],
)
def test_one_number_in_every_writing(text: str) -> None:
    assert phone(text) == "+380671234567"


def test_numbers_of_a_town_and_of_another_country() -> None:
    assert phone("(04657) 2-12-34") == "+380465721234"
    assert phone("+48 22 123 45 67") == "+48221234567"


@pytest.mark.parametrize(
    "text",
    ["", "102", "2-12-34", "067 123 45 6", "067 123 45 67, 050 123 45 67", "067 123 45 67 Олена", "12345678901234"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="not a phone number"):
        phone(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("olena@ukr.net", "olena@ukr.net"),
        (" Olena.Shevchenko@Gmail.com. ", "Olena.Shevchenko@gmail.com"),
        ("mailto:olena@i.ua", "olena@i.ua"),
        ("olena @ ukr.net", "olena@ukr.net"),
        ("ole\u200bna@meta.ua", "olena@meta.ua"),
        ("rada@пошта.укр", "rada@xn--80a1acn3a.xn--j1amh"),
        ("olena@mail.com", "olena@mail.com"),
    ],
)
def test_an_address_is_taken_as_meant(text: str, expected: str) -> None:
    assert email(text) == expected


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("olena@gmail.con", "olena@gmail.com"),
        ("olena@gmai.con", "olena@gmail.com"),
        ("olena@GMIAL.com", "olena@gmail.com"),
        ("olena@ukr.nrt", "olena@ukr.net"),
        ("olena@ukr,net", "olena@ukr.net"),
        ("olena@council.gov.uaa", "olena@council.gov.ua"),
    ],
)
def test_a_slip_is_shown_and_not_guessed(text: str, suggestion: str) -> None:
    with pytest.raises(DomainError) as refusal:
        email(text)
    assert refusal.value.phrase.params == {"suggestion": suggestion}


@pytest.mark.parametrize("text", ["", "@", "olena", "олена@ukr.net", "olena@", "@ukr.net", "a@b", "o@u.net, b@u.net"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        email(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("olena@ukr.net", (ReplyChannel.EMAIL, "olena@ukr.net")),
        ("0 67 123-45-67", (ReplyChannel.PHONE, "+380671234567")),
        ("Поштою", (ReplyChannel.POST, "")),
        ("листом на адресу", (ReplyChannel.POST, "")),
    ],
)
def test_the_channel_is_guessed(text: str, expected: tuple[ReplyChannel, str]) -> None:
    assert channel(text) == expected


@given(st.text())
def test_any_text_is_a_channel_or_a_refusal(text: str) -> None:
    try:
        named, contact = channel(text)
    except DomainError:
        return
    assert (contact == "") == (named is ReplyChannel.POST)
