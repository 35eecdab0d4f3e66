"""The secret that pseudonyms are made with: one file, readable by its owner alone, never in a study."""

import os
import secrets
import stat
from pathlib import Path

from img2fair.errors import UsageFault, output_fault

BYTES = 32


def read_key(path: Path, study: Path) -> bytes:
    """Return the key of a file, which is made where it is missing.

    :param study: the folder the study goes to; the key must not lie in it.
    :raises UsageFault: others may read the key, it is damaged, or it lies in the study.
    """
    if path.resolve().is_relative_to(study.resolve()):
        raise UsageFault(
            "the key of the pseudonyms would lie in the study", where=str(path), cure="name another folder with -o"
        )
    try:
        if not path.exists():
            _make(path)
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise output_fault(error, path) from None
    if stat.S_IMODE(mode) & 0o077:
        raise UsageFault(
            "others may read the key of the pseudonyms", where=str(path), cure=f"close it to them: chmod 600 {path}"
        )
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != BYTES:
        raise UsageFault(
            "the key of the pseudonyms is damaged",
            where=str(path),
            cure="restore it from a backup; a new one (remove the file) gives every patient a new id",
        )
    return key


def _make(path: Path) -> None:
    """Make a key, whole or not at all; where another run made one meanwhile, that one counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)
        except FileExistsError:
            return
    finally:
        made.unlink(missing_ok=True)
