"""Text for terminals: what comes from archives cannot move the cursor, colour or reorder what people read."""

import re

# C0 and C1 controls (Unicode 16, section 23.1), the separators of lines and paragraphs, the bidirectional formatting
# characters (UAX 9), and halves of surrogate pairs, which no encoding can write.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")

_CODES = {"violation": "31", "warning": "33", "info": "36", "good": "32", "bold": "1", "faint": "2"}


def plain(text: str, longest: int = 0) -> str:
    """Return the text on one line, without characters that steer a terminal, cut at ``longest`` (0: whole)."""
    line = _STEERING.sub(" ", text[: longest + 1] if longest else text).strip()
    return line[: longest - 1] + "…" if 0 < longest < len(line) else line


def painted(text: str, paint: str, color: bool) -> str:
    """Return the text in a colour of ours, where colour is wanted."""
    return f"\x1b[{_CODES[paint]}m{text}\x1b[0m" if color else text


def counted(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
