"""A survey walked while the bot's process is killed at a question, and the walk goes on where it was."""

from collections.abc import Callable, Sequence

from demo import Message, Person
from tests.process import Assassin
from tests.tale import until

LAST = "Це було останнє запитання"


async def walked(
    olena: Person, assassin: Assassin, survey: str, opening: Sequence[str], questions: int, step: int
) -> None:
    """From the link to the thanks; the bot dies at every `step`-th question, when the next one is sent."""
    olena.writes(f"/start s_{survey}")
    for wanted in ("Почати", *opening):
        await until(lambda wanted=wanted: _with(olena, wanted))  # type: ignore[misc]
        olena.presses(_with(olena, wanted), _button(_with(olena, wanted), wanted))
    for number in range(1, questions + 1):
        await until(lambda number=number: _asked(olena, number, questions))  # type: ignore[misc]
        message = _asked(olena, number, questions)
        lives = assassin.lives + (number % step == 0)
        if number % step == 0:
            assassin.waits(_sent)
        olena.presses(message, message.keyboard[0][0].text)
        await until(lambda lives=lives: assassin.lives >= lives)  # type: ignore[misc]
    await until(lambda: _with(olena, "Завершити"))
    assert assassin.struck
    assert LAST in _with(olena, "Завершити").text
    olena.presses(_with(olena, "Завершити"), "Завершити")
    await until(lambda: any("Дякуємо!" in message.text for message in olena.received))


def _sent(name: str, _call: object) -> bool:
    return name == "editMessageText"


def _asked(olena: Person, number: int, whole: int) -> Message:
    return _found(olena, lambda message: f"Питання {number} з {whole}" in message.text)


def _with(olena: Person, wanted: str) -> Message:
    return _found(olena, lambda message: _button(message, wanted) != "")


def _found(olena: Person, fits: Callable[[Message], bool]) -> Message:
    return next((message for message in reversed(olena.received) if fits(message)), None)  # type: ignore[return-value]


def _button(message: Message, wanted: str) -> str:
    told = [button.text for row in message.keyboard or () for button in row]
    return next((text for text in told if text == wanted or text.startswith(f"{wanted}:")), "")
