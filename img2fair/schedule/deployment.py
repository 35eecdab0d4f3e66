"""What the units of a scheduler need to know of a config: paths, names of variables; never a secret."""

import re
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from img2fair import __version__
from img2fair.config import (
    Archive,
    Config,
    DicomwebArchive,
    FdpTarget,
    Located,
    SiteTarget,
    XnatArchive,
    seek_login,
    seek_token,
)
from img2fair.errors import UsageFault

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FIRST_HOUR, _HOURS = 1, 5
"""Runs begin in the night, between one o'clock and six."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """The log-in of an archive or target.

    :param place: where it is used: its address, or several.
    :param variables: the environment variables that hold it.
    :param instead: others that may hold it in their place; none where it is known which are meant.
    """

    place: str
    variables: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a unit needs to know.

    :param name: of its files: ``img2fair``, with the config's own name where that is another one.
    :param config: the config's file, absolute.
    :param archive: the name of the one archive that is meant, where the config has several; else empty.
    :param texts: the config and the mappings of one's own, by their names beside the config.
    :param work: the work folder as the config has it, and ``sites`` those of the sites.
    :param written: folders that a run writes into; whatever is swapped in whole needs the folder around it.
    :param read: paths of archives that are files.
    :param logins: log-ins, each once.
    :param program: the command and its first arguments.
    :param minute: of the hour at which runs begin: not the same for everybody, and always the same for one archive.
    """

    name: str
    config: Path
    archive: str
    texts: dict[str, str]
    work: Path
    sites: tuple[Path, ...]
    written: tuple[Path, ...]
    read: tuple[Path, ...]
    logins: tuple[LogIn, ...]
    program: tuple[str, ...]
    minute: int
    hour: int
    version: str = __version__

    def under(self, base: Path, paths: Iterable[Path | str]) -> list[Path]:
        """Return paths of the config as seen from a folder that the config lies in, each once, none inside another."""
        found = sorted({_normal(base / path) for path in paths})
        return [path for path in found if not any(other in path.parents for other in found)]

    def named(self, config: Path | str) -> str:
        """Return what ``--config`` is to be, for the config at a place."""
        return f"{config}#{self.archive}" if self.archive else str(config)

    @property
    def folder(self) -> Path:
        """The folder of the config."""
        return self.config.parent

    def lies_in(self, *roots: str) -> bool:
        """Tell whether anything that a run needs lies below one of these folders."""
        needed = [self.config, Path(self.program[0]), *self.under(self.folder, (*self.written, *self.read))]
        return any(path.is_relative_to(root) for path in needed for root in roots)


def deployment_of(sites: Sequence[Located], program: tuple[str, ...] = ()) -> Deployment:
    """Return what the units for a config need to know.

    :param sites: the config as it is for each of its archives.
    :param program: the command that starts img2fair; by default the one of this installation.
    :raises UsageFault: a path or a variable of the config holds characters that no unit file can hold.
    """
    config = sites[0].config
    file = _normal(Path.cwd() / sites[0].file)
    targets = tuple(target.path for target in config.targets.values() if isinstance(target, SiteTarget))
    metrics = (config.monitoring.metrics,) if config.monitoring.metrics else ()
    archives = [one.config.archive for one in sites]
    archive = sites[0].name if len(sites) == 1 else ""
    chance = zlib.crc32(archives[0].identity.encode())
    found = Deployment(
        name=_name(file, archive),
        config=file,
        archive=archive,
        texts={name: (file.parent / name).read_text(encoding="utf-8") for name in _texts(sites, file)},
        work=config.work,
        sites=targets,
        written=(config.work, *(path.parent for path in (*targets, *metrics))),
        read=tuple(Path(one.place) for one in archives if not isinstance(one, (XnatArchive, DicomwebArchive))),
        logins=_logins(archives, config),
        program=program or _installed(),
        minute=chance % 60,
        hour=_FIRST_HOUR + chance // 60 % _HOURS,
    )
    _refuse_unwritable(found)
    return found


def _refuse_unwritable(found: Deployment) -> None:
    """Refuse what no unit file can hold: a path of several lines, or a variable that is none."""
    paths = map(str, (found.config, *found.program, *found.written, *found.sites, *found.read, *found.texts))
    for text in paths:
        if not text.isprintable():
            raise UsageFault(
                "a unit file cannot hold this path: it has line breaks or the like",
                where=ascii(text),
                cure="move the config to a folder with a plain name",
            )
    for variable in (name for login in found.logins for name in (*login.variables, *login.instead)):
        if not _VARIABLE.fullmatch(variable):
            raise UsageFault(
                "this is no name of an environment variable",
                where=ascii(variable),
                cure="name it with letters, digits and _",
            )


def _logins(archives: Iterable[Archive], config: Config) -> tuple[LogIn, ...]:
    """Return all log-ins; archives and targets that share their variables have one."""
    found = [
        LogIn(one.place, (one.user_env, one.password_env))
        for one in archives
        if isinstance(one, (XnatArchive, DicomwebArchive))
    ]
    found += [_login_of(target) for target in config.targets.values() if isinstance(target, FdpTarget)]
    if config.monitoring.webhook_env:
        found.append(LogIn("the webhook", (config.monitoring.webhook_env,)))
    places: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for one in found:
        places.setdefault((one.variables, one.instead), []).append(one.place)
    return tuple(LogIn(", ".join(at), variables, instead) for (variables, instead), at in places.items())


def _login_of(target: FdpTarget) -> LogIn:
    """Return the log-in of a FAIR Data Point: the one that the config names, else the one that is set here and now.

    Where neither tells, it is the token, and user and password in its place.
    """
    token, person = (target.token_env,), (target.user_env, target.password_env)
    names_person = bool(target.model_fields_set & {"user_env", "password_env"})
    if names_person != ("token_env" in target.model_fields_set):
        return LogIn(target.url, person if names_person else token)
    if _is_set(lambda: seek_token(target.token_env, target.url)):
        return LogIn(target.url, token)
    if _is_set(lambda: seek_login(target.url, *person, prompt=False)):
        return LogIn(target.url, person)
    return LogIn(target.url, token, person)


def _is_set(seek: Callable[[], object]) -> bool:
    """Tell whether a log-in is there; one that is there and cannot be used is meant all the same."""
    try:
        return seek() is not None
    except UsageFault:
        return True


def _texts(sites: Iterable[Located], file: Path) -> list[str]:
    """Return the names of the config and of the mappings that lie beside it, each once."""
    mappings = [one.config.mapping for one in sites]
    named = [name for mapping in mappings for name in ((mapping,) if isinstance(mapping, str) else mapping)]
    return list(dict.fromkeys([file.name, *(name for name in named if (file.parent / name).is_file())]))


def _name(file: Path, archive: str) -> str:
    own = re.sub(r"[^a-z0-9]+", "-", f"{file.stem} {archive}".lower()).strip("-").removeprefix("img2fair").strip("-")
    return f"img2fair-{own}" if own else "img2fair"


def _installed() -> tuple[str, ...]:
    beside = Path(sys.executable).with_name("img2fair")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "img2fair")


def _normal(path: Path) -> Path:
    """Return a path without ``..``; links stay, as they are what the operator means."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part != "..":
            parts.append(part)
    return Path(*parts)
