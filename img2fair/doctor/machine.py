"""What is right and wrong with this machine and this installation."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from img2fair import __version__
from img2fair.archives.failing import failed
from img2fair.doctor.room import room_check
from img2fair.errors import UsageFault
from img2fair.http import BUNDLES
from img2fair.http.wire import authorities
from img2fair.model import Check, Standing
from img2fair.shacl.engine import installed

_NEED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*([<>=!~,.\d\s*]*)")
_ORDER = re.compile(r"(>=|<)\s*([\d.]+)")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Variables that name the folder of temporary files; the first one counts (Python's tempfile)."""


def machine_checks() -> Iterator[Check]:
    """Yield the checks that need no config."""
    yield _libraries()
    yield _engine()
    yield _encoding()
    yield _temporary()
    yield _authorities()


def _libraries() -> Check:
    """Return whether the libraries are those that the installation asks for."""
    name = "libraries"
    system = f"img2fair {__version__}, Python {platform.python_version()} on {platform.system()}"
    try:
        needs = [need for need in metadata.requires("img2fair") or () if "extra ==" not in need]
    except metadata.PackageNotFoundError:
        return Check(name, Standing.SKIP, f"{system}; it is not installed, so what it needs is not known")
    wrong = [said for need in needs if (said := _wrong(need))]
    if wrong:
        found = f"{system}; {', '.join(wrong)}"
        return Check(
            name, Standing.FAIL, found, "install img2fair again, in an environment of its own: pipx install img2fair"
        )
    return Check(name, Standing.PASS, f"{system}; its {len(needs)} libraries are there")


def _wrong(need: str) -> str:
    """Return what is wrong with a library: that it is missing or of another version; empty where nothing is."""
    match = _NEED.match(need.partition(";")[0])
    if match is None:
        return ""
    try:
        version = metadata.version(match[1])
    except metadata.PackageNotFoundError:
        return f"{match[1]} is missing"
    known = _numbers(version)
    for sign, bound in _ORDER.findall(match[2]):
        if (known < _numbers(bound)) is (sign == ">="):
            return f"{match[1]} is {version}, not {match[2].strip()}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    """Return a version's numbers without noughts at their end, so that 1.0 is 1."""
    found = [int(part) for part in re.match(r"[\d.]*", version)[0].split(".") if part]  # type: ignore[index]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _engine() -> Check:
    name = "engine"
    if installed():
        return Check(name, Standing.PASS, "the fast engine judges, and pySHACL where there is a doubt")
    return Check(name, Standing.SKIP, "pySHACL judges; the fast engine is not installed: pip install 'img2fair[fast]'")


def _encoding() -> Check:
    """Return whether names of files and what is printed can hold every letter."""
    name = "encoding"
    spoken = {"names of files": sys.getfilesystemencoding(), "stdout": _of(sys.stdout), "stderr": _of(sys.stderr)}
    other = [
        f"{what} in {encoding}" for what, encoding in spoken.items() if encoding.lower().replace("-", "") != "utf8"
    ]
    if other:
        return Check(name, Standing.WARN, f"not everything is UTF-8: {', '.join(other)}", "export LC_ALL=C.UTF-8")
    return Check(name, Standing.PASS, "UTF-8 throughout")


def _of(stream: object) -> str:
    return str(getattr(stream, "encoding", "") or "none")


def _temporary() -> Check:
    """Return whether there is room for temporary files: a harvest puts its largest lists there.

    The folder is found without writing into it, unlike by tempfile.gettempdir.
    """
    name = "temporary"
    variable = next((name for name in _TEMPORARY if os.environ.get(name)), "")
    folder = Path(os.environ[variable] if variable else "/tmp")  # noqa: S108 - looked at only
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        who = f"{variable} names" if variable else "temporary files go to"
        cure = f"name a folder that this user can write in {variable or _TEMPORARY[0]}"
        return Check(name, Standing.FAIL, f"{who} {folder}, which this user cannot write", cure)
    return room_check(folder, name)


def _authorities() -> Check:
    name = "authorities"
    try:
        trusted = authorities()
    except UsageFault as fault:
        return failed(name, fault)
    if isinstance(trusted, bool):
        return Check(name, Standing.PASS, "the usual authorities of the web are trusted")
    variable = next(one for one in BUNDLES if os.environ.get(one))
    return Check(name, Standing.PASS, f"those of {variable} are trusted: {trusted}")
