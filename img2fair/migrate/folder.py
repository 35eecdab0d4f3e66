"""The folder of the new config: its files are written once, and what a person wrote there is never written over.

The report ends with a mark, the beginning of the SHA-256 of all above it: while it fits, nobody has edited the report,
and the next look writes it anew.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from img2fair.config import DEFAULT_FILE, Located, load_config
from img2fair.errors import UsageFault
from img2fair.files import replacing, write_text
from img2fair.mapping import load_mapping
from img2fair.migrate.legacy import Legacy
from img2fair.migrate.places import Asked, also_ours
from img2fair.migrate.proposing import MAPPING, PROFILES, SITE_MAPPING, Left, Places, propose
from img2fair.proposal import config_text
from img2fair.publication.needed import Need, needs

REPORT, BESIDE = "migration.md", "migration-new.md"
"""The report, and where it goes once somebody has edited the one that is there."""
_ANY = "-"
_MARK = re.compile(r"\n<!-- Nobody has edited this while it fits: ([0-9a-f]{12}) -->\n\Z")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a config.

    :param written: the files that were written now; empty where the config was there already and is used as it is.
    :param left: what img2catalog's config says and ours cannot.
    """

    located: Located
    written: tuple[str, ...]
    left: tuple[Left, ...]


def make_folder(path: Path, legacy: Legacy, asked: Asked, find: Callable[[], Places]) -> Folder:
    """Return the folder of the new config; writes config and site mapping where there is no config yet.

    :param asked: what the command line says.
    :param find: tells where archive and FAIR Data Point are; asked only where a config is to be written.
    :raises UsageFault: the folder has a mapping of the name already, and no config; or cannot be written; or its config
        does not have an earlier address of the archive that is said now.
    """
    config = path / DEFAULT_FILE
    if config.exists():
        nowhere = Places(_ANY, _ANY, _ANY)
        located = load_config(config)
        _refuse_unknown(located, also_ours(asked))
        return Folder(located, (), propose(legacy, nowhere, asked.optin, asked.optout).left)
    proposed = propose(legacy, find(), asked.optin, asked.optout, _demands())
    if (path / SITE_MAPPING).exists():
        raise UsageFault(f"there is a {SITE_MAPPING} already; it is not written over", where=str(path / SITE_MAPPING),
                         cure="name another folder: -o DIR")  # fmt: skip
    with ExitStack() as both:  # the one without the other would stop the next run
        for file, text in ((config, config_text(proposed.proposal)), (path / SITE_MAPPING, proposed.mapping)):
            written = both.enter_context(replacing(file))
            written.write(text.encode())
            written.flush()  # what does not fit on the disk is known before the first file takes its place
    return Folder(load_config(config), (DEFAULT_FILE, SITE_MAPPING), proposed.left)


@cache
def _demands() -> tuple[Need, ...]:
    """Return what the mapping that the site's extends cannot do without."""
    return needs(load_mapping(MAPPING), PROFILES)


def _refuse_unknown(located: Located, said: tuple[str, ...]) -> None:
    missing = [one for one in said if one not in located.config.archive.addresses]
    if missing:
        raise UsageFault(
            "the config is there already and is used as it is; it does not have an address that --also-ours says",
            where=str(located.file),
            cure=f"write into it  archive: addresses: [{', '.join(missing)}]  and migrate again",
        )


def keep_report(folder: Folder, text: str) -> Path:
    """Write the report; beside an earlier one that somebody edited. Return where it stands."""
    path = folder.located.file.parent / REPORT
    if path.exists() and not earlier_report(folder):
        path = path.with_name(BESIDE)
    write_text(path, f"{text}\n<!-- Nobody has edited this while it fits: {_digest(text)} -->\n")
    return path


def earlier_report(folder: Folder) -> str:
    """Return an earlier report that nobody has edited; empty where there is none."""
    try:
        text = (folder.located.file.parent / REPORT).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    mark = _MARK.search(text)
    above = text[: mark.start()] if mark else ""
    return above if mark and mark[1] == _digest(above) else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
