"""img2fair.yaml: its model, reading it with line numbers, and where log-ins come from.

Unknown keys are errors with the nearest right one, so that a slip of the pen never becomes a default.
"""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from netrc import NetrcParseError, netrc
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from img2fair.errors import UsageFault
from img2fair.rdf import is_iri

DEFAULT_FILE = "img2fair.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _web_address(value: str, instead: str) -> str:
    """Return an address without a slash at its end; ``instead`` tells where a log-in in it belongs."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or not is_iri(value)):
        raise ValueError("must be an address that begins with https:// or http://")
    if parts.username or parts.password:
        raise ValueError(f"must not hold a log-in: {instead}")
    return value.rstrip("/")


class Archive(_Part):
    """The archive to harvest.

    ``iri`` is its lasting name in identifiers, where that differs from the address; ``language`` the tag (RFC 5646) of
    the texts in it; ``timezone`` the zone of its dates, which carry none.
    """

    url: str
    type: Literal["xnat"] = "xnat"
    iri: str = ""
    name: str = ""
    timezone: str = "UTC"
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    public_requires_login: bool = False
    user_env: str = "XNAT_USER"
    password_env: str = "XNAT_PASS"  # noqa: S105 - the name of a variable

    @field_validator("url", "iri")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value, "set XNAT_USER and XNAT_PASS")

    @property
    def identity(self) -> str:
        """Return the base of all keys."""
        return self.iri or self.url


class SiteTarget(_Part):
    """A static catalogue in a folder."""

    type: Literal["site"]
    path: Path
    base: str
    title: str = ""
    notice: str = ""
    language: Literal["en"] = "en"

    @field_validator("base")
    @classmethod
    def _iri(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not is_iri(value):
            raise ValueError("must be the https:// address the catalogue will have")
        return value.rstrip("/")


class StudyEntry(_Part):
    """One project's study in cBioPortal; docs/researcher.md. An address alone is the viewer of every modality."""

    patient_id: Literal["hash", "label"] = "hash"
    study_id: str = ""
    name: str = ""
    description: str = ""
    cancer_type: str = "mixed"
    groups: str = ""
    record: str = ""
    viewer: dict[str, str] = Field(default_factory=dict)

    @field_validator("viewer", mode="before")
    @classmethod
    def _by_modality(cls, value: Any) -> Any:
        return {"default": value} if isinstance(value, str) else value


class Cbioportal(_Part):
    """The export to cBioPortal.

    ``portal`` is the address of the cBioPortal that shows the studies, ``catalogue`` where a study's catalogue record
    stands; ``key`` the private file that pseudonyms are made with. It is kept apart from the work folder, which may be
    deleted: with another key every patient has another id.
    """

    portal: str = ""
    catalogue: str = ""
    key: Path = Path("cbioportal.key")
    projects: dict[str, StudyEntry] = Field(default_factory=dict)


class FdpTarget(_Part):
    """A FAIR Data Point; its log-in comes from the environment or .netrc (docs/fdp.md)."""

    type: Literal["fdp"]
    url: str
    catalog: str = ""
    profile: str = ""
    withdraw: Literal["delete"] = "delete"
    user_env: str = "FDP_USER"
    password_env: str = "FDP_PASS"  # noqa: S105 - the name of a variable
    token_env: str = "FDP_TOKEN"  # noqa: S105 - the name of a variable

    @field_validator("url", "catalog")
    @classmethod
    def _address(cls, value: str) -> str:
        return _web_address(value, "set FDP_USER and FDP_PASS, or FDP_TOKEN")


TARGET_MODELS: dict[str, type[BaseModel]] = {"site": SiteTarget, "fdp": FdpTarget}


class Privacy(_Part):
    """What may be said of few people (design.md D11)."""

    min_count: int = Field(default=10, ge=5)


class Config(_Part):
    """The whole of img2fair.yaml."""

    archive: Archive
    mapping: str = "health-ri-core"
    profiles: tuple[str, ...] = ("dcat-ap", "health-ri-core")
    defaults: dict[str, Any] = Field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = Field(default_factory=dict)
    targets: dict[str, Annotated[SiteTarget | FdpTarget, Field(discriminator="type")]] = Field(default_factory=dict)
    work: Path = Path(".img2fair")
    privacy: Privacy = Privacy()
    block_on: Literal["violation", "warning", "never"] = "violation"
    cbioportal: Cbioportal = Cbioportal()


