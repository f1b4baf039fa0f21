"""A case goes to another department of the council: nothing changes for its author, neither the number nor the date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from council.appeals import Appeal, AppealId, Event, State, next_states
from council.colleagues import not_possible
from council.community import Community, Department
from council.deliveries import STAFF_GROUP, Delivery, Notice
from council.people import Officer, Role
from council.phrases import Conflict, DomainError, NotFound, _
from council.ports import Desk
from council.retyping import cards_again, without_a_stranger
from council.rights import must_handle
from council.submitting import show_in_group, show_queue, tell_on_duty
from council.words import matches


def may_transfer(officer: Officer, appeal: Appeal) -> bool:
    """Whether the officer says which department works on it, while there is something to do."""
    return officer.has(Role.REGISTRAR, Role.HEAD) and State.ANSWER_SHOWN in next_states(appeal.kind, appeal.state)


def departments_for(community: Community, appeal: Appeal) -> Sequence[Department]:
    """Where the case may go: not where it is, and a complaint never to those it is about (393/96-ВР art. 7)."""
    others = (one for one in community.departments if one.code != appeal.department)
    return [one for one in others if not _is_accused(one, appeal)]


def _is_accused(department: Department, appeal: Appeal) -> bool:
    accused, name = appeal.submission.complained_of, department.name.uk
    return bool(accused) and (matches(accused, name) or matches(name, accused))


async def must_be_possible(desk: Desk, appeal: Appeal, officer: Officer) -> None:
    """Raises DomainError for who is neither registrar nor head, Conflict where the case is answered or ended."""
    must_handle(officer, appeal)
    if not officer.has(Role.REGISTRAR, Role.HEAD):
        raise DomainError(_("The registrar or the head does this."))
    if not may_transfer(officer, appeal):
        raise await not_possible(desk, appeal)


async def transfer(
    desk: Desk, community: Community, appeal_id: AppealId, code: str, officer: Officer, now: datetime
) -> Appeal:
    """The department gets the case; who may not work on it any more lets it go. A second press changes nothing.

    Raises DomainError where the complaint is about that department, NotFound where the council has none of this code.
    """
    appeal = await desk.appeals.get(appeal_id)
    await must_be_possible(desk, appeal, officer)
    department = _chosen(community, appeal, code)
    if department.code == appeal.department:
        return appeal
    after = await desk.appeals.change(appeal, await without_a_stranger(desk, replace(appeal, department=code)))
    details = {"from": appeal.department, "to": code}
    actor = f"officer:{officer.telegram_id}"
    await desk.appeals.record(
        Event(after.id, f"transferred:{after.version}", now, actor, "transferred", details=details)
    )
    await _show(desk, appeal, after, now)
    return after


def _chosen(community: Community, appeal: Appeal, code: str) -> Department:
    department = community.department(code)
    if department is None:
        raise NotFound(_("There is no such department any more. Open the list again."))
    if _is_accused(department, appeal):
        raise Conflict(_("The complaint is about them: it must not be given to the one complained of (art. 7)."))
    return department


async def _show(desk: Desk, before: Appeal, after: Appeal, now: datetime) -> None:
    """The card everywhere, and a word in the topic, so that the department sees that something came."""
    if after.listed:
        await show_queue(desk, now)
    else:
        await show_in_group(desk, after, now)
        await desk.deliveries.add(
            Delivery(
                key=f"transferred:{after.id}:{after.version}",
                chat=STAFF_GROUP,
                topic=f"appeal:{after.id}",
                content=Notice("transferred", {"appeal": after.id}),
                due=now,
                about=f"appeal:{after.id}",
            )
        )
    await cards_again(desk, before, after, now)
    await tell_on_duty(desk, after, now)
