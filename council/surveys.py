"""Taking a survey: who may, when it ends, and what becomes of the answers.

Until the end the draft is the person's and encrypted. At the end the answers go into an urn without the person, the
ledger keeps a keyed hash that says only «has answered», and every trace of the walk is erased in the same unit.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from council import forms, profiles, scoring
from council.appeals import Appeal
from council.community import Community
from council.forms import Answers, Filling, Form
from council.people import Officer, Resident, ResidentId
from council.phrases import DomainError, _
from council.ports import Desk
from council.profiles import Profile
from council.scoring import Score
from council.survey import Audience, Choice, QuestionKind, Survey, Trait
from council.survey_form import VARIANT, wants_profile
from council.urns import Sheet, Urn, drawn, occasion, wave, week_of

SELF, ASSISTED = "self", "assisted"
"""Channels: on the own phone, or with the help of a librarian or a starosta; counted apart."""

STARTED, FINISHED = "started", "finished"


class AlreadyAnswered(DomainError):
    """The ledger knows this person for this survey and occasion."""


def may_take(survey: Survey, officer: Officer) -> bool:
    """Surveys of the staff are for those who hold a role."""
    return survey.audience is Audience.RESIDENTS or bool(officer.grants)


async def must_be_open(
    desk: Desk, survey: Survey, subject: str, person: ResidentId, officer: Officer, local: datetime
) -> None:
    """Raises DomainError before the first question is asked in vain."""
    if not may_take(survey, officer):
        raise DomainError(_("This survey is for the staff of the council."))
    if not survey.open_on(local.date()) or survey.id in await desk.built.closed():
        raise DomainError(_("This survey is not open now. /surveys shows those that are."))
    if await desk.surveys.has_answered(survey.id, wave(survey, local), occasion(survey, local, subject), person):
        raise _answered_already()


def _answered_already() -> AlreadyAnswered:
    return AlreadyAnswered(_("You have answered this survey already. Thank you! It will open again later."))


async def begun(
    desk: Desk, survey: Survey, notes: Answers, key: str, person: ResidentId, local: datetime
) -> tuple[Filling, int]:
    """A new walk, not yet at its first question, and the version it will keep.

    `notes` say where it was opened (`_subject`, `_source`, `_opening`, `_channel`, `_officer`).
    """
    version = await desk.surveys.version(survey)
    await desk.surveys.count(survey.id, wave(survey, local), STARTED)
    if source := notes.get("_source"):
        await desk.surveys.count(survey.id, wave(survey, local), f"from:{source}")
    known = wants_profile(survey) and await desk.surveys.profile(person) is not None
    told = {**notes, "_key": key, "_survey": survey.id, "_version": version, "_known_profile": known}
    return Filling(form="", version=version, key=key, at=forms.REVIEW, answers=dict(told)), version


@dataclass(frozen=True)
class Finished:
    """What the person is shown at the end; `score` where the survey is scored. Nothing of it is kept."""

    survey: Survey
    variant: str
    answers: Mapping[str, Any]
    score: Score | None
    month: str


async def finish(
    desk: Desk, survey: Survey, community: Community, form: Form, filling: Filling, person: Resident, now: datetime
) -> Finished:
    """The end of a walk. Raises AlreadyAnswered, and changes nothing, where the ledger knows this person.

    `person` is who holds the phone: of one who was helped the ledger knows only that a walk of this key has ended.
    """
    local = community.local(now)
    notes = filling.answers
    subject = str(notes.get("_subject", ""))
    period = wave(survey, local)
    assisted = notes.get("_channel") == ASSISTED
    met = f"assisted|{filling.key}" if assisted else occasion(survey, local, subject)
    if not await desk.surveys.enter(survey.id, period, met, person.id):
        raise _answered_already()
    if assisted:
        await desk.surveys.count(survey.id, period, ASSISTED)
    if source := notes.get("_source"):
        await desk.surveys.count(survey.id, period, f"finished:{source}")
    profile = await _profile(desk, community, notes, person.id)
    answers = _answers(survey, form, filling)
    variant = str(notes.get(VARIANT, ""))
    urn = Urn(
        survey=survey.id,
        version=filling.version,
        wave=period,
        subject=_kept_subject(survey, subject),
        variant=variant,
        channel=str(notes.get("_channel", SELF)),
    )
    sheet = await cast(desk, survey, urn, answers, _traits(survey, profile, community), local)
    await _untie_files(desk, filling.key, sheet, local)
    await desk.surveys.erase_draft(person, filling.form)
    score = scoring.scored(survey, variant, answers) if survey.scoring else None
    return Finished(survey, variant, answers, score, local.strftime("%Y-%m"))


def _kept_subject(survey: Survey, subject: str) -> str:
    """Of an appeal nothing but the traits is kept; a measure or a counter is not about a person."""
    return "" if survey.subject == "appeal" else subject


async def _profile(desk: Desk, community: Community, notes: Answers, person: ResidentId) -> Profile:
    """What is known of the person; kept for the next time only with their word, and never of a child."""
    if notes.get("_known_profile"):
        return await desk.surveys.profile(person) or Profile()
    told = profiles.told(notes, community)
    if notes.get("_channel") == ASSISTED:  # of somebody who has no account here, nothing is remembered
        return told
    if notes.get("p_keep") == "yes" and not told.child:
        await desk.surveys.keep_profile(person, told)
    elif notes.get("p_about") == "no":
        await desk.surveys.keep_profile(person, Profile())
    return told


def _answers(survey: Survey, form: Form, filling: Filling) -> Mapping[str, Any]:
    """What was answered to questions that these very answers ask; nothing skipped, nothing about the person."""
    given = forms.given(form, filling)
    asked = {question.id: given.get(question.id) for question in survey.questions}
    spoken = {question.id for question in survey.questions if asked[question.id] == "" and "voice" in question.takes}
    told = {name: SPOKEN if name in spoken else value for name, value in asked.items()}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


SPOKEN: Mapping[str, bool] = {"voice": True}
"""The answer of who spoke instead of writing; the voice lies among the files of the sheet."""


async def _untie_files(desk: Desk, draft: str, sheet: Sheet, local: datetime) -> None:
    """Photos and voices go with the sheet: under its random name, with the week's first day instead of the time."""
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for file in await desk.attachments.of_draft(draft):
        await desk.attachments.drop(file.id)
        key = secrets.token_hex(8)
        await desk.attachments.add(
            f"sheet:{sheet.id}", key, file.kind, "", file.mime, file.size, file.sha256, file.path, monday
        )
    await desk.attachments.keep(f"sheet:{sheet.id}")


