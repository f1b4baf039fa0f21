"""What a resident sends without being asked: a later word on a case, or the beginning of a new appeal.

Nothing is thrown away: the words and files wait in a form that is one press from being submitted.
"""

from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import answering, corrections
from council.appeals import Appeal, AppealId, AttachmentKind
from council.deliveries import ChatId
from handlers import danger, files, forms
from handlers.residents.appeals import own_case, start_form
from handlers.residents.menu import typed
from handlers.screens import Button, Screen, column, open_case
from handlers.texts import _, say
from handlers.turn import Event, Turn

MEDIA = {"photo", "document", "video", "voice", "audio", "location"}


async def heard(message: Message, turn: Turn, state: FSMContext) -> None:
    """Words, a photo, a voice or a place that nobody asked for."""
    await danger.warn(message, turn)
    appeal = await _case_replied_to(message, turn)
    if appeal is not None:
        await _add_to_case(message, turn, appeal)
        return
    data = await _begun(message, turn, state)
    await state.set_state(forms.OFFERED)
    await state.set_data(data)
    await turn.say(message, _offer(data, _refusal(turn)))


async def _case_replied_to(message: Message, turn: Turn) -> Appeal | None:
    """The person's own case that the answered message speaks about."""
    if message.reply_to_message is None:
        return None
    about = await turn.desk.deliveries.about(ChatId(message.chat.id), message.reply_to_message.message_id)
    if about is None or not about.startswith("appeal:"):
        return None
    return await own_case(turn, AppealId(int(about.removeprefix("appeal:"))))


async def _add_to_case(message: Message, turn: Turn, appeal: Appeal, written: str = "{text}") -> None:
    key = f"update:{turn.update_id}"
    refusal = _refusal(turn)
    drafts = []
    if turn.incoming is not None and not refusal:
        await files.store(turn, key, turn.incoming)
        drafts = [key]
    said = message.text or message.caption or ""
    text = written.format(text=said) if said else ""
    if text or drafts:
        await answering.add_from_applicant(turn.desk, appeal, key, text, drafts, turn.me, turn.now)
    told = _("Added to {number}. The council will see it.").format(number=appeal.number) if text or drafts else refusal
    screen = Screen(told, column(open_case(appeal.id)))
    await turn.say(message, screen, about=f"appeal:{appeal.id}")


def _refusal(turn: Turn) -> str:
    refused = turn.incoming.refused if turn.incoming else None
    return say(refused) if refused else ""


async def _begun(message: Message, turn: Turn, state: FSMContext) -> dict[str, Any]:
    """What has come so far, with this message added."""
    data = await state.get_data()
    if "offer" not in data:
        data = {"offer": f"{turn.update_id:x}", "text": "", "voice": False, "files": 0, "said": []}
    data["said"] = [*data.get("said", ()), message.message_id]
    said = message.text or message.caption or ""
    data["text"] = "\n".join(part for part in (data["text"], said) if part)
    if message.location is not None:
        data["place"] = {"latitude": message.location.latitude, "longitude": message.location.longitude}
    if turn.incoming is not None and turn.incoming.refused is None:
        await files.store(turn, data["offer"], turn.incoming)
        data["files"] = len(await turn.desk.attachments.of_draft(data["offer"]))
        data["voice"] = data["voice"] or turn.incoming.kind is AttachmentKind.VOICE
    return data


def _offer(data: dict[str, Any], refusal: str) -> Screen:
    text = _("Shall I hand this over to the council as an appeal? A few short questions first.")
    if data["files"]:
        text = _("Files kept: {count}.").format(count=data["files"]) + " " + text
    return Screen(
        f"{refusal}\n\n{text}".strip(),
        column(
            Button(_("Yes, submit an appeal"), f"offer:{data['offer']}"),
            Button(_("No, forget it"), "offer:no"),
            Button(_("Menu"), "menu"),
        ),
    )


