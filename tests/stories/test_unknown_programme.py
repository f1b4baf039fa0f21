"""A programme that nobody here has seen: one level of goals, five years, no totals, long titles, unknown keys."""

from pathlib import Path

import yaml

from council import programme_content
from tests.stories.programmes import a_community
from tests.world import a_world

LONG = ("Облаштування «серверної» & <усіма> потрібними системами " * 12)[:600].strip()
YEARS = {2026: "+", 2027: "-", 2028: 0, 2029: None, 2030: 12.5}


def unknown(folder: Path) -> Path:
    """The bare minimum of the schema, and what it does not know."""
    here = a_community(folder)
    (file,) = (here / "programmes").iterdir()
    measures = [
        {"id": f"abc-task-{n}", "code": f"1.{n}", "operational_goal": "1", "title": LONG if n % 2 else f"Захід {n}"}
        for n in range(1, 61)
    ]
    measures[1] |= {"budget": {"by_year": YEARS}, "indicator_refs": ["I-1"], "surprise": {"a": 1}}
    document = {
        "schema": "digital-programme/1",
        "programme": {"id": "unknown", "prefix": "abc", "title": LONG, "period": {"start": 2026, "end": 2030}},
        "goals": [{"code": "1", "title": LONG}],
        "measures": measures,
        "indicators": [{"code": "I-1", "name": LONG, "measure_refs": ["1.2"]}],
    }
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return here


async def test_its_screens_say_what_the_file_says_and_no_more(tmp_path: Path) -> None:
    here = unknown(tmp_path)
    async with a_world(tmp_path, content=here) as world:
        olena = world.resident("Олена")
        await olena.send("/programme")
        assert "У програмі 60 заходів." in olena.last
        await olena.press("Скільки це коштує")
        assert "2026: заплановано, без грошей; витрачено: звіту ще немає" in olena.last
        assert "2028: за планом 0 грн" in olena.last
        assert "2029: у документі не сказано" in olena.last
        assert "Разом: за планом 12,5 тис. грн" in olena.last
        await olena.press("До програми")
        await olena.press("Що обіцяно")
        await olena.press("Ціль 1")
        await olena.press("1.2 Захід 2")
        assert "2027: не заплановано" in olena.last
    world.check()


def test_a_measure_may_name_a_goal_of_the_only_level(tmp_path: Path) -> None:
    [programme] = programme_content.load(unknown(tmp_path))
    [(goal, below)] = programme.operational_goals()
    assert (goal.title, below.title, below.generated) == (LONG, LONG, True)
    assert len(programme.measures_of(goal)) == len(below.measures) == 60
