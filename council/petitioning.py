"""The life of a petition: submitted, checked, published or refused, considered, decided, answered.

Nothing is published or refused by itself: a check that nobody made is an alarm to moderator and head.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from council import petition_chain
from council.calendar import local_day
from council.community import Community
from council.forms import Answers
from council.people import FullName, Officer, Resident, ResidentId, Role
from council.petition_chain import Act
from council.petition_news import News, show_to_staff, spread
from council.petition_rules import Mode, ground_named
from council.petitions import (
    NEXT,
    Author,
    Outcome,
    Petition,
    PetitionId,
    State,
    closes_on,
    is_closed,
    marks_passed,
    names_go,
)
from council.phrases import Conflict, DomainError, NotFound, _
from council.ports import Desk

PREFIXES: Mapping[Mode, str] = {Mode.BINDING: "ПТ", Mode.EXTERNAL: "ПТ", Mode.INITIATIVE: "ІН"}
"""The number says whether it is a petition or an initiative."""

CHECK_ALARM = "petition_check_alarm"
ENDING_SOON = "petition_ending"
END = "petition_end"
FORGET = "petition_forget"
MORNING = time(9)
REMINDED_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Draft:
    """What an author wrote: public but for the author's own data."""

    key: str
    title: str
    text: str
    ask: str
    name: FullName
    email: str


def draft_of(key: str, answers: Answers) -> Draft:
    name = FullName.model_validate(answers["name"])
    return Draft(key, answers["title"], answers["text"], answers["ask"], name, answers["email"])


async def submit(desk: Desk, community: Community, draft: Draft, author: Resident, now: datetime) -> Petition:
    """Hands the draft over for the check, once: the draft's key is the natural key."""
    known = await desk.petitions.by_draft(draft.key)
    if known is not None:
        return known
    rules = community.petitions
    if not rules.enabled:
        raise DomainError(_("This is not taken here yet. You can submit an appeal instead."))
    number = await desk.petitions.next_number(PREFIXES[rules.in_mode], community.local(now).year)
    stored = await desk.petitions.add(_fresh(draft, number, rules.in_mode, author.id, now))
    await desk.petitions.follow(stored.id, author.id, now)
    await show_to_staff(desk, stored, now)
    await desk.jobs.add(f"{CHECK_ALARM}:{stored.id}", CHECK_ALARM, second_morning(community, now), _of(stored))
    return stored


def _fresh(draft: Draft, number: str, mode: Mode, author: ResidentId, now: datetime) -> Petition:
    return Petition(
        id=PetitionId(0),
        number=number,
        draft=draft.key,
        mode=mode,
        state=State.CHECKING,
        author=author,
        identity=Author(name=draft.name, email=draft.email),
        title=draft.title,
        text=draft.text,
        ask=draft.ask,
        submitted_at=now,
    )


def second_morning(community: Community, submitted: datetime) -> datetime:
    """Nine o'clock of the second working day: the last day to publish or refuse."""
    day = community.calendar.working_days_after(local_day(submitted, community.zone), 2)
    return datetime.combine(day, MORNING, tzinfo=community.zone)


def _of(petition: Petition) -> dict[str, Any]:
    return {"petition": petition.id}


async def withdraw(desk: Desk, petition: Petition, author: ResidentId, now: datetime) -> Petition:
    """The author takes back what is not yet published; a second press changes nothing."""
    if petition.author != author:
        raise NotFound(_("There is nothing under this number."))
    if petition.state is State.WITHDRAWN:
        return petition
    _must_be(petition, State.CHECKING)
    return await desk.petitions.change(petition, replace(petition, state=State.WITHDRAWN))


# the moderator


def must_moderate(officer: Officer) -> None:
    """Raises DomainError for who is neither moderator nor head."""
    if not officer.has(Role.MODERATOR, Role.HEAD):
        raise DomainError(_("The moderator or the head does this. The administrator gives roles with /roles."))


async def claim(desk: Desk, petition: Petition, officer: Officer, now: datetime) -> Petition:
    """One moderator takes the check, so that two do not work on the same one. Raises Conflict when it is taken."""
    must_moderate(officer)
    _must_be(petition, State.CHECKING)
    if petition.claimed_by not in (None, officer.telegram_id) and not officer.has(Role.HEAD):
        raise Conflict(_("A colleague is checking it already. The card shows who."))
    claimed = await desk.petitions.change(petition, replace(petition, claimed_by=officer.telegram_id))
    await show_to_staff(desk, claimed, now)
    return claimed


