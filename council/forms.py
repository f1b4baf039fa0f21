"""The small engine behind every conversation that asks questions: a form is data, an answer moves it on.

Appeals use it today; petitions and surveys are forms too. The engine knows no Telegram: it is given typed texts and
codes of options, and says which step is next.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from council.phrases import DomainError, Phrase, _

Answers = Mapping[str, Any]

REVIEW = "review"
"""Where a form stands when every question has its answer."""


@dataclass(frozen=True)
class Option:
    """One button of a question. `label` is a Phrase, or a text of the content in its languages.

    One that stands `alone` takes the place of every other choice («Нічого з цього»).
    """

    code: str
    label: object
    alone: bool = False


@dataclass(frozen=True)
class Step:
    """One question.

    `reads` turns a typed text into a value and raises DomainError with what to do instead; without it only the
    options count. A `long` answer that Telegram has cut in parts is put together again. An `aside` step is off the
    path: it is reached from the review only. `takes` names what besides
    text may be an answer (`voice`, `photo`, `location`, `contact`). `offers` narrows the options by earlier answers.
    Of a `multiple` step at most so many may be chosen (`most`, 0 is any). What is not `counted` has no number.
    """

    name: str
    question: Phrase | Callable[[Answers], Phrase]
    options: tuple[Option, ...] = ()
    reads: Callable[[str], Any] | None = None
    optional: Callable[[Answers], bool] = lambda answers: False
    asked_if: Callable[[Answers], bool] = lambda answers: True
    aside: bool = False
    multiple: bool = False
    most: int = 0
    long: bool = False
    offers: Callable[[Answers], tuple[Option, ...]] | None = None
    counted: bool = True
    takes: frozenset[str] = frozenset()
    title: str = ""

    def offered(self, answers: Answers) -> tuple[Option, ...]:
        """The options that these answers leave."""
        return self.options if self.offers is None else self.offers(answers)


@dataclass(frozen=True)
class Form:
    """Questions in their order. `version` grows when a step is renamed or changes its meaning.

    `length_known` says from when on the answers tell how many questions there will be. A `survey` counts questions,
    not steps: its review has no number; it is left for later, not cancelled; files come only where a step takes them.
    One that is not `kept` is cancelled all the same: another person's on this phone, or one that is only looked at.
    """

    name: str
    version: int
    steps: tuple[Step, ...]
    length_known: Callable[[Answers], bool] = lambda answers: True
    survey: bool = False
    kept: bool = True

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


class Filling(BaseModel):
    """A person's way through a form, as kept between messages. `key` becomes the natural key of what is submitted."""

    model_config = ConfigDict(frozen=True)

    form: str
    version: int
    key: str
    at: str
    answers: dict[str, Any] = Field(default_factory=dict)
    reviewed: bool = False


def begin(form: Form, key: str, answers: Answers | None = None) -> Filling:
    """A new filling at its first open question."""
    filling = Filling(form=form.name, version=form.version, key=key, at=REVIEW, answers=dict(answers or {}))
    return moved_on(form, filling)


def path(form: Form, answers: Answers) -> Sequence[Step]:
    """The questions that these answers ask for, in order."""
    return [step for step in form.steps if not step.aside and step.asked_if(answers)]


def moved_on(form: Form, filling: Filling) -> Filling:
    """The filling at its first question without an answer, or at the review."""
    open_step = next((step for step in path(form, filling.answers) if step.name not in filling.answers), None)
    at = open_step.name if open_step else REVIEW
    return filling.model_copy(update={"at": at, "reviewed": filling.reviewed or at == REVIEW})


def resumed(form: Form, filling: Filling) -> tuple[Filling, bool]:
    """The filling under today's form, and whether the form has changed under the person.

    Answers of steps that no longer exist are dropped, the rest are kept: a deploy that renames a step must resume,
    never lock a person out.
    """
    known = {step.name for step in form.steps}
    stands = filling.at in known or moved_on(form, filling).at == REVIEW == filling.at
    if filling.version == form.version and stands:
        return filling, False
    kept = {name: value for name, value in filling.answers.items() if name in known or name.startswith("_")}
    renewed = filling.model_copy(update={"version": form.version, "answers": kept})
    return moved_on(form, renewed), True


def answered(form: Form, filling: Filling, value: Any) -> Filling:
    """The filling with the current question answered, at the next open one."""
    return moved_on(form, filling.model_copy(update={"answers": {**filling.answers, filling.at: value}}))


