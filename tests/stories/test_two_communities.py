"""Another community, another folder: nothing of Koriukivka on any screen of Mohyliv-Podilskyi."""

from pathlib import Path

from council.people import Role
from tests.stories.journeys import HOME, KINDS, SPOT, answers, answers_case, begins, number_on, says
from tests.world import CONTENT, a_world

FOREIGN = ("Корюк", "Koriuk", "koryuk", "Наумівс", "Чернігів")

OURS = {"Наумівський округ": "м. Могилів-Подільський", HOME: "вул. Стависька, 1", SPOT: "біля порту"}


async def test_nothing_of_another_community_is_ever_shown(tmp_path: Path) -> None:
    async with a_world(tmp_path, content=CONTENT.parent / "mohyliv-podilskyi") as world:
        olena, john = world.resident("Олена"), world.resident("John", "en")
        registrar = await world.officer("Ірина", Role.REGISTRAR)
        await registrar.private.send("/start")
        for command in ("/start", "/help", "/privacy", "/mydata", "/my", "/menu"):
            await olena.send(command)
            await john.send(command)
        assert olena.sees("Могилів-Подільська міська рада читає те, що ви тут напишете.")
        assert olena.sees("Код ЄДРПОУ: 04051052.")
        assert olena.sees("https://mpmr.gov.ua/")
        for kind in KINDS:
            await begins(olena)
            for answer in answers(kind):
                await says(olena, OURS.get(answer, answer))
            await olena.press("Надіслати")
            await registrar.press("Показати дані в приватному чаті")
        await answers_case(world, registrar, number_on(olena.last), "Зробимо.")
        shown = [*olena.screens, *john.screens, *registrar.screens, *registrar.private.screens]
        shown += [button for message in olena.view() for button in message.buttons]
        shown += [topic.name for topic in world.group.topics] + [str(world.telegram.cloud.profile)]
        assert [text for text in shown for word in FOREIGN if word in text] == []