def _must_be(petition: Petition, *states: State) -> None:
    if petition.state not in states:
        raise DomainError(_("This step is not possible any more. The card shows where it stands now."))


def _must_hold(petition: Petition, officer: Officer) -> None:
    must_moderate(officer)
    if petition.claimed_by not in (None, officer.telegram_id) and not officer.has(Role.HEAD):
        raise Conflict(_("A colleague is checking it already. The card shows who."))


async def refuse(
    desk: Desk, community: Community, petition: Petition, ground: str, text: str, officer: Officer, now: datetime
) -> Petition:
    """Refuses publication by a ground of the law or of the community's regulation, with reasons in words.

    The author is told within the same two working days (393/96-ВР art. 23-1).
    """
    _must_hold(petition, officer)
    _must_be(petition, State.CHECKING)
    if ground_named(community.petitions, ground) is None:
        raise DomainError(_("Choose a ground from the list."))
    if not text.strip():
        raise DomainError(_("Write the reasons: the author will read them."))
    refused = replace(petition, state=State.REFUSED, refusal_ground=ground, refusal_text=text.strip())
    return await _stepped(desk, petition, refused, News.REFUSED, now)


async def look_again(desk: Desk, petition: Petition, officer: Officer, now: datetime) -> Petition:
    """A refusal is taken back and the petition returns to the check: moderators err too."""
    must_moderate(officer)
    _must_be(petition, State.REFUSED)
    back = replace(petition, state=State.CHECKING, claimed_by=officer.telegram_id, refusal_ground="", refusal_text="")
    changed = await desk.petitions.change(petition, back)
    await show_to_staff(desk, changed, now)
    return changed


async def publish(
    desk: Desk, community: Community, petition: Petition, officer: Officer, now: datetime, page: str = ""
) -> Petition:
    """Publishes: the day of publication is the day collection starts (393/96-ВР art. 23-1).

    `page` is the petition's address on the official platform, in external mode. Threshold and last day are fixed now:
    a later change of the rules moves no petition that already collects.
    """
    _must_hold(petition, officer)
    _must_be(petition, State.CHECKING)
    if petition.mode is Mode.EXTERNAL and not page:
        raise DomainError(_("Write the address where the petition is signed on the official site."))
    day = local_day(now, community.zone)
    published = replace(
        petition,
        state=State.COLLECTING,
        published_at=now,
        published=day,
        closes=closes_on(day, community),
        threshold=community.terms["petition.threshold"].number,
        page=page,
    )
    stored = await _stepped(desk, petition, published, News.PUBLISHED, now, Act.PUBLISHED)
    await _schedule(desk, community, stored)
    return stored


async def _schedule(desk: Desk, community: Community, petition: Petition) -> None:
    assert petition.closes is not None
    ends = datetime.combine(petition.closes, MORNING, tzinfo=community.zone)
    forgets = names_go(petition, community)
    assert forgets is not None
    await desk.jobs.add(f"{ENDING_SOON}:{petition.id}", ENDING_SOON, ends - REMINDED_BEFORE, _of(petition))
    await desk.jobs.add(f"{END}:{petition.id}", END, ends + timedelta(days=1), _of(petition))
    when = datetime.combine(forgets, MORNING, tzinfo=community.zone)
    await desk.jobs.add(f"{FORGET}:{petition.id}", FORGET, when, _of(petition))


async def _stepped(
    desk: Desk, before: Petition, after: Petition, news: News, now: datetime, act: Act | None = None
) -> Petition:
    """The step with its line of the log, its news and the staff's card, together."""
    assert after.state is before.state or after.state in NEXT[before.state]
    stored = await desk.petitions.change(before, after)
    if act is not None:
        await desk.petitions.log(stored, act, promised(stored), now)
    await spread(desk, stored, news, now)
    await show_to_staff(desk, stored, now)
    return stored


def promised(petition: Petition) -> str:
    """The commitment of a link about the petition itself: its public words cannot change unseen."""
    return petition_chain.commitment(b"", _told(petition))


def _told(petition: Petition) -> dict[str, object]:
    return {
        "number": petition.number,
        "title": petition.title,
        "text": petition.text,
        "ask": petition.ask,
        "state": petition.state.value,
        "outcome": petition.outcome.value if petition.outcome else "",
        "answer": petition.answer,
    }


# while it collects


async def after_a_voice(desk: Desk, before: Petition, after: Petition, now: datetime) -> None:
    """The marks passed by the last voice are told, once each; the staff's card shows the new count."""
    passed = set(marks_passed(after)) - set(marks_passed(before))
    for mark in sorted(passed):
        await spread(desk, after, News(f"mark_{mark}"), now)
    if passed:
        await show_to_staff(desk, after, now)


