"""A survey as its file describes it: `surveys/s5.yaml`, schema `survey/1`. What it asks, of whom, and how it is scored.

The answers of an option question are its places in the file, from "1" on: they are what is stored, so a file whose
questions change is another version, and answers keep theirs (see `fingerprint`).
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from council.fields import Code, Page, Part, Text


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"
    PLACE = "place"
    SETTLEMENT = "settlement"
    SELF = "self_assessment"
    KNOWLEDGE = "knowledge"


CHOSEN = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE, QuestionKind.KNOWLEDGE})
"""Kinds whose options stand in the file."""


class Trait(StrEnum):
    """What of a respondent, or of the case asked about, may stay with the answers. At most two, all coarse."""

    PLACE = "place"
    AGE = "age"
    BODY = "body"
    CATEGORY = "category"


class Again(StrEnum):
    """How often a person may answer when no campaign says otherwise: once a period, or each time."""

    ONCE = "once"
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


class Audience(StrEnum):
    RESIDENTS = "residents"
    OFFICERS = "officers"


class ProfileField(StrEnum):
    AGE = "age"
    GENDER = "gender"
    DEVICES = "devices"


class Link(Part):
    title: Text
    url: Page


class FollowUp(Part):
    """What a person who chose an option is told after the end."""

    text: Text
    link: Link | None = None


class Choice(Text):
    """An option. `unknown` is «Не знаю»: it stays last when the rest are shuffled. `alone` excludes the others."""

    right: bool = False
    unknown: bool = False
    alone: bool = False
    afterwards: FollowUp | None = None


class Condition(Part):
    """A question is asked only if an earlier one, or the profile, has one of these answers.

    `answers` are numbers of options of the question; of a profile field its codes (council/profiles.py).
    """

    question: str = ""
    profile: ProfileField | None = None
    answers: Annotated[tuple[str, ...], Field(min_length=1)]


class Question(Part):
    """`when`: every condition must hold. `variants`: in which of the survey's variants it stands; none means in all.

    `takes`: what besides words may be sent as an answer. `least` and `most` bound a number; `most` of a multiple
    question is how many options may be chosen (0: any). `by_subject`: not asked where the subject says it (the counter
    whose code was read).
    """

    id: Code
    type: QuestionKind
    text: Text
    options: tuple[Choice, ...] = ()
    section: str = ""
    required: bool = False
    shuffled: bool = False
    least: int = 0
    most: int = 0
    when: tuple[Condition, ...] = ()
    variants: tuple[str, ...] = ()
    takes: tuple[Literal["voice", "photo"], ...] = ()
    by_subject: bool = False
    explanation: Text | None = None

    def stands_in(self, variant: str) -> bool:
        return not self.variants or variant in self.variants

    def codes(self) -> Sequence[str]:
        """What may be stored of an option question."""
        return [str(place) for place in range(1, len(self.options) + 1)]

    def option(self, code: str) -> Choice | None:
        return self.options[int(code) - 1] if code in self.codes() else None

    @property
    def shuffles(self) -> bool:
        """Options of knowledge questions never stand in the order of the file: the right one would be guessed."""
        return self.shuffled or self.type is QuestionKind.KNOWLEDGE


class Variant(Part):
    """A form of the same survey: full, short, for officers. Variants are counted apart."""

    code: Code
    title: Text
    minutes: int = 0
    audience: Audience = Audience.RESIDENTS
    easier: bool = False


class Section(Part):
    """A part of the survey; where it is scored, an area with advice to whom it is weak."""

    code: Code
    title: Text
    advice: Text | None = None


class SelfAssessment(Part):
    """How every self-assessment question is put: `lead` has {skill}; `levels` are worth 0, 1, 2… points."""

    lead: Text
    levels: Annotated[tuple[Text, ...], Field(min_length=2)]


class Level(Part):
    """Reached from so many per cent of the points."""

    code: Code
    least: int
    title: Text
    text: Text


class Cap(Part):
    """High self-assessment alone does not lift the level: with knowledge below so many per cent, at most this one."""

    knowledge_below: int
    at_most: Code


class Gap(Part):
    """What a person is told whose self-assessment and knowledge differ by so many per cent or more."""

    difference: int
    self_higher: Text
    knowledge_higher: Text


class Minimum(Part):
    """With fewer answers there is advice, but no level."""

    variant: Code
    answers: int
    knowledge: int


class Urgent(Part):
    """An area that comes first in the advice as long as it is below so many per cent."""

    section: Code
    below: int


class Scoring(Part):
    right: int
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    cap: Cap | None = None
    gap: Gap | None = None
    minimums: tuple[Minimum, ...] = ()
    urgent: Urgent | None = None
    strong: int = 65
    steps: int = 2
    links: tuple[Link, ...] = ()
    disclaimer: Text | None = None


class Notes(Part):
    """For editors and analysts, not shown to respondents: where the survey comes from and what it is to tell."""

    purpose: str = ""
    audience: str = ""
    when: str = ""
    publication: str = ""
    result: str = ""
    indicator: str = ""
    quotes: tuple[str, ...] = ()


class Survey(Part):
    """`subject` is what every answer is about besides the council: a measure, a counter, an answered appeal.

    `traits` in the order in which they are kept when too few respondents share them all. `listed`: whether it stands
    in /surveys, in the order of `place`; the others are opened where they belong. `opening`: the first questions,
    after which the rest are offered (a counter's QR). `opens` and `closes` are its first and last day.
    """

    schema_tag: Literal["survey/1"] = Field(alias="schema")
    id: Code
    title: Text
    purpose: Text
    minutes: int
    audience: Audience = Audience.RESIDENTS
    listed: bool = True
    place: int = 50
    again: Again = Again.YEAR
    subject: Literal["", "measure", "counter", "appeal"] = ""
    opening: tuple[str, ...] = ()
    traits: Annotated[tuple[Trait, ...], Field(max_length=2)] = ()
    publish: Literal["public", "staff"] = "public"
    publish_words: bool = False
    opens: date | None = None
    closes: date | None = None
    variants: tuple[Variant, ...] = ()
    sections: tuple[Section, ...] = ()
    self_assessment: SelfAssessment | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    scoring: Scoring | None = None
    notes: Notes = Notes()

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.id == code), None)

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def variant(self, code: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.code == code), None)

    def variants_for(self, *, officer: bool) -> Sequence[Variant]:
        """Those a person may choose from; an officer is offered the officers' one too."""
        return [one for one in self.variants if officer or one.audience is Audience.RESIDENTS]

    def asked_in(self, variant: str) -> Sequence[Question]:
        return [question for question in self.questions if question.stands_in(variant)]

    def options_of(self, question: Question) -> Sequence[Text]:
        """The words of every option, in the order of their codes."""
        if question.type is QuestionKind.SELF:
            return self.self_assessment.levels if self.self_assessment else ()
        return question.options

    def open_on(self, day: date) -> bool:
        return (self.opens or day) <= day <= (self.closes or day)

    def fingerprint(self) -> str:
        """The same for the same questions: neither notes of editors nor other days make another version."""
        told = self.model_dump_json(exclude={"notes", "opens", "closes"}, by_alias=True)
        told = told.replace(',"by_subject":false', "")  # what was stored before this could be said is the same
        return hashlib.sha256(told.encode()).hexdigest()
