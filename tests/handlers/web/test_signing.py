"""Signing on the page with an invented id.gov.ua: one deliberate press signs, everything else signs nothing."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from bot.connectors.idgov import IdGov
from council import signing_links
from council.community import Community
from council.people import TelegramId
from council.petition_rules import Conditions
from council.petitions import Petition, PetitionId
from council.phrases import DomainError
from council.voices import Flag, Voice
from demo.idgov import FakeIdGov
from tests.council.desk import OLENA, TARAS
from tests.council.petitions import published
from tests.handlers.web.site import Seen, Site, a_site
from tests.handlers.web.test_petitions import binding

TICKED = {"resident": "yes", "age": "yes"}


def here() -> Community:
    rules = binding().petitions.model_copy(update={"conditions": Conditions(resident=True, min_age=16)})
    return binding(9).model_copy(update={"petitions": rules})


@pytest_asyncio.fixture
async def service() -> AsyncIterator[FakeIdGov]:
    async with FakeIdGov() as service:
        yield service


@pytest_asyncio.fixture
async def site(tmp_path: Path, service: FakeIdGov) -> AsyncIterator[Site]:
    provider = IdGov(service.url, service.client_id, service.client_secret)
    async with a_site(tmp_path, here(), "http://127.0.0.1", provider) as site:
        async with site.room.storage.unit() as desk:
            await published(desk, site.community, now=site.clock.now())
        yield site


async def a_link(site: Site, account: TelegramId = OLENA, petition: int = 1) -> str:
    """The address that the bot gives to this account."""
    async with site.room.storage.unit() as desk:
        resident = await desk.residents.met(account, site.clock.now() - timedelta(days=9))
        found = await desk.petitions.get(PetitionId(petition))
        return "/sign/" + await signing_links.issue(desk, site.community, found, resident.id, site.clock.now())


async def the_petition(site: Site) -> Petition:
    async with site.room.storage.reading() as desk:
        return await desk.petitions.get(PetitionId(1))


async def voices(site: Site) -> list[Voice]:
    async with site.room.storage.reading() as desk:
        return list(await desk.petitions.voices(PetitionId(1)))


@dataclass
class Browser:
    """Somebody's browser: it keeps the cookie, shows pages and sends their forms."""

    site: Site
    cookie: str = ""
    page: Seen = field(default_factory=lambda: Seen(0, "", {}))

    async def opens(self, path: str) -> Seen:
        return await self._asks("GET", path)

    async def submits(self, path: str, **fields: str) -> Seen:
        proof = re.search(r'name="proof" value="(\w+)"', self.page.text)
        return await self._asks("POST", path, {"proof": proof[1] if proof else "", **fields})

    async def _asks(self, method: str, path: str, form: dict[str, str] | None = None) -> Seen:
        headers = {"Cookie": f"signing={self.cookie}"} if self.cookie else {}
        request = self.site.client.request(method, path, data=form, headers=headers, allow_redirects=False)
        async with request as answer:
            if "signing" in answer.cookies:
                self.cookie = answer.cookies["signing"].value
            self.page = Seen(answer.status, await answer.text(), answer.headers)
            return self.page

    async def proves(self, link: str, service: FakeIdGov, person: str = "olena") -> str:
        """From the link to the question «Підписати як …?»; its address."""
        await self.opens(link)
        sent = await self.submits(link, **TICKED)
        assert sent.status == 303, sent.text
        state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
        back = await self.opens(f"/sign/return?code={service.code_for(person)}&state={state}")
        assert back.status == 303, back.text
        await self.opens(back.headers["Location"])
        return back.headers["Location"]

    async def signs(self, link: str, service: FakeIdGov, person: str = "olena") -> Seen:
        question = await self.proves(link, service, person)
        await self.submits(question)
        return await self.opens(question)


