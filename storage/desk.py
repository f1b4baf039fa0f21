"""The desk: everything one unit of work may touch."""

from typing import TYPE_CHECKING

from council import ports
from storage.appeals import Appeals
from storage.arrivals import Arrivals
from storage.attachments import Attachments
from storage.collectives import Collectives
from storage.deliveries import Deliveries, Outbox
from storage.drafts import Drafts
from storage.engine import Session
from storage.following import Following
from storage.fsm import Fsm
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.keys import Keyring
from storage.mails import Mails
from storage.notes import Notes
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


class Desk:
    """Satisfies council.ports.Desk; the last six are the process's own. It may not be kept after its unit."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self.residents = Residents(session, keyring)
        self.appeals = Appeals(session, keyring)
        self.attachments = Attachments(session, keyring)
        self.deliveries = Deliveries(session, keyring)
        self.roles = Roles(session)
        self.notes = Notes(session)
        self.drafts = Drafts(session, keyring)
        self.mails = Mails(session)
        self.progress = Progress(session)
        self.following = Following(session)
        self.opinions = Opinions(session, keyring)
        self.arrivals = Arrivals(session)
        self.tokens = Tokens(session)
        self.collectives = Collectives(session, keyring)
        self.petitions = Petitions(session, keyring)
        self.signing = SigningLinks(session, keyring)
        self.surveys = Surveys(session, keyring)
        self.inbox = Inbox(session, keyring)
        self.outbox = Outbox(session, keyring)
        self.fsm = Fsm(session, keyring)
        self.topics = Topics(session)
        self.jobs = Jobs(session, keyring)
        self.programmes = Programmes(session)
        self.seals = Seals(session, keyring)


if TYPE_CHECKING:

    def as_the_council_sees_it(desk: Desk) -> ports.Desk:
        """mypy proves here that the desk is what the use cases ask for."""
        return desk
