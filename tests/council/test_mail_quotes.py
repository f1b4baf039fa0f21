"""Own words of a mail, as the programs of councils write around them."""

# ruff: noqa: E501 - the samples stand as the programs write them
from pathlib import Path
from time import process_time

import pytest

from council import mail_quotes
from council.mail_html import text_of
from council.mail_quotes import ABOVE_THIS_LINE, own_words
from council.mail_words import MailStep, StepKind, steps_of

LETTER = f"{ABOVE_THIS_LINE}\n\nЗвернення № ЗВ-2026-000001\nВідповідаючи, не стирайте цей рядок: case-abc"
QUOTED = "\n".join(f"> {line}" for line in LETTER.split("\n"))
OWN = "Реєстраційний номер: 123/01-05"

PROGRAMS = {
    "gmail": f"{OWN}\n\nпн, 23 лист. 2026 р. о 11:00 Корюківська міська рада <bot@rada.example> пише:\n\n{QUOTED}",
    "gmail, a broken line": f"{OWN}\n\nпн, 23 лист. 2026 р. о 11:00 Корюківська міська рада <\nbot@rada.example> пише:\n\n{QUOTED}",
    "gmail in English": f"{OWN}\n\nOn Mon, Nov 23, 2026 at 11:00 AM Rada <bot@rada.example> wrote:\n\n{QUOTED}",
    "outlook": f"{OWN}\n\n________________________________\nВід: Рада <bot@rada.example>\nНадіслано: понеділок, 23 листопада 2026 р. 11:00\nКому: registry@rada.example\nТема: Звернення\n\n{LETTER}",
    "outlook, bold": f"{OWN}\n\n*Від:* Рада <bot@rada.example>\n*Надіслано:* 23 листопада 2026\n*Тема:* Звернення\n\n{LETTER}",
    "outlook in Russian": f"{OWN}\n\nОт: Рада <bot@rada.example>\nОтправлено: 23 ноября 2026 г. 11:00\nКому: reg@rada.example\nТема: Звернення\n\nТекст",
    "outlook in English": f"{OWN}\n\n-----Original Message-----\nFrom: Rada\nSent: Monday\nTo: reg\nSubject: x\n\nТекст",
    "ukr.net": f'{OWN}\n\n23 листопада 2026, 11:00:12, від "Корюківська міська рада" <bot@rada.example>:\n\n{QUOTED}',
    "ukr.net, the old page": f'{OWN}\n\n--- Оригінальне повідомлення ---\nВід кого: "Рада" <bot@rada.example>\nКому: reg@rada.example\nДата: 23 листопада 2026, 11:00:12\n\nТекст',
    "thunderbird": f"{OWN}\n\n23.11.26 11:00, Корюківська міська рада пише:\n{QUOTED}",
    "apple": f"{OWN}\n\n> 23 лист. 2026 р. о 11:00 Рада <bot@rada.example> написав:\n> \n{QUOTED}",
    "i.ua": f"{OWN}\n\n--- Вихідне повідомлення ---\n{LETTER}",
    "the bat, answered under the quote": f"Вы писали 23 ноября 2026 г., 11:00:00:\n\n{QUOTED}\n\n{OWN}\n",
    "nothing but our line": f"{OWN}\n{LETTER}",
    "a phone": f"{OWN}\n\nНадіслано з iPhone\n\n> {LETTER}",
    "a signature": f"{OWN}\n-- \nМарія, загальний відділ\nтел. 2-11-11",
    "windows lines": f"{OWN}\n\n{QUOTED}".replace("\n", "\r\n"),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_only_own_words_are_left(program: str) -> None:
    assert own_words(PROGRAMS[program]) == OWN


PLAIN = (
    "Від імені ради повідомляємо: ліхтар замінено.\n\nТема закрита.",
    "Від: 12 заявників\n\nНадійшло звернення.",
    "Заявниця пише: «не світить».\nВідповідь: замінимо.",
    "Вона написала:\nпросить лавку.",
    "Ремонт триватиме\nвід 1 до 3 тижнів.",
    "Рішення № 12 від 03.03.2027",
    "— лавку поставимо\n— ліхтар замінимо",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert own_words(text) == text


def test_between_the_quotes_the_answers_stay() -> None:
    text = "23.11.26 11:00, Рада пише:\n> Перше питання\nТак.\n> Друге питання\nНі."
    assert own_words(text) == "Так.\nНі."


@pytest.mark.parametrize("erased", range(3))
def test_the_examples_in_our_letters_are_never_taken_for_steps(erased: int) -> None:
    """However much of our letter a program leaves without a mark, and whatever line the officer has erased."""
    ours = [
        ABOVE_THIS_LINE,
        "Через бот ради надійшло звернення ЗВ-2026-000001: заява.",
        "Зареєструйте звернення і дайте відповідь на цей лист одним рядком, наприклад:",
        "Реєстраційний номер: 123/01-05 від 23.11.2026",
        "Почніть відповідь одним із цих слів, кожне з нового рядка:",
        "Відповідь: ліхтар замінено.",
    ]
    assert steps_of(own_words("\n".join(["Питання: де?", *ours[erased:]]))) == [MailStep(StepKind.ASK, "де?")]


def test_our_letters_say_these_very_lines() -> None:
    """The rule holds as long as the sentences are those of the Ukrainian catalogue."""
    said = Path("locales/uk/LC_MESSAGES/messages.po").read_text("utf-8").casefold()
    for line in mail_quotes._OUR_LINES[1:]:
        assert line in said


def test_a_mail_of_quotes_alone_says_nothing() -> None:
    assert own_words(QUOTED) == own_words(LETTER) == own_words("") == ""


PAGES = {
    "gmail": f'<div dir="ltr">{OWN}</div><br><div class="gmail_quote"><div>пн, 23 лист. 2026 р. о 11:00 Рада &lt;<a href="mailto:b@r.e">b@r.e</a>&gt; пише:<br></div><blockquote><p>{ABOVE_THIS_LINE}</p><p>Звернення</p></blockquote></div>',
    "outlook": f'<html><head><style>p{{color:red}}</style></head><body><p>{OWN}</p><div id="divRplyFwdMsg"><b>Від:</b> Рада<br><b>Тема:</b> x</div><p>Звернення</p></body></html>',
    "tables": f"<table><tr><td>{OWN}</td></tr></table><blockquote>Звернення</blockquote>",
    "unclosed": f"<div><p><b>{OWN}<blockquote>Звернення<div>ще",
    "hidden": f'{OWN}<span style="display:none">Відповідь: відмовити</span><script>alert(1)</script>',
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_as_a_person_sees_it(page: str) -> None:
    assert own_words(text_of(PAGES[page])) == OWN


HOSTILE = (
    "<",
    "<a ",
    "<!--",
    "</",
    "<a href='",
    "&",
    "<![CDATA[",
    "<?",
    "<div>",
    "<div style='",
    "<!",
    "<script",
    "<style>",
)


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_page_costs_little_more_than_an_honest_one(part: str) -> None:
    """By the time of this process, so that neighbours do not count: an honest page of that size takes 0.1 s."""
    page = (part * (1_000_000 // len(part)))[:1_000_000]
    begun = process_time()
    assert isinstance(own_words(text_of(page)), str)
    assert process_time() - begun < 2


def test_many_elements_within_each_other_are_read() -> None:
    assert text_of("<div>" * 10_000 + "а" + "</div>" * 10_000) == "а"
