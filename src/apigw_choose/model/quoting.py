"""How messages quote what they were given."""

from __future__ import annotations

LONGEST_SHOWN = 60
"""A message quotes no more of what was given than so many characters."""


def as_typed(text: str) -> str:
    """What was typed on the command line, as it was typed where that is fit to be shown."""
    return text if text.isprintable() and len(text) <= LONGEST_SHOWN else shown(text)


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, cut when it is long."""
    words = {True: "true", False: "false", None: "null"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
