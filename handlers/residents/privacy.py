"""What happens to a person's data: the notice of the law, what is kept, and how to erase it."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import moderating, portability
from council.community import Community
from council.consents import PURPOSE_NAMES
from council.deliveries import Call, ChatId
from council.names import initial
from council.pages import pages
from council.privacy import NOTICE_VERSION, digest, notice
from council.profiles import Profile
from handlers import forms
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped, moment, say
from handlers.turn import Event, Turn


def notice_text(community: Community) -> str:
    """The whole notice (2297-VI art. 12) in the reader's language."""
    told = notice(community)
    sections = [
        "\n".join([f"<b>{say(section.title)}</b>", *(say(line) for line in section.lines)]) for section in told.sections
    ]
    return "\n\n".join(sections)


async def show(event: Event, turn: Turn, state: FSMContext) -> None:
    """The notice, page by page; which text was shown and when is kept."""
    text = notice_text(turn.house.community)
    await turn.desk.residents.notice_shown(turn.person.id, NOTICE_VERSION, digest(text), turn.now)
    for part in pages(text)[:-1]:
        await turn.say(event, Screen(part))
    await turn.say(event, await forms.with_form(state, Screen(pages(text)[-1], _ways())))


def _ways() -> tuple[tuple[Button, ...], ...]:
    return column(
        Button(_("What is kept about me"), "data:mine"),
        Button(_("News and surveys: what to send me"), "news"),
        Button(_("Erase what the bot keeps about me"), "data:forget"),
        Button(_("Menu"), "menu"),
    )


async def mine(event: Event, turn: Turn, state: FSMContext) -> None:
    """What the bot keeps about the person who asks, and only to them (2297-VI art. 8)."""
    count = await turn.desk.appeals.count_of(turn.person.id)
    identity = turn.person.identity
    shown = await turn.desk.residents.notices_of(turn.person.id)
    lines = [
        _("<b>What is kept about you</b>"),
        _("Your Telegram number and the language you chose. First seen on {moment}.").format(
            moment=moment(turn.person.first_seen)
        ),
        _(
            "Your appeals: {count}. They are kept as the law asks, at least 5 years, and cannot be erased earlier."
        ).format(count=count),
        _("Name and address for the next time: {name}").format(name=escaped(initial(identity.name)))
        if identity
        else _("Name and address for the next time: not kept"),
        await _agreed(turn),
        *await _of_surveys(turn),
        *await _on_programme(turn),
        *([_("The data notice was shown to you on {moment}.").format(moment=moment(shown[-1][2]))] if shown else []),
    ]
    file = Button(_("Get it as a file"), "data:file")
    screen = Screen("\n\n".join(lines), (*column(file), *_ways()[1:-1], *column(*_back())))
    await turn.show(event, await forms.with_form(state, screen))


async def _agreed(turn: Turn) -> str:
    given = [one.purpose for one in await turn.desk.consents.of(turn.person.id) if one.given]
    names = ", ".join(_(PURPOSE_NAMES[purpose]) for purpose in given)
    return _("What you agreed to get besides answers: {names}").format(names=names or _("nothing"))


async def _of_surveys(turn: Turn) -> Sequence[str]:
    """Answers to surveys are not listed: nobody knows which are whose."""
    profile = await turn.desk.surveys.profile(turn.person.id)
    kept = [one.id for one in turn.house.surveys.values() if await turn.desk.surveys.results(turn.person.id, one.id)]
    told = profile is not None and profile != Profile()
    return [
        _("About you for surveys (age, district, device): kept, encrypted")
        if told
        else _("About you for surveys (age, district, device): not kept"),
        _("Results of surveys that you asked to keep: {count}").format(count=len(kept)),
        _("Your answers to surveys are kept without you: nobody can find which are yours, so they cannot be erased."),
    ]


async def _on_programme(turn: Turn) -> Sequence[str]:
    """What a person follows and has said of measures, where there is any."""
    followed = len(await turn.desk.following.of(turn.person.id))
    said = await turn.desk.opinions.count_of(turn.person.id)
    if not followed and not said:
        return []
    told = _("Of the programme: you follow {followed}, your comments: {said}. Both can be erased here.")
    return [told.format(followed=followed, said=said)]


def _back() -> tuple[Button, ...]:
    return Button(_("My appeals"), "my:0"), Button(_("Read the notice"), "privacy"), Button(_("Menu"), "menu")


async def files(callback: CallbackQuery, turn: Turn) -> str:
    """Everything as two files: to read, and for another system (2297-VI art. 8)."""
    for kind in ("pdf", "json"):
        await turn.tell(ChatId(turn.me), Call("sendDocument", {"document": {"mydata": f"{kind}:{turn.me}"}}))
    return _("The two files come in a moment.")


async def forget(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """Consent is withdrawn as easily as given (2297-VI art. 8)."""
    await turn.desk.surveys.forget(turn.person.id)
    erased = await moderating.forget(turn.desk, turn.person.id)
    loaded = await forms.load(turn, state)
    unfinished = [loaded[2].key] if loaded else [str((await state.get_data()).get("offer", ""))]
    await portability.forget(turn.desk, turn.person.id, tuple(forms.CONVERSATIONS), unfinished, turn.now)
    await state.clear()
    text = _(
        "Erased: your name and address, and what you had not finished. Next time we will ask again. "
        "Appeals already handed over stay with the council."
    )
    programme = _("Your comments on measures are erased too, and you follow nothing any more.")
    told = f"{text}\n\n{programme}" if erased else text
    await turn.show(callback, Screen(told, column(Button(_("Menu"), "menu"))))


def router() -> Router:
    router = Router(name="privacy")
    router.message.register(mine, Command("mydata"))
    router.callback_query.register(show, F.data == "privacy")
    router.callback_query.register(mine, F.data == "data:mine")
    router.callback_query.register(files, F.data == "data:file")
    router.callback_query.register(forget, F.data == "data:forget")
    return router
