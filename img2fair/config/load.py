"""Reading a config: every error with its line, and the nearest right name for a wrong one."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from img2fair.config.model import Config
from img2fair.config.source import read_source
from img2fair.errors import UsageFault

OWN = ("mapping", "profiles", "advisory", "defaults", "projects", "privacy")
"""What an entry of ``archives`` may say for itself; ``defaults`` and ``projects`` are laid over those of all."""
_LAID_OVER = ("defaults", "projects")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
_TAKEN = ("lock", "applied")
"""Files that the work folder has itself."""


@dataclass(frozen=True, slots=True)
class Located:
    """A config and the file it came from; relative paths in it count from the file's folder.

    ``name`` is the archive's, where the file has several.
    """

    config: Config
    file: Path
    name: str = ""

    def path(self, relative: Path) -> Path:
        """Return a path of the config as seen from the working directory."""
        return self.file.parent / relative

    @property
    def work(self) -> Path:
        """The folder of what belongs to this archive: the work folder, or one in it where there are several."""
        return self.path(self.config.work) / self.name


def load_config(path: Path) -> Located:
    """Read and check a config of one archive, or one of several: ``FILE#NAME`` names it.

    :raises UsageFault: as :func:`load_configs`; or it has several archives and none is named.
    """
    first, *others = load_configs(path)
    if others:
        names = ", ".join(one.name for one in (first, *others))
        cure = f"name it: -c {path}#{first.name} (there are: {names})"
        raise UsageFault("the config has several archives, and this command works on one", where=str(path), cure=cure)
    return first


def load_configs(path: Path) -> tuple[Located, ...]:
    """Read and check a config: one for each of its archives, or the one that ``FILE#NAME`` names.

    :raises UsageFault: it cannot be read (see :func:`read_source`), or has a wrong or unknown entry; with
        file:line:column.
    """
    file, mark, name = str(path).rpartition("#")
    if not mark or path.exists():
        return _all_of(path)
    found = _all_of(Path(file))
    chosen = tuple(one for one in found if one.name == name)
    if not chosen:
        names = ", ".join(one.name for one in found if one.name)
        cure = f"there are: {names}" if names else "the config has one archive without a name: leave # away"
        raise UsageFault(f"there is no archive '{name}'", where=file, cure=cure)
    return chosen


def _all_of(path: Path) -> tuple[Located, ...]:
    tree = read_source(path)
    if not isinstance(tree, Mapping):
        raise UsageFault("the config is empty or not a mapping of names to values", where=str(path))
    if "archives" not in tree:
        return (_checked(_plain(tree), tree, path, ""),)
    several = tree["archives"]
    if "archive" in tree or not isinstance(several, Mapping) or not several:
        what = "archives: name each archive and say of it what 'archive' would say, or have 'archive' alone"
        raise UsageFault(what, where=f"{path}:{_line(tree, ['archives'])}", cure="docs/operator.md has an example")
    found = tuple(_checked(_one_of(tree, str(name), path), tree, path, str(name)) for name in several)
    _refuse_nested(found, tree, path)
    return found


def _refuse_nested(found: Sequence[Located], tree: Any, path: Path) -> None:
    """Let no archive's keys begin like another's: a harvest of the one would withdraw the records of the other."""
    bases = {one.name: one.config.archive.identity.rstrip("/") for one in found}
    for name, base in bases.items():
        above = next(
            (other for other, its in bases.items() if other != name and f"{base}/".startswith(f"{its}/")), None
        )
        if above is not None:
            raise UsageFault(
                f"archives.{name}: its address, {base}, is the same as that of '{above}', or below it",
                where=f"{path}:{_line(tree, ['archives', name])}",
                cure="give one of them another 'iri', under which no other archive is",
            )


def _one_of(tree: Any, name: str, path: Path) -> dict[str, Any]:
    """Return the config for one of several archives, as if it were the only one."""
    where = f"{path}:{_line(tree, ['archives', name])}"
    if not _NAME.fullmatch(name):
        raise UsageFault("archives: a name is made of letters, digits, - and _", where=where)
    if name.casefold() in _TAKEN:
        raise UsageFault(f"archives: '{name}' is the name of a file in the work folder", where=where,
                         cure="give the archive another name")  # fmt: skip
    said = _plain(tree["archives"][name])
    if not isinstance(said, dict):
        raise UsageFault(f"archives.{name}: says nothing of an archive", where=where)
    whole = {key: value for key, value in _plain(tree).items() if key != "archives"}
    for key in [key for key in OWN if key in said]:
        own = said.pop(key)
        over = key in _LAID_OVER and isinstance(own, dict) and isinstance(whole.get(key), dict)
        whole[key] = {**whole[key], **own} if over else own
    return {**whole, "archive": said}


def _checked(whole: Any, tree: Any, path: Path, name: str) -> Located:
    try:
        return Located(Config.model_validate(whole), path, name)
    except ValidationError as error:
        raise _explained(error, tree, path, name) from None


def _plain(node: Any) -> Any:
    """Return ruamel's tree as ordinary dicts, lists and values."""
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node


