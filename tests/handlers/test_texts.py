"""What a person reads: language, plural, dates, and no way to break the markup."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest
from aiogram.utils.i18n import gettext as gettext_of_aiogram

from council.phrases import Phrase
from handlers.texts import Catalogues, _, current, day, locale_for, moment, ngettext, say
from tests import catalogues as keeper

SIGNATURES = Phrase("{n} signature", {}, plural="{n} signatures", n=2)
UKRAINIAN = r"""
msgid ""
msgstr ""
"Language: uk\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "Back"
msgstr "Назад"

msgid "<b>{name}</b> wrote"
msgstr "Пише <b>{name}</b>"

msgid "by {day}"
msgstr "до {day}"

msgid "{n} signature"
msgid_plural "{n} signatures"
msgstr[0] "{n} підпис"
msgstr[1] "{n} підписи"
msgstr[2] "{n} підписів"
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    path = tmp_path_factory.mktemp("locales")
    file = path / "uk" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(UKRAINIAN.strip(), "utf-8")
    return Catalogues(path)


def test_a_po_file_is_enough(texts: Catalogues) -> None:
    with texts.speaking("uk"):
        assert _("Back") == gettext_of_aiogram("Back") == "Назад"
    with texts.speaking("en"):
        assert _("Back") == "Back"


def test_the_language_of_the_inside_ends_with_it(texts: Catalogues) -> None:
    with texts.speaking("en"):
        with texts.speaking("uk"):
            assert current().current_locale == "uk"
        assert current().current_locale == "en"
    with pytest.raises(LookupError):
        _("Back")


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, "0 підписів"), (1, "1 підпис"), (3, "3 підписи"), (5, "5 підписів"), (11, "11 підписів"), (22, "22 підписи")],
)
def test_ukrainian_counts_in_three_forms(texts: Catalogues, n: int, expected: str) -> None:
    with texts.speaking("uk"):
        assert say(Phrase(SIGNATURES.msgid, plural=SIGNATURES.plural, n=n)) == expected
        assert ngettext("{n} signature", "{n} signatures", n).format(n=n) == expected


def test_a_large_count_is_grouped(texts: Catalogues) -> None:
    with texts.speaking("uk"):
        assert say(Phrase(SIGNATURES.msgid, plural=SIGNATURES.plural, n=12345)) == "12\N{NO-BREAK SPACE}345 підписів"


def test_a_name_cannot_break_the_markup(texts: Catalogues) -> None:
    phrase = Phrase("<b>{name}</b> wrote", {"name": '</b><a href="x">О’Коннор & {name}'})
    with texts.speaking("uk"):
        assert say(phrase) == "Пише <b>&lt;/b&gt;&lt;a href=&quot;x&quot;&gt;О’Коннор &amp; {name}</b>"
        assert say(phrase, html=False) == 'Пише </b><a href="x">О’Коннор & {name}'


def test_a_phrase_inside_a_phrase_speaks_the_same_language(texts: Catalogues) -> None:
    with texts.speaking("uk"):
        assert say(Phrase("<b>{name}</b> wrote", {"name": SIGNATURES})) == "Пише <b>2 підписи</b>"


def test_dates_are_told_as_people_say_them(texts: Catalogues) -> None:
    evening = datetime(2026, 12, 21, 22, 30, tzinfo=UTC)
    with texts.speaking("uk"):
        assert say(Phrase("by {day}", {"day": date(2026, 12, 22)})) == "до 22 грудня 2026"
        assert say(Phrase("by {day}", {"day": evening})) == "до 22 грудня 2026, 00:30"
        assert day(evening) == "22 грудня 2026"
    with texts.speaking("en"):
        assert moment(evening) == "22 December 2026, 00:30"


def test_times_are_told_in_the_communitys_zone(texts: Catalogues) -> None:
    elsewhere = Catalogues(texts.path, ZoneInfo("Asia/Tokyo"))
    with elsewhere.speaking("uk"):
        assert moment(datetime(2026, 1, 1, 12, tzinfo=UTC)) == "1 січня 2026, 21:00"


def test_only_an_english_telegram_begins_in_english() -> None:
    codes = ["en", "en-US", "EN", "uk", "pl", "", None, "eng"]
    assert [locale_for(code) for code in codes] == ["en", "en", "en", *["uk"] * 5]


def found_in(source: str) -> set[keeper.Marked]:
    return set(keeper.marked(ast.parse(dedent(source))))


def test_the_keeper_reads_every_way_to_mark_a_sentence() -> None:
    source = """
        raise DomainError("Too big: up to {limit}.", limit=_("twenty"))
        say(Phrase(_("{n} day"), {"of": _("leave")}, plural=_("{n} days"), n=n))
        ngettext("{n} file", "{n} files", n)
        council.phrases.Conflict("Someone "
            "was first.")
        _(computed)
    """
    plain = {"Too big: up to {limit}.", "twenty", "leave", "Someone was first."}
    counted = {keeper.Marked("{n} day", "{n} days"), keeper.Marked("{n} file", "{n} files")}
    assert found_in(source) == {keeper.Marked(msgid) for msgid in plain} | counted


def test_the_keeper_refuses_a_computed_sentence() -> None:
    assert list(keeper.unmarkable(ast.parse('_("fine")\n_(f"Hello {name}")\n_("a" + b)'))) == [2, 3]


@pytest.mark.parametrize(
    ("msgid", "ukrainian", "complaint"),
    [
        ("Back", "", "not translated"),
        ("Back", "Back", "still in English"),
        ("By {day}", "До {date}", "placeholders differ"),
        ("By {day}", "До завтра", "placeholders differ"),
        ("By {day:x}", "До {day:x}", "has a format"),
        ("By {day}", "До {day", "placeholders differ"),
        ("<b>Back</b>", "<b>Назад", "tags differ"),
    ],
)
def test_the_keeper_names_the_fault(msgid: str, ukrainian: str, complaint: str) -> None:
    catalogue = keeper.Catalog(locale="uk")
    catalogue.add(msgid, ukrainian)
    faults = list(keeper.faults(keeper.Marked(msgid), keeper.stored(catalogue)[msgid], "uk"))
    assert [fault for fault in faults if complaint in fault]


def test_the_keeper_is_content_with_a_good_plural() -> None:
    catalogue = keeper.Catalog(locale="uk")
    catalogue.add(("{n} day left", "{n} days left"), ("Лишився {n} день", "Лишилося {n} дні", "Лишилося {n} днів"))
    sentence = keeper.Marked("{n} day left", "{n} days left")
    assert not list(keeper.faults(sentence, keeper.stored(catalogue)[sentence.msgid], "uk"))


def test_filled_translations_survive_the_next_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "ROOT", tmp_path)
    (tmp_path / "council").mkdir()
    (tmp_path / "council" / "days.py").write_text('_("Back")\nngettext("{n} day", "{n} days", n)\n')
    translations = tmp_path / "uk.json"
    days = '{"plural": "{n} days", "uk": ["{n} день", "{n} дні", "{n} днів"]}'
    translations.write_text(f'{{"Back": "Назад", "{{n}} day": {days}}}', "utf-8")
    assert keeper.main(["update"]) == 0
    assert keeper.main(["check"]) == 1
    assert keeper.main(["fill", str(translations)]) == 0
    before = keeper.path_of("uk").read_bytes()
    assert keeper.main(["update"]) == 0
    assert keeper.main(["check"]) == 0
    assert keeper.path_of("uk").read_bytes() == before
    with Catalogues(tmp_path / "locales").speaking("uk"):
        assert say(Phrase("{n} day", plural="{n} days", n=4)) == "4 дні"
