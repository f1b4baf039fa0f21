"""Campaigns, their waves, and who is on the list of a wave; the list is erased a week after the end."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from council.audience import Audience, Candidate, Place
from council.campaigns import Campaign, CampaignId, Content, Kind, State, Wave
from council.people import Identity, ResidentId, TelegramId
from council.phrases import Conflict, NotFound, _
from council.profiles import Profile
from storage.engine import Row, Session
from storage.keys import Keyring
from storage.packing import Seal, from_ms, to_ms


class Campaigns:
    """Satisfies council.campaign_ports.Campaigns."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._places, self._profiles = Seal(keyring, "news_places"), Seal(keyring, "survey_profiles")
        self._identities = Seal(keyring, "residents")

    # campaigns

    async def add(self, campaign: Campaign) -> Campaign:
        row = await self._db.one(
            "campaign_add",
            key=campaign.key,
            kind=campaign.kind.value,
            state=campaign.state.value,
            content=campaign.content.model_dump_json(),
            audience=campaign.audience.model_dump_json(),
            reminders=json.dumps(campaign.reminders),
            author=campaign.author,
            created_at=to_ms(campaign.created_at),
            starts_at=to_ms(campaign.starts_at),
        )
        return _campaign(row or await self._db.one("campaign_by_key", key=campaign.key))

    async def get(self, campaign: CampaignId) -> Campaign:
        row = await self._db.one("campaign_by_id", id=campaign)
        if row is None:
            raise NotFound(_("There is no such campaign. /campaign shows all of them."))
        return _campaign(row)

    async def change(self, before: Campaign, after: Campaign) -> Campaign:
        row = await self._db.one(
            "campaign_change",
            id=before.id,
            state=before.state.value,
            version=before.version,
            now_state=after.state.value,
            confirmed_by=after.confirmed_by,
            starts_at=to_ms(after.starts_at),
            ended_at=to_ms(after.ended_at) if after.ended_at else None,
        )
        if row is None:
            raise Conflict(_("Somebody has taken another step meanwhile. The card shows where it stands now."))
        return _campaign(row)

    async def measured(self, campaign: CampaignId, size: int) -> None:
        await self._db.value("campaign_size", id=campaign, size=size)

    async def page(self, limit: int, offset: int = 0) -> tuple[Sequence[Campaign], int]:
        rows = await self._db.all("campaigns_page", rows=limit, skip=offset)
        return [_campaign(row) for row in rows], int(await self._db.value("campaigns_count"))

    async def in_state(self, state: State) -> Sequence[Campaign]:
        return [_campaign(row) for row in await self._db.all("campaigns_in", state=state.value)]

    async def unmeasured(self) -> Sequence[Campaign]:
        return [_campaign(row) for row in await self._db.all("campaigns_unmeasured")]

    async def to_forget(self, before: datetime) -> Sequence[Campaign]:
        return [_campaign(row) for row in await self._db.all("campaigns_to_forget", before=to_ms(before))]

    async def forget_recipients(self, campaign: CampaignId, limit: int) -> int:
        gone = len(await self._db.all("campaign_recipients_forget", id=campaign, rows=limit))
        if not gone:
            await self._db.value("campaign_forget", id=campaign)
        return gone

    # waves

    async def waves(self, campaign: CampaignId) -> Sequence[Wave]:
        return [_wave(row) for row in await self._db.all("campaign_waves_of", campaign=campaign)]

    async def add_wave(self, campaign: CampaignId, number: int, due: datetime) -> None:
        await self._db.value("campaign_wave_add", campaign=campaign, number=number, due=to_ms(due))

    async def move(self, wave: Wave, cursor: int, *, scanned: bool) -> None:
        values = {"campaign": wave.campaign, "number": wave.number}
        await self._db.value("campaign_wave_move", cursor=cursor, scanned=scanned, **values)

    async def end_wave(self, wave: Wave) -> None:
        await self._db.value("campaign_wave_end", campaign=wave.campaign, number=wave.number)

    # people

    async def candidates(self, after: int, purpose: str, limit: int, *, topics: bool) -> Sequence[Candidate]:
        rows = await self._db.all("campaign_candidates", after=after, purpose=purpose, rows=limit)
        if not rows:
            return []
        follows = await self._follows(rows[0]["id"], rows[-1]["id"]) if topics else {}
        return [self._candidate(row, follows.get(row["id"], frozenset()), vital=not purpose) for row in rows]

    async def _follows(self, first: int, last: int) -> Mapping[int, frozenset[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for row in await self._db.all("campaign_follows", first=first, last=last):
            found[row["resident"]].add(row["target"])
        return {resident: frozenset(targets) for resident, targets in found.items()}

    def _candidate(self, row: Row, follows: frozenset[str], *, vital: bool) -> Candidate:
        """What was told in cases is looked at only where life is at stake."""
        resident = row["id"]
        profile = Profile(**self._profiles.read_data(row["profile"], resident, "data")) if row["profile"] else None
        place = Place(**self._places.read_data(row["place"], resident, "data")) if row["place"] else Place()
        if vital and not place.district and not (profile and profile.district) and row["identity"] is not None:
            known = Identity.model_validate_json(self._identities.read_text(row["identity"], resident, "identity"))
            place = Place(district=known.district)
        return Candidate(
            resident=ResidentId(resident),
            telegram_id=TelegramId(row["telegram_id"]),
            locale=row["locale"] or "uk",
            month=row["seen_month"],
            place=place,
            profile=profile,
            follows=follows,
        )

    async def agrees(self, resident: ResidentId, purpose: str) -> bool:
        return bool(await self._db.value("campaign_agrees", resident=resident, purpose=purpose))

    async def busy(self, account: TelegramId, since: datetime) -> bool:
        key = f"{account}:{account}:0:default"
        return bool(await self._db.value("campaign_busy", key=key, since=to_ms(since)))

    async def had(self, resident: ResidentId, after_day: str) -> int:
        return int(await self._db.value("campaign_had", resident=resident, day=after_day))

    async def count_day(self, resident: ResidentId, day: str) -> None:
        await self._db.value("campaign_day_add", resident=resident, day=day)

    async def forget_days(self, before_day: str) -> int:
        return len(await self._db.all("campaign_days_purge", before=before_day))

    # the list of a wave

    async def enlist(self, wave: Wave, resident: ResidentId, state: str, due: datetime | None = None) -> bool:
        values = {"campaign": wave.campaign, "wave": wave.number, "resident": resident, "state": state}
        return await self._db.value("campaign_enlist", due=to_ms(due) if due else 0, **values) is not None

    async def recipient(self, campaign: CampaignId, wave: int, resident: ResidentId) -> str | None:
        row = await self._db.one("campaign_recipient", campaign=campaign, wave=wave, resident=resident)
        return None if row is None else row["state"]

    async def later(self, wave: Wave, now: datetime, limit: int) -> Sequence[Candidate]:
        values = {"campaign": wave.campaign, "wave": wave.number, "now": to_ms(now), "rows": limit}
        return [
            Candidate(ResidentId(row["id"]), TelegramId(row["telegram_id"]), row["locale"] or "uk")
            for row in await self._db.all("campaign_later", **values)
        ]

    async def mark(
        self,
        campaign: CampaignId,
        wave: int,
        resident: ResidentId,
        old: str,
        new: str,
        due: datetime | None = None,
    ) -> bool:
        values = {"campaign": campaign, "wave": wave, "resident": resident, "old": old, "new": new}
        return await self._db.value("campaign_mark", due=to_ms(due) if due else 0, **values) is not None

    async def hold(self, campaign: CampaignId) -> int:
        held = await self._db.all("campaign_hold", campaign=campaign)
        for row in held:
            await self._db.value("campaign_unqueue", key=f"campaign:{campaign}:{row['wave']}:{row['resident']}")
        return len(held)

    async def waiting(self, wave: Wave) -> int:
        return int(await self._db.value("campaign_waiting", campaign=wave.campaign, wave=wave.number))

    async def left(self, wave: Wave) -> int:
        return int(await self._db.value("campaign_left", campaign=wave.campaign, wave=wave.number))

    async def opened(self, campaign: CampaignId, wave: int, resident: ResidentId) -> bool:
        return await self._db.value("campaign_open", campaign=campaign, wave=wave, resident=resident) is not None

    # counts

    async def count(self, campaign: CampaignId, wave: int, name: str) -> None:
        await self._db.value("campaign_count", campaign=campaign, wave=wave, name=name)

    async def counts(self, campaign: CampaignId) -> Mapping[tuple[int, str], int]:
        rows = await self._db.all("campaign_counts_of", campaign=campaign)
        return {(row["wave"], row["name"]): row["n"] for row in rows}


def _campaign(row: Row | None) -> Campaign:
    assert row is not None
    return Campaign(
        id=CampaignId(row["id"]),
        key=row["key"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        content=Content.model_validate_json(row["content"]),
        audience=Audience.model_validate_json(row["audience"]),
        author=TelegramId(row["author"]),
        created_at=from_ms(row["created_at"]),
        starts_at=from_ms(row["starts_at"]),
        reminders=tuple(json.loads(row["reminders"])),
        confirmed_by=TelegramId(row["confirmed_by"]) if row["confirmed_by"] else None,
        size=row["size"],
        ended_at=from_ms(row["ended_at"]) if row["ended_at"] else None,
        version=row["version"],
    )


def _wave(row: Row) -> Wave:
    return Wave(
        campaign=CampaignId(row["campaign"]),
        number=row["number"],
        due=from_ms(row["due"]),
        cursor=row["cursor"],
        scanned=bool(row["scanned"]),
        ended=bool(row["ended"]),
    )
