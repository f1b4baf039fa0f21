"""Petitions, their voices and the log of each. Author and names are sealed; the log only grows."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from council import petition_chain
from council.people import ResidentId, TelegramId
from council.petition_chain import Act, Finding, Head, Kept, Link
from council.petition_rules import Mode
from council.petitions import Author, Outcome, Petition, PetitionId, State
from council.phrases import Conflict, NotFound, _
from council.voices import Flag, Voice, VoiceState
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_iso, from_ms, to_iso, to_ms


class Petitions:
    """Satisfies council.petition_ports.Petitions."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._seal = Seal(keyring, "petitions")
        self._voices = Seal(keyring, "petition_voices")

    async def next_number(self, prefix: str, year: int) -> str:
        n = await self._db.value("number_next", name=f"petitions:{prefix}:{year}")
        return f"{prefix}-{year}-{n:04}"

    async def add(self, petition: Petition) -> Petition:
        row = await self._db.one(
            "petition_add",
            number=petition.number,
            draft=petition.draft,
            mode=petition.mode,
            state=petition.state,
            author=petition.author,
            identity=self._sealed(petition),
            secret=self._seal.keyring.seal(secrets.token_bytes(32), f"petitions:{petition.draft}:secret"),
            title=petition.title,
            body=petition.text,
            ask=petition.ask,
            submitted_at=to_ms(petition.submitted_at),
            page=petition.page,
            head=petition_chain.START,
        )
        return self._petition(row or await self._db.one("petition_by_draft", draft=petition.draft))

    async def get(self, petition: PetitionId) -> Petition:
        row = await self._db.one("petition_by_id", id=petition)
        if row is None:
            raise NotFound(_("There is nothing under this number."))
        return self._petition(row)

    async def by_draft(self, draft: str) -> Petition | None:
        row = await self._db.one("petition_by_draft", draft=draft)
        return self._petition(row) if row else None

    async def of_author(self, author: ResidentId) -> Sequence[Petition]:
        return [self._petition(row) for row in await self._db.all("petitions_of_author", author=author)]

    async def in_check(self) -> Sequence[Petition]:
        return [self._petition(row) for row in await self._db.all("petitions_in_check")]

    async def public(self) -> Sequence[Petition]:
        return [self._petition(row) for row in await self._db.all("petitions_public")]

    async def sign(self) -> tuple[int, ...]:
        """Different whenever a public page would be: by one small query."""
        row = await self._db.one("petitions_sign")
        assert row is not None
        return (row["petitions"], row["versions"], row["links"])

    async def heads(self) -> Mapping[PetitionId, Head]:
        """How long the log of every published petition is, and the hash of its last link: what is published."""
        rows = await self._db.all("petition_heads")
        return {PetitionId(row["id"]): Head(row["seq"], row["head"]) for row in rows}

    async def closing(self, before: date) -> Sequence[Petition]:
        return [self._petition(row) for row in await self._db.all("petitions_closing", before=before.isoformat())]

    async def change(self, before: Petition, after: Petition) -> Petition:
        row = await self._db.one(
            "petition_change", id=before.id, old_state=before.state, old_version=before.version, **self._values(after)
        )
        if row is None:
            raise Conflict(_("Someone has already taken this step."))
        return self._petition(row)

    async def voice(self, petition: PetitionId, act: Act, who: str) -> Voice | None:
        row = await self._db.one("voice_of", petition=petition, act=act, who=who)
        return self._voice(row) if row else None

    async def voices(self, petition: PetitionId) -> Sequence[Voice]:
        return [self._voice(row) for row in await self._db.all("voices_of", petition=petition)]

    async def by_commitment(self, petition: PetitionId, commitment: str) -> Voice | None:
        row = await self._db.one("voice_by_commitment", petition=petition, commitment=commitment)
        return self._voice(row) if row else None

    async def voices_since(self, petition: PetitionId, since: datetime) -> int:
        return int(await self._db.value("voices_since", petition=petition, since=to_ms(since)))

    async def add_voice(self, petition: Petition, voice: Voice, now: datetime) -> Petition | None:
        content = {"salt": (voice.salt or b"").hex(), "content": dict(voice.content or {})}
        added = await self._db.value(
            "voice_add",
            petition=voice.petition,
            act=voice.act,
            who=voice.who,
            at=to_ms(voice.at),
            commitment=voice.commitment,
            content=self._voices.data(content, voice.commitment, "content"),
            state=voice.state,
            flags=_flags(voice.flags),
            verified=voice.verified,
        )
        if added is None:
            return None
        return await self._linked(petition, voice.act, voice.commitment, now, {voice.act: 1})

    async def turn_voice(self, petition: Petition, act: Act, who: str, state: VoiceState, now: datetime) -> Petition:
        row = await self._db.one("voice_turn", petition=petition.id, act=act, who=who, state=state)
        if row is None:
            return await self.get(petition.id)
        step = 1 if state is VoiceState.VALID else -1
        return await self._linked(petition, _SAYS[state], row["commitment"], now, {act: step})

    async def follow(self, petition: PetitionId, resident: ResidentId, now: datetime) -> None:
        await self._db.value("petition_follow", petition=petition, resident=resident, now=to_ms(now))

    async def unfollow(self, petition: PetitionId, resident: ResidentId) -> None:
        await self._db.value("petition_unfollow", petition=petition, resident=resident)

    async def followers(self, petition: PetitionId) -> Sequence[ResidentId]:
        rows = await self._db.all("petition_followers", petition=petition)
        return [ResidentId(row["resident"]) for row in rows]

    async def flag_repeated(self, petition: PetitionId, act: Act, who: str) -> None:
        known = await self.voice(petition, act, who)
        if known is not None:
            flags = _flags(known.flags | {Flag.REPEATED})
            await self._db.value("voice_flag", petition=petition, act=act, who=who, flags=flags)

    async def log(self, petition: Petition, act: Act, content: str, now: datetime) -> Link:
        link = await self._next(petition, act, content, now)
        await self._db.one("petition_counted", id=petition.id, head=link.hash, supports=0, signatures=0)
        return link

    async def _linked(
        self, petition: Petition, act: Act, content: str, now: datetime, counts: Mapping[Act, int]
    ) -> Petition:
        link = await self._next(petition, act, content, now)
        row = await self._db.one(
            "petition_counted",
            id=petition.id,
            head=link.hash,
            supports=counts.get(Act.SUPPORTED, 0),
            signatures=counts.get(Act.SIGNED, 0),
        )
        return self._petition(row)

    async def _next(self, petition: Petition, act: Act, content: str, now: datetime) -> Link:
        row = await self._db.one("petition_turn", id=petition.id)
        assert row is not None
        link = petition_chain.forged(petition.number, row["seq"], act, now, content, row["head"])
        await self._db.value(
            "link_add",
            petition=petition.id,
            seq=link.seq,
            act=link.act,
            at=link.at,
            content=link.content,
            before=link.before,
            hash=link.hash,
        )
        return link

    async def links(self, petition: PetitionId) -> Sequence[Link]:
        number = (await self.get(petition)).number
        return [_link(number, row) for row in await self._db.all("links_of", petition=petition)]

    async def head(self, petition: PetitionId) -> str:
        return str(await self._db.value("petition_head", id=petition))

    async def proven(self, petition: PetitionId) -> Sequence[Finding]:
        stored = await self.get(petition)
        kept = [_kept(stored.number, voice) for voice in await self.voices(petition)]
        counts = {Act.SUPPORTED: stored.supports, Act.SIGNED: stored.signatures}
        return petition_chain.flaws(await self.links(petition), await self.head(petition), kept, counts)

    async def forget_names(self, petition: PetitionId) -> int:
        named = [voice for voice in await self.voices(petition) if voice.content is not None]
        for voice in named:
            stranger = secrets.token_hex(16)
            await self._db.value("voice_forget", petition=petition, act=voice.act, who=voice.who, stranger=stranger)
        await self._db.all("signing_accounts_forget", petition=petition)
        await self._db.value("petition_forget_secret", id=petition)
        return len(named)

    def _sealed(self, petition: Petition) -> bytes | None:
        author = petition.identity
        return None if author is None else self._seal.text(author.model_dump_json(), petition.draft, "identity")

    def _values(self, petition: Petition) -> dict[str, object]:
        return {
            "state": petition.state,
            "identity": self._sealed(petition),
            "title": petition.title,
            "body": petition.text,
            "ask": petition.ask,
            "claimed_by": petition.claimed_by,
            "published_at": _ms(petition.published_at),
            "published": to_iso(petition.published),
            "closes": to_iso(petition.closes),
            "threshold": petition.threshold,
            "reached_at": _ms(petition.reached_at),
            "started": to_iso(petition.started),
            "session": to_iso(petition.session),
            "outcome": petition.outcome,
            "refusal_ground": petition.refusal_ground,
            "refusal_text": petition.refusal_text,
            "answer": petition.answer,
            "answered": to_iso(petition.answered),
            "page": petition.page,
            "count_outside": petition.count_outside,
            "counted_outside": to_iso(petition.counted_outside),
        }

    def _petition(self, row: Row) -> Petition:
        sealed = row["identity"]
        author = None if sealed is None else self._seal.read_text(sealed, row["draft"], "identity")
        return Petition(
            id=PetitionId(row["id"]),
            number=row["number"],
            draft=row["draft"],
            mode=Mode(row["mode"]),
            state=State(row["state"]),
            author=ResidentId(row["author"]),
            identity=None if author is None else Author.model_validate_json(author),
            title=row["title"],
            text=row["body"],
            ask=row["ask"],
            submitted_at=from_ms(row["submitted_at"]),
            claimed_by=None if row["claimed_by"] is None else TelegramId(row["claimed_by"]),
            outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
            secret=self._secret(row),
            **_moments(row),
            **{name: row[name] for name in _PLAIN},
        )

    def _secret(self, row: Row) -> bytes:
        sealed = row["secret"]
        return b"" if sealed is None else self._seal.keyring.open(bytes(sealed), f"petitions:{row['draft']}:secret")

    def _voice(self, row: Row) -> Voice:
        sealed = row["content"]
        kept = {} if sealed is None else self._voices.read_data(sealed, row["commitment"], "content")
        return Voice(
            petition=PetitionId(row["petition"]),
            act=Act(row["act"]),
            who=row["who"],
            at=from_ms(row["at"]),
            commitment=row["commitment"],
            salt=bytes.fromhex(kept["salt"]) if kept else None,
            content=kept.get("content"),
            state=VoiceState(row["state"]),
            flags=frozenset(Flag(flag) for flag in row["flags"].split()),
            verified=bool(row["verified"]),
        )


