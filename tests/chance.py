"""What people and machines may send, by chance: every kind of message, every kind of button, real and invented.

Each person carries marks (in names, addresses, phones, texts) by which everything that is shown anywhere can be traced
to whose it is.
"""

import io
import itertools
import json
import logging
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from bot import logs
from council.people import Role
from demo import Message, Person, samples
from demo.keyboards import Button
from storage.deliveries import Outbox, OutboxRow
from tests.world import World, a_world

WORDS = [
    *("Абрикос", "Барвінок", "Вишняк", "Горобець", "Ґедзик", "Дзвоник", "Ефірик", "Єнотик"),
    *("Жайвір", "Журавель", "Зірниця", "Ивась", "Їжачок", "Калина", "Лелека", "Мальва"),
]
SERVANT = "СлужбоваОсоба"
INSIDE = "лишевсередині"
BUNDLE = 25
"""Updates after which a minute passes: nobody is stopped by the flood guard."""

Json = dict[str, Any]
Update = Json | None


@dataclass(frozen=True)
class Marked:
    """A resident and what is theirs alone."""

    person: Person
    word: str
    number: int

    @property
    def surname(self) -> str:
        return f"{self.word}енко"

    @property
    def phone(self) -> str:
        return f"06710000{self.number:02}"

    @property
    def mail(self) -> str:
        return f"skrynka{self.number:02}x@ukr.net"

    @property
    def words(self) -> str:
        return f"Тайна{self.word}: біля школи яма, телефон {self.phone}, {self.mail}."

    @property
    def private(self) -> Sequence[str]:
        """What even the staff group must not show."""
        return (f"Тг{self.word}", self.surname, f"Хатня{self.word}", self.phone, self.mail)

    @property
    def marks(self) -> Sequence[str]:
        return (*self.private, f"Тайна{self.word}")

    def answer(self, question: str) -> str:
        """What fits the question on the screen."""
        answers = {
            "Напишіть прізвище": f"{self.surname} Олена Іванівна",
            "ви живете": f"вул. Хатня{self.word}, 5",
            "поштову адресу": f"вул. Хатня{self.word}, 5",
            "Куди надіслати": self.mail,
        }
        return next((answer for asked, answer in answers.items() if asked in question), self.words)


async def complaints(folder: Path, seed: int, updates: int) -> list[str]:
    """What went wrong in a world of its own after so many updates; empty on a good day."""
    with written_log() as log, answered() as said:
        async with a_world(folder) as world:
            people = residents(world, 12)
            officers, guest = await begin(world, people)
            play = Chance(world, people, officers, random.Random(seed))
            await play.prepare()
            await play.act(updates - len(play.sent))
            wrong = await unfinished(world, len(people)) + unanswered(play.sent, said)
            wrong += leaks(world, people, [officer for officer in officers if officer is not guest])
    return wrong + failed(log.getvalue()) + told_in_logs(log.getvalue(), people)


