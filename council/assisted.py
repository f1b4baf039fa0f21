"""An officer writes down an appeal for somebody who came, called or sent a letter (393/96-ВР art. 5: oral and written).

The author has no Telegram here: a record of their own stands for them, and the answer goes by the way they named. A
slip lets them tie the case to their own Telegram later (council/binding.py).
"""

from datetime import UTC, date, datetime, time

from council.appeal_form import kind_of
from council.appeals import Entered, Event, Kind, Receipt
from council.community import Community
from council.forms import Answers, Filling, Form, given, noted
from council.people import Officer, Role
from council.phrases import DomainError, _
from council.ports import Desk
from council.privacy import NOTICE_VERSION
from council.rights import complained_of
from council.submitting import Submitted, due_of, submit

_EVERYWHERE = frozenset({Role.REGISTRAR, Role.HEAD, Role.EXECUTOR})
_WRITING = _EVERYWHERE | {Role.STAROSTA, Role.ENTERPRISE}


def may_write_down(officer: Officer) -> bool:
    """Whoever works on cases: registrar, head and executors for everybody, the others within their own scope."""
    return officer.has(*_WRITING)


def must_write_down(officer: Officer) -> None:
    """Raises DomainError with the way out for who may not."""
    if not may_write_down(officer):
        raise DomainError(
            _("Appeals of others are written down by colleagues who work on cases. The administrator gives roles.")
        )


def scope_of(officer: Officer, community: Community) -> dict[str, object]:
    """The answers that the officer's own scope gives beforehand: a starosta's districts, an enterprise's categories."""
    held = [grant for grant in officer.grants if grant.role in _WRITING]
    if any(grant.role in _EVERYWHERE for grant in held):
        return {}
    districts = [grant.scope for grant in held if grant.role is Role.STAROSTA and grant.scope]
    kinds = {grant.role for grant in held}
    if kinds == {Role.STAROSTA}:
        known = {"district": districts[0], "problem_district": districts[0]} if len(districts) == 1 else {}
        return {**known, "_told": list(known), "_districts": districts}
    scopes = {grant.scope for grant in held if grant.scope}
    own = [one.code for one in community.categories if {one.code, one.department} & scopes]
    return {"_categories": own} if kinds == {Role.ENTERPRISE} else {}


def must_not_be_about(officer: Officer, answers: Answers) -> None:
    """A complaint is not written down by the one complained of (393/96-ВР art. 7). Raises DomainError."""
    accused = str(answers.get("complained_of") or "")
    if kind_of(answers) is Kind.COMPLAINT and complained_of(officer, accused):
        raise DomainError(
            _("This complaint is about you or your department. Ask a colleague to write it down (art. 7).")
        )


async def enter(
    desk: Desk,
    community: Community,
    form: Form,
    filling: Filling,
    officer: Officer,
    notice: str,
    now: datetime,
) -> Submitted:
    """The case of somebody who has no Telegram here, once a form; `notice` is the digest of what was read out to them.

    Raises DomainError for a complaint about the officer.
    """
    known = await desk.appeals.by_draft(filling.key)
    if known is not None:
        return Submitted(known, due_of(known, community))
    must_write_down(officer)
    answers = given(form, filling)
    must_not_be_about(officer, answers)
    today = community.local(now).date()
    day = date.fromisoformat(answers["came"]) if answers.get("came") else today
    entered = Entered(receipt=Receipt(answers["receipt"]), position=_position(officer), day=day)
    whole = noted(filling, _entered=entered.model_dump(mode="json"))
    received = now if day == today else datetime.combine(day, time(), community.zone).astimezone(UTC)
    submitted = await submit(desk, community, form, whole, await desk.residents.absent(now), received)
    details: dict[str, object] = {"receipt": entered.receipt.value, "day": day.isoformat()}
    read = {"notice": NOTICE_VERSION, "digest": notice} if answers.get("notice") else {}
    actor = f"officer:{officer.telegram_id}"
    await desk.appeals.record(Event(submitted.appeal.id, ENTERED, now, actor, "entered", details=details | read))
    return submitted


def _position(officer: Officer) -> str:
    return next(grant.position for grant in officer.grants if grant.role in _WRITING)


ENTERED = "entered"
"""The key of the line of history that says who wrote the appeal down and which notice was read out."""
