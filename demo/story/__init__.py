"""An invented autumn of Koriukivka: «приклад, вигадані дані».

The bot is told it by invented people who write and press, so that everything on the page is what the bot itself made
of it. It ends on a Monday in the last year of the community's own programme.
"""

from demo.page.backstage import Backstage
from demo.page.scene import DeepLink, Scene
from demo.story.autumn import BEGINNING, live_through
from demo.story.play import LostThread, Play

__all__ = ["BEGINNING", "LINKS", "LostThread", "tell"]

LINKS = (
    DeepLink("cat_lighting", "Плакат на зупинці: повідомити про проблему", "Poster at a stop: report a problem"),
    DeepLink("c_cnap", "Табличка в ЦНАП: оцінити обслуговування", "Sign in the CNAP: rate the service"),
    DeepLink("p_1", "Оголошення: ініціатива про велодоріжку", "Notice: the initiative for a bicycle path"),
    DeepLink("s_s5", "Бібліотека: моя цифрова грамотність", "Library: my digital literacy"),
    DeepLink("m_kor-m06", "Програма ради: захищена кімната для сервера", "Programme: a safe room for the server"),
)


async def tell(scene: Scene, backstage: Backstage) -> None:
    """Raises LostThread where the bot does not answer as the story expects."""
    await live_through(Play(scene, backstage))
