"""How a community takes petitions: `petitions:` of community.yaml (393/96-ВР art. 23-1, the statute of the hromada).

A signature in a messenger has no legal force in Ukraine by itself. So there are three modes, and the words differ:
only where signatures have force are they called so.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from council.fields import Code, Page, Part, Text
from council.phrases import Phrase, _


class Mode(StrEnum):
    """Where signatures are collected.

    BINDING: on this process's own page, identified through id.gov.ua. EXTERNAL: on the platform the community already
    uses; the bot does everything around it. INITIATIVE: support in the bot only, of no legal force.
    """

    BINDING = "binding"
    EXTERNAL = "external"
    INITIATIVE = "initiative"


class Act(Part):
    """The council's act by which its own page collects signatures."""

    title: Text
    number: str
    date: date
    page: Page


class Ground(Part):
    """A local ground to refuse publication; `clause` is where the community's regulation says so."""

    code: Code
    title: Text
    clause: str


class NotReached(StrEnum):
    """What becomes of a petition without enough signatures: the law makes it an ordinary collective appeal."""

    APPEAL = "appeal"
    TELL_AUTHOR = "tell_author"


class Conditions(Part):
    """Who may write and sign. Empty `min_age`: the community's rules name none."""

    resident: bool = True
    min_age: Annotated[int, Field(ge=6, le=21)] | None = None


class PetitionRules(Part):
    """Threshold and terms stand in `terms`; `page` is the platform where the community signs today.

    `feed` is an address of that platform that gives the count as JSON. `verified` asks a supporter to share their
    contact. `withdrawal` lets a signer take the signature back, never in binding mode.
    """

    enabled: bool = False
    mode: Mode | None = None
    page: Page = ""
    feed: Page = ""
    act: Act | None = None
    grounds: tuple[Ground, ...] = ()
    conditions: Conditions = Conditions()
    verified: bool = False
    withdrawal: bool = False
    not_reached: NotReached = NotReached.APPEAL
    not_reached_clause: str = ""

    @property
    def in_mode(self) -> Mode:
        """The mode in force: external where an address is given, else an initiative; binding only by the act."""
        return self.mode or (Mode.EXTERNAL if self.page else Mode.INITIATIVE)

    @property
    def may_withdraw(self) -> bool:
        return self.withdrawal and self.in_mode is not Mode.BINDING


class LawGround(StrEnum):
    """Why a petition may not be published, by the law itself (393/96-ВР art. 23-1)."""

    FORM = "form"
    ORDER = "order"
    TERRITORY = "territory"
    WAR = "war"
    VIOLENCE = "violence"
    HATRED = "hatred"
    TERROR = "terror"
    RIGHTS = "rights"


LAW_GROUNDS = {
    LawGround.FORM: _("It lacks what the law asks: the essence, the author's full name or e-mail"),
    LawGround.ORDER: _("It calls for the overthrow of the constitutional order"),
    LawGround.TERRITORY: _("It calls for a breach of Ukraine's territorial integrity"),
    LawGround.WAR: _("It contains propaganda of war"),
    LawGround.VIOLENCE: _("It contains propaganda of violence or cruelty"),
    LawGround.HATRED: _("It stirs up ethnic, racial or religious hatred"),
    LawGround.TERROR: _("It calls for acts of terror"),
    LawGround.RIGHTS: _("It calls for encroachment on human rights and freedoms"),
}
"""The default list is the law's; a community adds its own with the clause of its regulation."""

ARTICLE = "393/96-ВР, ст. 23-1"


def ground_named(rules: PetitionRules, code: str) -> tuple[object, str] | None:
    """(a ground in words, its source): of the law, or of the community's regulation. None for an unknown code."""
    if code in LAW_GROUNDS:
        return Phrase(LAW_GROUNDS[LawGround(code)]), ARTICLE
    local = next((ground for ground in rules.grounds if ground.code == code), None)
    return (local.title, local.clause) if local else None


Finding = tuple[tuple[str | int, ...], Phrase, Phrase]


def faults(rules: PetitionRules) -> Sequence[Finding]:
    """What `petitions:` may not say: where it stands, what is wrong, what to write instead."""
    if not rules.enabled:
        return []
    return [*_of_mode(rules), *_of_grounds(rules), *_of_the_end(rules)]


def _of_mode(rules: PetitionRules) -> Sequence[Finding]:
    if rules.in_mode is Mode.BINDING and (rules.act is None or not rules.act.number or not rules.act.page):
        message = Phrase(_("binding petitions need the council's act, its number, date and the page's address"))
        return [(("petitions", "mode"), message, Phrase(_("fill in “act”, or write mode: initiative")))]
    if rules.in_mode is Mode.EXTERNAL and not rules.page:
        message = Phrase(_("the address where the community signs petitions is missing"))
        return [(("petitions", "page"), message, Phrase(_("fill in “page”, or write mode: initiative")))]
    if rules.in_mode is Mode.BINDING and rules.withdrawal:
        message = Phrase(_("a signature with legal force is not taken back"))
        return [(("petitions", "withdrawal"), message, Phrase(_("write false")))]
    return []


def _of_grounds(rules: PetitionRules) -> Sequence[Finding]:
    found: list[Finding] = []
    for place, ground in enumerate(rules.grounds):
        if ground.code in LAW_GROUNDS:
            taken = Phrase(_("the code “{code}” is used by the bot itself"), {"code": ground.code})
            found.append((("petitions", "grounds", place, "code"), taken, Phrase(_("give the ground another code"))))
        if not ground.clause.strip():
            bare = Phrase(_("a local ground of refusal needs its source"))
            remedy = Phrase(_("name the clause of the community's regulation"))
            found.append((("petitions", "grounds", place, "clause"), bare, remedy))
    return found


def _of_the_end(rules: PetitionRules) -> Sequence[Finding]:
    if rules.not_reached is NotReached.APPEAL or rules.not_reached_clause.strip():
        return []
    message = Phrase(_("without enough signatures a petition becomes an appeal, unless the regulation says otherwise"))
    remedy = Phrase(_("name the clause in “not_reached_clause”, or write not_reached: appeal"))
    return [(("petitions", "not_reached"), message, remedy)]
