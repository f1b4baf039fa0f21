"""What the use cases need of the storage: small Protocols, held by `storage/` for both engines.

A Desk is one unit of work: everything done on it is committed together or not at all. It awaits nothing but the
database, and may be run again from its start, so nothing outside the database is done inside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from council.appeals import (
    Appeal,
    AppealId,
    Attachment,
    AttachmentId,
    AttachmentKind,
    CaseMessage,
    Event,
    MessageId,
    Signer,
)
from council.campaign_ports import Campaigns, Consents
from council.collectives import CoAuthor, Collective
from council.deliveries import ChatId, Delivery, Lane
from council.following import Follower
from council.handover_rules import Connector, Handover, HandoverId, Matter
from council.links import Arrivals as Counted
from council.links import LinkKind, Promised
from council.lists import Listing, Reach, Sought
from council.mails import Mail, MailState, MailToken
from council.office_mail import OfficeMail, OfficeMailId, OfficeMailState
from council.opinions import MeasureCase, Opinion, OpinionId, Voices
from council.own_results import Saved
from council.people import Identity, Resident, ResidentId, Role, RoleGrant, TelegramId
from council.periods import Period
from council.petition_ports import Petitions, SigningLinks
from council.petitions import PetitionId
from council.profiles import Profile
from council.programme import Measure, MeasureId, Programme, ProgrammeId
from council.programme_changes import Change
from council.programme_versions import Revision, Version
from council.progress import Report, ReportEvent, ReportId, ReportState
from council.survey import Survey
from council.survey_ports import BuiltSurveys, Findings
from council.urns import Sheet, Urn


class Residents(Protocol):
    async def met(self, telegram_id: TelegramId, now: datetime) -> Resident:
        """The resident, created on first sight."""
        ...

    async def known(self, telegram_id: TelegramId) -> Resident | None:
        """The resident of a Telegram account, if they ever wrote."""
        ...

    async def get(self, resident: ResidentId) -> Resident: ...

    async def absent(self, now: datetime) -> Resident:
        """A new record for somebody who has no Telegram here: their appeal was entered by an officer."""
        ...

    async def forget(self, resident: ResidentId) -> None:
        """Erases identity and consents; the whole record where no case needs it."""
        ...

    async def speak(self, resident: ResidentId, locale: str) -> None: ...

    async def keep_identity(self, resident: ResidentId, identity: Identity | None, now: datetime) -> None:
        """Keeps what the person agreed to be offered next time; None erases it."""
        ...

    async def mark_blocked(self, telegram_id: TelegramId, blocked: bool) -> None: ...

    async def seen(self, resident: Resident, month: str) -> None:
        """Notes the month, `2026-11`, in which the person last wrote."""
        ...

    async def notice_shown(self, resident: ResidentId, version: str, digest: str, now: datetime) -> None:
        """Records which text of the personal data notice was shown and when (2297-VI art. 12); once a text."""
        ...

    async def notices_of(self, resident: ResidentId) -> Sequence[tuple[str, str, datetime]]:
        """(version, hash, time) of every notice shown, oldest first."""
        ...


class Appeals(Protocol):
    async def next_number(self, year: int) -> str:
        """The next intake number of the year, `ЗВ-2026-000123`; gaps may come, repeats never."""
        ...

    async def add(self, appeal: Appeal) -> Appeal:
        """Stores a new case and returns it with its id (the given id is ignored); its draft key is unique."""
        ...

    async def get(self, appeal: AppealId) -> Appeal:
        """Raises NotFound."""
        ...

    async def by_draft(self, draft: str) -> Appeal | None: ...

    async def by_number(self, number: str) -> Appeal | None: ...

    async def first_of(self, appeal: AppealId) -> AppealId:
        """The first of the line of repeated appeals; the case itself where nothing is repeated, or nothing known."""
        ...

    async def latest_of(self, first: AppealId) -> AppealId:
        """The last of the line that begins with this case."""
        ...

    async def of_resident(self, resident: ResidentId, limit: int, offset: int = 0) -> Sequence[Appeal]:
        """Newest first."""
        ...

    async def count_of(self, resident: ResidentId) -> int: ...

    async def listed(self, limit: int) -> Sequence[Appeal]:
        """Cases that wait in the queue message of the staff group without a topic of their own, oldest first."""
        ...

    async def count_listed(self) -> int: ...

    async def waiting(self, limit: int, offset: int = 0, reach: Reach | None = None) -> Listing:
        """Open cases that nobody has taken, or only who holds no role any more; those due first at the top.

        Of the whole council, or only those within `reach`.
        """
        ...

    async def in_hands(self, executor: TelegramId, limit: int, offset: int = 0) -> Listing:
        """Open cases that the officer has taken, those due first at the top."""
        ...

    async def overdue(self, now: datetime, limit: int, offset: int = 0, reach: Reach | None = None) -> Listing:
        """Open cases whose last moment has passed, the oldest date at the top; `reach` as in `waiting`."""
        ...

    async def found(self, sought: Sought, limit: int) -> Listing:
        """Cases by what a person knows of their numbers, open or not: the exact one first, then the newest."""
        ...

    async def bind(self, appeal: AppealId, absent: ResidentId, resident: ResidentId) -> bool:
        """The case becomes the resident's own; False where it is not the absent person's any more."""
        ...

    async def change(self, before: Appeal, after: Appeal) -> Appeal:
        """Saves `after` where the row still has the state and version of `before`, with the version grown.

        Raises Conflict when someone was first.
        """
        ...

    async def add_message(self, message: CaseMessage) -> CaseMessage:
        """Stores a text of a case and returns it with its id; a known key returns the stored one unchanged."""
        ...

    async def message(self, message: MessageId) -> CaseMessage: ...

    async def message_by_key(self, key: str) -> CaseMessage | None: ...

    async def messages(self, appeal: AppealId) -> Sequence[CaseMessage]: ...

    async def change_message(self, before: CaseMessage, after: CaseMessage) -> CaseMessage:
        """Saves `after` where the row still has the state of `before`; raises Conflict otherwise."""
        ...

    async def record(self, event: Event) -> bool:
        """Adds a line to the history; False when its key is already there."""
        ...

    async def history(self, appeal: AppealId) -> Sequence[Event]: ...

    async def counts(self) -> Mapping[str, int]:
        """Rows by table: appeals, case_messages, events (for checks)."""
        ...


class Attachments(Protocol):
    async def add(
        self,
        draft: str,
        key: str,
        kind: AttachmentKind,
        name: str,
        mime: str,
        size: int,
        sha256: str,
        path: str,
        now: datetime,
        signed: bool = False,
    ) -> Attachment:
        """A file of a draft; (draft, key) is unique, so the same file sent twice is one attachment."""
        ...

    async def get(self, attachment: AttachmentId) -> Attachment: ...

    async def of_draft(self, draft: str) -> Sequence[Attachment]: ...

    async def of_appeal(self, appeal: AppealId) -> Sequence[Attachment]:
        """Those of the submission (not those of answers), in the order they came."""
        ...

    async def of_message(self, message: MessageId) -> Sequence[Attachment]: ...

    async def attach(self, draft: str, appeal: AppealId, message: MessageId | None = None) -> None:
        """Ties every file of the draft to the case (and to a message of it)."""
        ...

    async def keep(self, draft: str) -> None:
        """The files of the draft belong to a record that is no case, and stay."""
        ...

    async def drop(self, attachment: AttachmentId) -> None: ...


class Deliveries(Protocol):
    async def add(self, delivery: Delivery) -> bool:
        """Queues once: False, and nothing changes, when the key is known."""
        ...

    async def refresh(self, delivery: Delivery) -> None:
        """Queues, or makes the known row with this key due again: many edits of one card become one."""
        ...

    async def cancel(self, key: str) -> bool:
        """Takes a row back that was not sent yet; False when it is too late."""
        ...

    async def hasten(self, chat: ChatId, now: datetime) -> None:
        """Screens that were held back for a moment leave now, before what is said next in this chat."""
        ...

    async def waiting(self, chat: ChatId, lane: Lane) -> int:
        """How many rows of the chat and lane have not left yet."""
        ...

    async def sent_as(self, key: str, chat: ChatId) -> int | None:
        """The message that the row with this key became in that chat; None before it left."""
        ...

    async def about(self, chat: ChatId, message_id: int) -> str | None:
        """The record that a sent message speaks about (`appeal:12`), or None."""
        ...


class Roles(Protocol):
    async def of(self, telegram_id: TelegramId) -> Sequence[RoleGrant]: ...

    async def give(
        self, telegram_id: TelegramId, role: Role, scope: str, position: str, by: TelegramId, now: datetime
    ) -> RoleGrant:
        """Gives a role once; the same role and scope again returns the grant in force."""
        ...

    async def take(self, grant: int, by: TelegramId, now: datetime) -> bool: ...

    async def all(self) -> Sequence[RoleGrant]: ...

    async def holders(self, *roles: Role) -> Sequence[RoleGrant]: ...


class Notes(Protocol):
    """Small facts by name that outlive a restart: the bound group, a setup code, the pause notice, the heartbeat."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str, now: datetime) -> None: ...

    async def drop(self, name: str) -> bool: ...


