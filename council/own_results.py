"""The own result of a scored survey: kept only when the person says so, and compared with the earlier one."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from council.scoring import Points, Score
from council.survey import Survey


class Saved(BaseModel):
    """A result that a person asked to keep: scores by area, in their profile. `month` is «2026-11»."""

    model_config = ConfigDict(frozen=True)

    month: str
    variant: str
    areas: dict[str, tuple[int, int]]
    self_assessed: tuple[int, int]
    known: tuple[int, int]

    @property
    def percent(self) -> int | None:
        return (Points(*self.self_assessed) + Points(*self.known)).percent


def saved(score: Score, month: str) -> Saved:
    return Saved(
        month=month,
        variant=score.variant,
        areas={code: (points.got, points.of) for code, points in score.areas.items()},
        self_assessed=(score.self_assessed.got, score.self_assessed.of),
        known=(score.known.got, score.known.of),
    )


def packed(survey: Survey, saved: Saved) -> bytes:
    """The result in a few bytes, for a button's data: month, form, and the points in the order of the sections."""
    year, month = saved.month.split("-")
    pairs = [*saved.areas.values(), saved.self_assessed, saved.known]
    variants = [one.code for one in survey.variants]
    form = variants.index(saved.variant) if saved.variant in variants else 0
    return bytes([int(year) % 100, int(month), form, *(number for pair in pairs for number in pair)])


def slip_length(survey: Survey) -> int:
    """Signs that the sealed result takes in a button: nonce and tag of 15 bytes, and what `packed` makes."""
    return -(-(15 + 3 + 2 * (len(survey.sections) + 2)) * 4 // 3)


def unpacked(survey: Survey, data: bytes) -> Saved | None:
    """None where the survey has other sections by now."""
    pairs = list(zip(data[3::2], data[4::2], strict=False))
    if len(data) != 3 + 2 * (len(survey.sections) + 2):
        return None
    areas = {section.code: pair for section, pair in zip(survey.sections, pairs, strict=False)}
    variant = survey.variants[data[2]].code if data[2] < len(survey.variants) else ""
    month = f"20{data[0]:02}-{data[1]:02}"
    return Saved(month=month, variant=variant, areas=areas, self_assessed=pairs[-2], known=pairs[-1])


def earlier(results: Sequence[Saved], variant: str, month: str) -> Saved | None:
    """The last one kept before this month, taken in the same form: others cannot be compared."""
    known = [saved for saved in results if saved.variant == variant and saved.month < month]
    return known[-1] if known else None