async def count_outside(
    desk: Desk, community: Community, petition: Petition, count: int, day: date, now: datetime
) -> Petition:
    """Takes over the official platform's count with its day; an older day changes nothing."""
    _must_be(petition, State.COLLECTING)
    if petition.mode is not Mode.EXTERNAL:
        raise DomainError(_("It is counted here, not on another site."))
    if count < 0 or day > local_day(now, community.zone):
        raise DomainError(_("Write the number of signatures and its day, not later than today."))
    if petition.counted_outside is not None and day < petition.counted_outside:
        return petition
    counted = replace(petition, count_outside=count, counted_outside=day)
    if petition.reached_at is None and 0 < petition.threshold <= count:
        counted = replace(counted, reached_at=now)
    stored = await desk.petitions.change(petition, counted)
    told: dict[str, object] = {"count": count, "day": day.isoformat()}
    await desk.petitions.log(stored, Act.COUNTED, petition_chain.commitment(b"", told), now)
    await after_a_voice(desk, petition, stored, now)
    return stored


async def remind_of_the_end(desk: Desk, community: Community, petition: Petition, now: datetime) -> None:
    """Three days before the last day; nothing where enough was collected already."""
    if petition.state is State.COLLECTING and petition.reached_at is None:
        await spread(desk, petition, News.ENDING, now)


async def end(desk: Desk, community: Community, petition: Petition, now: datetime) -> bool:
    """The day after the last one: True where it did not collect enough, and what follows is due."""
    if petition.state is not State.COLLECTING or not is_closed(petition, local_day(now, community.zone)):
        return False
    await show_to_staff(desk, petition, now)
    if petition.reached_at is not None:
        return False
    await spread(desk, petition, News.NOT_REACHED, now)
    return True


# the council


async def start(
    desk: Desk, community: Community, petition: Petition, officer: Officer, now: datetime, session: date | None = None
) -> Petition:
    """Announces the start of consideration, within three working days of the threshold."""
    must_moderate(officer)
    _must_be(petition, State.COLLECTING)
    if petition.reached_at is None:
        raise DomainError(_("It has not collected enough yet."))
    _must_lie_ahead(community, session, now)
    day = local_day(now, community.zone)
    started = replace(petition, state=State.CONSIDERATION, started=day, session=session)
    return await _stepped(desk, petition, started, News.STARTED, now, Act.STARTED)


async def set_session(
    desk: Desk, community: Community, petition: Petition, session: date, officer: Officer, now: datetime
) -> Petition:
    """Names the day of the council's session that will decide."""
    must_moderate(officer)
    _must_be(petition, State.CONSIDERATION)
    _must_lie_ahead(community, session, now)
    return await _stepped(desk, petition, replace(petition, session=session), News.SESSION, now)


def _must_lie_ahead(community: Community, session: date | None, now: datetime) -> None:
    if session is not None and session < local_day(now, community.zone):
        raise DomainError(_("The day of the session lies in the past. Write the next one."))


async def decide(desk: Desk, petition: Petition, outcome: Outcome, officer: Officer, now: datetime) -> Petition:
    """Records what the council or the head decided; the answer with reasons follows."""
    must_moderate(officer)
    _must_be(petition, State.CONSIDERATION)
    decided = replace(petition, state=State.DECIDED, outcome=outcome)
    return await _stepped(desk, petition, decided, News.DECIDED, now, Act.DECIDED)


async def answer(
    desk: Desk, community: Community, petition: Petition, text: str, officer: Officer, now: datetime
) -> Petition:
    """Publishes the answer with reasons; it also goes to the author in writing (393/96-ВР art. 23-1)."""
    must_moderate(officer)
    _must_be(petition, State.DECIDED)
    if not text.strip():
        raise DomainError(_("Write the answer with its reasons. Everyone will read it."))
    answered = replace(petition, state=State.ANSWERED, answer=text.strip(), answered=local_day(now, community.zone))
    return await _stepped(desk, petition, answered, News.ANSWERED, now, Act.ANSWERED)


async def forget(desk: Desk, community: Community, petition: Petition, now: datetime) -> bool:
    """Three years from publication the names go, and the numbers stay. False before that day."""
    day = names_go(petition, community)
    if day is None or local_day(now, community.zone) < day:
        return False
    await desk.petitions.forget_names(petition.id)
    await desk.petitions.change(petition, replace(petition, identity=None))
    return True