class Drafts(Protocol):
    """Forms put aside by «Cancel», kept for a week."""

    async def keep(self, resident: ResidentId, form: str, data: Mapping[str, object], until: datetime) -> None: ...

    async def take(self, resident: ResidentId, form: str, now: datetime) -> Mapping[str, object] | None:
        """The draft, removed from the shelf; None when there is none or its week is over."""
        ...

    async def exists(self, resident: ResidentId, form: str, now: datetime) -> bool: ...

    async def kept(self, resident: ResidentId, now: datetime) -> Sequence[str]:
        """The forms of which a draft lies on the shelf."""
        ...


class Mails(Protocol):
    """What goes by e-mail, sent by the process outside of any unit."""

    async def add(self, key: str, appeal: AppealId, message: MessageId | None, now: datetime) -> bool:
        """Queues once: False, and nothing changes, when the key is known."""
        ...

    async def add_news(self, key: str, petition: PetitionId, news: str, now: datetime) -> bool:
        """Queues a mail to the author of a petition, once a key."""
        ...

    async def by_key(self, key: str) -> Mail | None: ...

    async def take(self, now: datetime, lease: timedelta, limit: int = 10) -> Sequence[Mail]:
        """Claims due mails until the lease is over."""
        ...

    async def again(self, mail: Mail, at: datetime, reason: str) -> None: ...

    async def end(self, mail: Mail, state: MailState, reason: str, now: datetime) -> bool:
        """False when it had ended already."""
        ...


