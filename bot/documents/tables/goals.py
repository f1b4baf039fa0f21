"""The goals of a table: rows between the measures, or columns of their own, as a tree of two levels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.documents.tables import cells
from bot.documents.tables.rows import GoalRow, Item, Line, goal_of
from council.programme import Goal, OperationalGoal, Programme

Kind = TypeVar("Kind", Goal, OperationalGoal)


@dataclass
class Branch:
    """A goal as the table names it. `generated`: its code, or the goal itself, is ours."""

    code: str
    title: str
    generated: bool = False
    below: "dict[str, Branch]" = field(default_factory=dict)


class Tree:
    """Goals in their order, and the one that the next measure belongs to."""

    def __init__(self, base: Programme | None) -> None:
        self.branches: dict[str, Branch] = {}
        self.named = False
        self._base = base
        self._strategic: Branch | None = None
        self._operational: Branch | None = None

    def row(self, goal: GoalRow, following: Item | None) -> None:
        """A row of a goal; what neither says its level nor has a code is strategic if a goal follows it."""
        strategic = goal.strategic
        if strategic is None:
            strategic = cells.depth(goal.code) == 1 if goal.code else isinstance(following, GoalRow)
        self.named = True
        if strategic:
            self._enter(goal.code, goal.title)
        else:
            self._enter_below(goal.code, goal.title)

    def columns(self, line: Line) -> None:
        """Goals that stand in columns beside the measure."""
        for name, strategic in (("strategic_goal", True), ("operational_goal", False)):
            text = cells.sentence(line.text(name))
            if text:
                known = goal_of(text)
                number, title = (known.code, known.title) if known else cells.numbered(text)
                number = number or cells.code(text)
                self.row(GoalRow(number, title if title != number else "", strategic), None)

    def home(self, code: str) -> str:
        """The code of the operational goal that a measure with this code, at this place, belongs to."""
        mine = cells.family(code)
        if (known := self._known(mine)) is not None:
            return known
        if len(mine) > 2 and (self._operational is None or not self._operational.generated):
            self._enter_below(code.rpartition(".")[0], "")
        elif (
            len(mine) == 2
            and not self.named
            and (not self._strategic or cells.family(self._strategic.code) != mine[:1])
        ):
            self._enter(code.partition(".")[0], "")
        if self._operational is None:
            self._enter_below("", self._strategic.title if self._strategic else "")
        assert self._operational is not None
        return self._operational.code

    def stay(self, code: str) -> str:
        """Where the table names no goals, a measure stays under the one that it has."""
        self._enter_below(code, "")
        assert self._operational is not None
        return self._operational.code

    def _stands_in(self, strategic: int) -> bool:
        return self._strategic is not None and cells.family(self._strategic.code) == (strategic,)

    def _known(self, mine: Sequence[int]) -> str | None:
        below = [goal.code for branch in self.branches.values() for goal in branch.below.values()]
        return next((code for code in below if len(mine) > 2 and cells.family(code) == mine[:2]), None)

    def _enter(self, code: str, title: str) -> None:
        known = self._of_base(title, strategic=True) if not code else None
        code = code or known or self._next(self.branches)
        branch = next((b for c, b in self.branches.items() if cells.family(c) == cells.family(code)), None)
        if branch is None:
            branch = self.branches[code] = Branch(code, title, generated=not title)
        branch.title = branch.title or title
        self._strategic, self._operational = branch, None

    def _enter_below(self, code: str, title: str) -> None:
        known = self._of_base(title, strategic=False) if not code else None
        code = code or known or ""
        if cells.depth(code) > 1:
            above = cells.family(code)[:1]
            if self._strategic is None or cells.family(self._strategic.code) != above:
                self._enter(self._above(code), "")
        elif self._strategic is None:
            self._enter("", "")
        assert self._strategic is not None
        below = self._strategic.below
        if not code or cells.depth(code) == 1:
            code = f"{self._strategic.code}.{code or len(below) + 1}"
            generated = True
        else:
            generated = not title
        goal = next((b for c, b in below.items() if cells.family(c) == cells.family(code)), None)
        if goal is None:
            goal = below[code] = Branch(code, title, generated)
        goal.title = goal.title or title
        self._operational = goal

    def _above(self, code: str) -> str:
        """The code of the strategic goal over an operational one: as it is known already, Roman or not."""
        wanted = cells.family(code)[:1]
        of_base = [goal.code for goal in self._base.goals] if self._base else []
        known = [c for c in [*self.branches, *of_base] if cells.family(c) == wanted]
        return known[0] if known else code.partition(".")[0]

    def _of_base(self, title: str, *, strategic: bool) -> str | None:
        """The code that the current version gives to a goal of that title."""
        if self._base is None or not title:
            return None
        goals: list[Goal | OperationalGoal] = list(self._base.goals)
        if not strategic:
            goals = [goal for _parent, goal in self._base.operational_goals()]
        return next((goal.code for goal in goals if cells.same(goal.title, title)), None)

    @staticmethod
    def _next(taken: "dict[str, Branch]") -> str:
        return str(next(n for n in range(1, len(taken) + 2) if str(n) not in taken))


def goals(tree: Tree, served: dict[str, list[str]], base: Programme | None, title: str) -> tuple[Goal, ...]:
    """The tree as the schema writes it: `served` are codes of measures by operational goal, `title` names the rest.

    What the current version knows of a goal beyond its title stays.
    """
    known = {goal.code: goal for goal in base.goals} if base else {}
    inner = {goal.code: goal for _parent, goal in base.operational_goals()} if base else {}

    def below(branch: Branch) -> tuple[OperationalGoal, ...]:
        name = branch.title or title
        return tuple(
            _as(OperationalGoal, inner.get(goal.code), goal, name, measures=tuple(served.get(goal.code, ())))
            for goal in branch.below.values()
        )

    return tuple(
        _as(Goal, known.get(branch.code), branch, title, operational_goals=below(branch))
        for branch in tree.branches.values()
    )


def _as(kind: type[Kind], before: Kind | None, branch: Branch, otherwise: str, **changed: object) -> Kind:
    if before is not None:
        title = before.title if not branch.title or cells.same(before.title, branch.title) else branch.title
        return before.model_copy(update={"title": title, **changed})
    return kind.model_validate(
        {"code": branch.code, "title": branch.title or otherwise, "generated": branch.generated, **changed}
    )
