"""What is kept about a person, for that person: a PDF that any phone opens, and JSON for another system."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.documents.letters import Letter, pdf
from council.appeals import KIND_NAMES, STATE_NAMES, Kind, State
from council.consents import PURPOSE_NAMES, Purpose
from council.deadlines import length
from council.handover_rules import CONNECTOR_NAMES, Connector
from council.people import Resident
from council.portability import kept_about
from handlers.house import House
from handlers.texts import _, say
from storage.desk import Desk

Kept = Mapping[str, Any]


async def portable(desk: Desk, house: House, person: Resident) -> bytes:
    """The same facts as the readable file, one JSON object in UTF-8."""
    kept = await kept_about(desk, house.community, person)
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


async def readable(desk: Desk, house: House, person: Resident) -> bytes:
    """A PDF in the person's language; what stays and until when is its last part."""
    kept = await kept_about(desk, house.community, person)
    with house.texts.speaking(person.locale or house.texts.default_locale):
        return await pdf(
            Letter(
                title=_("What is kept about you"),
                council=str(house.community.council.name),
                contacts=[],
                references=[],
                addressee=[],
                paragraphs=[*_person(kept), *(list(_case(house, one)) for one in kept["appeals"]), _storage(house)],
                annexes_title="",
                annexes=[],
                post="",
                name="",
            )
        )


def _person(kept: Kept) -> Iterator[Sequence[str]]:
    yield [
        _("Telegram account: {account}").format(account=kept["telegram_account"]),
        _("Language: {language}").format(language=kept["language"] or "—"),
        _("Kept since: {day}").format(day=kept["since"][:10]),
        _("Why: to consider your appeals and to answer you (393/96-ВР, 2939-VI)."),
    ]
    remembered = kept["remembered"]
    if remembered is None:
        yield [_("Name and address for the next time: not kept")]
    else:
        name = " ".join(part for part in remembered["name"].values() if part)
        yield [
            _("With your consent, for the next time: {name}").format(name=name),
            *(line for line in (remembered["residence"], remembered["contact"]) if line),
        ]
    agreed = [
        f"{_(PURPOSE_NAMES[Purpose(one['purpose'])])} ({one['at'][:10]})" for one in kept["consents"] if one["given"]
    ]
    if agreed:
        yield [_("You agreed to get (purpose and day): {list}").format(list=", ".join(agreed))]
    if kept["programme"]["follows"] or kept["programme"]["comments"]:
        yield _programme(kept["programme"])
    shown = [f"{one['version']}: {one['at'][:10]}" for one in kept["notices_shown"]]
    yield [_("Data notices shown to you (version and day): {list}").format(list=", ".join(shown) or "—")]


def _programme(kept: Kept) -> Sequence[str]:
    """What a person follows in the programme, and what they have said of its measures."""
    follows = ", ".join(kept["follows"]) or "—"
    comments = [f"{one['at'][:10]} {one['measure']}: {one['text']}" for one in kept["comments"]]
    return [_("You follow in the programme: {list}").format(list=follows), *comments]


def _case(house: House, case: Kept) -> Iterator[str]:
    submission = case["submission"]
    yield f"{case['number']}: {_(KIND_NAMES[Kind(case['kind'])])}, {_(STATE_NAMES[State(case['state'])])}"
    yield _("Received on {day}, answer by {due}").format(day=case["received_at"][:10], due=case["answer_by"][:10])
    applicant = submission.get("applicant") or {}
    name = " ".join(part for part in applicant.get("name", {}).values() if part)
    yield from (line for line in (name, applicant.get("residence", ""), applicant.get("contact", "")) if line)
    yield submission.get("text", "") or _("You sent a voice message or photos.")
    yield from (f"{one['at'][:10]} {_WHO[one['from']]()}: {one['text']}" for one in case["messages"])
    departments = [house.community.department(code) for code in case["went_to"]]
    told = [str(found.name) if found else code for found, code in zip(departments, case["went_to"], strict=True)]
    yield _("Went to: {recipients}").format(recipients=", ".join(told))
    yield from (_handed_over(one) for one in case["handed_over"])
    yield _("Officers opened your data: {count}").format(count=case["opened_by_officers"])


def _handed_over(one: Kept) -> str:
    """When it left the bot, and for where."""
    way = _(CONNECTOR_NAMES[Connector(one["connector"])])
    return _("{day}: handed over to {way} ({to})").format(day=one["at"][:10], way=way, to=one["to"])


_WHO = {"you": lambda: _("you"), "council": lambda: _("the council")}


def _storage(house: House) -> Sequence[str]:
    term = say(length(house.community.terms["appeal.retention"]), html=False)
    return [
        _("Appeals and their files are kept for {term}: the rules of record-keeping say so.").format(term=term),
        _("They cannot be erased earlier. Everything else is erased by the button in /mydata."),
    ]
