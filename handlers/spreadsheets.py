"""Values for tables that others open in a spreadsheet program."""

_FORMULAS = frozenset("=+-@＝＋－＠")
"""Signs that a spreadsheet takes for the beginning of a formula, also in their wide form."""
_CONTROLS = frozenset("\t\r\n")


def harmless(value: object) -> object:
    """A text that begins like a formula gets an apostrophe in front: people write titles, and others open the file.

    A number stays a number, also below zero; what is not known is an empty cell.
    """
    if isinstance(value, str) and (value[:1] in _CONTROLS or value.lstrip()[:1] in _FORMULAS):
        return f"'{value}"
    return "" if value is None else value
