"""The desk: everything one unit of work may touch."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from council import ports
from storage.appeals import Appeals
from storage.arrivals import Arrivals
from storage.attachments import Attachments
from storage.built_surveys import BuiltSurveys
from storage.callers import Callers
from storage.campaigns import Campaigns
from storage.collectives import Collectives
from storage.consents import Consents
from storage.deliveries import Deliveries, Outbox
from storage.drafts import Drafts
from storage.engine import Session
from storage.findings import Findings
from storage.following import Following
from storage.fsm import Fsm
from storage.handovers import Handovers
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.keys import Keyring
from storage.mail_tokens import MailTokens
from storage.mails import Mails
from storage.notes import Notes
from storage.office_mails import OfficeMails
from storage.opinions import Opinions
from storage.petitions import Petitions
from storage.programmes import Programmes
from storage.progress import Progress
from storage.residents import Residents
from storage.roles import Roles
from storage.seals import Seals
from storage.signing_links import SigningLinks
from storage.surveys import Surveys
from storage.tokens import Tokens
from storage.topics import Topics
from storage.workflow_events import WorkflowEvents

T = TypeVar("T")
Make = Callable[[Session, Keyring], T]


def without_key(make: Callable[[Session], T]) -> Make[T]:
    return lambda session, _keyring: make(session)


class Drawer(Generic[T]):
    """A repository of a desk, made when it is first asked for: a unit needs five of them, and they are twenty."""

    def __init__(self, make: Make[T]) -> None:
        self._make = make

    def __set_name__(self, _desk: type, name: str) -> None:
        self._name = name

    def __get__(self, desk: Any, _kind: type) -> T:
        made = desk.__dict__[self._name] = self._make(desk.session, desk.keyring)
        return made


class Desk:
    """Satisfies council.ports.Desk; the last six are the process's own. It may not be kept after its unit."""

    residents = Drawer(Residents)
    appeals = Drawer(Appeals)
    attachments = Drawer(Attachments)
    deliveries = Drawer(Deliveries)
    roles = Drawer(without_key(Roles))
    notes = Drawer(without_key(Notes))
    drafts = Drawer(Drafts)
    mails = Drawer(without_key(Mails))
    mail_tokens = Drawer(MailTokens)
    office_mails = Drawer(OfficeMails)
    workflow_events = Drawer(without_key(WorkflowEvents))
    handovers = Drawer(without_key(Handovers))
    progress = Drawer(without_key(Progress))
    following = Drawer(without_key(Following))
    opinions = Drawer(Opinions)
    arrivals = Drawer(without_key(Arrivals))
    tokens = Drawer(without_key(Tokens))
    collectives = Drawer(Collectives)
    petitions = Drawer(Petitions)
    signing = Drawer(SigningLinks)
    surveys = Drawer(Surveys)
    built = Drawer(without_key(BuiltSurveys))
    findings = Drawer(without_key(Findings))
    consents = Drawer(Consents)
    campaigns = Drawer(Campaigns)
    inbox = Drawer(Inbox)
    outbox = Drawer(Outbox)
    fsm = Drawer(Fsm)
    topics = Drawer(without_key(Topics))
    jobs = Drawer(Jobs)
    programmes = Drawer(without_key(Programmes))
    seals = Drawer(Seals)

    @property
    def callers(self) -> Callers:
        return Callers(self.session, self.residents, self.fsm)

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self.session, self.keyring = session, keyring


if TYPE_CHECKING:

    def as_the_council_sees_it(desk: Desk) -> ports.Desk:
        """mypy proves here that the desk is what the use cases ask for."""
        return desk
