"""HTML is read as Telegram reads it: its tags, its tolerance, its errors."""

import pytest

from demo.errors import ApiError
from demo.markup import as_html, formatted


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("їж < борщ", 'Unsupported start tag "" at byte offset 5'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("a<b>b", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ї</b>", "Unexpected end tag at byte offset 2"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<span class="red">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="https://a.ua>a</a>', "Unclosed start tag at byte offset 0"),
        ('<tg-emoji emoji-id="smile">🙂</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted(source, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"
    assert caught.value.blame


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a & b &nbsp; &foo", "a & b &nbsp; &foo"),
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&lt тег &#1110;&#x457;", "< тег ії"),
        ("<B>a</b>", "a"),
        ("  <b> a </b> \n", "a"),
        ("<b>a</>", "a"),
    ],
)
def test_what_is_forgiven(source: str, text: str) -> None:
    assert formatted(source, "HTML").text == text


def test_places_count_in_utf16() -> None:
    body = formatted("😀 <b>так</b>", "HTML")
    assert body.entities == ({"type": "bold", "offset": 3, "length": 3},)


@pytest.mark.parametrize(
    "source",
    [
        "<b>a<i>b</i></b> c",
        "<blockquote expandable>а\n😀</blockquote>",
        '<a href="https://a.ua/?x=1&amp;y=2">там</a>',
        "<pre>a &lt; b</pre>",
        "<tg-spoiler>таємно</tg-spoiler>",
    ],
)
def test_html_comes_back_as_it_was(source: str) -> None:
    body = formatted(source, "HTML")
    assert as_html(body.text, body.entities) == source


def test_telegram_finds_commands_and_links_by_itself() -> None:
    found = [entity["type"] for entity in formatted("/start https://a.ua @council #рада a@b.ua +380671234567").entities]
    assert found == ["bot_command", "url", "mention", "hashtag", "email", "phone_number"]


def test_a_code_block_has_its_language() -> None:
    source = '<pre><code class="language-python">a</code></pre>'
    assert formatted(source, "HTML").entities == ({"type": "pre", "language": "python", "offset": 0, "length": 1},)


def test_given_entities_must_be_inside_the_text() -> None:
    with pytest.raises(ApiError, match="outside the text"):
        formatted("a", None, [{"type": "bold", "offset": 0, "length": 2}])


def test_only_the_first_hundred_entities_stay() -> None:
    assert len(formatted("<b>a</b> " * 120, "HTML").entities) == 100
