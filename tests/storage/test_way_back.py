"""Secret words, letters of offices and events of the document system: once each, on both engines."""

from datetime import timedelta

import pytest

from council.appeals import AppealId, MessageId
from council.mail_tokens import new_token
from council.office_mail import OfficeMail, OfficeMailId, OfficeMailState
from council.phrases import Conflict, NotFound
from storage.house import Storage
from tests.storage.examples import NOW, OLENA, an_answer, an_appeal


async def a_case(storage: Storage) -> tuple[AppealId, MessageId]:
    async with storage.unit() as desk:
        olena = await desk.residents.met(OLENA, NOW)
        case = await desk.appeals.add(an_appeal(olena.id))
        return case.id, (await desk.appeals.add_message(an_answer(case.id))).id


async def test_the_first_word_of_a_case_stays(storage: Storage) -> None:
    case, _message = await a_case(storage)
    async with storage.unit() as desk:
        assert await desk.mail_tokens.of(case) is None
        first = await desk.mail_tokens.keep(case, new_token())
        assert await desk.mail_tokens.keep(case, new_token()) == first
        assert await desk.mail_tokens.find(first) == case
        assert await desk.mail_tokens.find(new_token()) is None


async def test_a_letter_is_stored_once_and_moved_by_one_hand(storage: Storage) -> None:
    case, message = await a_case(storage)
    new = OfficeMail(OfficeMailId(0), case, message, "registry", True, OfficeMailState.WAITING, NOW)
    async with storage.unit() as desk:
        mail = await desk.office_mails.add(new, "key", "content")
        assert await desk.office_mails.get(mail.id) == mail
        assert [await desk.office_mails.known(*pair) for pair in (("key", ""), ("", "content"), ("", ""))] == [
            True,
            True,
            False,
        ]
        used = await desk.office_mails.move(mail, OfficeMailState.USED, NOW)
        assert await desk.office_mails.of(case) == [used]
    for key, content in (("key", "other"), ("other", "content")):
        with pytest.raises(Conflict):
            async with storage.unit() as desk:
                await desk.office_mails.add(new, key, content)
    with pytest.raises(Conflict):
        async with storage.unit() as desk:
            await desk.office_mails.move(mail, OfficeMailState.DISMISSED, NOW)
    with pytest.raises(NotFound):
        async with storage.unit() as desk:
            await desk.office_mails.get(OfficeMailId(99))


async def test_a_code_opens_its_own_letter_only(storage: Storage) -> None:
    async with storage.unit() as desk:
        code = desk.office_mails.code(OfficeMailId(7))
        assert desk.office_mails.opens(OfficeMailId(7), code)
        assert not desk.office_mails.opens(OfficeMailId(8), code)
        assert not desk.office_mails.opens(OfficeMailId(7), code[:-2] + "aa")
        assert not desk.office_mails.opens(OfficeMailId(7), "не код")


async def test_an_event_is_stored_once_and_the_newest_of_its_kind_is_known(storage: Storage) -> None:
    case, _message = await a_case(storage)
    async with storage.unit() as desk:
        events = desk.workflow_events
        assert await events.known("event-1") is None
        assert await events.newest(case, "assigned") is None
        await events.add("event-1", "digest", case, "assigned", NOW, "done", NOW)
        await events.add("event-2", "digest", case, "assigned", NOW - timedelta(hours=1), "superseded", NOW)
        assert await events.known("event-1") == ("digest", "done")
        assert await events.newest(case, "assigned") == NOW
        assert await events.newest(case, "extended") is None
    with pytest.raises(Conflict):
        async with storage.unit() as desk:
            await desk.workflow_events.add("event-1", "other", case, "assigned", NOW, "done", NOW)
