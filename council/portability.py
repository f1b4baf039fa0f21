"""Everything that is kept about one person, for that person only (2297-VI art. 8), and its erasing.

Plain values under English names, so that another system can read the file; handlers and documents put it into words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from council.appeals import Appeal, CaseMessage, Direction, Event, MessageState
from council.community import Community
from council.consents import Consent
from council.handovers import HANDED_OVER
from council.opinions import Opinion
from council.people import Resident, ResidentId
from council.ports import Desk

ALL = 10_000
"""Cases of one person: nobody has more."""

_SEEN = frozenset({"data_opened"})


async def kept_about(desk: Desk, community: Community, person: Resident) -> Mapping[str, Any]:
    """The whole: who, what, since when, why, and whom it went to."""
    notices = await desk.residents.notices_of(person.id)
    cases = await desk.appeals.of_resident(person.id, ALL)
    return {
        "controller": community.council.name.uk,
        "telegram_account": person.telegram_id,
        "language": person.locale,
        "since": person.first_seen.isoformat(),
        "remembered": person.identity.model_dump(mode="json") if person.identity else None,
        "notices_shown": [{"version": version, "at": at.isoformat()} for version, _digest, at in notices],
        "consents": [_consent(one) for one in await desk.consents.of(person.id)],
        "news_of": (await desk.consents.place(person.id)).model_dump(exclude_defaults=True),
        "last_wrote": person.seen_month,
        "appeals": [await _case(desk, case) for case in cases],
        "programme": {
            "follows": [*await desk.following.of(person.id)],
            "comments": [_comment(one) for one in await desk.opinions.of(person.id)],
        },
        "signed_with_others": [case for _draft, case in await desk.collectives.joined_by(person.id)],
    }


def _consent(one: Consent) -> Mapping[str, object]:
    """With the proof of what was agreed to: version and hash of the text that was shown."""
    return {
        "purpose": one.purpose.value,
        "given": one.given,
        "at": one.answered_at.isoformat(),
        "text_version": one.version,
        "text_sha256": one.digest,
    }


def _comment(one: Opinion) -> Mapping[str, object]:
    return {"measure": one.measure, "at": one.said_at.isoformat(), "text": one.text, "state": one.state.value}


async def _case(desk: Desk, case: Appeal) -> Mapping[str, object]:
    history = await desk.appeals.history(case.id)
    messages = [_message(one) for one in await desk.appeals.messages(case.id) if _is_theirs_to_see(one)]
    files = [file.name for file in await desk.attachments.of_appeal(case.id)]
    return {
        "number": case.number,
        "kind": case.kind.value,
        "state": case.state.value,
        "received_at": case.received_at.isoformat(),
        "answer_by": case.due.isoformat(),
        "registry": case.registry_index or None,
        "submission": case.submission.model_dump(mode="json", exclude_defaults=True),
        "files": files,
        "messages": messages,
        "went_to": _recipients(case, history),
        "handed_over": [_handed_over(event) for event in history if event.action == HANDED_OVER],
        "opened_by_officers": sum(event.action in _SEEN for event in history),
    }


def _handed_over(event: Event) -> Mapping[str, object]:
    """When it left the bot for the council's registry, by which connector and to which mailbox or system."""
    details = event.details or {}
    told = {name: str(details.get(name, "")) for name in ("connector", "matter", "to")}
    return {"at": event.at.isoformat(), **told}


def _message(one: CaseMessage) -> Mapping[str, object]:
    return {"from": "you" if one.direction is Direction.IN else "council", "at": one.at.isoformat(), "text": one.text}


def _is_theirs_to_see(one: CaseMessage) -> bool:
    return one.direction is not Direction.INTERNAL and one.state is MessageState.SENT


def _recipients(case: Appeal, history: Sequence[Event]) -> Sequence[str]:
    """The department in charge, and the bodies to which the case was forwarded."""
    forwarded = [str((event.details or {}).get("body", "")) for event in history if event.action == "forward"]
    return [one for one in (case.department, *forwarded) if one]


async def forget(
    desk: Desk, person: ResidentId, forms: Sequence[str], unfinished: Sequence[str], now: datetime
) -> None:
    """Erases profile, consents, drafts with their files, and the person's part in gatherings that are no case yet.

    `unfinished` are the keys of forms in hand. Cases stay: the council must keep them by law.
    """
    keys = [*unfinished]
    for form in forms:
        draft = await desk.drafts.take(person, form, now)
        keys += [str(draft["key"])] if draft and "key" in draft else []
    for key in keys:
        for file in await desk.attachments.of_draft(key):
            if file.appeal is None:
                await desk.attachments.drop(file.id)
    for draft_key, case in await desk.collectives.joined_by(person):
        if case is None:
            await desk.collectives.leave(draft_key, person, now)
    await desk.collectives.drop_own(person)
    await desk.residents.forget(person)
