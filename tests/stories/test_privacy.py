"""What a person is told about their data, and what they can see and erase."""

from hashlib import sha256
from pathlib import Path
from shutil import copytree

import yaml

from council.people import TelegramId
from tests.stories.journeys import begins, says, submits
from tests.world import CONTENT, MONDAY, Resident, World, a_world

ALWAYS = (
    "Відповідає Корюківська міська рада.",
    "прізвище, ім’я, по батькові і де ви живете",
    "електронну пошту, телефон або поштову адресу",
    "текст, голосові повідомлення, фото, файли, місце на карті",
    "Закон «Про звернення громадян» (393/96-ВР)",
    "Закон «Про доступ до публічної інформації» (2939-VI)",
    "лише за вашою згодою",
    "Працівники ради",
    "Інша установа",
    "Його сервери стоять за межами України",
    "5 років",
    "Звернення, яке ви не закінчили: тиждень",
    "/mydata",
    "30 днів",
    "Рішення ухвалюють люди",
    "Омбудсману",
    "Версія 2 від 1 грудня 2026",
)
MAYBE = {
    "edrpou": ("Код ЄДРПОУ: 04061871", ("legal", "edrpou"), "04061871"),
    "address": ("Адреса: вул. Вигадана, 1", ("legal", "address"), {"uk": "вул. Вигадана, 1", "en": "1 Made-up St"}),
    "post": ("відповідає: керівниця відділу", ("legal", "data_contact", "post"), {"uk": "керівниця відділу"}),
    "phone": ("Телефон для таких запитань: +380", ("legal", "data_contact", "phone"), "+380 44 123 45 67"),
    "email": ("для таких запитань: dani@example.org", ("legal", "data_contact", "email"), "dani@example.org"),
    "council": ("Телефон ради: +380", ("contacts", "phone"), "+380 44 765 43 21"),
    "mail": ("Електронна пошта ради: rada@example.org", ("contacts", "email"), "rada@example.org"),
}
"""What is told when the content has it: the words, the place in community.yaml, an invented value."""


async def whole_notice(person: Resident) -> str:
    before = len(person.screens)
    await person.send("/privacy")
    return "\n\n".join(person.screens[before:])


async def test_the_notice_tells_all_that_the_law_asks_and_leaves_out_what_is_not_known(world: World) -> None:
    olena = world.resident("Олена")
    text = await whole_notice(olena)
    for told in ALWAYS:
        assert told in text
    for told, _place, _value in MAYBE.values():
        assert told.split(": ")[0] + ":" not in text


async def test_what_the_council_has_filled_in_is_told(tmp_path: Path) -> None:
    content = Path(copytree(CONTENT, tmp_path / "content"))
    facts = yaml.safe_load((content / "community.yaml").read_text("utf-8"))
    for _told, place, value in MAYBE.values():
        inside = facts
        for key in place[:-1]:
            inside[key] = inside[key] or {}
            inside = inside[key]
        inside[place[-1]] = value
    (content / "community.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), "utf-8")
    async with a_world(tmp_path / "data", content=content) as world:
        text = await whole_notice(world.resident("Олена"))
        assert [told for told, _place, _value in MAYBE.values() if told not in text] == []


async def test_which_text_was_shown_and_when_is_kept(world: World) -> None:
    olena = world.resident("Олена")
    text = await whole_notice(olena)
    async with world.app.storage.reading() as desk:
        known = await desk.residents.known(TelegramId(olena.id))
        assert known is not None
        version, digest, moment = (await desk.residents.notices_of(known.id))[-1]
    shown = "\n\n".join(message.html for message in olena.view()[-text.count("Версія") :])
    assert (version, digest) == ("2", sha256(shown.encode()).hexdigest())
    assert abs((moment - MONDAY).total_seconds()) < 60


async def test_the_name_is_asked_with_its_reason_and_the_notice_opens_without_losing_the_form(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in ("Дізнатися щось", "Скільки коштує ремонт?"):
        await says(olena, answer)
    assert "Цього вимагає закон" in olena.last
    await olena.send("/privacy")
    await olena.press("Продовжити заповнення")
    assert "Напишіть прізвище" in olena.last


async def test_a_person_sees_what_is_kept_and_erases_it(world: World) -> None:
    olena = world.resident("Олена")
    await submits(olena)
    await olena.press("Запам’ятати мене")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.send("/mydata")
    assert "Ваші звернення: 1." in olena.last
    assert "Уперше ви написали 23 листопада 2026" in olena.last
    await olena.press("Стерти те, що бот про мене зберігає")
    assert "Звернення, які вже передано, залишаються в раді." in olena.last
    await olena.send("/appeal")
    assert "Чого ви хочете?" in olena.last
    await olena.send("/my")
    assert olena.last.startswith("Мої звернення: 1")
