"""Writing what init makes beside what is there: a file that somebody edited stays as it is, byte for byte.

Each file ends with a mark: the beginning of the SHA-256 of all above it. While the mark fits, nobody has edited the
file, and ``--renew`` may replace it. Schemas have no mark; nobody has a reason to edit them.
"""

import hashlib
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from img2fair.errors import UsageFault
from img2fair.files import replacing

_MARK = re.compile(r"# Written by img2fair init; nobody has edited it while this fits: ([0-9a-f]{12})\n\Z")
_UNMARKED = ".json"


class Fate(StrEnum):
    """What becomes of a file; kept is one that somebody edited, older one that nobody did."""

    WRITTEN = "written"
    RENEWED = "renewed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Written:
    """A file and what became of it."""

    name: str
    fate: Fate


def marked(name: str, text: str) -> str:
    """Return the text of a file with its mark."""
    if name.endswith(_UNMARKED):
        return text
    above = f"{text}\n"
    return f"{above}# Written by img2fair init; nobody has edited it while this fits: {_digest(above)}\n"


def is_edited(name: str, text: str) -> bool:
    """Tell whether somebody has changed a file since init wrote it, or it is not of init's making."""
    if name.endswith(_UNMARKED):
        return False
    mark = _MARK.search(text)
    return mark is None or mark[1] != _digest(text[: mark.start()])


def untouched(path: Path) -> str | None:
    """Return the text above the mark of a file that nobody has edited; ``None`` where there is no such file."""
    text = path.read_bytes().decode(errors="replace") if path.is_file() else ""
    return None if is_edited(path.name, text) else _MARK.sub("", text).removesuffix("\n")


def write(folder: Path, texts: Mapping[str, str], *, renew: bool) -> list[Written]:
    """Write the files that are missing, and with ``renew`` those that nobody has edited; all of them or none.

    :raises UsageFault: a file cannot be read or written.
    :raises OutputFault: the disk is full.
    """
    fates = [Written(name, _fate(folder / name, name, marked(name, text), renew)) for name, text in texts.items()]
    with ExitStack() as stack:
        for one in fates:
            if one.fate in (Fate.WRITTEN, Fate.RENEWED):
                file = stack.enter_context(replacing(folder / one.name))
                file.write(marked(one.name, texts[one.name]).encode())
                file.flush()  # what does not fit on the disk is known before the first file takes its place
    return fates


def _fate(path: Path, name: str, text: str, renew: bool) -> Fate:
    if not path.exists():
        return Fate.WRITTEN
    try:
        there = path.read_bytes().decode()
    except OSError as error:
        raise UsageFault(f"cannot read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        return Fate.KEPT
    if there == text:
        return Fate.UNCHANGED
    if is_edited(name, there):
        return Fate.KEPT
    return Fate.RENEWED if renew else Fate.OLDER


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
