"""A collective appeal on its way: who may join and until when, whose names stand under it, and who leaves.

The contact person is the applicant. Telegram is no signature on paper: each co-author is named with residence, as
393/96-ВР art. 5 asks, and whoever confirmed by the link is marked so for the council.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from council.appeals import Appeal, Event, Signer
from council.collectives import CoAuthor, Collective
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.forms import Answers, Form
from council.links import LinkKind, new_token
from council.names import split
from council.people import FullName, ResidentId
from council.phrases import DomainError, NotFound, _
from council.ports import Desk

OPEN_FOR = timedelta(days=7)
"""How long a link lets people join: as long as an unfinished form is kept."""
MOST = 200
"""People of one appeal: more belong on paper, or under a petition."""
JOIN = "join"


def named(text: str) -> list[dict[str, object]]:
    """The people whom the contact person names, one a line: «Бойко Тарас Іванович, с. Буда, вул. Лісова, 7»."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise DomainError(_("Up to {limit} people fit here. Bring longer lists to the council on paper."), limit=MOST)
    return [_named(line).model_dump() for line in lines]


def _named(line: str) -> Signer:
    name, _comma, residence = line.partition(",")
    if not any(sign.isalnum() for sign in residence):
        raise DomainError(
            _("Write the name, a comma, then where this person lives. I could not read «{line}»."), line=line
        )
    return Signer(name=FullName.model_validate(split(name).model_dump()), residence=residence.strip()[:300])


def joining(steps: Form) -> Form:
    """What a co-author is asked: name and residence, as the law asks of everybody who signs."""
    return Form(JOIN, 1, tuple(step for step in steps.steps if step.name in {"name", "residence"}))


async def invite(desk: Desk, draft: str, resident: ResidentId, text: str, contact: str, now: datetime) -> Collective:
    """Keeps what people are to agree to. Who agreed to other words is asked once more.

    Raises DomainError where there is no text to agree to (a voice message).
    """
    if not text.strip():
        raise DomainError(_("Write the text first: people must see what they sign. Press «Change», then «Text»."))
    known = await desk.collectives.get(draft)
    if known is not None and (known.text, known.contact) == (text, contact):
        return known
    edition = known.edition + 1 if known else 1
    current = Collective(draft, resident, text, contact, edition)
    await desk.collectives.keep(current, now)
    await _ask_again(desk, current, now)
    return current


async def _ask_again(desk: Desk, current: Collective, now: datetime) -> None:
    """Everybody who agreed to earlier words is sent an invitation of their own."""
    draft, edition = current.draft, current.edition
    for one in await desk.collectives.coauthors(draft):
        key = f"collective_changed:{draft}:{edition}:{one.resident}"
        await _tell(desk, one.resident, Notice("collective_changed", {"token": await link(desk, draft, now)}), key, now)


async def link(desk: Desk, draft: str, now: datetime) -> str:
    """A new secret link to join."""
    token = new_token()
    await desk.tokens.keep(token, LinkKind.COAUTHOR, draft, now + OPEN_FOR)
    return token


async def opened(desk: Desk, token: str, now: datetime) -> Collective:
    """What the link invites to; NotFound for an invented one, DomainError where nobody can join any more."""
    promised = await desk.tokens.find(token, LinkKind.COAUTHOR)
    collective = await desk.collectives.get(promised.about) if promised else None
    if promised is None or collective is None:
        raise NotFound(_("There is no such invitation."))
    if collective.appeal is not None:
        raise DomainError(_("This appeal has been handed over already. You can submit one of your own."))
    if promised.expires <= now:
        raise DomainError(_("This invitation has ended. Ask the person who sent it for a new one."))
    return collective


def must_be_another(collective: Collective, resident: ResidentId) -> None:
    """The contact person stands under the appeal without signing it."""
    if collective.resident == resident:
        raise DomainError(_("You are the contact person of this appeal: your name stands under it already."))


