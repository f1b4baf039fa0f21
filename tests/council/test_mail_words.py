"""What offices write to the bot, and what is not guessed."""

from datetime import date

import pytest

from council.mail_words import MailStep, StepKind, says_yes, steps_of
from council.phrases import DomainError

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "line",
    [
        "Реєстраційний номер: 123/01-05 від 23.11.2026",
        "реєстраційний номер 123/01-05, 23.11.2026 р.",
        "Реєстраційний № 123/01-05 від 23.11.2026 року",
        "Зареєстровано за № 123/01-05 від 23.11.2026.",
        "Зареєстровано: 123/01-05 від 23.11.2026",
        "Вх. № 123/01-05 від 23.11.2026",
        "Вхідний номер — 123/01-05 від 23.11.2026",
    ],
)
def test_a_number_is_read_however_it_is_written(line: str) -> None:
    assert steps_of(line) == [MailStep(StepKind.REGISTER, number="123/01-05", day=DAY)]


def test_the_day_may_be_left_out() -> None:
    assert steps_of("Реєстраційний номер: Г-401") == [MailStep(StepKind.REGISTER, number="Г-401")]


def test_a_question_an_interim_reply_and_a_note() -> None:
    assert steps_of("Питання: яка адреса?\nБудинок теж.") == [MailStep(StepKind.ASK, "яка адреса?\nБудинок теж.")]
    assert steps_of("Проміжна відповідь: виїдемо завтра") == [MailStep(StepKind.INTERIM, "виїдемо завтра")]
    assert steps_of("Нотатка: чекаємо ЖЕК") == [MailStep(StepKind.NOTE, "чекаємо ЖЕК")]


def test_an_answer_with_who_signed_and_its_number() -> None:
    told = "Відповідь:\nЛіхтар замінено.\n\nПідписав: міський голова, Іван Вигаданий\nВих. № 02-15/7 від 23.11.2026"
    assert steps_of(told) == [
        MailStep(StepKind.ANSWER, "Ліхтар замінено.", "02-15/7", DAY, "міський голова, Іван Вигаданий")
    ]


def test_an_extension_says_until_when_why_and_who_decided() -> None:
    told = "Продовжити строк до 23.11.2026 через перевірку на місці.\nВирішив: міський голова, Іван Вигаданий"
    assert steps_of(told) == [
        MailStep(StepKind.EXTEND, "перевірку на місці.", day=DAY, who="міський голова, Іван Вигаданий")
    ]


def test_a_letter_may_ask_for_two_steps() -> None:
    kinds = [step.kind for step in steps_of("Реєстраційний номер: 5\nПитання: яка адреса?")]
    assert kinds == [StepKind.REGISTER, StepKind.ASK]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Дякуємо, прийняли.",
        "Шановні колеги!\nВідповідь: ні",
        "Відповідно до закону відмовлено",
        "Відповідь на ваш запит буде завтра",
        "Продовжуємо працювати",
        "Зареєструйте, будь ласка",
        "Питань немає",
    ],
)
def test_other_words_are_not_guessed(text: str) -> None:
    assert steps_of(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Реєстраційний номер: невідомий", "registry number"),
        ("Реєстраційний номер: 5 від 31.02.2026", "no such day"),
        ("Питання:", "the question"),
        ("Продовжити до кінця місяця через хворобу", "until which day"),
        ("Продовжити до 23.11.2026\nВирішив: голова", "why"),
        ("Продовжити до 23.11.2026 через перевірку", "who decided"),
    ],
)
def test_a_step_that_lacks_something_is_refused_with_what_to_write(text: str, wrong: str) -> None:
    with pytest.raises(DomainError) as refused:
        steps_of(text)
    assert wrong in refused.value.phrase.msgid


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Так", True),
        ("так, це ми", True),
        ("Підтверджую.", True),
        ("Такий лист", False),
        ("Ні, не так", False),
        ("", False),
    ],
)
def test_only_a_plain_yes_confirms(text: str, yes: bool) -> None:
    assert says_yes(text) is yes