async def test_from_the_link_to_the_receipt(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    first = await olena.opens(link)
    assert first.says("Лавки на автобусній зупинці", "Що побачать усі", "Я живу в цій громаді", "16 років", "репетиція")
    question = await olena.proves(link, service)
    assert olena.page.says("Підписати як Коваль Олена Іванівна?")
    assert (await the_petition(site)).signatures == 0
    await olena.submits(question)
    receipt = await olena.opens(question)
    (voice,) = await voices(site)
    assert receipt.says("Ваш підпис враховано", "Коваль Олена Іванівна", voice.commitment)
    assert (await the_petition(site)).signatures == 1
    assert service.asked == ["token", "info", "logout"]


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("bot.db*"))


async def test_the_tax_number_is_stored_nowhere(site: Site, service: FakeIdGov, tmp_path: Path) -> None:
    await Browser(site).signs(await a_link(site), service)
    stored = everything_in(tmp_path)
    assert b"2991352445" not in stored
    assert "Коваль Олена".encode() not in stored


async def test_pressed_twice_it_is_one_signature_and_one_receipt(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    question = await olena.proves(link, service)
    form = olena.page
    await olena.submits(question)
    olena.page = form
    again = await olena.submits(question)
    assert (again.status, again.headers["Location"]) == (303, question)
    assert (await the_petition(site)).signatures == 1


# what signs nothing


async def nothing_is_signed(site: Site, seen: Seen, *told: str) -> None:
    assert seen.status == 409
    assert seen.says("Повернутися до бота", *told)
    assert (await the_petition(site)).signatures == 0


async def test_opening_an_address_never_signs(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    question = await olena.proves(link, service)
    for _ in range(3):
        await olena.opens(question)
    assert (await the_petition(site)).signatures == 0


async def test_an_expired_link(site: Site) -> None:
    link = await a_link(site)
    site.clock.jump(timedelta(minutes=15))
    await nothing_is_signed(site, await Browser(site).opens(link), "Це посилання вже не діє", "натисніть «Підписати»")


async def test_a_link_that_expires_before_the_press(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    question = await olena.proves(link, service)
    site.clock.jump(timedelta(minutes=16))
    await nothing_is_signed(site, await olena.submits(question), "вже не діє")


async def test_an_invented_link(site: Site) -> None:
    await nothing_is_signed(site, await Browser(site).opens("/sign/" + "a" * 32), "вже не діє")


async def test_an_older_link_ends_with_the_next(site: Site) -> None:
    old, _new = await a_link(site), await a_link(site)
    await nothing_is_signed(site, await Browser(site).opens(old), "вже не діє")


async def test_a_link_that_another_browser_has_taken(site: Site, service: FakeIdGov) -> None:
    olena, taras, link = Browser(site), Browser(site), await a_link(site)
    await taras.opens(link)
    await olena.proves(link, service)
    await nothing_is_signed(site, await taras.submits(link, **TICKED), "в іншому браузері")


async def test_the_way_back_of_somebody_else(site: Site, service: FakeIdGov) -> None:
    """Taras gets Olena to open the address with which he came back: his identity does not enter her browser."""
    olena, taras = Browser(site), Browser(site)
    await olena.opens(await a_link(site))
    link = await a_link(site, TARAS)
    await taras.opens(link)
    sent = await taras.submits(link, **TICKED)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    await nothing_is_signed(site, await olena.opens(f"/sign/return?code={service.code_for('olena')}&state={state}"))


async def test_a_way_back_taken_twice(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    question = await olena.proves(link, service)
    state = question.rsplit("/", 1)[1]
    again = await olena.opens(f"/sign/return?code={service.code_for('olena')}&state={state}")
    await nothing_is_signed(site, again, "вже не діє")


async def test_a_used_link(site: Site, service: FakeIdGov) -> None:
    olena, link = Browser(site), await a_link(site)
    await olena.signs(link, service)
    again = await olena.opens(link)
    assert (again.status, again.says("уже підписано", "Квитанція є в боті")) == (409, True)
    assert (await the_petition(site)).signatures == 1


async def test_the_question_in_another_browser(site: Site, service: FakeIdGov) -> None:
    olena, taras = Browser(site), Browser(site)
    question = await olena.proves(await a_link(site), service)
    await nothing_is_signed(site, await taras.opens(question), "вже не діє")


@pytest.mark.parametrize("proof", ["", "0" * 64])
async def test_a_form_of_another_site(site: Site, service: FakeIdGov, proof: str) -> None:
    olena = Browser(site)
    question = await olena.proves(await a_link(site), service)
    await nothing_is_signed(site, await olena._asks("POST", question, {"proof": proof}), "Почніть знову з бота")


async def test_who_declines_to_be_identified(site: Site) -> None:
    olena, link = Browser(site), await a_link(site)
    await olena.opens(link)
    sent = await olena.submits(link, **TICKED)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    await nothing_is_signed(
        site, await olena.opens(f"/sign/return?error=access_denied&state={state}"), "не підтверджено"
    )


async def test_a_code_that_the_service_does_not_know(site: Site) -> None:
    olena, link = Browser(site), await a_link(site)
    await olena.opens(link)
    sent = await olena.submits(link, **TICKED)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    await nothing_is_signed(site, await olena.opens(f"/sign/return?code=stolen&state={state}"), "не підтверджено")


@pytest.mark.parametrize("answer", [{"encryptedUserInfo": "MIIB"}, {"lastname": "Коваль", "givenname": "Олена"}])
async def test_an_answer_that_tells_too_little(site: Site, service: FakeIdGov, answer: dict[str, object]) -> None:
    service.answers["olena"] = answer
    olena, link = Browser(site), await a_link(site)
    await olena.opens(link)
    sent = await olena.submits(link, **TICKED)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    await nothing_is_signed(site, await olena.opens(f"/sign/return?code={service.code_for('olena')}&state={state}"))


async def test_a_service_that_is_away(tmp_path: Path) -> None:
    async with a_site(tmp_path, here(), "http://127.0.0.1", IdGov("http://127.0.0.1:9", "a", "b")) as site:
        async with site.room.storage.unit() as desk:
            await published(desk, site.community, now=site.clock.now())
        olena, link = Browser(site), await a_link(site)
        await olena.opens(link)
        sent = await olena.submits(link, **TICKED)
        state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
        await nothing_is_signed(site, await olena.opens(f"/sign/return?code=x&state={state}"), "не відповідає")


# conditions


async def test_the_conditions_are_ticked_first(site: Site) -> None:
    olena, link = Browser(site), await a_link(site)
    await olena.opens(link)
    seen = await olena.submits(link, resident="yes")
    assert (seen.status, seen.says("Позначте, що умови вам підходять")) == (422, True)
    assert (await olena.submits(link, **TICKED)).status == 303


async def test_who_is_too_young_does_not_sign(site: Site, service: FakeIdGov) -> None:
    taras, link = Browser(site), await a_link(site, TARAS)
    await taras.opens(link)
    sent = await taras.submits(link, **TICKED)
    state = parse_qs(urlsplit(sent.headers["Location"]).query)["state"][0]
    seen = await taras.opens(f"/sign/return?code={service.code_for('taras')}&state={state}")
    await nothing_is_signed(site, seen, "підписують із 16 років")


async def test_the_same_person_from_another_account_is_flagged_and_counts_once(site: Site, service: FakeIdGov) -> None:
    await Browser(site).signs(await a_link(site), service)
    seen = await Browser(site).signs(await a_link(site, TARAS), service)
    assert "Ваш підпис враховано" in seen.text
    (voice,) = await voices(site)
    assert Flag.REPEATED in voice.flags
    assert (await the_petition(site)).signatures == 1


async def test_nobody_signs_when_it_is_over(site: Site, service: FakeIdGov) -> None:
    site.clock.jump(timedelta(days=61))
    with pytest.raises(DomainError):
        await a_link(site)


async def test_the_page_of_signing_is_kept_by_nobody_and_readers_get_no_cookie(site: Site) -> None:
    page = await Browser(site).opens(await a_link(site))
    assert page.headers["Cache-Control"] == "no-store"
    assert "HttpOnly" in page.headers["Set-Cookie"]
    assert "SameSite=Lax" in page.headers["Set-Cookie"]
    assert "Path=/sign" in page.headers["Set-Cookie"]
    assert "Set-Cookie" not in (await site.sees("/petitions/1")).headers
