"""What a resident does with a case after submitting it: adds, withdraws, says whether the answer helped."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from council import handovers
from council.appeals import Appeal, Event, State, next_states
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.forms import Answers, Form, Option, Step
from council.phrases import DomainError, Phrase, _
from council.ports import Desk
from council.submitting import show_in_group, show_queue

ADDITION = Form(
    "addition",
    1,
    (
        Step(
            "text",
            Phrase(_("What would you like to add? Write it, or send a photo, a document or a voice message.")),
            reads=lambda text: text.strip(),
            optional=lambda answers: bool(answers.get("_files")),
            takes=frozenset({"voice"}),
            long=True,
            title=_("Text"),
        ),
    ),
)

FEEDBACK = Form(
    "feedback",
    1,
    (
        Step(
            "solved",
            Phrase(_("Is your question solved?")),
            (
                Option("yes", Phrase(_("Yes"))),
                Option("partly", Phrase(_("Partly"))),
                Option("no", Phrase(_("No"))),
                Option("early", Phrase(_("Too early to say"))),
            ),
            title=_("Solved"),
        ),
        Step(
            "clear",
            Phrase(_("Was the answer clear?")),
            (
                Option("yes", Phrase(_("Yes"))),
                Option("partly", Phrase(_("Not quite"))),
                Option("no", Phrase(_("No"))),
            ),
            title=_("Clear"),
        ),
        Step(
            "score",
            Phrase(_("How do you rate the council's work on it, from 1 to 5? 5 is the best.")),
            tuple(Option(str(score), str(score)) for score in (5, 4, 3, 2, 1)),
            title=_("Rating"),
        ),
        Step(
            "word",
            Phrase(_("Would you like to add a word? The council's workers will read it.")),
            reads=lambda text: text.strip()[:2000],
            optional=lambda answers: True,
            title=_("A word"),
        ),
    ),
)
"""Three short questions and a word, in the words and options of the survey on appeals: it need not ask them again.

Kept as the details of the event `feedback` of the case: `solved`, `clear`, `score` by their codes, `word` as it is.
"""


def may_withdraw(appeal: Appeal) -> bool:
    """Whether the author may still take the case back: not once it is answered or ended."""
    return State.WITHDRAWN in next_states(appeal.kind, appeal.state)


def may_rate(appeal: Appeal) -> bool:
    """Whether there is an answer to rate."""
    return appeal.state in {State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED}


async def withdraw(desk: Desk, appeal: Appeal, now: datetime) -> Appeal:
    """The author takes the case back; a second press changes nothing. One that only stands in the queue leaves it."""
    if appeal.state is State.WITHDRAWN:
        return appeal
    if not may_withdraw(appeal):
        raise DomainError(_("This appeal can no longer be withdrawn. Its card shows where it stands."))
    after = await desk.appeals.change(appeal, replace(appeal, state=State.WITHDRAWN, listed=False))
    await desk.appeals.record(Event(after.id, "withdrawn", now, "applicant", "withdrawn"))
    await handovers.withdrawn(desk, after, now)
    if appeal.listed:
        await show_queue(desk, now)
        return after
    await _tell_group(desk, after, "withdrawn_notice", f"withdrawn:{after.id}", {"appeal": after.id}, now)
    await show_in_group(desk, after, now)
    return after


async def rate(desk: Desk, appeal: Appeal, answers: Answers, key: str, now: datetime) -> bool:
    """Keeps what the author says of the answer, once; the topic sees it. False when this form is kept already.

    Raises DomainError for a second rating.
    """
    if not may_rate(appeal):
        raise DomainError(_("There is no answer to rate yet."))
    said = {name: answers.get(name) for name in ("solved", "clear", "score", "word")} | {"form": key}
    if not await desk.appeals.record(Event(appeal.id, RATED, now, "applicant", "feedback", details=said)):
        await _must_be_the_same_form(desk, appeal, key)
        return False
    params: Mapping[str, object] = {"appeal": appeal.id, "key": RATED}
    await _tell_group(desk, appeal, "feedback_notice", f"feedback:{appeal.id}", params, now)
    return True


RATED = "feedback"
"""The key of the one rating of a case."""


def is_rated(history: Sequence[Event]) -> bool:
    return any(event.key == RATED for event in history)


async def must_not_be_rated(desk: Desk, appeal: Appeal) -> None:
    """Raises DomainError before the questions are asked a second time."""
    if is_rated(await desk.appeals.history(appeal.id)):
        raise _rated_already()


async def _must_be_the_same_form(desk: Desk, appeal: Appeal, key: str) -> None:
    kept = next(event.details for event in await desk.appeals.history(appeal.id) if event.key == RATED)
    if kept is None or kept.get("form") != key:
        raise _rated_already()


def _rated_already() -> DomainError:
    return DomainError(_("You have rated this answer already. Thank you."))


async def _tell_group(
    desk: Desk, appeal: Appeal, notice: str, key: str, params: Mapping[str, object], now: datetime
) -> None:
    await desk.deliveries.add(
        Delivery(
            key=key,
            chat=STAFF_GROUP,
            topic=f"appeal:{appeal.id}",
            content=Notice(notice, params),
            due=now,
            about=f"appeal:{appeal.id}",
        )
    )
