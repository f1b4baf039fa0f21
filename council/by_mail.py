"""The steps of a letter are taken in the name of the mailbox it came from, by the rules that an officer's press has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from council import answering, letters
from council.appeals import Appeal, CaseMessage, MessageKind, MessageState
from council.community import Community
from council.decision_forms import Decision
from council.decisions import decide, must_still_be_possible, proposed
from council.letters import Carried
from council.mail_words import MailStep, StepKind
from council.office_mail import OfficeMail, departments_of
from council.people import Officer, Role, RoleGrant
from council.ports import Desk
from council.registering import Registered, RegistryNumber, WrittenLetter, register
from council.taking_mail import NOBODY

REGISTRY_POST = "Канцелярія"
"""How the history calls who wrote from the registry's mailbox; a department goes by its name."""


def officer_of(community: Community, mail: OfficeMail) -> Officer:
    """What the mailbox may do: the registry what a registrar may, a department what its executor may."""
    codes = departments_of(community, mail.mailbox)
    grants = [(Role.EXECUTOR, code) for code in codes]
    if not codes or community.general_department in codes:
        grants.append((Role.REGISTRAR, ""))
    named = community.department(codes[0]) if codes else None
    post = named.name.uk if named else REGISTRY_POST
    return Officer(
        NOBODY, tuple(RoleGrant(0, NOBODY, role, scope, post, NOBODY, mail.came_at) for role, scope in grants)
    )


async def carry_out(
    desk: Desk,
    community: Community,
    mail: OfficeMail,
    steps: Sequence[MailStep],
    letter: WrittenLetter,
    carried: Carried,
    now: datetime,
) -> bool:
    """Every step of the letter, together or none; False where the registry's number contradicts the one that stands.

    Raises DomainError for what the law or the case's state does not allow.
    """
    officer = officer_of(community, mail)
    agreed = True
    for place, step in enumerate(steps):
        appeal = await desk.appeals.get(mail.appeal)
        key = f"mail:{mail.id}:{place}"
        if step.kind is StepKind.REGISTER:
            number = RegistryNumber(step.number, step.day)
            done = await register(desk, community, appeal, number, letter, officer, carried, now)
            agreed = agreed and done is not Registered.CONFLICT
        elif step.kind in _DECISIONS:
            await _decide(desk, community, appeal, step, letter, officer, key, carried, now)
        elif step.kind in _REPLIES:
            await _reply(desk, community, appeal, mail, step, officer, key, carried, now)
    return agreed


_DECISIONS = {StepKind.ASK: Decision.ASK, StepKind.EXTEND: Decision.EXTEND}
_REPLIES = {StepKind.INTERIM: MessageKind.INTERIM, StepKind.ANSWER: MessageKind.ANSWER}


async def _decide(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    step: MailStep,
    letter: WrittenLetter,
    officer: Officer,
    key: str,
    carried: Carried,
    now: datetime,
) -> None:
    decision = _DECISIONS[step.kind]
    await must_still_be_possible(desk, appeal, decision, officer)
    answers = _answers(step)
    after = proposed(community, appeal, decision, answers, now)
    text = letter(appeal, after, decision, answers)
    await decide(desk, community, appeal, decision, answers, text, officer, key, now, carried)


def _answers(step: MailStep) -> dict[str, str]:
    if step.kind is StepKind.ASK:
        return {"text": step.text}
    return {"until": step.day.isoformat() if step.day else "", "reason": step.text, "who": step.who}


async def _reply(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    mail: OfficeMail,
    step: MailStep,
    officer: Officer,
    key: str,
    carried: Carried,
    now: datetime,
) -> None:
    """An answer leaves at once: whoever wrote it in a mail has no button to take it back."""
    drafted = await answering.draft(desk, appeal.id, key, step.text, officer, now)
    await copy_files(desk, mail, drafted, now)
    kind = _REPLIES[step.kind]
    signatory = (step.who or community.signatory.line) if kind is MessageKind.ANSWER else ""
    numbered = replace(
        drafted,
        kind=kind,
        signatory=signatory,
        outgoing_number=step.number,
        outgoing_date=(step.day or community.local(now).date()) if step.number else None,
    )
    await send_at_once(desk, community, appeal, drafted, numbered, carried, now)


async def send_at_once(
    desk: Desk,
    community: Community,
    appeal: Appeal,
    drafted: CaseMessage,
    ready: CaseMessage,
    carried: Carried,
    now: datetime,
) -> None:
    """A reply leaves without the half minute of a button. Raises DomainError for a final one that nobody signs."""
    if ready.kind is MessageKind.ANSWER:
        await answering.must_be_ready(desk, appeal, ready)
    held = await desk.appeals.change_message(drafted, replace(ready, state=MessageState.HELD))
    await letters.release(desk, community, held.id, carried, now)


async def copy_files(desk: Desk, mail: OfficeMail, to: CaseMessage, now: datetime) -> None:
    """The files of the letter belong to the reply too; the letter keeps its own."""
    for file in await desk.attachments.of_message(mail.message):
        key = f"copy:{file.id}"
        await desk.attachments.add(
            to.key, key, file.kind, file.name, file.mime, file.size, file.sha256, file.path, now, signed=file.signed
        )
    await desk.attachments.attach(to.key, to.appeal, to.id)
