"""Words that differ by mode: where signatures have no legal force, nothing is called a petition or a signature."""

from collections.abc import Mapping

from council.petition_rules import Mode
from council.petitions import STANDING_NAMES, Petition, Standing
from council.phrases import _ as msgid
from handlers.texts import _, ngettext, number

PAIRS: Mapping[str, tuple[str, str]] = {
    "all": (msgid("Petitions"), msgid("Initiatives")),
    "one": (msgid("Petition"), msgid("Initiative")),
    "new": (msgid("Write a petition"), msgid("Propose an initiative")),
    "none": (
        msgid("There are no petitions yet. You can write the first one."),
        msgid("There are no initiatives yet. You can propose the first one."),
    ),
    "collecting": (msgid("collecting signatures"), msgid("collecting support")),
    "what": (
        msgid(
            "A petition asks the council to decide something. When enough people of the community sign it, the council "
            "must consider it and answer everyone."
        ),
        msgid(
            "An initiative shows the council what people want. When enough people support it, the council looks at it "
            "and answers here. It has no legal force: for that, submit an appeal."
        ),
    ),
    "published": (
        msgid("The petition is published. Signatures are collected until {day}."),
        msgid("The initiative is published. Support is collected until {day}."),
    ),
    "sent": (
        msgid("Your petition was handed over for the check. Number <b>{number}</b>."),
        msgid("Your initiative was handed over for the check. Number <b>{number}</b>."),
    ),
    "refused": (
        msgid("The petition was not published."),
        msgid("The initiative was not published."),
    ),
    "not_reached": (
        msgid("The petition did not collect enough signatures by its last day."),
        msgid("The initiative did not collect enough support by its last day."),
    ),
    "cancelled": (
        msgid("Stopped. What you wrote is kept for a week. You can write a petition later."),
        msgid("Stopped. What you wrote is kept for a week. You can propose an initiative later."),
    ),
    "share": (
        msgid("A petition to {council}: {title}"),
        msgid("An initiative for {council}: {title}"),
    ),
    "needed": (msgid("Signatures needed"), msgid("Supporters needed")),
    "once": (
        msgid("One person signs a petition once, and the signature is not taken back unless the rules allow it."),
        msgid("One Telegram account supports an initiative once."),
    ),
    "public": (
        msgid(
            "Everyone sees the petition, its author's name, the number and the list of signatures, and the answer. "
            "The author's e-mail is seen by the council alone."
        ),
        msgid(
            "Everyone sees the initiative, the number of its supporters and the answer. Who supports it is shown to "
            "nobody; the author is known to the council alone."
        ),
    ),
}
"""By name: the words of a petition, the words of an initiative."""


def words(mode: Mode, name: str) -> str:
    """The words of this mode in the reader's language."""
    return _(PAIRS[name][mode is Mode.INITIATIVE])


def standing_words(petition: Petition, standing: Standing) -> str:
    return words(petition.mode, "collecting") if standing is Standing.COLLECTING else _(STANDING_NAMES[standing])


def signatures(n: int) -> str:
    """«1 підпис, 2 підписи, 5 підписів»."""
    return ngettext("{n} signature", "{n} signatures", n).format(n=number(n))


def supporters(n: int) -> str:
    """«підтримала 1 людина», «підтримали 2 людини»."""
    return ngettext("{n} person supports it", "{n} people support it", n).format(n=number(n))


def counted(petition: Petition) -> str:
    """The counter that is measured against the threshold, in its own word."""
    if petition.mode is Mode.INITIATIVE:
        return supporters(petition.supports)
    return signatures(petition.count)
