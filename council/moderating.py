"""A word on a measure is said, read by a moderator, and shown to others or not; its author hears either way."""

from datetime import datetime

from council import opinions
from council.accepting import TOPIC
from council.appeals import AppealId
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.forms import Form, Option, Step, words
from council.masking import masked_for
from council.names import visible
from council.opinions import Opinion, OpinionId, Reason, must_moderate
from council.people import Officer, Resident, ResidentId
from council.phrases import DomainError, Phrase, _
from council.ports import Desk

NAME = "opinion"
WORDS = 1000
"""Characters of a comment."""


def form_of(community: Community) -> Form:
    """Two questions; the district may be left out."""
    districts = tuple(Option(district.code, district.name) for district in community.districts)
    asked = _(
        "What do you think of this measure? Write it, send a photo, or both.\n"
        "A colleague of the council reads it first. Then others see it, without your name."
    )
    steps = (
        Step(
            "text",
            Phrase(asked),
            reads=words(WORDS),
            optional=lambda answers: bool(answers.get("_files")),
            title=_("Your words"),
        ),
        Step(
            "district",
            Phrase(_("Which part of the community are you from? Others see only the district. You may skip it.")),
            districts,
            optional=lambda answers: True,
            asked_if=lambda answers: bool(districts),
            title=_("District"),
        ),
    )
    return Form(NAME, 1, steps)


async def say(
    desk: Desk, measure: str, text: str, district: str, key: str, resident: Resident, now: datetime
) -> Opinion:
    """Keeps what a person said and asks a moderator to read it, once a form."""
    opinion = await desk.opinions.add(Opinion(OpinionId(0), key, measure, resident.id, district, text, now))
    await desk.attachments.keep(key)
    await desk.deliveries.add(
        Delivery(
            key=f"opinion:{opinion.id}",
            chat=STAFF_GROUP,
            topic=TOPIC,
            content=Notice("opinion_card", {"opinion": opinion.id}),
            due=now,
            about=f"opinion:{opinion.id}",
        )
    )
    return opinion


async def decide(desk: Desk, opinion_id: OpinionId, reason: Reason | None, officer: Officer, now: datetime) -> Opinion:
    """Shows the opinion to all, or hides it for the reason; the author is told quietly."""
    opinion = await desk.opinions.get(opinion_id)
    decided = await desk.opinions.decide(opinion, opinions.decided(opinion, reason, officer, now))
    author = await desk.residents.get(opinion.resident)
    await desk.deliveries.add(
        Delivery(
            key=f"opinion:{opinion.id}:{decided.state}:{decided.reason or ''}",
            chat=ChatId(author.telegram_id),
            content=Notice("opinion_decided", {"opinion": opinion.id}),
            due=now,
        )
    )
    return decided


async def show_reply(desk: Desk, appeal_id: AppealId, text: str, officer: Officer, now: datetime) -> None:
    """Shows people what the council answered: words of their own, for the answer belongs to the applicant.

    Raises DomainError for a text in which something personal stands, and for a case that belongs to no measure.
    """
    must_moderate(officer)
    appeal = await desk.appeals.get(appeal_id)
    if masked_for(text, appeal.submission) != visible(text):
        raise DomainError(
            _("There is a name, a phone or an address in it. Everybody will see the reply: write it without.")
        )
    if not await desk.opinions.reply(appeal_id, text, officer.telegram_id, now):
        raise DomainError(_("This case belongs to no measure of the programme."))


async def forget(desk: Desk, resident: ResidentId) -> bool:
    """Erases what a person said of measures, with its photos, and what they follow; False where there was nothing."""
    keys = await desk.opinions.drop_all(resident)
    for key in keys:
        for file in await desk.attachments.of_draft(key):
            await desk.attachments.drop(file.id)
    return bool(await desk.following.drop_all(resident)) or bool(keys)
