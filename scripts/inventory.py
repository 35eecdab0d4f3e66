"""Writes the software bill of materials from the locks: ``inventory.py FILE``. Same locks, same bytes.

CycloneDX 1.6 (ECMA-424, https://cyclonedx.org/docs/1.6/json/). Licences are those that the installed packages state, in
SPDX's terms; of a package that is not installed here, the one that FILE has already.
"""

import hashlib
import json
import re
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-keyring.lock")
OURS = "img2fair (pyproject.toml)"
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
_VIA = re.compile(r"^    #(?: via| {2})\s+(\S.*)$")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (OR|AND) [A-Za-z0-9.+-]+)*")
_CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_READ = {"jinja2": "BSD-3-Clause", "pywin32-ctypes": "BSD-3-Clause"}
"""Licences that were read in a package's licence file, where its metadata say less, or it does not run here."""


@dataclass(frozen=True)
class Locked:
    """A package of a lock: its version, and who asks for it."""

    version: str
    asked_by: tuple[str, ...]


def locked(lock: Path) -> dict[str, Locked]:
    """Return the packages of a lock by name."""
    found: dict[str, Locked] = {}
    name = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if begins := _PACKAGE.match(line):
            name = begins[1]
            found[name] = Locked(begins[2], ())
        elif (via := _VIA.match(line)) and not via[1].startswith("-c "):
            found[name] = Locked(found[name].version, (*found[name].asked_by, via[1]))
    return found


def licence_of(name: str, known: Mapping[str, str]) -> str:
    """Return the SPDX expression of a package's licence.

    :raises SystemExit: it says none that is understood.
    """
    if name in _READ:
        return _READ[name]
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        if name in known:
            return known[name]
        sys.exit(f"{name} is not installed: its licence is not known")
    short = [one for field in ("License-Expression", "License") for one in said.get_all(field) or []]
    expression = next((one for one in short if _SPDX.fullmatch(one)), "")
    classified = [_CLASSIFIERS[one] for one in said.get_all("Classifier") or [] if one in _CLASSIFIERS]
    if not (expression or classified):
        sys.exit(f"{name} states no licence: read it, and add it to {Path(__file__).name}")
    return expression or " OR ".join(classified)


def inventory(known: Mapping[str, str]) -> dict[str, Any]:
    """Return the bill of materials."""
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.findall(r'^version = "([^"]+)"', project, re.MULTILINE)[0]
    packages = {name: one for lock in reversed(LOCKS) for name, one in locked(CHECKOUT / lock).items()}
    always = set(locked(CHECKOUT / LOCKS[0]))
    ours = _purl("img2fair", version)
    texts = "".join((CHECKOUT / lock).read_text(encoding="utf-8") for lock in LOCKS)
    digest = hashlib.sha256(f"{version}\n{texts}".encode()).hexdigest()
    refs = {OURS: ours, **{name: _purl(name, one.version) for name, one in packages.items()}}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, digest).urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "img2fair",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": ours,
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": refs[name],
                "name": name,
                "version": one.version,
                "scope": "required" if name in always and name != "shacl" else "optional",
                "licenses": [_licence(licence_of(name, known))],
                "purl": refs[name],
            }
            for name, one in sorted(packages.items())
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(refs[below] for below in _below(name, packages))}
            for name, ref in sorted(refs.items(), key=lambda pair: pair[1])
        ],
    }


def _below(name: str, packages: Mapping[str, Locked]) -> Iterator[str]:
    return (other for other, one in packages.items() if name in one.asked_by)


def _licence(expression: str) -> dict[str, Any]:
    return {"expression": expression} if " " in expression else {"license": {"id": expression}}


def _purl(name: str, version: str) -> str:
    """Return a package's address (package-url/purl-spec, type pypi)."""
    return f"pkg:pypi/{name}@{version}"


def main(file: Path) -> None:
    """Write the inventory anew."""
    before = json.loads(file.read_text(encoding="utf-8"))["components"] if file.is_file() else []
    known = {one["name"]: _said(one["licenses"][0]) for one in before}
    file.write_text(json.dumps(inventory(known), indent=1) + "\n", encoding="utf-8")


def _said(licence: dict[str, Any]) -> str:
    return str(licence.get("expression") or licence["license"]["id"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