@contextmanager
def written_log() -> Iterator[io.StringIO]:
    """The log as an administrator has it, with every detail."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.configure("DEBUG", console=False)
    root.handlers[0].setStream(stream := io.StringIO())  # type: ignore[attr-defined]
    try:
        yield stream
    finally:
        root.handlers = handlers
        root.setLevel(level)
        structlog.reset_defaults()


def residents(world: World, count: int) -> list[Marked]:
    return [
        Marked(world.telegram.person(f"<b>Тг{word}</b> & Ко", f"</i>Тг{word}", "uk"), word, number)
        for number, word in enumerate(WORDS[:count])
    ]


class Chance:
    """Everybody acts in turn, as `dice` says; `sent` holds every update that somebody waits to be answered."""

    def __init__(self, world: World, people: Sequence[Marked], officers: Sequence[Person], dice: random.Random) -> None:
        self.world, self.people, self.officers, self.dice = world, people, officers, dice
        self.sent: list[Json] = []
        self.count = itertools.count(1)
        self._kinds = [
            (30, self.presses_what_is_there),
            (24, self.goes_on),
            (12, self.presses_what_is_invented),
            (6, self.commands),
            (8, self.sends_a_file),
            (8, self.sends_something_else),
            (6, self.writes_strangely),
            (5, self.replies),
            (4, self.edits),
            (3, self.machine),
            (14, self.officer),
        ]

    async def prepare(self) -> None:
        """Everybody goes straight to a number first, so that there is something to be shown to others."""
        for _ in range(12):
            for marked in self.people:
                self.take(self.goes_on(marked))
            await self.world.settle()
        await self.world.later(minutes=1)

    async def act(self, updates: int) -> None:
        for bundle in _bundles(updates):
            for _ in range(bundle):
                self.one()
            await self.world.settle()
            await self.world.later(minutes=1)

    def one(self) -> None:
        weights, kinds = zip(*self._kinds, strict=True)
        marked = self.dice.choice(self.people)
        self.take(self.dice.choices(kinds, weights)[0](marked))

    def take(self, done: Update | list[Update]) -> None:
        self.sent += [update for update in (done if isinstance(done, list) else [done]) if update is not None]

    # residents

    def presses_what_is_there(self, marked: Marked) -> Update:
        shown = [message for message in marked.person.received[-4:] if _buttons(message)]
        if not shown:
            return marked.person.writes("/start")
        message = self.dice.choice(shown[-2:] + shown)
        return marked.person.presses_data(message, self.dice.choice(_buttons(message)).data or "")

    def goes_on(self, marked: Marked) -> Update:
        """The next sensible step towards a number."""
        received = marked.person.received
        newest = max(received, key=lambda m: (m.edited or m.date, m.id), default=None)
        if newest is None:
            return marked.person.writes("/start")
        ways = [button for button in _buttons(newest) if button.text in ("Надіслати", "Так, це я. Надіслати")]
        options = [button for button in _buttons(newest) if _is_option(button.data or "")]
        typed = any(word in newest.text for word in ("Напишіть", "Розкажіть", "написати"))
        if ways or (options and not (typed and self.dice.random() < 0.8)):
            return marked.person.presses_data(newest, self.dice.choice(ways or options).data or "")
        in_form = any((button.data or "").startswith("f:") for button in _buttons(newest))
        return marked.person.writes(marked.answer(newest.text) if in_form else "/appeal")

    def presses_what_is_invented(self, marked: Marked) -> Update:
        received = marked.person.received
        if not received:
            return marked.person.writes("/start")
        return marked.person.presses_data(self.dice.choice(received), self.invented())

    def invented(self) -> str:
        """Callback data of every prefix, with numbers that are somebody's, nobody's, or no numbers."""
        some = self.dice.choice
        number = some(["1", "2", "3", "5", "8", "13", "21", "999999", "0", "-1", "", "²", "1e9", "9" * 30, "x"])
        key = some(["1", "abc", hex(self.dice.randrange(10**9))[2:]])
        way = some(
            ["@send", "@back", "@cancel", "@to-name", "@to-nowhere", "@change", "@other", "do", "@more", "@done"]
        )
        step = some(["wish", "review", "text", "name", "nothing", "category"])
        made = [
            *(f"{name}:{number}:{some(['0', '5', 'x'])}" for name in ("case", "read", "my")),
            *(f"voice:{said}:{number}" for said in ("yes", "no")),
            *(f"c:{act}:{number}" for act in ("take", "data", "posted", "nothing")),
            *(f"a:{act}:{number}" for act in ("final", "send", "drop", "back", "voice", "nothing")),
            *(f"keep:{number}", f"t:{number}", f"g:{number}:registrar:", f"g:{number}:king:"),
            *(
                f"f:{key}:{step}:{way}",
                f"offer:{key}",
                "offer:",
                f"{key}",
                "appeal:new",
                "appeal:return",
                "appeal:anew",
            ),
            *("data:mine", "data:forget", "privacy", "menu", "help", "form:continue", ":", "f:", "case:", "💥" * 16),
        ]
        return some(made)

    def commands(self, marked: Marked) -> Update:
        words = ["start", "menu", "appeal", "my", "privacy", "mydata", "help", "cancel", "roles", "pause", "setup", "x"]
        argument = self.dice.choice(["", "", " appeal_1", " 1", " закрито", f" {marked.words}"])
        return marked.person.writes(f"/{self.dice.choice(words)}{argument}")

    def sends_a_file(self, marked: Marked) -> Update | list[Update]:
        person, words = marked.person, marked.words
        return self.dice.choice(
            [
                lambda: person.sends_photo(samples.JPEG, words),
                lambda: person.sends_document(samples.PDF, f"{marked.surname}.pdf", caption=words),
                lambda: person.sends_document(b"MZ\x90\x00" + bytes(300), "virus.exe", "application/x-msdownload"),
                lambda: person.sends_document(b"", "порожній.pdf"),
                lambda: person.sends_voice(samples.OGG),
                lambda: person.sends_audio(b"ID3\x03\x00" + bytes(400)),
                lambda: person.sends_video(samples.MP4, words),
                lambda: person.sends_video_note(samples.MP4),
                lambda: person.sends_album([samples.png(grey=n) for n in range(3)], words),
            ]
        )()

    def sends_something_else(self, marked: Marked) -> Update:
        person, others = marked.person, [other for other in self.people if other is not marked]
        return self.dice.choice(
            [
                person.sends_sticker,
                lambda: person.sends_poll("Що краще?", ["це", marked.words]),
                lambda: person._sends({"dice": {"emoji": "🎲", "value": self.dice.randint(1, 6)}}),
                person.sends_contact,
                lambda: person.sends_contact("+380991112233", of=self.dice.choice(others).person.user),
                person.sends_location,
                lambda: person._sends({"game": {"title": "Гра", "description": "гра", "photo": []}}),
                lambda: person._sends({"something_of_tomorrow": {"word": marked.word}}),
            ]
        )()

    def writes_strangely(self, marked: Marked) -> Update:
        words = marked.words
        return marked.person.writes(
            self.dice.choice(
                [
                    (words + " дуже довго" * 400)[:4096],
                    f"‮{words}‬",
                    f"‏שלום {words} مرحبا",
                    "​‌‍⁠﻿",
                    f"а​б‍в {words}",
                    f"<b>{words}</i> &lt; <script>alert(1)</script> {{name}} %s {{0}}",
                    "Меню",
                    "скасувати",
                    "назад",
                    "надіслати",
                    "1",
                    "²",
                    "пахне газом, викличте 104",
                    "😀" * 500,
                    "\n".join([words] * 20),
                    "-",
                ]
            )
        )

    def replies(self, marked: Marked) -> Update:
        if not marked.person.messages:
            return None
        return marked.person.writes(marked.words, reply_to=self.dice.choice(marked.person.messages))

    def edits(self, marked: Marked) -> Update:
        own = [message for message in marked.person.messages if not message.from_bot and message.kind == "text"]
        return marked.person.edits(self.dice.choice(own), marked.words + " виправлено") if own else None

    def machine(self, marked: Marked) -> None:
        """Updates that nobody waits for: members come and go, kinds of tomorrow."""
        user, chat = marked.person.user.json(), marked.person.chat.json()
        member = {"user": {**self.world.telegram.cloud.bot.json()}, "status": "member"}
        change = {"chat": chat, "from": user, "date": 1, "old_chat_member": member, "new_chat_member": member}
        self.world.telegram.push_update(
            self.dice.choice(
                [
                    {"my_chat_member": change},
                    {"chat_member": {**change, "chat": self.world.group.chat.json()}},
                    {"update_of_tomorrow": {"chat": chat, "from": user, "text": marked.words}},
                    {"poll_answer": {"poll_id": "1", "user": user, "option_ids": [0], "option_persistent_ids": ["o0"]}},
                    {},
                ]
            )
        )

    # officers

    def officer(self, marked: Marked) -> Update:
        """In the group, mostly as they should; what they do there is not waited for by a resident."""
        officer = self.dice.choice(self.officers)
        said = [message for message in self.world.group.messages if message.from_bot and message.kind != "service"]
        if not said:
            return officer.writes("/start")
        message = self.dice.choice(said[-12:])
        return self.dice.choice([self._works, self._works, self._works, self._meddles])(officer, message)

    def _works(self, officer: Person, message: Message) -> None:
        group = self.world.group
        if _buttons(message) and self.dice.random() < 0.7:
            officer.presses_data(message, self.dice.choice(_buttons(message)).data or "")
        elif self.dice.random() < 0.7:
            officer.writes(f"Відповідь ради {next(self.count)}.", chat=group, topic=message.topic, reply_to=message)
        else:
            officer.writes(f"{INSIDE} {next(self.count)}", chat=group, topic=message.topic)

    def _meddles(self, officer: Person, message: Message) -> None:
        group = self.world.group
        place: Json = {"chat": group, "topic": message.topic}
        self.dice.choice(
            [
                lambda: officer.presses_data(message, self.invented()),
                lambda: officer.sends_sticker(**place),
                lambda: officer.sends_photo(samples.JPEG, INSIDE, **place),
                lambda: officer.sends_document(samples.PDF, "лист.pdf", **place, reply_to=message),
                lambda: officer.sends_poll("Коли нарада?", ["о 9", "о 10"], **place),
                lambda: officer.writes(self.dice.choice(["/roles", "/pause нема", "/help", "/setup 1", "/x"]), **place),
                lambda: officer.presses_data(self.dice.choice(officer.received or [message]), self.invented()),
            ]
        )()


def _buttons(message: Message) -> list[Button]:
    return [button for row in message.keyboard for button in row if button.data]


def _is_option(data: str) -> bool:
    """Of a form's buttons those that answer, not those that lead elsewhere."""
    return data.startswith("f:") and "@" not in data