class MailTokens(Protocol):
    """The secret word of each case in the council's mail."""

    async def of(self, appeal: AppealId) -> MailToken | None: ...

    async def keep(self, appeal: AppealId, token: MailToken) -> MailToken:
        """Stores it; where the case has one already, that one comes back."""
        ...

    async def find(self, token: MailToken) -> AppealId | None:
        """The case of a token, open or closed; None for an invented one."""
        ...


class OfficeMails(Protocol):
    """Letters of the council's offices about cases, each once."""

    async def known(self, key: str, content: str) -> bool:
        """Whether this very mail came before, or another that says the same."""
        ...

    async def add(self, mail: OfficeMail, key: str, content: str) -> OfficeMail:
        """Stores it and returns it with its id. Raises Conflict for one that came before."""
        ...

    async def get(self, mail: OfficeMailId) -> OfficeMail:
        """Raises NotFound."""
        ...

    async def of(self, appeal: AppealId) -> Sequence[OfficeMail]:
        """Oldest first."""
        ...

    async def move(self, mail: OfficeMail, state: OfficeMailState, now: datetime) -> OfficeMail:
        """Raises Conflict where somebody has moved it meanwhile."""
        ...

    def code(self, mail: OfficeMailId) -> str:
        """The secret by which a mailbox on the map confirms a letter."""
        ...

    def opens(self, mail: OfficeMailId, code: str) -> bool: ...


