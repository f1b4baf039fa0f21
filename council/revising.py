"""How a programme changes: by a new file in the content folder, or by a table that staff import with its decision."""

from collections.abc import Sequence
from datetime import datetime

from council.phrases import DomainError, _
from council.ports import Desk
from council.programme import Programme
from council.programme_versions import Origin, Revision, Version


async def revise(desk: Desk, programme: Programme, revision: Revision, now: datetime) -> Version | None:
    """Makes the document the current version; None where it says what the current one says already.

    A change that staff import needs its decision and reason (the typical form, section VI; R050): without them the
    history would not say why the council's promise is another one today.
    """
    if revision.origin is Origin.IMPORT and not (revision.decision and revision.reason):
        raise DomainError(_("Name the number of the decision and the reason: the history of the programme shows them."))
    return await desk.programmes.add(programme, revision, now)


async def synchronise(desk: Desk, programmes: Sequence[Programme], now: datetime) -> None:
    """Brings the database to what the content folder says.

    Only a file that changed since it was last read makes a version: a table imported meanwhile is not undone by a
    restart. A programme whose file is gone is withdrawn; its history stays.
    """
    for programme in programmes:
        if await desk.programmes.last_of_content(programme.id) != programme:
            await desk.programmes.add(programme, Revision(), now)
    kept = {programme.id for programme in programmes}
    for version in await desk.programmes.in_force():
        if version.revision.origin is Origin.CONTENT and version.programme not in kept:
            await desk.programmes.withdraw(version.programme, Revision(), now)
