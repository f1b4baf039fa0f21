"""One table of ratios: what is compared with what, measured on one machine in one run, and whether the goal is met."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Line:
    """`goal` bounds the ratio of `ours` to `other`, from below or (less is better) from above; None: no promise."""

    what: str
    other: float
    ours: float
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        met = self.ratio >= self.goal if self.at_least else self.ratio <= self.goal
        return f"{'≥' if self.at_least else '≤'} {self.goal:<5}{'met' if met else 'missed'}"


def show(title: str, lines: Sequence[Line]) -> None:
    print(f"\n{title}\n{'':<44}{'against':>10}{'ours':>10}{'ratio':>8}   goal")  # noqa: T201
    for line in lines:
        row = f"{line.what:<44}{_figure(line.other):>10}{_figure(line.ours):>10}{line.ratio:>8.2f}   {line.verdict}"
        print(row.rstrip(), flush=True)  # noqa: T201


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def p50(values: Sequence[float]) -> float:
    return median(values)


def p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]
