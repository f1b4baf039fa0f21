"""What the story's council reports on the community's own programme, and what a resident says of it.

The programme is real, the figures are not: nothing of this was ever reported.
"""

from demo.people import Person
from demo.story.play import Play

SKIP = "Пропустити"
REPORTS = (
    ("3.1.1", "75 %", "210", SKIP, "Двері та ґрати встановлено, сервер перенесено. Лишилося запасне живлення."),
    ("4.1.2", "50 %", "38,5", "3", "Електронний документообіг працює у трьох відділах із шести."),
)
"""A measure, how much is done, thousands of hryvnias of the first source, the indicator, and words."""


async def report_the_quarter(play: Play, lead: Person) -> None:
    """Two measures of ten: reported, accepted and shown to people."""
    for code, done, spent, value, words in REPORTS:
        await play.says(lead, "/report", "Звітувати: III", code, "виконується", done, "Так", spent, SKIP, SKIP, SKIP)
        await play.says(lead, value, words, SKIP, "Готово", "Надіслати")
        await play.presses(lead, "Прийняти й показати людям", code)


async def speak_up(play: Play, mariia: Person) -> None:
    """Mariia follows the server room."""
    await play.says(mariia, "/start m_kor-m06", "Стежити")