def _bundles(updates: int) -> Iterator[int]:
    while updates > 0:
        yield min(BUNDLE, updates)
        updates -= BUNDLE


async def begin(world: World, people: Sequence[Marked]) -> tuple[Sequence[Person], Person]:
    """Two registrars and a member of the group without a role, each with a name of their own; all have started."""
    officers = [await world.officer(f"{SERVANT}{name}", Role.REGISTRAR, position="реєстратор") for name in ("А", "Б")]
    guest = (await world.officer(f"{SERVANT}В")).person
    everybody = [*(marked.person for marked in people), *(officer.person for officer in officers), guest]
    for person in everybody:
        person.writes("/start")
    await world.settle()
    return [*(officer.person for officer in officers), guest], guest


# what must hold afterwards


async def unfinished(world: World, cases: int) -> list[str]:
    async with world.app.storage.reading() as desk:
        aside, waiting = await desk.inbox.aside_count(), await desk.outbox.waiting()
        known = (await desk.appeals.counts())["appeals"]
    wrong = {"set aside": aside, "waiting to be sent": waiting, "cases too few": max(0, cases - known)}
    return [f"{what}: {count}" for what, count in wrong.items() if count]


def unanswered(sent: Sequence[Json], said: set[str]) -> list[str]:
    """Messages and presses of private chats that nothing was said to, or whose answer did not arrive."""
    return [_kind(update) for update in sent if _private(update) and not _keys(update) & said]


