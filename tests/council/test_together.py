"""A collective appeal: who may join and until when, how many fit, and what happens when the words change."""

from datetime import timedelta

import pytest

from council import together
from council.appeals import Signer
from council.collectives import Collective
from council.people import FullName, Resident, TelegramId
from council.phrases import DomainError, NotFound
from council.together import MOST, OPEN_FOR
from storage.desk import Desk
from tests.council.desk import NOW, OLENA, TARAS, a_case

ANSWERS = {"name": FullName(surname="Бойко", given="Тарас").model_dump(), "residence": "с. Буда, вул. Лісова, 7"}
LINE = "Бойко Тарас Іванович, с. Буда, вул. Лісова, 7"


async def met(desk: Desk, account: int = TARAS) -> Resident:
    return await desk.residents.met(TelegramId(account), NOW)


async def gathering(desk: Desk, text: str = "Просимо лавку", draft: str = "1f") -> tuple[Collective, str]:
    """Olena's appeal that waits for others, and its link."""
    olena = await met(desk, OLENA)
    collective = await together.invite(desk, draft, olena.id, text, "Олена Коваль", NOW)
    return collective, await together.link(desk, draft, NOW)


async def joins(desk: Desk, token: str, account: int = TARAS, edition: int = 1) -> Collective:
    return await together.join(desk, token, edition, (await met(desk, account)).id, ANSWERS, NOW)


def test_names_are_read_a_line_each_and_a_line_without_a_home_is_named() -> None:
    assert [one["residence"] for one in together.named(f"{LINE}\n\n{LINE}")] == ["с. Буда, вул. Лісова, 7"] * 2
    with pytest.raises(DomainError) as refusal:
        together.named(f"{LINE}\nКоваль Ганна Петрівна")
    assert refusal.value.phrase.params["line"] == "Коваль Ганна Петрівна"


def test_two_hundred_people_may_be_named_and_no_more() -> None:
    assert len(together.named("\n".join([LINE] * MOST))) == MOST == 200
    with pytest.raises(DomainError, match="on paper"):
        together.named("\n".join([LINE] * (MOST + 1)))


async def test_two_hundred_may_join_and_one_of_them_may_confirm_again(desk: Desk) -> None:
    collective, token = await gathering(desk)
    for account in range(1000, 1000 + MOST):
        person = Signer(name=FullName.model_validate(ANSWERS["name"]), residence="с. Буда", confirmed=True)
        await desk.collectives.join(collective.draft, (await met(desk, account)).id, person, 1, NOW)
    with pytest.raises(DomainError, match="on paper"):
        await joins(desk, token, 5000)
    await joins(desk, token, 1000)
    assert len(await desk.collectives.coauthors(collective.draft)) == MOST


async def test_the_link_works_a_week_and_an_invented_one_never(desk: Desk) -> None:
    _collective, token = await gathering(desk)
    await together.opened(desk, token, NOW + OPEN_FOR - timedelta(seconds=1))
    with pytest.raises(DomainError, match="has ended"):
        await together.opened(desk, token, NOW + OPEN_FOR)
    with pytest.raises(NotFound):
        await together.opened(desk, "invented", NOW)


async def test_the_contact_person_does_not_sign_and_a_voice_has_no_words_to_sign(desk: Desk) -> None:
    _collective, token = await gathering(desk)
    with pytest.raises(DomainError, match="contact person"):
        await joins(desk, token, OLENA)
    with pytest.raises(DomainError, match="Write the text first"):
        await gathering(desk, "  ", "2f")


async def test_changed_words_are_another_edition_and_old_agreement_does_not_count(desk: Desk) -> None:
    _collective, token = await gathering(desk)
    await joins(desk, token)
    again, _token = await gathering(desk)
    assert again.edition == 1
    with pytest.raises(DomainError, match="changed the text"):
        await together.signers(desk, "1f", "Просимо дві лавки", ())
    changed, token = await gathering(desk, "Просимо дві лавки")
    assert changed.edition == 2
    assert await together.signers(desk, "1f", "Просимо дві лавки", ()) == []
    with pytest.raises(DomainError, match="changed meanwhile"):
        await joins(desk, token, edition=1)
    await joins(desk, token, edition=2)
    assert len(await together.signers(desk, "1f", "Просимо дві лавки", ())) == 1


async def test_who_confirmed_stands_before_who_was_named(desk: Desk) -> None:
    _collective, token = await gathering(desk)
    await joins(desk, token)
    named = Signer.model_validate(together.named("Коваль Ганна Петрівна, с. Наумівка")[0])
    assert [one.confirmed for one in await together.signers(desk, "1f", "Просимо лавку", [named])] == [True, False]


async def test_what_is_handed_over_takes_nobody_more_and_one_may_still_leave_twice(desk: Desk) -> None:
    collective, token = await gathering(desk)
    await joins(desk, token)
    taras = await met(desk)
    case = await a_case(desk, key=collective.draft, text="Просимо лавку")
    assert len(case.submission.signers) == 1
    with pytest.raises(DomainError, match="handed over already"):
        await joins(desk, token, 5000)
    for _again in range(2):
        await together.leave(desk, collective.draft, taras.id, NOW)
    assert (await desk.appeals.get(case.id)).submission.signers == ()
    assert [one.key for one in await desk.appeals.history(case.id)].count(f"signer_left:{taras.id}") == 1
