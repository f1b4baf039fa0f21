"""The slip: one page of big letters for every case, with nobody's name on it, and readable by a screen reader."""

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from bot.documents import slips
from council.appeals import Appeal, Kind
from council.fields import Text
from handlers.house import House
from storage.house import Storage
from tests.council.test_binding import a_case_of_who_came

LONG = "вулиця Героїв Небесної Сотні, будинок 124, кабінет 17, другий поверх, місто Корюківка, Чернігівська область"


def reachable(house: House) -> House:
    contacts = house.community.contacts.model_copy(update={"phone": "+380 4657 2 14 58", "address": Text(uk=LONG)})
    return replace(house, community=house.community.model_copy(update={"contacts": contacts}))


async def made(storage: Storage, house: House, kind: Kind) -> tuple[Appeal, pypdf.PdfReader]:
    async with storage.unit() as desk:
        case, code = await a_case_of_who_came(desk, kind)
    async with storage.reading() as desk:
        content = await slips.printed(desk, house, case, code)
    return case, pypdf.PdfReader(BytesIO(content))


@pytest.mark.parametrize("kind", Kind)
async def test_one_page_for_every_kind_also_with_a_long_address(storage: Storage, house: House, kind: Kind) -> None:
    case, document = await made(storage, reachable(house), kind)
    [page] = document.pages
    text = " ".join(page.extract_text().split())
    for told in (case.number, "+380 4657 2 14 58", "кабінет 17", "Код діє один раз", "Строк зберігання: 5 років"):
        assert told in text
    assert "Коваль" not in text


async def test_it_is_tagged_and_its_name_tells_only_the_number(storage: Storage, house: House) -> None:
    case, document = await made(storage, house, Kind.APPLICATION)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "uk"
    assert slips.file_name(case) == f"пам-ятка-{case.number}.pdf"
