"""Petitions for everyone: the list, each with its progress and answer, the community's rules, feeds, and the proof."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from aiohttp import web

from council.links import LinkKind, url
from council.petition_rules import ARTICLE, LAW_GROUNDS, Mode
from council.petitions import OUTCOME_NAMES, Petition, consideration_due, start_due
from handlers.petition_words import counted, supporters, words
from handlers.texts import _, current
from handlers.web import feeds
from handlers.web.petition_views import (
    ACTS,
    NAMES,
    SHOWN,
    Public,
    links,
    part,
    public,
    receipt,
    signers,
    state_options,
)
from handlers.web.room import Asked, Door, Page, Room

RECEIPT = 64
"""Signs of a commitment: SHA-256 in hexadecimal."""


def home(room: Room) -> str:
    """Where the list stands: nothing is called a petition where signatures have no force."""
    return "/initiatives" if room.house.community.petitions.in_mode is Mode.INITIATIVE else "/petitions"


def address(room: Room, petition: Petition) -> str:
    """The public address of a petition's page."""
    return f"{room.origin}{home(room)}/{petition.id}"


async def show_list(room: Room, asked: Asked) -> Page:
    here = await public(room)
    found = here.chosen(asked.params.get("state", ""), asked.params.get("q", ""))
    text = room.html(
        asked,
        "petitions.html",
        mode=room.house.community.petitions.in_mode,
        shown=part(found, asked.page(), SHOWN),
        count=len(found),
        states=state_options(),
        **_words(room, here),
    )
    return Page(text)


async def show_one(room: Room, asked: Asked) -> Page:
    here = await public(room)
    petition = here.one(asked.named["petition"])
    names = await signers(room, petition)
    text = room.html(
        asked,
        "petition.html",
        petition=petition,
        head=here.heads[petition.id],
        names=part(names, asked.page(), NAMES),
        signed=len(names),
        outcome=_(OUTCOME_NAMES[petition.outcome]) if petition.outcome else "",
        due=_council_dates(room, petition),
        **_words(room, here),
    )
    return Page(text)


def _words(room: Room, here: Public) -> dict[str, object]:
    """The words and addresses that the templates of petitions share."""
    return {
        "public": here,
        "home": home(room),
        "word": words,
        "counted": counted,
        "supporters": supporters,
        "bot_link": partial(_bot_link, room),
        "rules": room.house.community.petitions,
    }


def _bot_link(room: Room, petition: Petition) -> str:
    return url(room.house.bot_username, LinkKind.PETITION, petition.id)


def _council_dates(room: Room, petition: Petition) -> Mapping[str, object]:
    """Until when the council announces and considers it: the same promise as in the bot."""
    community = room.house.community
    start, consider = start_due(petition, community), consideration_due(petition, community)
    return {
        "start": start.day if start and petition.started is None else None,
        "consider": consider.day if consider and petition.outcome is None else None,
    }


async def show_rules(room: Room, asked: Asked) -> Page:
    community = room.house.community
    grounds = [(_(title), ARTICLE) for title in LAW_GROUNDS.values()]
    local = [(one.title.in_(current().current_locale), one.clause) for one in community.petitions.grounds]
    text = room.html(
        asked,
        "rules.html",
        mode=community.petitions.in_mode,
        grounds=[*grounds, *local],
        terms=community.terms,
        months=community.terms["petition.max_collection"].number,
        **_words(room, await public(room)),
    )
    return Page(text)


async def show_proof(room: Room, asked: Asked) -> Page:
    here = await public(room)
    petition = here.one(asked.named["petition"])
    log = await links(room, petition)
    sought = asked.params.get("receipt", "").strip().lower()
    text = room.html(
        asked,
        "proof.html",
        petition=petition,
        head=here.heads[petition.id],
        log=log[-30:],
        acts={act: _(said) for act, said in ACTS.items()},
        at=_moment,
        sought=sought,
        receipt=receipt(log, sought, _moment) if len(sought) == RECEIPT else None,
        **_words(room, here),
    )
    return Page(text)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


async def send_log(room: Room, asked: Asked) -> Page:
    petition = (await public(room)).one(asked.named["petition"])
    return Page(feeds.log_as_json(petition, await links(room, petition)), "application/json")


async def send_json(room: Room, asked: Asked) -> Page:
    return Page(feeds.as_json(_records(room, await public(room))), "application/json")


async def send_csv(room: Room, asked: Asked) -> Page:
    return Page(feeds.as_csv(_records(room, await public(room))), "text/csv", file=f"{home(room)[1:]}.csv")


async def send_atom(room: Room, asked: Asked) -> Page:
    here = await public(room)
    title = f"{room.house.community.council.name.in_(asked.language)}: {words(_mode(room), 'all')}"
    urls = {petition.id: address(room, petition) for petition in here.petitions}
    return Page(feeds.as_atom(here, room.origin, room.origin + home(room), title, urls), "application/atom+xml")


def _records(room: Room, here: Public) -> list[Mapping[str, object]]:
    return [feeds.record(here, petition, address(room, petition)) for petition in here.petitions]


def _mode(room: Room) -> Mode:
    return room.house.community.petitions.in_mode


def pages(room: Room) -> None:
    """Adds the pages where the community takes petitions or initiatives at all."""
    if not room.house.community.petitions.enabled:
        return
    here = home(room)
    room.doors.append(Door(here, lambda: words(_mode(room), "all")))
    room.signs.append(lambda desk: desk.petitions.sign())
    room.add(here, partial(show_list, room), takes=("state", "q", "page"))
    room.add(f"{here}/rules", partial(show_rules, room))
    room.add(f"{here}.json", partial(send_json, room))
    room.add(f"{here}.csv", partial(send_csv, room))
    room.add(f"{here}.atom", partial(send_atom, room))
    one = f"{here}/{{petition:\\d+}}"
    room.add(one, partial(show_one, room), takes=("page",))
    room.add(f"{one}/proof", partial(show_proof, room), takes=("receipt",))
    room.add(f"{one}/log.json", partial(send_log, room))
    other = "/petitions" if here == "/initiatives" else "/initiatives"
    room.form("GET", f"{other}{{rest:.*}}", partial(_moved, here))


async def _moved(here: str, request: web.Request) -> web.StreamResponse:
    """The community's mode has changed, and with it the word in the address: old links lead on."""
    raise web.HTTPMovedPermanently(f"{here}{request.match_info['rest']}")
