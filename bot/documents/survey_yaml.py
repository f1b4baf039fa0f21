"""A built survey as a file of the content: to keep, to correct (English, conditions), to give to another community."""

import json

import yaml

from council.survey import Survey

HEAD = """# Опитування, створене в боті. Покладіть файл у теку громади: surveys/{name}
# Перевірка: python -m bot content check ТЕКА. Англійські тексти (en) додайте поруч з українськими (uk).
"""


def written(survey: Survey) -> str:
    """YAML that `content check` accepts, under the name of the survey's code."""
    told = json.loads(survey.model_dump_json(by_alias=True, exclude_defaults=True))
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110)
    return HEAD.format(name=f"{survey.id}.yaml") + text