async def join(
    desk: Desk, token: str, edition: int, resident: ResidentId, answers: Answers, now: datetime
) -> Collective:
    """Somebody signs the edition that they have read; the contact person is told who.

    Raises DomainError where the text has changed meanwhile, where the person is the contact person, or too many are in.
    """
    collective = await opened(desk, token, now)
    must_be_another(collective, resident)
    if collective.edition != edition:
        raise DomainError(_("The text has changed meanwhile. Open the link once more, read it and sign then."))
    joined = await desk.collectives.coauthors(collective.draft)
    if len(joined) >= MOST and resident not in {one.resident for one in joined}:
        raise DomainError(_("Up to {limit} people fit here. Bring longer lists to the council on paper."), limit=MOST)
    name = FullName.model_validate(answers["name"])
    person = Signer(name=name, residence=answers["residence"], confirmed=True)
    await desk.collectives.join(collective.draft, resident, person, edition, now)
    notice = Notice("coauthor_joined", {"draft": collective.draft, "resident": resident})
    key = f"coauthor_joined:{collective.draft}:{edition}:{resident}"
    await _tell(desk, collective.resident, notice, key, now)
    return collective


async def signers(desk: Desk, draft: str, text: str, by_contact: Sequence[Signer]) -> Sequence[Signer]:
    """Everybody under the appeal at the moment it is handed over, those who confirmed first.

    Raises DomainError where the text is not the one that people have agreed to.
    """
    collective = await desk.collectives.get(draft)
    joined = await desk.collectives.coauthors(draft) if collective else []
    if collective is not None and joined and collective.text != text:
        told = _(
            "You changed the text after others had signed. Press «Together with others»: they will be asked again."
        )
        raise DomainError(told)
    return [*(one.person for one in joined if collective and one.edition == collective.edition), *by_contact]


async def handed_over(desk: Desk, appeal: Appeal, now: datetime) -> None:
    """Ties the list to the case and tells everybody who signed; who has not read the last words stays outside."""
    collective = await desk.collectives.get(appeal.draft)
    if collective is None or collective.appeal is not None:
        return
    await desk.collectives.submitted(appeal.draft, appeal.id)
    for one in await desk.collectives.coauthors(appeal.draft):
        inside = one.edition == collective.edition
        if not inside:
            await desk.collectives.leave(appeal.draft, one.resident, now)
        notice = Notice("collective_handed_over", {"appeal": appeal.id, "inside": inside})
        await _tell(desk, one.resident, notice, f"collective_handed_over:{appeal.id}:{one.resident}", now, appeal)


async def leave(desk: Desk, draft: str, resident: ResidentId, now: datetime) -> None:
    """One may leave at any time; the appeal goes on without them. A second press changes nothing."""
    collective, gone = await desk.collectives.get(draft), await desk.collectives.coauthor(draft, resident)
    if collective is None or gone is None:
        return
    await desk.collectives.leave(draft, resident, now)
    notice = Notice("coauthor_left", {"name": str(gone.person.name), "draft": draft})
    await _tell(
        desk, collective.resident, notice, f"coauthor_left:{draft}:{resident}:{int(gone.joined_at.timestamp())}", now
    )
    if collective.appeal is not None:
        await _leaves_the_case(desk, await desk.appeals.get(collective.appeal), gone, now)


async def _leaves_the_case(desk: Desk, appeal: Appeal, gone: CoAuthor, now: datetime) -> None:
    rest = list(appeal.submission.signers)
    if gone.person in rest:
        rest.remove(gone.person)
    submission = appeal.submission.model_copy(update={"signers": tuple(rest)})
    after = await desk.appeals.change(appeal, replace(appeal, submission=submission))
    key = f"signer_left:{gone.resident}"
    await desk.appeals.record(Event(after.id, key, now, "co-author", "signer_left"))
    await desk.deliveries.add(
        Delivery(
            key=f"{key}:{after.id}",
            chat=STAFF_GROUP,
            topic=f"appeal:{after.id}",
            content=Notice("signer_left", {"appeal": after.id}),
            due=now,
            about=f"appeal:{after.id}",
        )
    )


async def signed_by(desk: Desk, appeal: Appeal, resident: ResidentId) -> Collective | None:
    """The collective appeal that this person has signed, where the case is one."""
    collective = await desk.collectives.of_appeal(appeal.id)
    if collective is None or await desk.collectives.coauthor(collective.draft, resident) is None:
        return None
    return collective


async def _tell(
    desk: Desk, resident: ResidentId, notice: Notice, key: str, now: datetime, appeal: Appeal | None = None
) -> None:
    person = await desk.residents.get(resident)
    about = f"appeal:{appeal.id}" if appeal else None
    await desk.deliveries.add(Delivery(key=key, chat=ChatId(person.telegram_id), content=notice, due=now, about=about))
