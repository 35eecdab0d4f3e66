"""The folder of the new config: its files are written once, and what a person wrote there is never written over."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from img2fair.config import DEFAULT_FILE, Located, load_config
from img2fair.errors import UsageFault
from img2fair.files import replacing, write_text
from img2fair.migrate.legacy import Legacy
from img2fair.migrate.proposing import SITE_MAPPING, Left, Places, propose
from img2fair.proposal import config_text

REPORT = "migration.md"
HEAD = "# From img2catalog to img2fair"
"""The first line of a report of ours."""
_ANY = "-"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a config.

    :param written: the files that were written now; empty where the config was there already and is used as it is.
    :param left: what img2catalog's config says and ours cannot.
    """

    located: Located
    written: tuple[str, ...]
    left: tuple[Left, ...]


def make_folder(path: Path, legacy: Legacy, find: Callable[[], Places], optin: str = "", optout: str = "") -> Folder:
    """Return the folder of the new config; writes config and site mapping where there is no config yet.

    :param find: tells where archive and FAIR Data Point are; asked only where a config is to be written.
    :raises UsageFault: the folder has a mapping of the name already, and no config; or cannot be written.
    """
    config = path / DEFAULT_FILE
    if config.exists():
        nowhere = Places(_ANY, _ANY, _ANY)
        return Folder(load_config(config), (), propose(legacy, nowhere, optin, optout).left)
    proposed = propose(legacy, find(), optin, optout)
    if (path / SITE_MAPPING).exists():
        raise UsageFault(f"there is a {SITE_MAPPING} already; it is not written over", where=str(path / SITE_MAPPING),
                         cure="name another folder: -o DIR")  # fmt: skip
    with ExitStack() as both:  # the one without the other would stop the next run
        for file, text in ((config, config_text(proposed.proposal)), (path / SITE_MAPPING, proposed.mapping)):
            written = both.enter_context(replacing(file))
            written.write(text.encode())
            written.flush()  # what does not fit on the disk is known before the first file takes its place
    return Folder(load_config(config), (DEFAULT_FILE, SITE_MAPPING), proposed.left)


def keep_report(folder: Folder, text: str, *, anew: bool) -> bool:
    """Write the report where there is none; an earlier one of ours only where it is to be made anew; tell whether.

    :param anew: whether records were taken over since.
    """
    path = folder.located.file.parent / REPORT
    if path.exists() and not (anew and _is_ours(path)):
        return False
    write_text(path, text)
    return True


def _is_ours(path: Path) -> bool:
    try:
        return path.read_text(encoding="utf-8").startswith(HEAD)
    except (OSError, UnicodeDecodeError):
        return False
