"""Files that come with a form: kept at once, refused with the reason, never a stop for the form."""

from council import forms
from council.attachments import LIMIT, Incoming
from council.forms import Filling
from handlers.texts import _, say
from handlers.turn import Turn


async def taken(turn: Turn, filling: Filling) -> tuple[Filling, str]:
    """The filling with the file that came, and what the person is told of it."""
    file = turn.incoming
    assert file is not None
    if file.refused is not None:
        return filling, say(file.refused)
    held = await turn.desk.attachments.of_draft(filling.key)
    if len(held) >= LIMIT:
        return filling, _("There are already {limit} files. This one is not added.").format(limit=LIMIT)
    await store(turn, filling.key, file)
    count = len(await turn.desk.attachments.of_draft(filling.key))
    note = _("The file is added: {count} of {limit}.").format(count=count, limit=LIMIT)
    return forms.noted(filling, _files=count), note


async def store(turn: Turn, draft: str, file: Incoming) -> None:
    """Ties the stored file to the draft; the same file sent twice is one."""
    await turn.desk.attachments.add(
        draft,
        file.key,
        file.kind,
        file.name,
        file.mime,
        file.size,
        file.sha256,
        file.path,
        turn.now,
        signed=file.signed,
    )
