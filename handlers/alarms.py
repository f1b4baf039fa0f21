"""What the administrators are told, each kind at most once a day."""

from collections.abc import Mapping

from council.phrases import Phrase, _
from handlers.texts import say

SENTENCES: Mapping[str, str] = {
    "update_set_aside": _(
        "<b>A message could not be handled</b> and was set aside; its sender was told. "
        "Send the log of today to the developers. Other people are not affected."
    ),
    "disk": _("<b>The disk is {percent} % full.</b> Free some space, or the bot will stop accepting."),
    "no_group_rights": _(
        "<b>The bot lacks rights in the staff group.</b> Make it an administrator with the right to manage topics. "
        "Cases wait and will come as soon as it has them."
    ),
    "group_left": _(
        "<b>The bot is not in the staff group any more.</b> Cases wait and are not lost. Add the bot to the group "
        "and make it an administrator with the right to manage topics."
    ),
    "group_not_admin": _(
        "<b>The bot is no administrator of the staff group any more.</b> Cases wait and are not lost. Make it an "
        "administrator with the right to manage topics."
    ),
    "group_no_topics": _(
        "<b>The bot may not manage topics in the staff group any more.</b> New cases wait and are not lost. Give it "
        "the right «Manage topics» in the group's settings."
    ),
    "group_back": _("The bot has all it needs in the staff group again. What waited is coming now."),
    "no_mail": _(
        "<b>The mail server does not take letters.</b> Check MAIL_HOST, MAIL_USER and MAIL_PASSWORD with "
        "«python -m bot check». Letters wait and are tried again; the staff are asked to send what is urgent."
    ),
    "no_mailbox": _(
        "<b>The mailbox cannot be read:</b> letters from the offices wait there and are not lost. Check IMAP_HOST, "
        "IMAP_USER and IMAP_PASSWORD with «python -m bot check»."
    ),
    "letter_set_aside": _(
        "<b>A letter in the mailbox could not be handled</b> and was left there unread. Look at it by hand, and send "
        "the log of today to the developers."
    ),
    "no_handover": _(
        "<b>Cases do not reach the registry</b> ({way}: {reason}). See on the server: «python -m bot check». "
        "They wait, and the bot tries on by itself."
    ),
    "backup_failed": _(
        "<b>The backup of this night was not made.</b> See why on the server: «python -m bot backup». "
        "The bot tries again by itself."
    ),
    "backup_faulty": _(
        "<b>The backup found damage.</b> Parts that do not open: {count}. The earlier backups are kept. "
        "See on the server: «python -m bot backup»."
    ),
    "backup_old": _(
        "<b>There has been no good backup for {days} days.</b> If the disk breaks today, all that is lost. "
        "See on the server: «python -m bot backup»."
    ),
    "keys_closed": _(
        "<b>The change of keys cannot be finished.</b> Records that do not open with any key: {count}. "
        "Keep the old keys and send the log of today to the developers."
    ),
    "petition_flaw": _(
        "<b>The log of petitions does not fit its voices:</b> {numbers}. Somebody or something changed the database "
        "behind the bot. See on the server: «python -m bot petitions verify». Keep the last backups apart."
    ),
    "delivery_bug": _("<b>A message was refused by Telegram.</b> Send the log of today to the developers."),
}


def text(params: Mapping[str, object]) -> str:
    """The sentence of an alarm, with what to do."""
    sentence = SENTENCES.get(str(params.get("kind")), _("The bot needs your attention: {kind}."))
    return say(Phrase(sentence, params))
