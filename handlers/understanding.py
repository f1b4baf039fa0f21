"""What a press or a message means for the form that a person is in: pure, no screen is shown here."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from aiogram.types import Message

from council import forms
from council.appeals import AttachmentKind
from council.forms import Filling, Form, Option, Step
from council.phrases import DomainError
from handlers.questions import PAGE, label
from handlers.texts import Catalogues, _
from handlers.turn import Turn


def after(form: Form, filling: Filling, way: str) -> Filling:
    """The filling after a button other than «Send» and «Cancel»."""
    step = form.step(filling.at)
    if way == "@back":
        return forms.back(form, filling)
    if way.startswith("@to-"):
        return forms.reopened(form, forms.noted(filling, _changing=False), way.removeprefix("@to-"))
    if way == "@other":
        return forms.moved_on(form, _forgetting(filling))
    if way == "@change":
        return forms.noted(filling, _changing=not filling.answers.get("_changing"))
    if step is None:
        return filling
    return _answered(form, filling, step, way)


def _answered(form: Form, filling: Filling, step: Step, way: str) -> Filling:
    if way == "@more":
        pages = -(-len(step.offered(filling.answers)) // PAGE)
        return forms.noted(filling, _page=(filling.answers.get("_page", 0) + 1) % pages)
    if way == "@done":
        return _done(form, filling, step)
    if way == "@skip":
        return _skipped(form, filling, step)
    if way not in {option.code for option in step.offered(filling.answers)}:
        return filling
    if step.multiple:
        return forms.noted(filling, **{step.name: forms.toggled(step, filling.answers.get(step.name) or [], way)})
    return forms.answered(form, filling, _value(step, way))


def _skipped(form: Form, filling: Filling, step: Step) -> Filling:
    if not step.optional(filling.answers):
        raise DomainError(_("This question cannot be skipped. Please answer it."))
    return forms.answered(form, filling, None)


def _done(form: Form, filling: Filling, step: Step) -> Filling:
    """The end of an answer that has several parts."""
    parts = filling.answers.get("_parts")
    if step.long and parts:
        return forms.answered(form, forms.noted(filling, _parts=[]), "\n".join(parts))
    if step.multiple or step.aside:
        return forms.answered(form, filling, filling.answers.get(step.name) or [])
    raise DomainError(_("Please answer this question first."))


def _value(step: Step, code: str) -> Any:
    return {"channel": code, "value": ""} if step.name == "contact" else code


def _forgetting(filling: Filling) -> Filling:
    kept = {name: value for name, value in filling.answers.items() if name not in filling.answers.get("_known", ())}
    return filling.model_copy(update={"answers": {**kept, "_known": []}, "reviewed": False})


def understood(turn: Turn, message: Message, form: Form, filling: Filling) -> Filling:
    """The filling after what the person sent; raises DomainError with what to do where it is no answer."""
    step = form.step(filling.at)
    text = message.text or message.caption or ""
    if step is None:
        return _at_review(turn, message, filling, text)
    if "voice" in step.takes and _voice_came(turn) and not text:
        return forms.answered(form, forms.noted(filling, _voice=True), "")
    if message.location is not None:
        return _located(form, filling, step, message)
    if message.contact is not None and "contact" in step.takes:
        text = f"+{message.contact.phone_number.lstrip('+')}"
    if not text:
        return _no_words(turn, filling)
    options = step.offered(filling.answers)
    code = forms.chosen(options, _words(turn.house.texts, options), text)
    return _answered(form, filling, step, code) if code else _written(form, filling, step, text)


def _written(form: Form, filling: Filling, step: Step, text: str) -> Filling:
    """A typed answer; a part of a text that Telegram has cut waits for the next part, or for «Done»."""
    if not step.long:
        return forms.answered(form, filling, forms.read(step, text))
    whole, more = forms.joined(filling, text)
    value = forms.read(step, whole)
    if more:
        return forms.noted(filling, _parts=[*filling.answers.get("_parts", ()), text])
    return forms.answered(form, forms.noted(filling, _parts=[]), value)


def _at_review(turn: Turn, message: Message, filling: Filling, text: str) -> Filling:
    if message.location is not None:
        return forms.noted(filling, place=_point(message))
    if text:
        raise DomainError(_("Press «Send» to submit, or «Change» to correct something."))
    return _no_words(turn, filling)


def _no_words(turn: Turn, filling: Filling) -> Filling:
    if turn.incoming is None:
        raise DomainError(_("I can take text, photos, documents, video, voice and places here."))
    return filling


def _voice_came(turn: Turn) -> bool:
    file = turn.incoming
    return file is not None and file.refused is None and file.kind is AttachmentKind.VOICE


def _point(message: Message) -> dict[str, float]:
    assert message.location is not None
    return {"latitude": message.location.latitude, "longitude": message.location.longitude}


def _located(form: Form, filling: Filling, step: Step, message: Message) -> Filling:
    if "location" in step.takes:
        return forms.answered(form, filling, _point(message))
    return forms.noted(filling, place=_point(message))


def _words(texts: Catalogues, options: Sequence[Option]) -> Mapping[str, str]:
    """What may be typed instead of a button, in every language."""
    words: dict[str, str] = {}
    for locale in texts.available_locales:
        with texts.speaking(locale):
            words |= {label(option): option.code for option in options}
    return words


def way_typed(texts: Catalogues, text: str) -> str | None:
    return _ways(texts).get(text.casefold().strip(" «»‹›.!/"))


@cache
def _ways(texts: Catalogues) -> Mapping[str, str]:
    """The ways by the words of their buttons, in every language."""
    ways = (
        ("@back", "‹ Back"),
        ("@skip", "Skip"),
        ("@cancel", "Cancel"),
        ("@cancel", "Finish later"),
        ("@done", "Done"),
        ("@send", "Send"),
        ("@change", "Change"),
    )
    return {
        texts.gettext(msgid, locale=locale).casefold().strip(" «»‹›"): way
        for way, msgid in reversed(ways)
        for locale in texts.available_locales
    }
