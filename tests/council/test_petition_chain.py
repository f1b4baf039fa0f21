"""The log of a petition: what was given cannot be changed, taken away or added in silence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from council.petition_chain import START, Act, Finding, Flaw, Kept, Link, commitment, flaws, forged

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NAMES = ("Коваль Олена Іванівна", "Бойко Тарас Петрович", "Шевчук Марія Олегівна")


def content(name: str) -> dict[str, object]:
    return {"name": name, "at": 1}


KEPT = [
    Kept(Act.SIGNED, commitment(bytes([n]) * 16, content(name)), True, bytes([n]) * 16, content(name))
    for n, name in enumerate(NAMES)
]


def chain(*acts: tuple[Act, str]) -> list[Link]:
    links: list[Link] = []
    for act, told in acts:
        links.append(forged("ПТ-2026-0001", len(links) + 1, act, NOW, told, links[-1].hash if links else START))
    return links


SIGNED = chain(*((Act.SIGNED, voice.commitment) for voice in KEPT))
COUNTS = {Act.SIGNED: 3}


def test_an_untouched_log_has_no_flaws() -> None:
    assert flaws(SIGNED, SIGNED[-1].hash, KEPT, COUNTS) == []


def test_an_empty_log_begins_at_the_start() -> None:
    assert flaws([], START, [], {}) == []


@pytest.mark.parametrize("place", range(3))
def test_a_changed_name_is_found_where_it_was_signed(place: int) -> None:
    touched = list(KEPT)
    touched[place] = replace(KEPT[place], content=content("Хтось Інший Іванович"))
    assert flaws(SIGNED, SIGNED[-1].hash, touched, COUNTS) == [Finding(Flaw.CHANGED, place + 1)]


def test_a_signature_taken_out_is_missed() -> None:
    found = flaws(SIGNED, SIGNED[-1].hash, KEPT[:2], {Act.SIGNED: 2})
    assert found == [Finding(Flaw.MISSING, 3)]


def test_a_signature_slipped_in_has_no_link() -> None:
    stranger = Kept(Act.SIGNED, commitment(b"9" * 16, content("Ніхто")), True, b"9" * 16, content("Ніхто"))
    assert Finding(Flaw.ORPHAN) in flaws(SIGNED, SIGNED[-1].hash, [*KEPT, stranger], {Act.SIGNED: 4})


@pytest.mark.parametrize("change", [{"at": 5}, {"act": Act.SUPPORTED}, {"content": "0"}, {"before": "0"}, {"seq": 7}])
def test_a_changed_link_breaks_the_chain(change: dict[str, object]) -> None:
    touched = [SIGNED[0], replace(SIGNED[1], **change), SIGNED[2]]  # type: ignore[arg-type]
    assert Flaw.BROKEN in {found.flaw for found in flaws(touched, SIGNED[-1].hash, KEPT, COUNTS)}


def test_a_log_forged_anew_has_another_head() -> None:
    forged_anew = chain(*((Act.SIGNED, voice.commitment) for voice in KEPT[:2]))
    assert Finding(Flaw.HEAD) in flaws(forged_anew, SIGNED[-1].hash, KEPT[:2], {Act.SIGNED: 2})


def test_an_erased_name_leaves_the_chain_whole() -> None:
    erased = [replace(voice, salt=None, content=None) for voice in KEPT]
    assert flaws(SIGNED, SIGNED[-1].hash, erased, COUNTS) == []


def test_a_voice_turned_off_without_a_link_is_found() -> None:
    off = [KEPT[0], replace(KEPT[1], valid=False), KEPT[2]]
    assert flaws(SIGNED, SIGNED[-1].hash, off, {Act.SIGNED: 2}) == [Finding(Flaw.VALIDITY, 2)]


def test_an_invalidation_and_its_restoration_are_both_in_the_log() -> None:
    voices = ((Act.SIGNED, voice.commitment) for voice in KEPT)
    links = chain(*voices, (Act.INVALIDATED, KEPT[0].commitment), (Act.RESTORED, KEPT[0].commitment))
    assert flaws(links, links[-1].hash, KEPT, COUNTS) == []
    off = [replace(KEPT[0], valid=False), *KEPT[1:]]
    assert flaws(links[:4], links[3].hash, off, {Act.SIGNED: 2}) == []


def test_a_counter_that_disagrees_is_found() -> None:
    assert flaws(SIGNED, SIGNED[-1].hash, KEPT, {Act.SIGNED: 4}) == [Finding(Flaw.COUNT)]