def _explained(error: ValidationError, tree: Any, path: Path, archive: str) -> UsageFault:
    # a misspelt entry also leaves the right one missing, so what there should not be is told first
    found = sorted(error.errors(include_input=False, include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    first, *others = found
    location, siblings = _walked(first["loc"])
    ours = first["type"] == "value_error"  # these are our own words; the library's begin with a capital letter
    what = first["msg"].removeprefix("Value error, ") if ours else first["msg"].lower()
    cure = "docs/operator.md lists every entry"
    if first["type"].startswith("union_tag"):
        location = [*location, "type"]
        kinds = first.get("ctx", {}).get("expected_tags", "") or ", ".join(_kinds(first["loc"]))
        what = f"there is no such kind; there are {kinds.replace(chr(39), '')}"
    location = _in_file(location, tree, archive)
    name = ".".join(str(part) for part in location)
    if first["type"] == "extra_forbidden":
        what = "there is no such entry"
        cure = _nearest(str(location[-1]), siblings) or cure
    more = f" (and {len(others)} more)" if others else ""
    return UsageFault(f"{name}: {what}{more}", where=f"{path}:{_line(tree, location)}", cure=cure)


def _in_file(location: list[int | str], tree: Any, archive: str) -> list[int | str]:
    """Return where a place of the config for one archive stands in a file of several."""
    if archive and location[:1] == ["archive"]:
        return ["archives", archive, *location[1:]]
    own = archive and location[:1] and location[0] in OWN and location[0] in tree["archives"][archive]
    return ["archives", archive, *location] if own else location


def _nearest(name: str, known: Sequence[str]) -> str:
    """Return which entry may be meant, or all there are; empty where there are none to name."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"there are: {', '.join(sorted(known))}" if known else ""


def _walked(found: Sequence[int | str]) -> tuple[list[int | str], list[str]]:
    """Return an error's place without the kinds that pydantic puts into it, and the entries known beside it."""
    location: list[int | str] = []
    place: Any = Config
    siblings: list[str] = []
    for part in found:
        models = _models(place)
        chosen = next((model for model in models if len(models) > 1 and _kind(model) == part), None)
        if chosen is not None:
            place = chosen
            continue
        location.append(part)
        siblings = list(models[0].model_fields) if models else []
        if isinstance(place, type) and issubclass(place, BaseModel):
            field = place.model_fields.get(str(part))
            place = field.annotation if field else None
        else:
            place = next(iter(get_args(place)[-1:]), None)
    return location, siblings


def _kinds(found: Sequence[int | str]) -> list[str]:
    """Return the kinds that there are of what stands at a place."""
    place: Any = Config.model_fields[str(found[0])].annotation
    if get_origin(place) is dict:
        place = get_args(place)[-1]
    return [_kind(model) for model in _models(place)]


def _models(place: Any) -> list[type[BaseModel]]:
    """Return the models that a type stands for: itself, or those of a union."""
    if isinstance(place, type) and issubclass(place, BaseModel):
        return [place]
    if get_origin(place) in (dict, tuple, list):
        return []
    return [model for one in get_args(place) for model in _models(one)]


def _kind(model: type[BaseModel]) -> str:
    return str(next(iter(get_args(model.model_fields["type"].annotation)), "")) if "type" in model.model_fields else ""


def _line(tree: Any, location: list[int | str]) -> str:
    """Return line:column of the deepest part of a location that is in the file."""
    spot = (0, 0)
    for part in location:
        try:
            marks = tree.lc
            spot = (marks.item(part) if isinstance(part, int) else marks.key(part)) or spot
            tree = tree[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return f"{spot[0] + 1}:{spot[1] + 1}"