async def accept(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """The button of an offer; of an earlier one it says so."""
    if (callback.data or "").removeprefix("offer:") != (await state.get_data()).get("offer"):
        await turn.show(callback, Screen(_("This is over. Choose what to do next."), column(Button(_("Menu"), "menu"))))
        return
    await accepted(callback, turn, state)


async def accepted(event: Event, turn: Turn, state: FSMContext) -> None:
    """The words become the text of the form, the files its files; the rest is asked."""
    data = await state.get_data()
    answers: dict[str, Any] = {"_key": data["offer"], "_files": data["files"], "_said": data.get("said", [])}
    if data["text"] or data["voice"]:
        answers |= {"text": data["text"], "_voice": data["voice"], "_told": ["text"]}
    if "place" in data:
        answers["place"] = data["place"]
    await start_form(event, turn, state, answers)


async def decline(event: Event, turn: Turn, state: FSMContext) -> None:
    data = await state.get_data()
    for file in await turn.desk.attachments.of_draft(data.get("offer", "")):
        await turn.desk.attachments.drop(file.id)
    await state.clear()
    await turn.show(event, Screen(_("All right, nothing was handed over."), column(Button(_("Menu"), "menu"))))


async def not_understood(message: Message, turn: Turn) -> None:
    """Stickers, polls, forwards of nothing: answered with the way back."""
    text = _(
        "I can take text, photos, documents, video, voice and places here. To write to the council, press "
        "«Submit an appeal»."
    )
    await turn.say(
        message, Screen(text, column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu")))
    )


async def unknown_command(message: Message, turn: Turn, state: FSMContext) -> None:
    text = _("There is no such command here. Everything is in the menu.")
    screen = Screen(text, column(Button(_("Menu"), "menu"), Button(_("Help"), "help")))
    await turn.say(message, await forms.with_form(state, screen))


async def stale(callback: CallbackQuery, turn: Turn) -> None:
    """A button of another time, or an invented one."""
    text = _("This button is no longer in use. Choose what to do next.")
    await turn.say(callback, Screen(text, column(Button(_("Menu"), "menu"), Button(_("My appeals"), "my:0"))))


def router() -> Router:
    """The last router of private chats: it answers everything that nobody took."""
    router = Router(name="unprompted")
    private = F.chat.type == "private"
    router.callback_query.register(decline, F.data == "offer:no")
    router.callback_query.register(accept, F.data.startswith("offer:"))
    router.message.register(accepted, StateFilter(forms.OFFERED), F.text, typed("Yes, submit an appeal"))
    router.message.register(decline, StateFilter(forms.OFFERED), F.text, typed("No, forget it"))
    router.message.register(unknown_command, private, F.text.startswith("/"))
    router.message.register(heard, private, F.content_type.in_({"text", *MEDIA}))
    router.message.register(not_understood, private)
    router.edited_message.register(edited, private)
    router.callback_query.register(stale, F.message.chat.type == "private")
    return router


async def edited(message: Message, turn: Turn, state: FSMContext) -> None:
    """A changed word on a case goes to the council as a new one; any other edit changes nothing, and the person is told
    what to do instead."""
    appeal = await _case_replied_to(message, turn)
    appeal = appeal or await corrections.case_of(turn.desk, turn.person.id, message.message_id)
    if appeal is not None:
        await _add_to_case(message, turn, appeal, _("Corrected: {text}"))
        return
    filling_in = forms.in_form(await state.get_state())
    screen = Screen(_of_no_effect(filling_in), column(Button(_("My appeals"), "my:0"), Button(_("Menu"), "menu")))
    await turn.say(message, await forms.with_form(state, screen), reply=True)


def _of_no_effect(filling_in: bool) -> str:
    if filling_in:
        return _(
            "I see that you changed a message. Your answer stays as it was. To correct it, press «Back», or «Change» "
            "before sending."
        )
    return _(
        "I see that you changed a message. What was handed over stays as it was. To add something, send it "
        "as a new message."
    )
