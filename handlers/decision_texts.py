"""The letter of a decision in words, for whoever decides: an officer at the card, a mail, the document system."""

from council.appeals import Appeal
from council.decision_forms import Decision
from council.decision_letters import letter
from council.forms import Answers
from council.submitting import due_of
from handlers.house import House
from handlers.texts import say

LETTERS_IN = "uk"
"""Letters of the council are in the state language (2704-VIII); who reads English gets a summary under them."""


def letter_text(house: House, appeal: Appeal, after: Appeal, decision: Decision, answers: Answers) -> str:
    """The letter, plain: Telegram, the mail and the paper each show it in their way.

    `appeal` is the case before the decision, `after` as the decision leaves it.
    """
    due = due_of(after, house.community)
    with house.texts.speaking(LETTERS_IN):
        return "\n\n".join(say(phrase, html=False) for phrase in letter(appeal, decision, answers, due))