def given(form: Form, filling: Filling) -> Answers:
    """The answers that count: those whose question these very answers ask for.

    The rest stay in the filling, for a change of mind.
    """
    asked = {step.name for step in form.steps if step.asked_if(filling.answers)}
    return {name: value for name, value in filling.answers.items() if name in asked or name.startswith("_")}


def noted(filling: Filling, **facts: Any) -> Filling:
    """The filling with something noted besides the questions; such names begin with an underscore."""
    return filling.model_copy(update={"answers": {**filling.answers, **facts}})


def back(form: Form, filling: Filling) -> Filling:
    """One question back; from a question opened at the review, back to the review; at the first one it stays.

    A changed answer may open new questions: from those it leads back to the answer, until they too are answered.
    """
    if filling.reviewed and filling.at != REVIEW and moved_on(form, filling).at == REVIEW:
        return moved_on(form, filling)
    names = [step.name for step in path(form, filling.answers)]
    place = names.index(filling.at) if filling.at in names else len(names)
    if place == 0:
        return filling
    return reopened(form, filling, names[place - 1])


def reopened(form: Form, filling: Filling, name: str) -> Filling:
    """The filling at a question already answered, for another answer."""
    if form.step(name) is None:
        return moved_on(form, filling)
    return filling.model_copy(update={"at": name})


def progress(form: Form, filling: Filling) -> tuple[int, int | None]:
    """(which question this is, of how many): None while the answers do not tell. The review counts as the last.

    Questions answered before they were asked are not counted: `_known` of the person, `_told` in their first words.
    """
    known = {*filling.answers.get("_known", ()), *filling.answers.get("_told", ())} - {filling.at}
    names = [step.name for step in path(form, filling.answers) if step.counted and step.name not in known]
    place = names.index(filling.at) + 1 if filling.at in names else len(names) + 1
    whole = len(names) + (not form.survey)
    return place, whole if form.length_known(filling.answers) else None


def toggled(step: Step, picked: Sequence[str], code: str) -> list[str]:
    """The choice of several after one more press; raises DomainError where no more may be chosen."""
    if code in picked:
        return [other for other in picked if other != code]
    alone = {option.code for option in step.options if option.alone}
    kept = [] if code in alone else [other for other in picked if other not in alone]
    if step.most and len(kept) >= step.most:
        raise DomainError(_("You may choose up to {most} here. Press a chosen one first to remove it."), most=step.most)
    return [*kept, code]


def takes_file(form: Form, filling: Filling, kind: str) -> bool:
    """Whether a file of this kind may come here; most forms take files at every step."""
    step = form.step(filling.at)
    return not form.survey or (step is not None and kind in step.takes)


def chosen(options: Sequence[Option], words: Mapping[str, str], text: str) -> str | None:
    """The option a person typed instead of pressing: by its words (of any language given) or by its number."""
    said = plain_words(text)
    if said.isdecimal() and 1 <= int(said) <= len(options):
        return options[int(said) - 1].code
    return next((code for label, code in words.items() if plain_words(label) == said), None)


_WORD = re.compile(r"[^\W_]+")

CUT = 4000
"""Characters from which a message may be a part of a longer text: Telegram cuts at 4096."""


def joined(filling: Filling, text: str) -> tuple[str, bool]:
    """(the parts so far with this one, whether one more may follow)."""
    parts = [*filling.answers.get("_parts", ()), text]
    return "\n".join(parts), len(text) >= CUT


def read(step: Step, text: str) -> Any:
    """The value of a typed answer; raises DomainError with what to do where the question takes no typed one."""
    if step.reads is None:
        raise DomainError(_("Please press one of the buttons, or write its number."))
    return step.reads(text)


def words(limit: int) -> Callable[[str], str]:
    """A reader of typed words, up to `limit` characters; raises DomainError for signs only, and for too many."""

    def reads(text: str) -> str:
        said = text.strip()
        if not any(sign.isalnum() for sign in said):
            raise DomainError(_("Please write it in words."))
        if len(said) > limit:
            raise DomainError(_("This is too long: up to {limit} characters. Shorten it, please."), limit=limit)
        return said

    return reads


def same_words(one: str, other: str) -> bool:
    """Whether a person typed the words of a button: case, signs and spaces do not count."""
    return bool(plain_words(one)) and plain_words(one) == plain_words(other)


def plain_words(text: str) -> str:
    """A text as it is compared with the words of a button."""
    return " ".join(_WORD.findall(text.casefold()))
