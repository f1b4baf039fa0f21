"""The screen of a question: its words, its options, and the ways back, on and out."""

from collections.abc import Sequence
from functools import lru_cache

from aiogram.filters.callback_data import CallbackData

from council import forms
from council.community import Text
from council.forms import Filling, Form, Option, Step
from council.phrases import Phrase
from handlers.screens import Button, Screen, column, packed
from handlers.texts import _, current, escaped, say

PAGE = 24
"""Options on one page of a question."""


class Press(CallbackData, prefix="f"):
    """A button of a form: the form's key, the step it stands under, and an option or a way (`@back`, `@skip`…)."""

    key: str
    step: str
    way: str


def question(form: Form, filling: Filling, step: Step) -> Screen:
    """One question with its buttons."""
    head = "" if step.aside or not step.counted else _progress(form, filling) + "\n\n"
    answers = packed(_options(filling, step))
    asked = step.question if isinstance(step.question, Phrase) else step.question(filling.answers)
    return Screen(f"{head}<b>{say(asked)}</b>", (*answers, *_ways(form, filling, step)))


def _progress(form: Form, filling: Filling) -> str:
    place, whole = forms.progress(form, filling)
    if form.survey:
        return _("Question {place} of {whole}").format(place=place, whole=whole)
    if whole is None:
        return _("Step {place}").format(place=place)
    return _("Step {place} of {whole}").format(place=place, whole=whole)


def _options(filling: Filling, step: Step) -> list[Button]:
    options = step.offered(filling.answers)
    page = filling.answers.get("_page", 0) if len(options) > PAGE else 0
    shown = options[page * PAGE : (page + 1) * PAGE]
    picked = filling.answers.get(step.name) or [] if step.multiple else []
    buttons = [way_button(filling, label(option, picked), option.code) for option in shown]
    if len(options) > PAGE:
        buttons.append(way_button(filling, _("More ›"), "@more"))
    return buttons


def label(option: Option, picked: list[str] | None = None) -> str:
    """The words of an option in the reader's language; chosen ones of several say so in words."""
    words = words_of(option.label)
    return _("✓ {option} (chosen)").format(option=words) if picked and option.code in picked else words


def words_of(what: object) -> str:
    """A Phrase or a text of the content, in the reader's language, plain."""
    if isinstance(what, Phrase):
        return say(what, html=False)
    return what.in_(current().current_locale) if isinstance(what, Text) else str(what)


def _ways(form: Form, filling: Filling, step: Step) -> tuple[tuple[Button, ...], ...]:
    path = forms.path(form, filling.answers)
    first = not filling.reviewed and (step == path[0] if form.survey else forms.progress(form, filling)[0] == 1)
    ways = [
        way_button(filling, _("Done"), "@done") if _may_be_done(filling, step) else None,
        way_button(filling, _("Skip"), "@skip") if step.optional(filling.answers) else None,
    ]
    last = [
        None if first else way_button(filling, _("‹ Back"), "@back"),
        way_button(filling, leaving(form), "@cancel"),
    ]
    rows = (tuple(button for button in row if button) for row in (ways, last))
    return tuple(row for row in rows if row)


def leaving(form: Form) -> str:
    """The words of the way out: what is kept is finished later."""
    return _("Finish later") if form.survey and form.kept else _("Cancel")


def _may_be_done(filling: Filling, step: Step) -> bool:
    without_end = step.aside and not step.options and step.reads is None
    return step.multiple or without_end or bool(step.long and filling.answers.get("_parts"))


def way_button(filling: Filling, text: str, way: str) -> Button:
    """A button under the question or review at hand."""
    return Button(text, _stem(filling.key, filling.at) + way)


@lru_cache(maxsize=64)
def _stem(key: str, step: str) -> str:
    """What all buttons of a question have in common: a model for each would cost more than the rest of the screen."""
    return Press(key=key, step=step, way="").pack()


def fields(filling: Filling, steps: Sequence[Step]) -> tuple[tuple[Button, ...], ...]:
    """What may be changed at the review: a button for each of the steps, and the way back."""
    ways = [(_(step.title), f"@to-{step.name}") for step in steps] + [(_("‹ Back"), "@change")]
    return column(*(way_button(filling, text, way) for text, way in ways))


def shown(value: object) -> str:
    """An answer as the review shows it."""
    return escaped(str(value)) if value not in (None, "", []) else _("not given")
