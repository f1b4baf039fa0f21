"""Without enough signatures a petition is an ordinary collective appeal (393/96-ВР art. 23-1)."""

from datetime import date, timedelta

import pytest

from council.appeals import Kind
from council.calendar import end_of
from council.deliveries import STAFF_GROUP, ChatId
from council.people import Role, TelegramId
from council.petition_appeals import open_case
from council.petition_rules import Mode
from council.petitions import Petition
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, left, names
from tests.council.petitions import community, published, supported

AFTER = NOW + timedelta(days=61)
LAST_DAY = date(2027, 1, 22)
HEADS_CHAT = ChatId(912)


async def signed(desk: Desk, voices: int = 2) -> Petition:
    here = community(Mode.BINDING)
    return await supported(desk, here, await published(desk, here), voices, NOW)


async def test_a_case_opens_received_on_the_last_day(desk: Desk) -> None:
    appeal = await open_case(desk, community(Mode.BINDING), await signed(desk), AFTER)
    assert appeal is not None
    assert appeal.kind is Kind.PROPOSAL
    assert appeal.received_at == end_of(LAST_DAY, KORIUKIVKA.zone)
    assert KORIUKIVKA.local(appeal.due).date() == date(2027, 2, 21)
    assert "Поставити дві лавки." in appeal.submission.text


async def test_the_author_is_the_contact_and_the_signers_are_named(desk: Desk) -> None:
    appeal = await open_case(desk, community(Mode.BINDING), await signed(desk), AFTER)
    assert appeal is not None
    assert appeal.submission.applicant is not None
    assert str(appeal.submission.applicant.name) == "Коваль Олена Іванівна"
    assert [str(one.name) for one in appeal.submission.signers] == ["Підписантка0 Олена", "Підписантка1 Олена"]
    assert all(one.confirmed for one in appeal.submission.signers)


async def test_it_opens_once_and_the_head_hears_of_it(desk: Desk) -> None:
    await desk.roles.give(TelegramId(912), Role.HEAD, "", "міський голова", TelegramId(1), NOW)
    petition = await signed(desk)
    first = await open_case(desk, community(Mode.BINDING), petition, AFTER)
    again = await open_case(desk, community(Mode.BINDING), petition, AFTER)
    assert first == again
    rows = await left(desk, AFTER + timedelta(hours=1))
    assert names(rows, HEADS_CHAT).count("petition_became_appeal") == 1
    assert names(rows, STAFF_GROUP).count("petition_became_appeal") == 1


@pytest.mark.parametrize("mode", [Mode.INITIATIVE, Mode.EXTERNAL])
async def test_what_has_no_force_here_opens_no_case(desk: Desk, mode: Mode) -> None:
    assert await open_case(desk, community(mode), await published(desk, community(mode)), AFTER) is None


async def test_a_regulation_may_say_otherwise(desk: Desk) -> None:
    here = community(Mode.BINDING, not_reached="tell_author", not_reached_clause="п. 7 Порядку")
    assert await open_case(desk, here, await signed(desk), AFTER) is None


async def test_enough_signatures_open_no_case(desk: Desk) -> None:
    assert await open_case(desk, community(Mode.BINDING), await signed(desk, voices=3), AFTER) is None
