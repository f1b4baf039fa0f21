"""A council without a staff group works a case whole by mail: the registry writes, the resident reads in Telegram.

Both mail servers are real; the registry answers the letters that it gets, as its mail program would.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from demo import samples
from tests.bot.mailroom import BOT, PROVED, REGISTRY, SERVER, Mailroom, mailroom
from tests.bot.postman import Inbox, smtp
from tests.stories.journeys import MAIL, submits
from tests.world import CONTENT, World, a_world

_number = count(1)


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with mailroom() as room:
        yield room


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox:
        yield inbox


@pytest_asyncio.fixture
async def world(tmp_path: Path, room: Mailroom, inbox: Inbox) -> AsyncIterator[World]:
    text = (CONTENT / "community.yaml").read_text("utf-8")
    text = text.replace("  registry_email:", f"  registry_email: {REGISTRY}", 1)
    text = text.replace('server: "", approval', f"server: {SERVER}, approval", 1)
    content = tmp_path / "content"
    content.mkdir()
    (content / "community.yaml").write_text(text, "utf-8")
    mail = {"mail_host": "127.0.0.1", "mail_port": inbox.port, "mail_security": "none", "mail_from": BOT}
    async with a_world(tmp_path / "data", content=content, bound=False, **mail, **room.settings) as world:
        yield world


class Registry:
    """A woman at her mail program: she sees what came, and answers it."""

    def __init__(self, world: World, room: Mailroom, inbox: Inbox) -> None:
        self.world, self.room, self.inbox = world, room, inbox
        self.read = 0

    async def gets(self, words: str) -> EmailMessage:
        """The next letter to the registry with these words; time passes until it comes."""
        found = await self._until(lambda: self._new(words))
        assert found is not None, [str(mail["Subject"]) for mail in self.inbox.mails]
        return found

    def _new(self, words: str) -> EmailMessage | None:
        for place in range(self.read, len(self.inbox.mails)):
            mail = self.inbox.mails[place]
            if mail["To"] == REGISTRY and words in f"{mail['Subject']}\n{self.inbox.text(place)}":
                self.read = place + 1
                return mail
        return None

    async def _until(self, ready: Callable[[], EmailMessage | bool | None]) -> EmailMessage | None:
        for _step in range(40):
            if found := ready():
                return found if isinstance(found, EmailMessage) else None
            await self.world.later(seconds=8)
            await asyncio.sleep(0.05)
        return None

    async def answers(self, to: EmailMessage, words: str, *, file: bytes = b"", results: str = PROVED) -> None:
        """As a mail program answers: with the reference, and the letter quoted under the words."""
        quoted = "\n".join(f"> {line}" for line in str(to.get_body(("plain",)).get_content()).splitlines())  # type: ignore[union-attr]
        mail = EmailMessage(policy=SMTP)
        mail["Authentication-Results"] = results
        mail["From"] = f"Загальний відділ <{REGISTRY}>"
        mail["To"] = str(to["Reply-To"] or to["From"])
        mail["Subject"] = f"Re: {to['Subject']}"
        mail["Message-ID"] = f"<registry-{next(_number)}@rada.example>"
        mail["In-Reply-To"] = mail["References"] = str(to["Message-ID"])
        mail["Date"] = format_datetime(self.world.clock.now())
        mail.set_content(f"{words}\n\n23.11.2026 09:00, Корюківська міська рада пише:\n{quoted}")
        if file:
            mail.add_attachment(file, maintype="application", subtype="pdf", filename="Шевченко.pdf")
        await asyncio.to_thread(self.room.puts, mail)

    async def is_done(self, ready: Callable[[], bool]) -> None:
        await self._until(ready)
        assert ready()


async def test_from_the_submission_to_the_answer_by_mail_alone(world: World, room: Mailroom, inbox: Inbox) -> None:
    registry = Registry(world, room, inbox)
    olena = world.resident("Олена")
    number = await submits(olena)
    handed = await registry.gets(number)
    assert "Шевченко" not in inbox.text(registry.read - 1), "what is personal stands in the attached card"

    await registry.answers(handed, "Реєстраційний номер: 123/01-05 від 23.11.2026")
    await registry.is_done(lambda: olena.sees("зареєстровано: № 123/01-05"))
    done = await registry.gets("Зроблено")

    await registry.answers(done, "Прийняли, дякуємо")
    how = await registry.gets("не зрозумів")
    await registry.answers(how, "Питання: біля якої саме амбулаторії?")
    await registry.is_done(lambda: olena.sees("біля якої саме амбулаторії?"))
    await olena.send("У Наумівці, вулиця Садова", reply_to=olena.message("біля якої саме амбулаторії?"))
    added = await registry.gets("Доповнення")
    assert any(name.endswith(".pdf") for name in inbox.attached(registry.read - 1))

    forged = "Відповідь: Лавки не буде."
    await registry.answers(added, forged, results=f"{SERVER}; dkim=none")
    question = await registry.gets("Якщо це писали ви")
    await registry.answers(question, "Ні, це не ми", results=f"{SERVER}; dkim=none")
    await registry.gets("нічого не зроблено")
    assert not olena.sees("Лавки не буде")

    extended = "Продовжити до 05.01.2027 через виготовлення лавки.\nВирішив: міський голова, Іван Вигаданий"
    await registry.answers(added, extended)
    await registry.is_done(lambda: olena.sees("виготовлення лавки"))

    answer = "Відповідь: Лавку поставили 20 листопада.\nПідписав: міський голова, Іван Вигаданий\nВих. № 02-15/7"
    await registry.answers(added, answer, file=samples.PDF)
    await registry.is_done(lambda: olena.sees("офіційну відповідь вам надіслано"))
    assert olena.sees_once("Лавку поставили 20 листопада.")
    (official,) = [
        place for place, mail in enumerate(inbox.mails) if mail["To"] == MAIL and "02-15/7" in inbox.text(place)
    ]
    assert "Іван Вигаданий" in inbox.text(official)
    assert inbox.attached(official)["файл-1.pdf"] == samples.PDF