class Handovers(Protocol):
    """What goes to the council's registry and document system, carried out by the process outside of any unit."""

    async def add(
        self,
        key: str,
        connector: Connector,
        matter: Matter,
        now: datetime,
        appeal: AppealId | None = None,
        message: MessageId | None = None,
        day: date | None = None,
    ) -> bool:
        """Queues once: False, and nothing changes, when the key is known."""
        ...

    async def get(self, handover: HandoverId) -> Handover:
        """Raises NotFound."""
        ...

    async def of_appeal(self, appeal: AppealId) -> Sequence[Handover]: ...

    async def told_as(self, message: str) -> AppealId | None:
        """The case that went out under this identifier (handover_rules.guid, upper case); None for an invented one."""
        ...

    async def take(self, connector: Connector, now: datetime, lease: timedelta, limit: int = 1) -> Sequence[Handover]:
        """Claims due rows until the lease is over; what was added to a case never overtakes the case."""
        ...

    async def move(self, before: Handover, after: Handover) -> bool:
        """False where the row has not the state of `before` any more."""
        ...

    async def waiting(self) -> Mapping[Connector, tuple[int, datetime]]:
        """How many wait by each connector, and since when the oldest does."""
        ...

    async def stuck(self, before: datetime, limit: int) -> tuple[Sequence[Handover], int]:
        """(those that wait since then or longer, the oldest first; how many in all)."""
        ...

    async def received(self, since: datetime, until: datetime) -> Sequence[AppealId]:
        """The cases of a time, for the journal: the end is not included."""
        ...

    async def unnumbered(self, before: datetime, limit: int) -> tuple[Sequence[Handover], int]:
        """(open cases sent by then that have no registry number, the oldest first; how many in all)."""
        ...


class WorkflowEvents(Protocol):
    """What the document system told us, each once."""

    async def known(self, event: str) -> tuple[str, str] | None:
        """(digest of the body, result) of an event that was taken."""
        ...

    async def add(
        self, event: str, digest: str, appeal: AppealId, kind: str, at: datetime, result: str, now: datetime
    ) -> None:
        """Raises Conflict for a known id."""
        ...

    async def newest(self, appeal: AppealId, kind: str) -> datetime | None:
        """When the latest taken event of the kind happened there."""
        ...


class Jobs(Protocol):
    """Things to do later: rows with a due time, done once even when the process was away at that moment."""

    async def add(self, key: str, name: str, due: datetime, params: Mapping[str, object] | None = None) -> bool:
        """False, and nothing changes, when the key is known."""
        ...

    async def cancel(self, key: str) -> bool: ...


class Progress(Protocol):
    """Reports of the responsible bodies on measures, and what was said of each reporting round."""

    async def add(self, report: Report) -> Report:
        """Stores a new report and returns it with its id. Raises Conflict: a measure has one report a period."""
        ...

    async def get(self, report: ReportId) -> Report:
        """Raises NotFound."""
        ...

    async def of(self, measure: str, period: Period) -> Report | None: ...

    async def change(self, before: Report, after: Report) -> Report:
        """Saves `after` where the row still has the version of `before`; raises Conflict otherwise."""
        ...

    async def of_measure(self, measure: str) -> Sequence[Report]: ...

    async def of_programme(self, programme: str, period: Period | None = None) -> Sequence[Report]:
        """In any state; of one period, or of all."""
        ...

    async def in_state(self, state: ReportState, limit: int, offset: int = 0) -> tuple[Sequence[Report], int]:
        """(a page, how many in all), those that wait longest first."""
        ...

    async def published(self, after: datetime, until: datetime) -> Sequence[Report]:
        """Shown to people in that time, the end included, the start not."""
        ...

    async def record(self, event: ReportEvent) -> bool:
        """Adds a line to the history; False when its key is already there."""
        ...

    async def history(self, report: ReportId) -> Sequence[ReportEvent]: ...

    async def say(self, programme: str, period: Period, mark: str, now: datetime) -> bool:
        """Notes that this word of a round is said; False when it was said before, however long ago."""
        ...

    async def said(self, programme: str) -> frozenset[tuple[str, str]]:
        """(code of the period, mark) of every word that was said."""
        ...


class Following(Protocol):
    """Who follows the programme (`all`), a goal or a measure."""

    async def add(self, resident: ResidentId, target: str, now: datetime) -> bool: ...

    async def drop(self, resident: ResidentId, target: str) -> bool: ...

    async def drop_all(self, resident: ResidentId) -> int: ...

    async def of(self, resident: ResidentId) -> Sequence[str]: ...

    async def followers(self, targets: Iterable[str]) -> Sequence[Follower]:
        """Everybody who follows one of them, once, without those who blocked the bot."""
        ...

    async def count(self, target: str) -> int: ...