@contextmanager
def answered() -> Iterator[set[str]]:
    """Whose answers arrive: `ID` of an update, or `album:ID`. Noted as they leave, since some rows are erased then."""
    said: set[str] = set()
    record = Outbox.sent

    async def noted(outbox: Outbox, row: OutboxRow, *rest: Any) -> Any:
        recorded = await record(outbox, row, *rest)
        if match := re.match(r"(?:screen|failure):(\d+)|(album):-?\d+:(\d+)", row.key):
            said.add(match[1] or f"album:{match[3]}")
        return recorded

    Outbox.sent = noted  # type: ignore[method-assign,assignment]
    try:
        yield said
    finally:
        Outbox.sent = record  # type: ignore[method-assign]


def _private(update: Mapping[str, Any]) -> bool:
    return _message(update).get("chat", {}).get("type") == "private"


def _message(update: Mapping[str, Any]) -> Mapping[str, Any]:
    press = update.get("callback_query") or {}
    return update.get("message") or update.get("edited_message") or press.get("message") or {}


def _keys(update: Mapping[str, Any]) -> set[str]:
    return {str(update["update_id"]), f"album:{_message(update).get('media_group_id')}"}


def _kind(update: Mapping[str, Any]) -> str:
    press = update.get("callback_query")
    return f"press {press['data']!r}" if press else json.dumps(_message(update), ensure_ascii=False)[:300]


def leaks(world: World, people: Sequence[Marked], trusted: Sequence[Person]) -> list[str]:
    """Where something of one person was shown to another, by every call that the bot ever made.

    `trusted` officers may open the data in their private chats; the group may see texts, but not who wrote them.
    """
    owners = {marked.person.id: marked for marked in people}
    opened = {person.id for person in trusted}
    found = []
    for call in world.telegram.calls:
        chat, shown = call.params.get("chat_id"), _readable(call.params)
        if chat is None or chat in opened:
            continue
        forbidden = [mark for marked in people for mark in _forbidden(marked, chat, world.group.id)]
        if chat in owners:
            forbidden += [SERVANT, INSIDE]
        found += [f"{mark} in {chat}: {shown[:300]}" for mark in forbidden if mark.lower() in shown]
    return found + _toasts(world, people)


def _forbidden(marked: Marked, chat: Any, group: int) -> Sequence[str]:
    if chat == marked.person.id:
        return ()
    return marked.private if chat == group else marked.marks


def _toasts(world: World, people: Sequence[Marked]) -> list[str]:
    return [
        f"{mark} in a toast"
        for press in world.telegram.cloud.presses.all.values()
        for marked in people
        for mark in marked.marks
        if press.by is not marked.person.user and mark in str((press.answer or {}).get("text", ""))
    ]


def _readable(params: Mapping[str, Any]) -> str:
    return json.dumps(params, ensure_ascii=False, default=str).lower()


def failed(log: str) -> list[str]:
    """Lines of the log that speak of an error, or of an update that had to be tried again."""
    return [line for line in log.splitlines() if '"level": "error"' in line or "update_again" in line]


def told_in_logs(log: str, people: Sequence[Marked]) -> list[str]:
    """Lines of the log that tell anything of anybody."""
    marks: list[str] = [mark for marked in people for mark in (*marked.marks, marked.word)] + [SERVANT, INSIDE]
    return [line for line in log.splitlines() if any(mark in line for mark in marks)]
