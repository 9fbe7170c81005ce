"""The one place that makes text safe and fit for a terminal."""

from __future__ import annotations

_ASCII = str.maketrans({
    "✓": "yes", "◐": "part", "✗": "no", "–": "n/a", "◇": "by workaround",
    "→": "->", "…": "...", "—": "-", "·": "-", "’": "'", "“": '"', "”": '"', "€": "EUR ",
})  # fmt: skip


def printable(text: str) -> str:
    r"""The text with every character that a terminal might act on made visible, as `\u{1b}`.

    That is all for which `str.isprintable` is false: control and C1 characters, bidirectional
    overrides, zero-width characters, and line breaks.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def as_ascii(text: str) -> str:
    """The text for a stream that holds ASCII only: marks as words, the rest as escapes."""
    return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"