def _traits(survey: Survey, profile: Profile, community: Community) -> Mapping[str, str]:
    """At most two, all coarse; of a child none."""
    if profile.child:
        return {}
    known = {Trait.PLACE: profiles.coarse_place(profile, community), Trait.AGE: profiles.coarse_age(profile)}
    return {trait.value: known[trait] for trait in survey.traits if known.get(trait)}


async def cast(
    desk: Desk, survey: Survey, urn: Urn, answers: Mapping[str, Any], traits: Mapping[str, str], local: datetime
) -> Sheet:
    """Puts a sheet into its urn, and draws those that can be drawn. Returns the sheet as it went in."""
    week = "" if survey.subject == "appeal" else week_of(local.date())
    sheet = Sheet(id=secrets.token_hex(8), answers=dict(answers), traits=dict(traits), week=week)
    lying = await desk.surveys.lying(urn)
    out, rest = drawn([*lying, sheet], [trait.value for trait in survey.traits], week)
    await desk.surveys.lay(urn, lying, rest)
    await desk.surveys.keep(urn, out)
    return sheet


async def settle(desk: Desk, surveys: Mapping[str, Survey], local: datetime) -> int:
    """Draws what waited in the urns into another week; returns how many sheets left them."""
    count = 0
    for urn in await desk.surveys.urns():
        survey = surveys.get(urn.survey)
        traits = [trait.value for trait in survey.traits] if survey else []
        lying = await desk.surveys.lying(urn)
        week = "" if survey and survey.subject == "appeal" else week_of(local.date())
        out, rest = drawn(lying, traits, week)
        if out or list(rest) != list(lying):
            await desk.surveys.lay(urn, lying, rest)
            await desk.surveys.keep(urn, out)
        count += len(out)
    return count


def told_after(survey: Survey, answers: Mapping[str, Any]) -> Sequence[Choice]:
    """Chosen options that have a word for the end."""
    chosen = [
        question.option(str(answers[question.id]))
        for question in survey.questions
        if question.type is QuestionKind.SINGLE and question.id in answers
    ]
    return [option for option in chosen if option is not None and option.afterwards]


# the rating of an answered appeal, asked elsewhere (council/followups.py), is this survey's too

RATING = "s9"
_RATED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "solved": {"yes": ("q1", "1"), "partly": ("q1", "2"), "no": ("q1", "3"), "early": ("q1", "4")},
    "clear": {"yes": ("q2", "1"), "partly": ("q2", "2"), "no": ("q2", "3")},
    "score": {str(score): ("q3", str(score)) for score in range(1, 6)},
}


async def note_rating(
    desk: Desk, surveys: Mapping[str, Survey], appeal: Appeal, said: Answers, local: datetime
) -> None:
    """What the author said of the answer, for the quarter's figures: body and category, not the case, not the words.

    The questions are the same, so nothing is asked twice; that a case is rated once is the case's own rule.
    """
    survey = surveys.get(RATING)
    if survey is None:
        return
    told = (_RATED[name].get(str(said.get(name))) for name in _RATED)
    answers = dict(found for found in told if found)
    urn = Urn(survey=survey.id, version=await desk.surveys.version(survey), wave=wave(survey, local))
    traits = {Trait.BODY.value: appeal.department, Trait.CATEGORY.value: appeal.category}
    await cast(desk, survey, urn, answers, {name: value for name, value in traits.items() if value}, local)
