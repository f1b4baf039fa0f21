"""Everything that is sealed, field by field, so that it can be sealed anew or proved to open.

A migration that adds a sealed column adds its pair of statements (sql/rotation.sql) and its line here; a test asks.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine import Row, Session
from storage.errors import WrongKey
from storage.keys import Keyring

PAGE = 100
NO_KEY = b"\0"
"""The mark of no key at all, by which a page holds every row."""


@dataclass(frozen=True)
class Field:
    """`start` lies before the first place of the table; `page` and `exchange` are its two statements."""

    table: str
    name: str
    start: int | str
    page: Callable[..., Awaitable[list[Row]]]
    exchange: Callable[..., Awaitable[Any]]


FIELDS = (
    Field(
        "residents",
        "identity",
        -1,
        lambda db, **page: db.all("sealed_residents_identity", **page),
        lambda db, **change: db.value("reseal_residents_identity", **change),
    ),
    Field(
        "drafts",
        "data",
        "",
        lambda db, **page: db.all("sealed_drafts_data", **page),
        lambda db, **change: db.value("reseal_drafts_data", **change),
    ),
    Field(
        "fsm",
        "data",
        "",
        lambda db, **page: db.all("sealed_fsm_data", **page),
        lambda db, **change: db.value("reseal_fsm_data", **change),
    ),
    Field(
        "inbox",
        "payload",
        -1,
        lambda db, **page: db.all("sealed_inbox_payload", **page),
        lambda db, **change: db.value("reseal_inbox_payload", **change),
    ),
    Field(
        "appeals",
        "submission",
        -1,
        lambda db, **page: db.all("sealed_appeals_submission", **page),
        lambda db, **change: db.value("reseal_appeals_submission", **change),
    ),
    Field(
        "case_messages",
        "text",
        -1,
        lambda db, **page: db.all("sealed_case_messages_text", **page),
        lambda db, **change: db.value("reseal_case_messages_text", **change),
    ),
    Field(
        "attachments",
        "name",
        -1,
        lambda db, **page: db.all("sealed_attachments_name", **page),
        lambda db, **change: db.value("reseal_attachments_name", **change),
    ),
    Field(
        "events",
        "details",
        -1,
        lambda db, **page: db.all("sealed_events_details", **page),
        lambda db, **change: db.value("reseal_events_details", **change),
    ),
    Field(
        "opinions",
        "text",
        -1,
        lambda db, **page: db.all("sealed_opinions_text", **page),
        lambda db, **change: db.value("reseal_opinions_text", **change),
    ),
    Field(
        "collectives",
        "body",
        "",
        lambda db, **page: db.all("sealed_collectives_body", **page),
        lambda db, **change: db.value("reseal_collectives_body", **change),
    ),
    Field(
        "coauthors",
        "person",
        -1,
        lambda db, **page: db.all("sealed_coauthors_person", **page),
        lambda db, **change: db.value("reseal_coauthors_person", **change),
    ),
    Field(
        "deliveries",
        "content",
        -1,
        lambda db, **page: db.all("sealed_deliveries_content", **page),
        lambda db, **change: db.value("reseal_deliveries_content", **change),
    ),
    Field(
        "jobs",
        "params",
        -1,
        lambda db, **page: db.all("sealed_jobs_params", **page),
        lambda db, **change: db.value("reseal_jobs_params", **change),
    ),
    Field(
        "petitions",
        "identity",
        -1,
        lambda db, **page: db.all("sealed_petitions_identity", **page),
        lambda db, **change: db.value("reseal_petitions_identity", **change),
    ),
    Field(
        "petitions",
        "secret",
        -1,
        lambda db, **page: db.all("sealed_petitions_secret", **page),
        lambda db, **change: db.value("reseal_petitions_secret", **change),
    ),
    Field(
        "petition_voices",
        "content",
        "",
        lambda db, **page: db.all("sealed_petition_voices_content", **page),
        lambda db, **change: db.value("reseal_petition_voices_content", **change),
    ),
    Field(
        "signing_links",
        "person",
        "",
        lambda db, **page: db.all("sealed_signing_links_person", **page),
        lambda db, **change: db.value("reseal_signing_links_person", **change),
    ),
    Field(
        "hash_keys",
        "value",
        "",
        lambda db, **page: db.all("sealed_hash_keys_value", **page),
        lambda db, **change: db.value("reseal_hash_keys_value", **change),
    ),
    Field(
        "survey_profiles",
        "data",
        -1,
        lambda db, **page: db.all("sealed_survey_profiles_data", **page),
        lambda db, **change: db.value("reseal_survey_profiles_data", **change),
    ),
    Field(
        "news_places",
        "data",
        -1,
        lambda db, **page: db.all("sealed_news_places_data", **page),
        lambda db, **change: db.value("reseal_news_places_data", **change),
    ),
    Field(
        "survey_results",
        "data",
        "",
        lambda db, **page: db.all("sealed_survey_results_data", **page),
        lambda db, **change: db.value("reseal_survey_results_data", **change),
    ),
    Field(
        "survey_urns",
        "data",
        "",
        lambda db, **page: db.all("sealed_survey_urns_data", **page),
        lambda db, **change: db.value("reseal_survey_urns_data", **change),
    ),
    Field(
        "survey_answers",
        "data",
        "",
        lambda db, **page: db.all("sealed_survey_answers_data", **page),
        lambda db, **change: db.value("reseal_survey_answers_data", **change),
    ),
    Field(
        "mail_tokens",
        "token",
        -1,
        lambda db, **page: db.all("sealed_mail_tokens_token", **page),
        lambda db, **change: db.value("reseal_mail_tokens_token", **change),
    ),
)


class Seals:
    """Which keys have sealed something here, and what the older of them have sealed."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._db = session
        self._keyring = keyring

    async def prove(self) -> None:
        """The newest key leaves its proof: from now on the database opens only with it."""
        await self._db.value("seal_add", key_id=self._keyring.ids[0], proof=self._keyring.proof())

    async def old(self) -> Sequence[str]:
        """Ids of the older keys that are still needed."""
        return [row["key_id"] for row in await self._db.all("seals_old", newest=self._keyring.ids[0])]

    async def forget_old(self) -> None:
        """To be called when nothing is sealed with them: then the database opens without them."""
        await self._db.all("seals_forget", newest=self._keyring.ids[0])

    async def page(self, field: Field, after: int | str, *, mark: bytes | None = None) -> list[Row]:
        """Up to PAGE rows, in order of `place`, whose field does not begin with the mark (else: of the newest key)."""
        mark = mark or self._keyring.mark
        return await field.page(self._db, after=after, length=len(mark), mark=mark, rows=PAGE)

    async def reseal(self, field: Field, row: Row) -> bool:
        """Seals the field with the newest key; a row changed meanwhile stays as it is. Raises WrongKey."""
        aad = f"{field.table}:{row['owner']}:{field.name}"
        old = bytes(row["sealed"])
        new = self._keyring.seal(self._keyring.open(old, aad), aad)
        return await field.exchange(self._db, place=row["place"], old=old, new=new) is not None

    def opens(self, field: Field, row: Row) -> bool:
        """Whether the field can be read with the ring."""
        try:
            self._keyring.open(bytes(row["sealed"]), f"{field.table}:{row['owner']}:{field.name}")
        except WrongKey:
            return False
        return True
