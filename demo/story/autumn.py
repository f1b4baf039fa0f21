"""What happened from 24 September to 18 November 2024. Every person, case and number here is invented."""

from dataclasses import dataclass

from demo.page.scene import KYIV
from demo.people import Person
from demo.story import campaign, cases, programme
from demo.story.play import Play, on

BEGINNING = on(KYIV, 9, 24)
TODAY = on(KYIV, 11, 18, 9, 12)
NEIGHBOURS = 97
"""Three less than an initiative needs here."""
FIRST_NAMES = ("Ганна", "Степан", "Любов", "Микола", "Раїса", "Андрій", "Надія", "Василь", "Оксана", "Юрій")
INVITED = 14
"""Neighbours who agreed to be invited to surveys."""
LOOKED_ON = 12
"""Of them, who took the survey."""


@dataclass(frozen=True)
class Cast:
    registrar: Person
    moderator: Person
    lead: Person
    petro: Person
    mariia: Person
    emily: Person


async def live_through(play: Play) -> None:
    cast = await arrive(play)
    crowd = passers_by(play)
    await play.until(on(KYIV, 9, 25, 10))
    await found_initiative(play, cast)
    await play.together(crowd, "/start p_1", "Підтримати")
    await programme.report_the_quarter(play, cast.lead)
    await play.until(on(KYIV, 10, 21, 10))
    await cases.ask_for_a_bench(play, cast.petro, cast.registrar)
    await play.until(on(KYIV, 11, 4, 11))
    await cases.ask_for_papers(play, cast.mariia, cast.registrar)
    await play.until(on(KYIV, 11, 11, 12))
    await cases.report_the_lamp(play, cast.petro, cast.registrar)
    await play.until(on(KYIV, 11, 15, 15))
    await campaign.invite(play, cast.moderator, cast.lead, crowd[:INVITED])
    await campaign.take_the_survey(play, crowd[:LOOKED_ON])
    await programme.speak_up(play, cast.mariia)
    await cases.propose_a_stop(play, cast.emily)
    await play.until(TODAY)
    await cases.ask_for_a_crossing(play, cast.mariia)


async def arrive(play: Play) -> Cast:
    """Three of the council and three residents besides those whom the stage has already."""
    people = play.scene.telegram
    cast = Cast(
        play.scene.officers[0],
        people.person("Ірина", "Зразкова"),
        people.person("Тарас", "Показовий"),
        people.person("Петро", "Примірний"),
        people.person("Марія", "Уявна"),
        people.person("Emily", "Sample", "en"),
    )
    play.scene.residents += [cast.petro, cast.mariia, cast.emily]
    await employ(play, cast.moderator, "moderator", "секретар ради (приклад)")
    await employ(play, cast.lead, "programme_lead", "заступник голови (приклад)")
    for officer in (cast.moderator, cast.lead):
        await play.backstage.employ(officer, "campaign_manager", play.scene.posts[officer.id])
    await play.together((cast.registrar, cast.moderator, cast.lead, cast.petro, cast.mariia, cast.emily), "/start")
    return cast


async def employ(play: Play, person: Person, role: str, position: str) -> None:
    play.scene.group.add(person)
    play.scene.officers.append(person)
    play.scene.posts[person.id] = position
    await play.backstage.employ(person, role, position)


def passers_by(play: Play) -> list[Person]:
    """They are not among those whom one can be on the page."""
    people = play.scene.telegram
    return [people.person(FIRST_NAMES[place % 10], f"Сусідня-{place + 1}") for place in range(NEIGHBOURS)]


async def found_initiative(play: Play, cast: Cast) -> None:
    """Petro proposes a bicycle path; the secretary checks it and publishes it."""
    await play.says(cast.petro, "/petitions", "Запропонувати ініціативу", "Велодоріжка від вокзалу до школи")
    await play.says(cast.petro, "Діти їздять до школи узбіччям, поруч із вантажівками. Це небезпечно.")
    await play.says(cast.petro, "Позначити смугу для велосипедів на вулиці Вокзальній і поставити знаки.")
    await play.says(cast.petro, cases.PETRO.name, cases.PETRO.mail, "Так, це так", "Надіслати")
    for button in ("Я перевіряю", "Оприлюднити", "Так, оприлюднити"):
        await play.presses(cast.moderator, button)
