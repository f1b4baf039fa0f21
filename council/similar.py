"""Which petitions are like a new one: shown to its author, never a reason to stop them."""

from collections.abc import Iterable, Sequence

from council.petitions import Petition
from council.words import lemmas

ALIKE = 0.5
"""Share of common word stems from which two titles are alike; measured on titles of streets and schools."""
SHOWN = 3


def similar(title: str, petitions: Iterable[Petition]) -> Sequence[Petition]:
    """The few most alike, the closest first."""
    sought = set(lemmas(title))
    scored = [(_likeness(sought, set(lemmas(petition.title))), petition) for petition in petitions]
    alike = sorted(((score, one) for score, one in scored if score >= ALIKE), key=lambda pair: (-pair[0], -pair[1].id))
    return [petition for _score, petition in alike[:SHOWN]]


def _likeness(one: set[str], other: set[str]) -> float:
    """Shared stems against the shorter title: a short one inside a long one is alike."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
