"""The ids of projects that a shell completes: a small file in the work folder that harvests keep up to date.

It holds ids of projects that may be published and nothing else, and may be deleted without harm. It is read while
somebody types, so neither reading it nor finding it loads a library: the config's ``work`` is found as a line, not by
reading YAML.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

FILE = "projects.txt"
_WORK = re.compile(
    r"""^work:[ \t]+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s#'"{\[&*!|>][^\n]*?))(?:[ \t]+#.*|[ \t]*)$""", re.MULTILINE
)
_DEFAULT_WORK = ".img2fair"
_TYPED = re.compile(r"[\w.@+][\w.@+-]{0,99}")
"""What can be typed without quotes and is no option; a shell would take other signs for its own."""
_MOST_CONFIG, _MOST_IDS = 2_000_000, 1_000_000
"""Bytes that are looked at."""


def remember_projects(work: Path, publishable: Iterable[str], read: Collection[str], *, whole: bool) -> None:
    """Keep the ids of a harvest for completion, readable by their owner alone.

    :param publishable: ids of the projects that may be published.
    :param read: ids of all projects that the harvest brought: one that became private is forgotten.
    :param whole: whether it was a harvest of all projects; after one of some, the others stay.
    :raises Fault: the folder cannot be written.
    """
    from img2fair.files import write_text

    others = () if whole else (id_ for id_ in _listed(work / FILE) if id_ not in read)
    ids = sorted({*others, *(id_ for id_ in publishable if _TYPED.fullmatch(id_))})
    write_text(work / FILE, "".join(f"{id_}\n" for id_ in ids), private=True)


def known_projects(config: Path) -> tuple[str, ...]:
    """Return the sorted ids that harvests by a config left; none where there is no such file. Raises nothing.

    :param config: the config file, which need not be there; ``FILE#NAME`` asks for one of several archives.
    """
    file, _, archive = str(config).partition("#")
    try:
        work = Path(file).parent / _work_of(Path(file))
        folders = [work / archive] if archive else [work, *(path for path in work.iterdir() if path.is_dir())]
        return tuple(sorted({id_ for folder in folders for id_ in _listed(folder / FILE)}))
    except (OSError, ValueError):  # ValueError: a path with a sign that no path has
        return ()


def _work_of(config: Path) -> str:
    """Return the work folder as the config says it."""
    found = _WORK.search(_start(config, _MOST_CONFIG))
    return next(filter(None, found.groups())) if found else _DEFAULT_WORK


def _listed(file: Path) -> list[str]:
    return [line for line in _start(file, _MOST_IDS).split("\n") if _TYPED.fullmatch(line)]


def _start(path: Path, size: int) -> str:
    """Return a text file, or its start where it is larger, with plain line ends; nothing where there is none."""
    try:
        if not path.is_file():  # a pipe would keep whoever types waiting
            return ""
        with path.open("rb") as file:
            return file.read(size).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""
