"""Our short list of what measures are about (`topics` of a measure), in words for people."""

from collections.abc import Mapping

from council.phrases import _

TOPICS: Mapping[str, str] = {
    "accessibility": _("accessibility for people with disabilities"),
    "analytics": _("data for decisions"),
    "appeals": _("appeals to the council"),
    "authentication": _("proving who you are online"),
    "backup": _("spare copies of data"),
    "business": _("small business"),
    "cnap": _("the service centre"),
    "communication": _("news for people"),
    "connectivity": _("internet and mobile signal"),
    "contact_centre": _("the contact centre"),
    "culture": _("culture and libraries"),
    "cybersecurity": _("safety of data"),
    "digital_literacy": _("learning to use technology"),
    "e_services": _("services online"),
    "edms": _("electronic documents"),
    "education": _("schools and kindergartens"),
    "emergency_alerts": _("danger alerts"),
    "energy": _("energy"),
    "equipment": _("computers and equipment"),
    "gis_spatial": _("maps and land"),
    "grants": _("grants"),
    "health": _("health care"),
    "inclusion": _("help for those who find it hard"),
    "infrastructure": _("networks and servers"),
    "open_data": _("open data"),
    "participatory_budget": _("public budget"),
    "petitions": _("petitions"),
    "public_consultations": _("asking people’s opinion"),
    "public_safety": _("safety in public places"),
    "qr_codes": _("QR codes"),
    "registers": _("registers"),
    "smart_city": _("smart devices in the street"),
    "social_media": _("social networks"),
    "software_licences": _("legal programs"),
    "staff_training": _("training for the council’s staff"),
    "surveys": _("surveys"),
    "transport": _("transport"),
    "veterans": _("help for veterans"),
    "website": _("the council’s website"),
}


def topic_name(code: str) -> str:
    """The msgid of a topic; one that we do not know is shown as its file writes it."""
    return TOPICS.get(code) or code.replace("_", " ")
