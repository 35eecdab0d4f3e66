"""The secret that pseudonyms are made with: one file, readable by its owner alone, apart from all that is handed on."""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from img2fair.errors import UsageFault, output_fault

BYTES = 32
REPORT = ".report"
"""Ends the name of the folder beside a study that tells the steward of it."""


def read_key(path: Path, study: Path, apart: Mapping[str, Path] = MappingProxyType({})) -> bytes:
    """Return the key of a file, which is made where it is missing.

    :param study: the folder the study goes to; the key must not lie in it, nor in its report beside it.
    :param apart: other folders that it must not lie in, such as the work folder, by what they are called.
    :raises UsageFault: others may read the key, it is damaged, or it lies in one of these folders.
    """
    report = study.with_name(f"{study.name}{REPORT}")
    for name, folder in {"study": study, "report": report, **apart}.items():
        if path.resolve().is_relative_to(folder.resolve()):
            raise UsageFault(
                f"the key of the pseudonyms would lie in the {name}",
                where=str(path),
                cure="keep it apart: name another folder with -o, or another file with cbioportal: {key: FILE}",
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
