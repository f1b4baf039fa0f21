"""What the pages show of petitions: lists, one's progress and dates, its signers, its log. Only what is public."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from council.calendar import local_day
from council.petition_chain import Act, Head, Link
from council.petition_rules import Mode
from council.petitions import Petition, PetitionId, Standing, can_be_supported, standing
from council.phrases import NotFound
from council.phrases import _ as msgid
from council.voices import Voice, VoiceState
from council.words import matches
from handlers.petition_words import standing_words
from handlers.texts import _
from handlers.web.room import Room

SHOWN = 20
NAMES = 200
"""Signers on one page of the list."""

S = Standing
STATES: Mapping[str, tuple[str, frozenset[Standing]]] = {
    "collecting": (msgid("being collected now"), frozenset({S.COLLECTING})),
    "considered": (msgid("the council considers it"), frozenset({S.REACHED, S.CONSIDERATION, S.DECIDED})),
    "answered": (msgid("answered"), frozenset({S.ANSWERED})),
    "over": (msgid("did not collect enough"), frozenset({S.NOT_REACHED})),
    "archive": (msgid("in the archive"), frozenset({S.ARCHIVED})),
}
"""By the name in the address: the words of the filter, and what it shows."""
del S


@dataclass(frozen=True)
class Public:
    """Everything that was published, read in one snapshot; the days are those of that moment."""

    petitions: Sequence[Petition]
    heads: Mapping[PetitionId, Head]
    today: date

    def one(self, number: str) -> Petition:
        """Raises NotFound for what was not published: it looks as if it did not exist."""
        for petition in self.petitions:
            if str(petition.id) == number:
                return petition
        raise NotFound("There is nothing under this number.")

    def standing(self, petition: Petition) -> Standing:
        return standing(petition, self.today)

    def words(self, petition: Petition) -> str:
        return standing_words(petition, self.standing(petition))

    def open(self, petition: Petition) -> bool:
        return can_be_supported(petition, self.today)

    def chosen(self, state: str, sought: str) -> Sequence[Petition]:
        """What collects first, the soonest to end before the others; then the newest."""
        wanted = STATES[state][1] if state in STATES else frozenset(Standing)
        found = [one for one in self.petitions if self.standing(one) in wanted and _fits(one, sought)]
        return sorted(found, key=self._order)

    def _order(self, petition: Petition) -> tuple[bool, date, int]:
        collects = self.open(petition)
        return (not collects, petition.closes or self.today if collects else date.min, -petition.id)


def _fits(petition: Petition, sought: str) -> bool:
    if not sought.strip():
        return True
    if sought.strip().casefold() == petition.number.casefold():
        return True
    return matches(sought, f"{petition.title} {petition.ask} {petition.text}")


async def public(room: Room) -> Public:
    async def read() -> Public:
        async with room.storage.reading() as desk:
            return Public(await desk.petitions.public(), await desk.petitions.heads(), room.today())

    found: Public = await room.kept("petitions", read)
    return found


@dataclass(frozen=True)
class Signer:
    """A line of the public list. The name is empty once its term is over (393/96-ВР art. 23-1: three years)."""

    name: str
    day: date


async def signers(room: Room, petition: Petition) -> Sequence[Signer]:
    """Who signed, by the Ukrainian alphabet; nobody for what has no signatures: supporters are never named."""
    if petition.mode is not Mode.BINDING:
        return []

    async def read() -> Sequence[Signer]:
        async with room.storage.reading() as desk:
            voices = await desk.petitions.voices(petition.id)
        return sorted((_signer(room, voice) for voice in voices if _counts(voice)), key=lambda one: by_name(one.name))

    found: Sequence[Signer] = await room.kept(f"signers:{petition.id}", read)
    return found


def _counts(voice: Voice) -> bool:
    return voice.act is Act.SIGNED and voice.state is VoiceState.VALID


def _signer(room: Room, voice: Voice) -> Signer:
    return Signer(voice.name, local_day(voice.at, room.house.community.zone))


_ALPHABET = {letter: place for place, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}


def by_name(name: str) -> tuple[int, ...]:
    """The place of a name in the Ukrainian alphabet; computers put ґ, є, і and ї after я."""
    return tuple(_ALPHABET.get(sign, 100 + ord(sign) if sign.isalpha() else -1) for sign in name.casefold())


async def links(room: Room, petition: Petition) -> Sequence[Link]:
    async def read() -> Sequence[Link]:
        async with room.storage.reading() as desk:
            return await desk.petitions.links(petition.id)

    found: Sequence[Link] = await room.kept(f"links:{petition.id}", read)
    return found


ACTS: Mapping[Act, str] = {
    Act.PUBLISHED: msgid("published"),
    Act.SUPPORTED: msgid("support given"),
    Act.SIGNED: msgid("signature given"),
    Act.WITHDRAWN: msgid("taken back by the person"),
    Act.INVALIDATED: msgid("declared invalid by the moderator"),
    Act.RESTORED: msgid("counted again"),
    Act.COUNTED: msgid("count taken over from the official site"),
    Act.STARTED: msgid("consideration began"),
    Act.DECIDED: msgid("the council decided"),
    Act.ANSWERED: msgid("answer published"),
}


@dataclass(frozen=True)
class Receipt:
    """What the log says of a receipt: its link, and whether the voice counts now."""

    link: Link
    counts: bool
    at: datetime


def receipt(links: Sequence[Link], commitment: str, at: Callable[[int], datetime]) -> Receipt | None:
    """None where no voice of this log has this commitment."""
    told = [link for link in links if link.content == commitment]
    if not told or told[0].act not in {Act.SIGNED, Act.SUPPORTED}:
        return None
    return Receipt(told[0], told[-1].act not in {Act.INVALIDATED, Act.WITHDRAWN}, at(told[0].at))


@dataclass(frozen=True)
class Part:
    """A page of a longer list: what it shows, which it is and of how many."""

    items: Sequence[object]
    page: int
    pages: int
    first: int


def part(items: Sequence[object], page: int, size: int) -> Part:
    pages = max(1, -(-len(items) // size))
    at = min(page, pages)
    return Part(items[(at - 1) * size : at * size], at, pages, (at - 1) * size + 1)


def state_options() -> Sequence[tuple[str, str]]:
    return [("", _("all")), *((name, _(words)) for name, (words, _shown) in STATES.items())]
