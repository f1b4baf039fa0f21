"""The appeals of the story: one long waiting, one answered, one in work, and two that are new."""

from dataclasses import dataclass

from demo.people import Person
from demo.scenery import photo
from demo.story.play import Play

SUBMIT = "Подати звернення"
ASK = ("Попросити раду щось зробити або вирішити", "Ні, я просто прошу")
SIGNATORY = "Міська голова Марія Вигадана"
SCHOOL = (51.8431, 32.4127)


@dataclass(frozen=True)
class Applicant:
    name: str
    district: str
    home: str
    mail: str


PETRO = Applicant("Примірний Петро Іванович", "Наумівський округ", "с. Наумівка, вул. Садова, 5", "petro@example.org")
MARIIA = Applicant("Уявна Марія Степанівна", "м. Корюківка", "м. Корюківка, вул. Шкільна, 12", "mariia@example.org")


async def ask_for_a_bench(play: Play, petro: Person, registrar: Person) -> None:
    """Four weeks ago: registered and taken up, not answered; its day is near."""
    await play.says(petro, SUBMIT, *ASK, "Лікарні й амбулаторії")
    await play.says(petro, "Просимо поставити лавку біля амбулаторії: людям ніде сісти, поки чекають на лікаря.")
    await play.says(petro, PETRO.name, PETRO.district, PETRO.home, PETRO.mail, "Надіслати")
    await play.presses(registrar, "Взяти в роботу", "лавку")
    await register(play, registrar, "лавку", "П-311/2024")


async def register(play: Play, registrar: Person, about: str, number: str) -> None:
    """The number of the council's own book."""
    await play.presses(registrar, "Ще: номер", about)
    await play.presses(registrar, "Внести реєстраційний номер")
    await play.writes(registrar, number, play.newest_in_group().topic)
    await play.presses(registrar, "Сьогодні")
    await play.presses(registrar, "Так: місяць")
    await play.presses(registrar, "Надіслати мешканцеві")
    await play.later(minutes=1)


async def ask_for_papers(play: Play, mariia: Person, registrar: Person) -> None:
    """Two weeks ago: answered on the second day, by e-mail too."""
    await play.says(mariia, SUBMIT, "Дізнатися щось")
    await play.says(mariia, "Скільки коштів витрачено на ремонт вулиці Шкільної у 2023 році?", MARIIA.name, MARIIA.mail)
    await play.says(mariia, "Надіслати")
    await play.presses(registrar, "Взяти в роботу", "вулиці Шкільної")
    text = "На ремонт вулиці Шкільної у 2023 році витрачено 412,6 тис. грн з місцевого бюджету."
    await play.replies(registrar, text, "Скільки коштів витрачено")
    await play.presses(registrar, "Остаточна відповідь")
    await play.replies(registrar, SIGNATORY, "Хто підписує")
    await play.presses(registrar, "Надіслати мешканцеві")
    await play.later(minutes=1)


async def report_the_lamp(play: Play, petro: Person, registrar: Person) -> None:
    """A week ago: with a photo and a place; taken up, and told that it is."""
    await play.says(petro, SUBMIT, "Повідомити про проблему", "Вуличне освітлення")
    await play.says(petro, "Не горить ліхтар біля школи, ввечері діти йдуть у темряві.")
    await play.sends_photo(petro, photo("lamp"))
    await play.sends_place(petro, *SCHOOL)
    await play.says(petro, PETRO.district, "Надіслати")
    await play.presses(registrar, "Взяти в роботу", "ліхтар")
    await play.replies(registrar, "Лампу замовлено, замінимо до 22 листопада.", "Не горить ліхтар")
    await play.presses(registrar, "Проміжна відповідь")
    await play.presses(registrar, "Надіслати мешканцеві")
    await play.later(minutes=1)


async def propose_a_stop(play: Play, emily: Person) -> None:
    """In English, so that the page shows how that looks."""
    await play.says(emily, "Submit an appeal", "Report a problem", "Buses and bus stops")
    await play.says(emily, "The timetable at the station stop cannot be read any more.", "Koriukivka, the station")
    await play.says(emily, "Koriukivka (city)", "Send")


async def ask_for_a_crossing(play: Play, mariia: Person) -> None:
    """This morning: nobody has seen it yet."""
    await play.says(mariia, SUBMIT, *ASK, "Дороги і тротуари")
    await play.says(mariia, "Біля школи № 1 стерлася розмітка переходу. Прошу оновити її до зими.")
    await play.says(mariia, MARIIA.name, MARIIA.district, MARIIA.home, MARIIA.mail, "Надіслати")
