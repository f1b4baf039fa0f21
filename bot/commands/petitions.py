"""`petitions verify`: whether logs, voices and counts of petitions fit together, and whether a receipt is in its log.

Only reads, also beside the running bot. What is told names nobody.
"""

from collections.abc import Mapping, Sequence

from bot.commands import DONE, PROBLEMS, WRONG_USE
from bot.console import complain, spoken
from bot.keys import keys
from bot.settings import Settings
from council.petition_chain import Act, Finding, Flaw, Link
from council.petitions import Petition
from council.phrases import Phrase, _
from storage.desk import Desk
from storage.house import Storage

FLAWS: Mapping[Flaw, str] = {
    Flaw.BROKEN: _("a line of the log does not follow from the one before"),
    Flaw.HEAD: _("the last print is not that of the log"),
    Flaw.ORPHAN: _("a voice is stored that the log does not know"),
    Flaw.MISSING: _("a voice of the log is not stored any more"),
    Flaw.CHANGED: _("a stored voice was changed"),
    Flaw.COUNT: _("the counter differs from the voices"),
    Flaw.VALIDITY: _("the log says otherwise whether a voice counts"),
}


async def verify(settings: Settings, number: str | None, receipt: str | None) -> int:
    """0: everything fits; 1: something was changed, or the receipt is in no log; 2: there is no such petition."""
    storage = await Storage.look(settings.database, keys(settings).keyring)
    try:
        async with storage.reading() as desk:
            chosen = [one for one in await desk.petitions.public() if number in (None, one.number)]
            if number is not None and not chosen:
                complain(spoken(Phrase(_("There is no published petition {number}."), {"number": number})))
                return WRONG_USE
            if receipt is not None:
                return await _receipt(desk, chosen, receipt.strip().lower())
            return max([await _verified(desk, petition) for petition in chosen], default=DONE)
    finally:
        await storage.close()


async def _verified(desk: Desk, petition: Petition) -> int:
    found, heads = await desk.petitions.proven(petition.id), await desk.petitions.heads()
    head = heads[petition.id]
    if not found:
        said = _("{number}: in order. Signatures: {signatures}, support: {supports}. Line {links}, print {head}")
        counts = {"signatures": petition.signatures, "supports": petition.supports}
        _say(said, number=petition.number, links=head.links, head=head.hash, **counts)
        return DONE
    for finding in found:
        complain(spoken(told(petition, finding)))
    return PROBLEMS


def told(petition: Petition, finding: Finding) -> Phrase:
    """One finding in words; the line of the log where it has one."""
    params = {"number": petition.number, "line": finding.seq, "flaw": Phrase(FLAWS[finding.flaw])}
    return Phrase(_("{number}, line {line}: {flaw}") if finding.seq else _("{number}: {flaw}"), params)


async def _receipt(desk: Desk, chosen: Sequence[Petition], receipt: str) -> int:
    for petition in chosen:
        lines = [link for link in await desk.petitions.links(petition.id) if link.content == receipt]
        if lines:
            return _of_receipt(petition, lines)
    complain(spoken(Phrase(_("No log has this receipt. Copy all 64 signs."))))
    return PROBLEMS


def _of_receipt(petition: Petition, lines: Sequence[Link]) -> int:
    counts = lines[-1].act not in {Act.INVALIDATED, Act.WITHDRAWN}
    said = _("{number}, line {line}: the receipt is in the log, and it is counted.")
    not_counted = _("{number}, line {line}: the receipt is in the log, but it is not counted now.")
    _say(said if counts else not_counted, number=petition.number, line=lines[0].seq)
    return DONE


def _say(msgid: str, **params: object) -> None:
    print(spoken(Phrase(msgid, params)))