class Opinions(Protocol):
    """What people say of measures, and the cases that are linked to a measure."""

    async def add(self, opinion: Opinion) -> Opinion:
        """Stores a new one and returns it with its id; a known key returns the stored one unchanged."""
        ...

    async def find(self, opinion: OpinionId) -> Opinion | None:
        """None for one that its author has erased."""
        ...

    async def get(self, opinion: OpinionId) -> Opinion:
        """Raises NotFound."""
        ...

    async def decide(self, before: Opinion, after: Opinion) -> Opinion:
        """Saves the decision where nobody decided meanwhile; raises Conflict otherwise."""
        ...

    async def shown(self, measure: str, limit: int, offset: int = 0, district: str = "") -> Sequence[Opinion]:
        """What others may see, newest first; of one district where it is named."""
        ...

    async def count(self, measure: str, district: str = "") -> int:
        """How many are shown."""
        ...

    async def count_of(self, resident: ResidentId) -> int: ...

    async def of(self, resident: ResidentId) -> Sequence[Opinion]:
        """Everything that a person said, in any state, oldest first."""
        ...

    async def drop_all(self, resident: ResidentId) -> Sequence[str]:
        """Erases what a person said; the keys of their files come back."""
        ...

    async def voices(self, measure: str) -> Voices: ...

    async def link(self, appeal: AppealId, measure: str) -> bool:
        """Ties a case to a measure, once."""
        ...

    async def case(self, appeal: AppealId) -> MeasureCase | None: ...

    async def reply(self, appeal: AppealId, text: str, by: TelegramId, now: datetime) -> bool:
        """What the council shows of its answer to a linked case; an empty text takes it back."""
        ...

    async def replies(self, measure: str, limit: int, offset: int = 0) -> Sequence[MeasureCase]:
        """Linked cases with a reply that is shown, newest first."""


class Arrivals(Protocol):
    """How many people came by each code of a deep link, a day; who they were is not kept."""

    async def count(self, code: str, day: date) -> None: ...

    async def between(self, first: date, last: date) -> Sequence[Counted]:
        """Both days included, by code and day."""
        ...

    async def by_code(self, code: str) -> int:
        """How many came by it in all."""
        ...


class Tokens(Protocol):
    """Secret links; only their hashes are kept."""

    async def keep(self, token: str, kind: LinkKind, about: str, expires: datetime) -> None: ...

    async def find(self, token: str, kind: LinkKind) -> Promised | None:
        """What was promised, also where it has ended or was used: the caller says so kindly."""
        ...

    async def use(self, token: str, by: ResidentId) -> bool:
        """False when it was used already."""
        ...


class Collectives(Protocol):
    """Appeals that gather people, by the draft of the form of the contact person."""

    async def keep(self, collective: Collective, now: datetime) -> None:
        """Stores a new one, or its new text and edition."""
        ...

    async def get(self, draft: str) -> Collective | None: ...

    async def of_appeal(self, appeal: AppealId) -> Collective | None: ...

    async def submitted(self, draft: str, appeal: AppealId) -> None: ...

    async def join(self, draft: str, resident: ResidentId, person: Signer, edition: int, now: datetime) -> None:
        """Once a person: joining again renews what they agreed to."""
        ...

    async def leave(self, draft: str, resident: ResidentId, now: datetime) -> bool: ...

    async def coauthors(self, draft: str) -> Sequence[CoAuthor]:
        """Those who have not left, in the order they joined."""
        ...

    async def coauthor(self, draft: str, resident: ResidentId) -> CoAuthor | None: ...

    async def notify(self, draft: str, resident: ResidentId, wanted: bool) -> None: ...

    async def drop_own(self, resident: ResidentId) -> None:
        """Erases the person's gatherings that never became a case, and the rows of those they have left."""
        ...

    async def joined_by(self, resident: ResidentId) -> Sequence[tuple[str, AppealId | None]]:
        """(draft, case if there is one) of what the person has joined, newest first."""
        ...


