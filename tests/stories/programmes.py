"""A community with a programme that runs today, for stories: invented, in a folder of its own."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.council.desk import CONTENT

MEASURES: Sequence[dict[str, Any]] = (
    {
        "id": "tst-m01",
        "code": "1.1.1",
        "title": "Підключити школи до швидкого Інтернету",
        "responsible_bodies": ["Відділ надання адміністративних послуг Корюківської міської ради"],
        "funding_sources": ["місцевий бюджет"],
        "indicator_refs": ["I-01"],
        "steps": [{"number": 1, "text": "Обрати провайдера"}, {"number": 2, "text": "Прокласти лінію"}],
        "budget": {"by_year": {2026: 100, 2027: 150}, "total": 250},
    },
    {
        "id": "tst-m02",
        "code": "1.1.2",
        "title": "Навчити літніх людей користуватися Дією",
        "responsible_bodies": ["Рада ветеранів"],
        "schedule": {"type": "continuous", "source_text": "Постійно"},
    },
)


def document(start: int = 2026, end: int = 2027) -> dict[str, Any]:
    measures = [{"operational_goal": "1.1", **measure} for measure in MEASURES]
    measures[0] |= {"schedule": {"type": "by_year", "start_year": start, "due_year": end}}
    inner = {"code": "1.1", "title": "Доступ", "measures": [measure["code"] for measure in MEASURES]}
    return {
        "schema": "digital-programme/1",
        "programme": {
            "id": "test-programme",
            "prefix": "tst",
            "title": "Програма цифрового розвитку",
            "period": {"start": start, "end": end},
            "document": {"type": "рішення", "number": "1-1/VIII", "date": "2025-12-20", "status": "approved"},
        },
        "goals": [{"code": "1", "title": "Цифрова громада", "operational_goals": [inner]}],
        "measures": measures,
        "indicators": [
            {
                "code": "I-01",
                "name": "Частка шкіл зі швидким Інтернетом",
                "unit": "%",
                "value_type": "percent",
                "target_mode": "level",
                "baseline": 20,
                "targets": {2026: 60, 2027: 100},
                "measure_refs": ["1.1.1"],
            }
        ],
    }


def a_community(folder: Path, start: int = 2026, end: int = 2027) -> Path:
    """The content folder of Koriukivka with this programme in the place of its own."""
    here = folder / "content"
    (here / "programmes").mkdir(parents=True)
    shutil.copy(CONTENT / "koriukivka" / "community.yaml", here)
    text = yaml.safe_dump(document(start, end), allow_unicode=True, sort_keys=False)
    (here / "programmes" / "test-programme.yaml").write_text(text, encoding="utf-8")
    return here
