"""A programme changes by versions, and a measure keeps its history."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from council.phrases import DomainError, NotFound
from council.programme import MeasureId, Programme
from council.programme_changes import ChangeKind, FieldChange
from council.programme_content import load
from council.programme_parts import Money
from council.programme_versions import Origin, Revision
from council.revising import revise, synchronise
from storage.house import Storage
from tests.storage.examples import NOW

CONTENT = Path(__file__).resolve().parents[2] / "content"
(MOHYLIV,) = load(CONTENT / "mohyliv-podilskyi")
(KORIUKIVKA,) = load(CONTENT / "koriukivka")
CAMERAS = MeasureId("mop-m22")
DECISION = Revision(Origin.IMPORT, "12-3/VIII", date(2024, 5, 7), "Здорожчали камери", "керівник програми")


def dearer_cameras(programme: Programme = MOHYLIV) -> Programme:
    """The same document, but the cameras cost more."""
    cameras = programme.measure(CAMERAS)
    budget = cameras.budget.model_copy(
        update={"by_year": {**cameras.budget.by_year, 2024: Money.model_validate("8000")}}
    )
    dearer = cameras.model_copy(update={"budget": budget})
    measures = tuple(dearer if measure.id == CAMERAS else measure for measure in programme.measures)
    return programme.model_copy(update={"measures": measures})


async def read_folder(storage: Storage, *programmes: Programme) -> None:
    async with storage.unit() as desk:
        await synchronise(desk, programmes, NOW)


async def numbers(storage: Storage, programme: Programme = MOHYLIV) -> list[int]:
    async with storage.reading() as desk:
        return [version.number for version in await desk.programmes.versions(programme.id)]


async def test_the_folder_is_read_once(storage: Storage) -> None:
    await read_folder(storage, MOHYLIV, KORIUKIVKA)
    await read_folder(storage, MOHYLIV, KORIUKIVKA)
    async with storage.reading() as desk:
        assert await desk.programmes.current() == [MOHYLIV, KORIUKIVKA]
        assert await desk.programmes.measure(CAMERAS) == (MOHYLIV, MOHYLIV.measure(CAMERAS))
    assert await numbers(storage) == [1]


async def test_a_changed_measure_keeps_its_history_with_decision_and_reason(storage: Storage) -> None:
    await read_folder(storage, MOHYLIV)
    async with storage.unit() as desk:
        assert await revise(desk, dearer_cameras(), DECISION, NOW + timedelta(days=1)) is not None
        assert await revise(desk, dearer_cameras(), DECISION, NOW + timedelta(days=2)) is None
    async with storage.reading() as desk:
        came, changed = await desk.programmes.history(CAMERAS)
        (untouched,) = await desk.programmes.history(MeasureId("mop-m01"))
    assert came[1].kind is untouched[1].kind is ChangeKind.ADDED
    assert changed[0].revision == DECISION
    before, after = Money.model_validate("7260.0"), Money.model_validate("8000")
    assert changed[1].fields == (FieldChange("budget.by_year.2024", before, after),)


async def test_a_restart_does_not_undo_what_staff_imported(storage: Storage) -> None:
    await read_folder(storage, MOHYLIV)
    async with storage.unit() as desk:
        await revise(desk, dearer_cameras(), DECISION, NOW)
    await read_folder(storage, MOHYLIV)
    async with storage.reading() as desk:
        assert await desk.programmes.programme(MOHYLIV.id) == dearer_cameras()


async def test_a_programme_taken_out_of_the_folder_is_withdrawn_and_may_come_back(storage: Storage) -> None:
    await read_folder(storage, MOHYLIV, KORIUKIVKA)
    await read_folder(storage, KORIUKIVKA)
    async with storage.reading() as desk:
        assert await desk.programmes.current() == [KORIUKIVKA]
        with pytest.raises(NotFound):
            await desk.programmes.measure(CAMERAS)
    await read_folder(storage, MOHYLIV, KORIUKIVKA)
    async with storage.reading() as desk:
        assert await desk.programmes.programme(MOHYLIV.id) == MOHYLIV
    assert await numbers(storage) == [1, 2, 3]


async def test_an_import_names_its_decision_and_reason(storage: Storage) -> None:
    async with storage.unit() as desk:
        with pytest.raises(DomainError, match="number of the decision"):
            await revise(desk, MOHYLIV, Revision(Origin.IMPORT, "12-3/VIII"), NOW)