class Programmes(Protocol):
    """Programmes and the versions of their documents; parsed documents are kept by their hash."""

    async def current(self) -> Sequence[Programme]:
        """Those in force: the one that ends last comes first."""
        ...

    async def sign(self) -> tuple[int, ...]:
        """Different whenever a version or a report is: by one small query."""
        ...

    async def in_force(self) -> Sequence[Version]:
        """The version of each that is in force."""
        ...

    async def programme(self, programme: ProgrammeId) -> Programme:
        """Raises NotFound."""
        ...

    async def measure(self, measure: MeasureId) -> tuple[Programme, Measure]:
        """The measure as it stands now, with its programme. Raises NotFound."""
        ...

    async def versions(self, programme: ProgrammeId) -> Sequence[Version]:
        """Oldest first."""
        ...

    async def at(self, version: Version) -> Programme | None:
        """The document of a version; None for a withdrawal."""
        ...

    async def history(self, measure: MeasureId) -> Sequence[tuple[Version, Change]]:
        """What each version changed of a measure, oldest first; the first entry is its coming. Raises NotFound."""
        ...

    async def add(self, programme: Programme, revision: Revision, now: datetime) -> Version | None:
        """A new version; None, and nothing changes, where the current one says the same."""
        ...

    async def withdraw(self, programme: ProgrammeId, revision: Revision, now: datetime) -> None: ...

    async def last_of_content(self, programme: ProgrammeId) -> Programme | None:
        """What the content folder said when it was last read; None where it never had this programme."""
        ...


class Surveys(Protocol):
    """Answers apart from people: see council/urns.py and docs/decisions on surveys."""

    async def version(self, survey: Survey) -> int:
        """The number of this very text; a changed survey gets the next one."""
        ...

    async def definition(self, survey: str, version: int) -> Survey:
        """A survey as it was in that version. Raises NotFound."""
        ...

    async def profile(self, resident: ResidentId) -> Profile | None:
        """What the person let us remember; None when they were never asked."""
        ...

    async def keep_profile(self, resident: ResidentId, profile: "Profile") -> None: ...

    async def results(self, resident: ResidentId, survey: str) -> Sequence[Saved]:
        """The results that the person asked to keep, oldest first."""
        ...

    async def keep_result(self, resident: ResidentId, survey: str, saved: Saved) -> None: ...

    def slip(self, resident: ResidentId, survey: str, packed: bytes) -> str:
        """A result as the data of the button that may keep it: until then it is kept nowhere."""
        ...

    def read_slip(self, resident: ResidentId, survey: str, slip: str) -> bytes | None: ...

    async def forget(self, resident: ResidentId) -> None:
        """Erases profile, results and unfinished walks."""
        ...

    async def has_answered(self, survey: str, wave: str, occasion: str, resident: ResidentId) -> bool: ...

    async def answered_among(
        self, survey: str, wave: str, occasion: str, residents: Sequence[ResidentId]
    ) -> frozenset[ResidentId]:
        """Who of them is in the ledger: worked out for each, and kept nowhere."""
        ...

    async def enter(self, survey: str, wave: str, occasion: str, resident: ResidentId) -> bool:
        """Writes the keyed hash into the ledger; False when it is there."""
        ...

    async def urns(self) -> Sequence[Urn]: ...

    async def lying(self, urn: Urn) -> Sequence[Sheet]:
        """The sheets that wait in the urn."""
        ...

    async def lay(self, urn: Urn, before: Sequence[Sheet], after: Sequence[Sheet]) -> None:
        """Raises Conflict where the urn no longer holds `before`."""
        ...

    async def keep(self, urn: Urn, sheets: Sequence[Sheet]) -> None:
        """Stores what was drawn."""
        ...

    async def drawn(
        self, survey: str, wave: str | None = None, subject: str | None = None
    ) -> Sequence[tuple[Urn, Sheet]]: ...

    async def count(self, survey: str, wave: str, name: str) -> None: ...

    async def counts(self, survey: str, wave: str) -> Mapping[str, int]: ...

    async def waves(self, survey: str) -> Sequence[str]:
        """The newest first."""
        ...

    async def erase_draft(self, person: Resident, form: str) -> None: ...


class Desk(Protocol):
    @property
    def residents(self) -> Residents: ...
    @property
    def appeals(self) -> Appeals: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def roles(self) -> Roles: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def mail_tokens(self) -> MailTokens: ...
    @property
    def office_mails(self) -> OfficeMails: ...
    @property
    def workflow_events(self) -> WorkflowEvents: ...
    @property
    def handovers(self) -> Handovers: ...
    @property
    def petitions(self) -> Petitions: ...
    @property
    def signing(self) -> SigningLinks: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def built(self) -> BuiltSurveys: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def following(self) -> Following: ...
    @property
    def opinions(self) -> Opinions: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def collectives(self) -> Collectives: ...
    @property
    def programmes(self) -> Programmes: ...
