"""The mail server that delivers to nobody shows what it was given."""

from email.message import EmailMessage

import aiosmtplib

from demo import LocalClock
from demo.bell import Bell
from demo.postbox import Postbox


async def test_a_letter_is_kept_with_its_words_and_the_names_of_its_files() -> None:
    bell = Bell()
    ear = bell.ear
    async with Postbox(LocalClock(), bell) as box:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = (
            "rada@example.org",
            "olena@example.org",
            "Відповідь на звернення",
        )
        letter.set_content("Лампу замінили.\n.\nРядок після крапки.")
        letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="відповідь.pdf")
        for _twice in range(2):
            await aiosmtplib.send(letter, hostname=box.host, port=box.port, start_tls=False)
        first, second = box.letters
    assert first.to == "olena@example.org"
    assert first.subject == "Відповідь на звернення"
    assert first.text.splitlines() == ["Лампу замінили.", ".", "Рядок після крапки."]
    assert first.files == ("відповідь.pdf",)
    assert second.text == first.text
    assert ear.is_set()
