"""Characters that no text has, and what stands for them where people read."""

import re

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""No text has these: control characters, halves of surrogate pairs, and what makes a text read as another (UAX 9:
embeddings, overrides and isolates; the marks that writing from right to left needs are none of them)."""
REPLACEMENT = "\ufffd"
"""Stands for a character that cannot be shown (Unicode 16, section 23.8)."""


def visible(value: object) -> object:
    """Return a value of a page as text, with a mark in place of each character that no text has.

    Markup, which templates make themselves, is left alone.
    """
    return value if hasattr(value, "__html__") else NOT_TEXT.sub(REPLACEMENT, str(value))