@dataclass(frozen=True, slots=True)
class Located:
    """A config and the file it came from; relative paths in it count from the file's folder."""

    config: Config
    file: Path

    def path(self, relative: Path) -> Path:
        """Return a path of the config as seen from the working directory."""
        return self.file.parent / relative


def load_config(path: Path) -> Located:
    """Read and check a config.

    :raises UsageFault: it is missing, not YAML, or has a wrong or unknown entry; with file:line:column.
    """
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        cure = f"name one with -c FILE, or write {DEFAULT_FILE} (docs/operator.md has one to copy)"
        raise UsageFault(f"cannot read the config: {error.strerror}", where=str(path), cure=cure) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        spot = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise UsageFault(f"not valid YAML: {error.problem}", where=spot) from None
    if not isinstance(tree, Mapping):
        raise UsageFault("the config is empty or not a mapping of names to values", where=str(path))
    try:
        return Located(Config.model_validate(_plain(tree)), path)
    except ValidationError as error:
        raise _explained(error, tree, path) from None


def _plain(node: Any) -> Any:
    """Return ruamel's tree as ordinary dicts, lists and values."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node


def _explained(error: ValidationError, tree: Any, path: Path) -> UsageFault:
    # a misspelt entry also leaves the right one missing, so what there should not be is told first
    found = sorted(error.errors(include_input=False, include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    first, *others = found
    kind = first["loc"][2] if first["loc"][0] == "targets" and len(first["loc"]) > 2 else ""
    location = [part for place, part in enumerate(first["loc"]) if not kind or place != 2]  # pydantic names it too
    name = ".".join(str(part) for part in location)
    what = first["msg"].removeprefix("Value error, ").lower()
    cure = "docs/operator.md lists every entry"
    if first["type"] == "extra_forbidden":
        what = "there is no such entry"
        near = difflib.get_close_matches(str(location[-1]), _siblings(location[:-1], str(kind)), n=1)
        cure = f"did you mean '{near[0]}'?" if near else cure
    more = f" (and {len(others)} more)" if others else ""
    return UsageFault(f"{name}: {what}{more}", where=f"{path}:{_line(tree, location)}", cure=cure)


def _siblings(location: list[int | str], kind: str) -> list[str]:
    """Return the entries that are known at a place of the config."""
    targets = TARGET_MODELS.get(kind, SiteTarget)
    parts: dict[str, type[BaseModel]] = {"archive": Archive, "privacy": Privacy, "targets": targets}
    parts["cbioportal"] = StudyEntry if len(location) > 2 else Cbioportal
    model = parts.get(str(location[0]), Config) if location else Config
    return list(model.model_fields)


def _line(tree: Any, location: list[int | str]) -> str:
    """Return line:column of the deepest part of a location that is in the file."""
    spot = (0, 0)
    for part in location:
        try:
            marks = tree.lc
            spot = marks.item(part) if isinstance(part, int) else marks.key(part)
            tree = tree[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return f"{spot[0] + 1}:{spot[1] + 1}"


def find_login(url: str, user_variable: str, password_variable: str) -> tuple[str, str] | None:
    """Return user and password for an address: from the environment, files it names, or .netrc; ``None`` if nowhere.

    :raises UsageFault: only half a log-in is given, or .netrc may be read by others.
    """
    user, password = _secret(user_variable), _secret(password_variable)
    if user and password:
        return user, password
    if user or password:
        missing = password_variable if user else user_variable
        raise UsageFault("half a log-in is set", where=f"{missing} is empty", cure=f"set {missing} or {missing}_FILE")
    return _from_netrc(urlsplit(url).netloc, urlsplit(url).hostname or "")


def find_token(variable: str) -> str:
    """Return a token from the environment or the file that it names; empty where there is none.

    :raises UsageFault: the file cannot be read.
    """
    return _secret(variable)


def _secret(variable: str) -> str:
    named = os.environ.get(f"{variable}_FILE")
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise UsageFault(f"cannot read the secret: {error.strerror}", where=f"{variable}_FILE={named}") from None
    return os.environ.get(variable, "")


def _from_netrc(*hosts: str) -> tuple[str, str] | None:
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    if path.stat().st_mode & 0o077:
        raise UsageFault("others can read your .netrc", where=str(path), cure=f"chmod 600 {path}")
    try:
        entries = netrc(path).hosts
    except NetrcParseError as error:
        raise UsageFault(f"cannot read .netrc: {error.msg}", where=f"{path}:{error.lineno}") from None
    found = next((entries[host] for host in hosts if host in entries), None)
    return (found[0], found[2]) if found and found[2] else None
