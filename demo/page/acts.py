"""What somebody at the page does, by name. Every function becomes an act: `write`, `press`, `tap`…

An act is a JSON object with `do`, mostly `who` (a person's number) and where: `place` is "private" or "group", and
`topic`, `reply` name the topic and the message replied to. Raises LookupError with what to do when there is no such
thing, ValueError or KeyError for an act that no page of ours sends.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from demo import samples
from demo.chats import Chat
from demo.faults import Trouble
from demo.messages import Message
from demo.page.backstage import Backstage
from demo.page.hours import Hours
from demo.page.scene import Scene
from demo.people import Person
from demo.scenery import PHOTOS, photo
from demo.schema import Upload

Json = Mapping[str, Any]
LANGUAGES = ("uk", "en")
LONGEST_NAME = 64


@dataclass
class Stagehand:
    """Does what the page asks: with the people of the scene, its clock, and the bot behind it."""

    scene: Scene
    backstage: Backstage

    @property
    def hours(self) -> Hours:
        return Hours(self.scene.telegram.clock, self.scene.zone, self.backstage)

    def who(self, asked: Json) -> Person:
        return self.scene.person(int(asked["who"]))

    def chat(self, asked: Json) -> Chat:
        return self.scene.group.chat if asked.get("place") == "group" else self.who(asked).chat

    def message(self, asked: Json, name: str = "message") -> Message:
        found = self.chat(asked).history.get(int(asked[name]))
        if found is None or found.deleted:
            raise LookupError("This message is not there any more")
        return found

    def where(self, asked: Json) -> dict[str, Any]:
        """The place of a new message, as a person names it."""
        reply = self.message(asked, "reply") if asked.get("reply") else None
        if asked.get("place") != "group":
            return {"reply_to": reply}
        topic = self.scene.group.chat.topics.get(int(asked["topic"])) if asked.get("topic") else None
        if topic is not None and topic.closed:
            raise LookupError("This topic is closed")
        return {"chat": self.scene.group, "topic": topic, "reply_to": reply}


Act = Callable[[Stagehand, Json], Awaitable[None]]
ACTS: dict[str, Act] = {}


def act(function: Act) -> Act:
    ACTS[function.__name__] = function
    return function


async def perform(stage: Stagehand, asked: Json) -> None:
    await ACTS[str(asked["do"])](stage, asked)
    stage.scene.telegram.cloud.bell.ring()


# what a person writes, sends and presses


@act
async def write(stage: Stagehand, asked: Json) -> None:
    text = str(asked["text"]).strip()
    if text:
        stage.who(asked).writes(text, **stage.where(asked))


@act
async def edit(stage: Stagehand, asked: Json) -> None:
    person, message = stage.who(asked), stage.message(asked)
    if message.sender is not person.user:
        raise LookupError("Only an own message can be changed")
    person.edits(message, str(asked["text"]).strip())


@act
async def press(stage: Stagehand, asked: Json) -> None:
    """An old screen may still send a button that its message has no more: Telegram passes it on, and so do we."""
    message = stage.chat(asked).history[int(asked["message"])]
    stage.who(asked).presses_data(message, str(asked["data"]))


@act
async def tap(stage: Stagehand, asked: Json) -> None:
    stage.who(asked).taps(str(asked["key"]))


@act
async def start(stage: Stagehand, asked: Json) -> None:
    stage.who(asked).starts(str(asked.get("payload", "")))


@act
async def sample(stage: Stagehand, asked: Json) -> None:
    """A small true file of ours, labelled as an example."""
    person, where, kind = stage.who(asked), stage.where(asked), str(asked["kind"])
    if kind in PHOTOS:
        person.sends_photo(photo(kind), str(asked.get("caption", "")), **where)
    elif kind == "album":
        person.sends_album([photo(one) for one in PHOTOS][:2], **where)
    elif kind == "document":
        person.sends_document(samples.PDF, "pryklad.pdf", **where)
    elif kind == "voice":
        person.sends_voice(samples.OGG, **where)
    else:
        raise LookupError("There is no such sample")


@act
async def location(stage: Stagehand, asked: Json) -> None:
    latitude, longitude = float(asked["latitude"]), float(asked["longitude"])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise LookupError("There is no such place on the map")
    stage.who(asked).sends_location(latitude, longitude, **stage.where(asked))


@act
async def contact(stage: Stagehand, asked: Json) -> None:
    stage.who(asked).sends_contact(**stage.where(asked))


def upload(stage: Stagehand, asked: Json, file: Upload) -> None:
    """A picture or a document from the computer; it goes no further than this process."""
    person, where, caption = stage.who(asked), stage.where(asked), str(asked.get("caption", ""))
    if asked.get("kind") == "photo" and file.mime.startswith("image/"):
        person.sends_photo(file.content, caption, **where)
    else:
        person.sends_document(file.content, file.name, file.mime, caption, **where)
    stage.scene.telegram.cloud.bell.ring()


# who there is


@act
async def add(stage: Stagehand, asked: Json) -> None:
    """A new resident, or a colleague in the group with a role."""
    first, _space, last = str(asked["name"]).strip()[:LONGEST_NAME].partition(" ")
    if not first:
        raise LookupError("A person needs a name")
    person = stage.scene.telegram.person(first, last, language(asked))
    if not asked.get("role"):
        stage.scene.residents.append(person)
        return
    stage.scene.group.add(person)
    await stage.backstage.employ(person, str(asked["role"]))
    stage.scene.officers.append(person)


@act
async def speak(stage: Stagehand, asked: Json) -> None:
    """The language of the person's Telegram; a language chosen in the bot itself stays."""
    stage.who(asked).user.language_code = language(asked)


def language(asked: Json) -> str:
    code = str(asked.get("language", "uk"))
    if code not in LANGUAGES:
        raise LookupError("The page knows Ukrainian and English")
    return code


@act
async def block(stage: Stagehand, asked: Json) -> None:
    person = stage.who(asked)
    if person.chat.blocked:
        person.unblocks_bot()
    else:
        person.blocks_bot()


# the clock and bad days


@act
async def wait(stage: Stagehand, asked: Json) -> None:
    await stage.hours.passes(str(asked["how"]))


@act
async def slow(stage: Stagehand, asked: Json) -> None:
    """Telegram answers three seconds late, until it is pressed again."""
    faults = stage.scene.telegram.faults
    faults.slow = 0.0 if faults.slow else 3.0


@act
async def refuse(stage: Stagehand, asked: Json) -> None:
    """The next three messages are met with «Too Many Requests»."""
    stage.scene.telegram.faults.next(Trouble.TOO_MANY, "sendMessage", 3, retry_after=3)


@act
async def outage(stage: Stagehand, asked: Json) -> None:
    """The next five calls meet a page of HTML in the place of an answer."""
    stage.scene.telegram.faults.next(Trouble.BAD_GATEWAY, None, 5)


@act
async def restart(stage: Stagehand, asked: Json) -> None:
    await stage.backstage.restart()


@act
async def delete_topic(stage: Stagehand, asked: Json) -> None:
    """As an owner of a group may: the bot is not told, and heals when it writes there next."""
    stage.scene.group.deletes(stage.scene.group.chat.topics[int(asked["topic"])])


@act
async def close_topic(stage: Stagehand, asked: Json) -> None:
    topic = stage.scene.group.chat.topics[int(asked["topic"])]
    if topic.closed:
        stage.scene.group.reopens(topic)
    else:
        stage.scene.group.closes(topic)