_PLAIN = (
    "threshold",
    "refusal_ground",
    "refusal_text",
    "answer",
    "page",
    "count_outside",
    "supports",
    "signatures",
    "version",
)

_SAYS: Mapping[VoiceState, Act] = {
    VoiceState.VALID: Act.RESTORED,
    VoiceState.INVALID: Act.INVALIDATED,
    VoiceState.WITHDRAWN: Act.WITHDRAWN,
}


def _moments(row: Row) -> dict[str, Any]:
    days = ("published", "closes", "started", "session", "answered", "counted_outside")
    times = ("published_at", "reached_at")
    return {name: from_iso(row[name]) for name in days} | {
        name: None if row[name] is None else from_ms(row[name]) for name in times
    }


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)


def _flags(flags: frozenset[Flag]) -> str:
    return " ".join(sorted(flags))


def _link(number: str, row: Row) -> Link:
    return Link(number, row["seq"], Act(row["act"]), row["at"], row["content"], row["before"], row["hash"])


def _kept(number: str, voice: Voice) -> Kept:
    """What the row says stands above what was sealed: a changed column is found as a changed name is."""
    told = {"petition": number, "act": voice.act.value, "who": voice.who, "at": petition_chain.milliseconds(voice.at)}
    content = None if voice.content is None else {**voice.content, **told}
    return Kept(voice.act, voice.commitment, voice.state is VoiceState.VALID, voice.salt, content)
