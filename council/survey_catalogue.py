"""Every survey that people may meet here: those of the content, and those that the council built in the bot."""

from collections.abc import Iterator, Mapping

from council.ports import Desk
from council.survey import Survey


class Catalogue(Mapping[str, Survey]):
    """The surveys of a house by id. One of the content keeps its id against a built one.

    What was built is known from the database: as of the last look (`catalogue`), which every list and every link takes.
    """

    def __init__(self, shipped: Mapping[str, Survey]) -> None:
        self._shipped = dict(shipped)
        self._known = self._shipped

    def renew(self, built: Mapping[str, Survey]) -> None:
        self._known = {**built, **self._shipped}

    def __getitem__(self, code: str) -> Survey:
        return self._known[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


async def catalogue(desk: Desk, surveys: Mapping[str, Survey]) -> Mapping[str, Survey]:
    """The surveys with those built by now; the house's own catalogue knows them from then on."""
    built = await desk.built.met()
    if isinstance(surveys, Catalogue):
        surveys.renew(built)
        return surveys
    return {**built, **surveys}
