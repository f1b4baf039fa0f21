"""Photos, documents, video, voice, places and albums: taken at every step, refused with the reason, never a stop."""

from council.people import Role
from demo import samples
from tests.stories.journeys import answers, begins, card, number_on, reaches_review, says
from tests.world import Resident, World

ZIP = b"PK\x03\x04" + bytes(40)


async def sends_everything(person: Resident) -> None:
    await person.photo()
    await person.document()
    await person.video()
    await person.location()
    await person.sticker()
    await person.album(2)


async def test_anything_may_be_sent_at_every_step_and_the_form_goes_on(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in answers("application"):
        question = olena.last.split("\n\n")[-1]
        await sends_everything(olena)
        if "своїми словами" not in question:
            await olena.voice()
        assert question in olena.last
        await says(olena, answer)
    await sends_everything(olena)
    assert "Файлів: 6" in olena.last  # the same file sent again is one
    await olena.press("Надіслати")
    assert number_on(olena.last)


async def test_the_eleventh_file_is_refused_and_the_form_goes_on(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.album(10)
    assert "Файл додано: 10 з 10." in olena.last
    await olena.document()
    assert "Уже є 10 файлів. Цей не додано." in olena.last
    assert "Крок 2" in olena.last


async def test_what_is_too_big_or_of_a_forbidden_kind_is_refused_with_the_reason(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    for content, name, mime, reason in (
        (samples.PDF + bytes(20 * 2**20), "великий.pdf", "application/pdf", "Файл завеликий: до 20 МБ."),
        (ZIP, "усе.zip", "application/zip", "Архіви не приймаємо. Надішліть файли по одному."),
        (b"MZ" + bytes(60), "програма.exe", "application/x-msdownload", "Такі файли не приймаємо."),
        (b"MZ" + bytes(60), "нібито.pdf", "application/pdf", "Такі файли не приймаємо."),
        (b"", "порожній.pdf", "application/pdf", "Файл порожній."),
    ):
        await olena.document(content, name, mime)
        assert reason in olena.last
        assert "Крок 2" in olena.last
    await olena.document()
    assert "Файл додано: 1 з 10." in olena.last


async def test_a_caption_is_an_answer(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    await olena.press("Дізнатися щось")
    await olena.photo(caption="Що це за будівництво?")
    assert "Файл додано: 1 з 10." in olena.last
    assert "Напишіть прізвище" in olena.last


async def test_files_are_added_at_the_end_too(world: World) -> None:
    olena = world.resident("Олена")
    await reaches_review(olena)
    await olena.press("Додати файл")
    await olena.album(3)
    await olena.press("Готово")
    assert "Файлів: 3" in olena.last


async def test_a_report_shows_its_photos_and_place_to_all_and_an_application_does_not(world: World) -> None:
    olena = world.resident("Олена")
    registrar = await world.officer("Ірина", Role.REGISTRAR)
    await begins(olena)
    for answer in ("Повідомити про проблему: яма, світло, сміття", "Дороги і тротуари", "Яма."):
        await says(olena, answer)
    await olena.location(51.77, 32.25)
    await olena.photo()
    await says(olena, "Не знаю")
    assert "місце, яке ви надіслали на карті" in olena.last
    await olena.press("Надіслати")
    report = number_on(olena.last)
    assert "Місце: на карті нижче" in card(registrar, report).text
    kinds = [message.kind for message in world.group.in_topic(world.topic(report))]
    assert kinds == ["text", "location", "photo"]

    await reaches_review(olena)
    await olena.photo()
    await olena.press("Надіслати")
    application = number_on(olena.last)
    assert "Файлів: 1" in card(registrar, application).text
    assert [message.kind for message in world.group.in_topic(world.topic(application))] == ["text"]


async def test_a_report_may_be_a_photo_without_words(world: World) -> None:
    olena = world.resident("Олена")
    await begins(olena)
    for answer in ("Повідомити про проблему: яма, світло, сміття", "Дороги і тротуари"):
        await says(olena, answer)
    assert "Пропустити" not in olena.buttons
    await olena.photo()
    await olena.press("Пропустити")
    for answer in ("с. Наумівка, біля школи", "Наумівський округ", "Надіслати"):
        await says(olena, answer)
    assert number_on(olena.last)
