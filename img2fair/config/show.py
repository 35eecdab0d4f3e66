"""What of a config is in force, and where each value and each log-in comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from img2fair.config.archives import DicomwebArchive, XnatArchive
from img2fair.config.load import Located, config_file, load_configs
from img2fair.config.logins import fingerprint, seek_login, seek_token
from img2fair.config.several import in_file
from img2fair.config.source import Location, Source, read_source, value_at
from img2fair.config.targets import FdpTarget
from img2fair.errors import UsageFault

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is in force.

    :param archive: the name of the archive it holds for; empty where the config has one without a name.
    :param key: the entry, with dots between its parts.
    :param source: file:line:column, or ``default``.
    """

    archive: str
    key: str
    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class LogIn:
    """A log-in, or that there is none.

    :param of: the entry that needs it: ``archive``, ``targets.fdp``, ``monitoring.webhook_env``.
    :param user: who logs in; empty for a token, and where nobody does.
    :param fingerprint: of the password or token; empty where there is none.
    :param source: where it comes from, or what comes of there being none.
    :param cure: how to mend it, where something is wrong or missing.
    :param broken: a log-in is given that cannot be used.
    """

    archive: str
    of: str
    user: str
    fingerprint: str
    source: str
    cure: str = ""
    broken: bool = False


def in_force(path: Path) -> tuple[list[Value], list[LogIn]]:
    """Return all values of a config (``FILE`` or ``FILE#NAME``) and its log-ins, archive by archive. Asks nobody.

    :raises UsageFault: as :func:`load_configs`.
    """
    found = load_configs(path)
    source = read_source(config_file(path))
    values = [value for located in found for value in _values(located, source)]
    logins = [login for located in found for login in _logins(located)]
    return values, list(dict.fromkeys(logins))


def _values(located: Located, source: Source) -> Iterator[Value]:
    for location, value in _leaves((), located.config.model_dump(mode="json")):
        origin = _origin(location, located, source)
        none = origin == DEFAULT and value == "."  # the path that stands for none
        yield Value(located.name, ".".join(map(str, location)), "" if none else value, origin)


def _leaves(location: Location, value: Any) -> Iterator[tuple[Location, Any]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves((*location, key), inner)
    else:
        yield location, value


def _origin(location: Location, located: Located, source: Source) -> str:
    """Return where a value stands in the file; one text that stands for several entries is where each comes from."""
    there = in_file(location, source.tree, located.name)
    for depth in range(len(there), 0, -1):
        value, found = value_at(source.tree, there[:depth])
        if found:
            is_whole = depth == len(there) or not isinstance(value, Mapping)
            return source.place(there[:depth]) if is_whole else DEFAULT
    return DEFAULT


def _logins(located: Located) -> Iterator[LogIn]:
    archive, config = located.config.archive, located.config
    if isinstance(archive, (XnatArchive, DicomwebArchive)):
        yield _login(located.name, "archive", archive.url, archive.user_env, archive.password_env)
    for name, target in config.targets.items():
        if isinstance(target, FdpTarget):
            of = f"targets.{name}"
            yield _token("", of, target.token_env, target.url) or _login(
                "", of, target.url, target.user_env, target.password_env, target.token_env
            )
    if config.monitoring.webhook_env:
        variable = config.monitoring.webhook_env
        none = LogIn("", "monitoring.webhook_env", "", "", "nobody is told of runs", f"set {variable}")
        yield _token("", "monitoring.webhook_env", variable, "") or none


def _token(archive: str, of: str, variable: str, url: str) -> LogIn | None:
    try:
        found = seek_token(variable, url)
    except UsageFault as fault:
        return _broken(archive, of, fault)
    return LogIn(archive, of, "", fingerprint(found.value), found.source) if found else None


def _login(archive: str, of: str, url: str, user: str, password: str, token: str = "") -> LogIn:
    try:
        found = seek_login(url, user, password, prompt=False)
    except UsageFault as fault:
        return _broken(archive, of, fault)
    if found:
        return LogIn(archive, of, found.user, fingerprint(found.password), found.source)
    if token:
        cure = f"set {token}, or {user} and {password}"
        return LogIn(archive, of, "", "", "nobody: a FAIR Data Point is not written to by guests", cure)
    return LogIn(archive, of, "", "", "nobody: reads as a guest")


def _broken(archive: str, of: str, fault: UsageFault) -> LogIn:
    return LogIn(archive, of, "", "", f"{fault.what}: {fault.where}" if fault.where else fault.what, fault.cure, True)
