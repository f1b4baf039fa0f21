"""A case goes to the registry by every way of the house, once each; what waits is tried again, never given up."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from council import answering, decisions, followups, handovers
from council.appeals import Appeal, Channel, Event, Kind, State
from council.community import Community
from council.deliveries import STAFF_GROUP
from council.handover_rules import (
    AFTER_BOUNCE,
    NEXT,
    WAITING,
    Connector,
    Handover,
    HandoverId,
    HandoverState,
    Matter,
    Trouble,
    guid,
    in_part,
    is_stuck,
    pause_after,
)
from council.phrases import DomainError
from council.submitting import submit
from council.workflow import Mailbox, Workflow, WorkflowMail
from storage.desk import Desk
from tests.council.desk import FORM, KORIUKIVKA, NOW, OLENA, REGISTRAR, STRANGER, drawn, filled, left, names

ALL = frozenset(Connector)
CONNECTED = KORIUKIVKA.model_copy(
    update={"contacts": KORIUKIVKA.contacts.model_copy(update={"registry_email": "registry@example.org"})}
).connected(ALL)
LATER = NOW + timedelta(hours=1)


async def submits(
    desk: Desk, kind: Kind = Kind.APPLICATION, key: str = "1f", community: Community = CONNECTED
) -> Appeal:
    resident = await desk.residents.met(OLENA, NOW)
    return (await submit(desk, community, FORM, filled(kind, key), resident, NOW)).appeal


async def row(desk: Desk, case: Appeal, connector: Connector = Connector.MAIL) -> Handover:
    return next(one for one in await desk.handovers.of_appeal(case.id) if one.connector is connector)


async def goes(desk: Desk, case: Appeal, connector: Connector = Connector.MAIL) -> Handover:
    assert await handovers.sent(desk, await row(desk, case, connector), NOW, "registry@example.org")
    return await row(desk, case, connector)


async def events(desk: Desk, case: Appeal, action: str) -> list[Event]:
    return [event for event in await desk.appeals.history(case.id) if event.action == action]


# what is queued


async def test_a_case_is_queued_once_by_every_way_with_its_submission(desk: Desk) -> None:
    case = await submits(desk)
    await handovers.queue(desk, CONNECTED, case, LATER)
    rows = await desk.handovers.of_appeal(case.id)
    assert [(one.connector, one.matter, one.state) for one in rows] == [
        (way, Matter.CASE, HandoverState.QUEUED) for way in Connector
    ]


async def test_a_house_without_ways_works_as_ever(desk: Desk) -> None:
    case = await submits(desk, community=KORIUKIVKA)
    assert await answering.add_from_applicant(desk, case, "add:1", "Ще одне", [], OLENA, NOW)
    assert await desk.handovers.of_appeal(case.id) == []


async def test_without_a_mailbox_nothing_goes_by_mail(desk: Desk) -> None:
    case = await submits(desk, community=KORIUKIVKA.connected(ALL))
    assert {one.connector for one in await desk.handovers.of_appeal(case.id)} == {Connector.FOLDER, Connector.HTTP}


async def test_only_the_kinds_that_the_community_names_are_handed_over(desk: Desk) -> None:
    only = CONNECTED.model_copy(update={"workflow": Workflow(kinds=(Kind.COMPLAINT,))}).connected(ALL)
    assert await desk.handovers.of_appeal((await submits(desk, community=only)).id) == []
    assert await desk.handovers.of_appeal((await submits(desk, Kind.COMPLAINT, "2f", only)).id)


async def test_a_later_word_and_a_withdrawal_follow_the_case(desk: Desk) -> None:
    case = await submits(desk)
    for _twice in range(2):
        await answering.add_from_applicant(desk, case, "add:1", "Ще одне", [], OLENA, NOW)
        case = await followups.withdraw(desk, case, NOW)
    rows = [one.matter for one in await desk.handovers.of_appeal(case.id) if one.connector is Connector.HTTP]
    assert rows == [Matter.CASE, Matter.ADDITION, Matter.WITHDRAWAL]


@pytest.mark.parametrize(
    ("kind", "category", "department", "to"),
    [
        (Kind.INFORMATION_REQUEST, "lighting", "general", "access@example.org"),
        (Kind.APPLICATION, "lighting", "general", "light@example.org"),
        (Kind.APPLICATION, "roads", "general", "registry@example.org"),
    ],
)
def test_the_first_mailbox_that_fits_takes_the_case(kind: Kind, category: str, department: str, to: str) -> None:
    boxes = (
        Mailbox(to="access@example.org", kinds=(Kind.INFORMATION_REQUEST,)),
        Mailbox(to="light@example.org", categories=("lighting",), departments=("general",)),
    )
    mapped = CONNECTED.model_copy(update={"workflow": Workflow(mail=WorkflowMail(mailboxes=boxes))})
    assert mapped.mailbox_of(kind, category, department) == to


# how it goes


async def test_what_went_is_an_event_with_the_way_and_the_mailbox(desk: Desk) -> None:
    case = await submits(desk)
    handed = await goes(desk, case)
    assert (handed.state, handed.sent_at) == (HandoverState.SENT, NOW)
    [event] = await events(desk, case, handovers.HANDED_OVER)
    assert (event.channel, event.at) == (Channel.EMAIL, NOW)
    assert event.details == {"connector": "mail", "matter": "case", "to": "registry@example.org"}


async def test_a_second_record_of_the_same_going_changes_nothing(desk: Desk) -> None:
    case = await submits(desk)
    before = await row(desk, case)
    assert await handovers.sent(desk, before, NOW)
    assert not await handovers.sent(desk, before, LATER)
    assert not await handovers.failed(desk, before, Trouble("late"), LATER)
    assert len(await events(desk, case, handovers.HANDED_OVER)) == 1


async def test_a_failure_waits_longer_each_time_and_keeps_when_it_began(desk: Desk) -> None:
    case = await submits(desk)
    pauses = []
    for _attempt in range(8):
        assert await handovers.failed(desk, await row(desk, case), Trouble("smtp 451"), NOW)
        pauses.append((await row(desk, case)).due - NOW)
    failed = await row(desk, case)
    assert (failed.state, failed.attempts, failed.since, failed.reason) == (HandoverState.FAILED, 8, NOW, "smtp 451")
    assert all(timedelta(seconds=48) <= pause <= timedelta(minutes=72) for pause in pauses)
    assert all(a < b for a, b in pairwise(pauses[:5]))


def a_row(**changed: object) -> Handover:
    plain = Handover(
        HandoverId(1), "k", Connector.HTTP, Matter.CASE, None, None, None, HandoverState.QUEUED, NOW, NOW, NOW
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def test_five_hundred_do_not_come_back_at_once() -> None:
    pauses = {pause_after(a_row(key=f"case:{n}:http"), Trouble("http 503")) for n in range(500)}
    assert len(pauses) > 100


def test_the_other_side_may_ask_for_more_time_but_not_for_a_year() -> None:
    asked = [pause_after(a_row(), Trouble("http 429", timedelta(hours=hours))) for hours in (3, 9000)]
    assert asked == [timedelta(hours=3), timedelta(hours=24)]


@pytest.mark.parametrize("state", HandoverState)
def test_a_row_is_stuck_by_the_clock_alone(state: HandoverState) -> None:
    waits = a_row(state=state)
    assert not is_stuck(waits, timedelta(hours=6), NOW + timedelta(hours=5))
    assert is_stuck(waits, timedelta(hours=6), NOW + timedelta(hours=6)) is (state in WAITING)


def test_every_state_has_a_way_to_the_end() -> None:
    seen = {HandoverState.QUEUED}
    for _step in HandoverState:
        seen |= {after for state in seen for after in NEXT[state]}
    assert seen == set(HandoverState) == set(NEXT)
    assert all(NEXT[state] or state is HandoverState.ACKNOWLEDGED for state in HandoverState)


def test_the_idempotency_key_is_of_one_matter_of_one_house() -> None:
    case, other = drawn(Kind.APPLICATION), drawn(Kind.APPLICATION, draft="2f")
    assert guid(case, "case:1:http") == guid(case, "case:1:http")
    assert len({guid(case, "case:1:http"), guid(case, "case:1:mail"), guid(other, "case:1:http")}) == 3


@pytest.mark.parametrize(
    ("part", "found"), [("handover-17", 17), ("handover-", None), ("handover-1x", None), ("a", None)]
)
def test_a_message_id_names_its_hand_over(part: str, found: int | None) -> None:
    assert in_part(part) == found
    assert in_part(a_row().part) == 1


# what the registry says


async def test_the_registrys_number_ends_it_once(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    day = date(2026, 11, 23)
    assert await handovers.acknowledged(desk, case, Connector.MAIL, "К-17", day, LATER)
    assert not await handovers.acknowledged(desk, case, Connector.MAIL, "К-17", day, LATER)
    assert not await handovers.refused(desk, case, Connector.MAIL, "пізно", LATER)
    assert (await row(desk, case)).state is HandoverState.ACKNOWLEDGED
    assert (await row(desk, case, Connector.HTTP)).state is HandoverState.QUEUED


async def test_a_number_typed_by_the_registrar_ends_every_way(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    answers = {"number": "К-17", "date": "2026-11-23", "study": "yes"}
    await decisions.decide(
        desk, CONNECTED, case, decisions.Decision.REGISTER, answers, "Зареєстровано", REGISTRAR, "f1", NOW
    )
    assert {one.state for one in await desk.handovers.of_appeal(case.id)} == {HandoverState.ACKNOWLEDGED}


async def test_a_refusal_reaches_the_topic_and_may_be_handed_over_again(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    await left(desk)
    assert await handovers.refused(desk, case, Connector.MAIL, "не та скринька", LATER)
    assert (await row(desk, case)).state is HandoverState.REFUSED
    assert "handover_trouble" in names(await left(desk, LATER), STAFF_GROUP)
    [event] = await events(desk, case, "handover_refused")
    assert (event.details or {})["reason"] == "не та скринька"
    assert await handovers.again(desk, CONNECTED, case, REGISTRAR, "p1", LATER)
    assert (await row(desk, case)).state is HandoverState.QUEUED


async def test_a_letter_that_came_back_is_told_and_tried_again_in_a_day(desk: Desk) -> None:
    case = await submits(desk)
    handed = await goes(desk, case)
    await left(desk)
    assert await handovers.bounced(desk, handed.id, "5.1.1", LATER)
    assert not await handovers.bounced(desk, handed.id, "5.1.1", LATER)
    back = await row(desk, case)
    assert (back.state, back.reason, back.since, back.due) == (
        HandoverState.FAILED,
        "5.1.1",
        LATER,
        LATER + AFTER_BOUNCE,
    )
    assert "handover_trouble" in names(await left(desk, LATER), STAFF_GROUP)


async def test_a_bounce_after_the_number_is_old_news(desk: Desk) -> None:
    case = await submits(desk)
    handed = await goes(desk, case)
    await handovers.acknowledged(desk, case, None, "К-17", None, NOW)
    assert not await handovers.bounced(desk, handed.id, "5.1.1", LATER)


async def test_handing_over_again_goes_by_the_old_keys_and_says_who(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    keys = [one.key for one in await desk.handovers.of_appeal(case.id)]
    assert await handovers.again(desk, CONNECTED, case, REGISTRAR, "p1", LATER) == 3
    assert [one.key for one in await desk.handovers.of_appeal(case.id)] == keys
    assert (await row(desk, case)).state is HandoverState.QUEUED
    [event] = await events(desk, case, "handover_again")
    assert event.actor == f"officer:{REGISTRAR.telegram_id}"


async def test_a_registered_case_is_not_handed_over_again_and_a_stranger_never(desk: Desk) -> None:
    case = await submits(desk)
    await handovers.acknowledged(desk, case, None, "К-17", None, NOW)
    for officer in (REGISTRAR, STRANGER):
        with pytest.raises(DomainError):
            await handovers.again(desk, CONNECTED, case, officer, "p1", LATER)


async def test_after_the_number_only_what_failed_goes_again(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    for key in ("add:1", "add:2"):
        await answering.add_from_applicant(desk, case, key, "Ще одне", [], OLENA, NOW)
    await handovers.acknowledged(desk, case, None, "К-17", None, NOW)
    first, second = [one for one in await desk.handovers.of_appeal(case.id) if one.key.endswith(":mail")][1:]
    await handovers.sent(desk, first, NOW)
    await handovers.failed(desk, second, Trouble("smtp 451"), NOW)
    await handovers.again(desk, CONNECTED, case, REGISTRAR, "p1", LATER)
    states = [(await desk.handovers.get(one.id)).state for one in (first, second)]
    assert states == [HandoverState.SENT, HandoverState.QUEUED]


async def test_a_way_that_the_house_got_later_takes_an_old_case_by_hand(desk: Desk) -> None:
    case = await submits(desk, community=KORIUKIVKA)
    await answering.add_from_applicant(desk, case, "add:1", "Ще одне", [], OLENA, NOW)
    assert await handovers.again(desk, CONNECTED, case, REGISTRAR, "p1", LATER) == 6
    assert await handovers.again(desk, CONNECTED, case, REGISTRAR, "p2", LATER) == 6


# lists


async def test_sent_without_a_number_stands_in_the_list_until_it_has_one(desk: Desk) -> None:
    case = await submits(desk)
    await goes(desk, case)
    await goes(desk, case, Connector.HTTP)
    assert [one.appeal for one in (await desk.handovers.unnumbered(NOW, 10))[0]] == [case.id]
    assert (await desk.handovers.unnumbered(NOW - timedelta(minutes=1), 10))[1] == 0
    await desk.appeals.change(case, replace(case, state=State.ACCEPTED, registry_index="К-17"))
    assert await desk.handovers.unnumbered(NOW, 10) == ([], 0)
