"""The story's one campaign: two of the council invite those who agreed to a survey, and most of them answer."""

from demo.people import Person
from demo.story.play import Play

SURVEY = "Трансляції засідань ради"
AGREE = ("/mydata", "Новини й опитування", "Погодитися: Запрошення", "Так, погоджуюся")
ANSWERS = (("Так, повністю", "Так", "Повний запис"), ("Частково", "Так", "Стислий підсумок"), ("Ні", "Ні", "Стислий"))
"""What three parts of those who took the survey said."""


async def invite(play: Play, author: Person, second: Person, invited: list[Person]) -> None:
    """Who wrote it may not release it: the law of four eyes."""
    await play.together(invited, *AGREE)
    await play.says(author, "/campaign", "Запросити до опитування", SURVEY, "Пропустити", "Усім, хто погодився")
    await play.says(author, "Щойно підтвердять", "Не нагадувати", "Показати, як це виглядатиме")
    await play.says(author, "Надіслати мені, як побачать люди", "Передати на підтвердження")
    await play.says(second, "Надіслати мені, як побачать люди", "Підтвердити")
    await play.later(minutes=2)


async def take_the_survey(play: Play, people: list[Person]) -> None:
    """Enough that the council sees shares: fewer than five would be hidden."""
    await play.together(people, "Пройти опитування", "Почати", "Ні, одразу до опитування")
    for part, answers in enumerate(ANSWERS):
        await play.together(people[part :: len(ANSWERS)], *answers, "Завершити")
