"""The one place that finds the data folders: mappings, shapes and templates.

They are looked for beside the package first (``_assets`` in a wheel), then at the top of the checkout (a checkout and
an editable install). A missing folder is an error, never an empty list.
"""

from functools import cache
from pathlib import Path

from img2fair.errors import UsageFault

KINDS = ("mappings", "shapes", "templates")


@cache
def find_folder(kind: str) -> Path:
    """Return the folder that holds the shipped files of a kind: ``mappings``, ``shapes`` or ``templates``.

    :raises UsageFault: the installation has no such folder.
    """
    package = Path(__file__).resolve().parent
    places = (package / "_assets" / kind, package.parent / kind)
    for place in places:
        if kind in KINDS and place.is_dir():
            return place
    raise UsageFault(
        f"img2fair's own folder '{kind}' is missing",
        where=" and ".join(map(str, places)),
        cure="install img2fair again: pip install --force-reinstall img2fair",
    )


def find_file(kind: str, name: str, suffix: str = "", beside: Path | None = None) -> Path:
    """Return the file a user means by ``name``: a path of theirs (relative to ``beside``), else a shipped file.

    :param kind: the shipped folder to fall back to.
    :param suffix: what may be left out of the name of a shipped file, such as ``.yaml``.
    :param beside: the folder that relative paths count from; the working directory by default.
    :raises UsageFault: neither exists; the message lists the shipped names.
    """
    own = (beside or Path()) / name
    if own.is_file():
        return own
    folder = find_folder(kind)
    for shipped in (folder / name, folder / f"{name}{suffix}"):
        if shipped.is_file() and shipped.resolve().is_relative_to(folder.resolve()):
            return shipped
    known = ", ".join(names(kind, suffix))
    raise UsageFault(
        f"no file '{name}' and nothing of that name among the shipped {kind}",
        where=str(own),
        cure=f"give a path, or one of: {known}",
    )


def names(kind: str, suffix: str) -> list[str]:
    """Return the sorted names, without suffix, of the shipped files of a kind."""
    return sorted(path.name.removesuffix(suffix) for path in find_folder(kind).glob(f"*{suffix}"))
