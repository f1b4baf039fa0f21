"""`content check DIR`: what must be corrected in a community's folder, and what residents will miss."""

from pathlib import Path

from bot.commands import DONE, PROBLEMS
from bot.console import spoken
from council import content
from council.phrases import Phrase, _
from council.sources import Fault, Severity


def check(directory: Path) -> int:
    found = content.check(directory)
    for fault in found:
        print(shown(fault))
    faults = content.faults_of(found)
    if faults:
        text = Phrase(_("{n} thing to correct."), plural=_("{n} things to correct."), n=len(faults))
    else:
        text = Phrase(_("The folder can be used."))
    print(spoken(text))
    return PROBLEMS if faults else DONE


def shown(fault: Fault) -> str:
    """`community.yaml:12: what is wrong. What to do.`, as editors of text understand places."""
    word = Phrase(_("correct")) if fault.severity is Severity.FAULT else Phrase(_("note"))
    remedy = spoken(fault.remedy)
    message = f"{spoken(fault.message).rstrip('.')}. {remedy[:1].upper()}{remedy[1:]}."
    return f"{fault.file}:{fault.line}: {spoken(word)}: {message}"
