"""Reading a config: every error with its line, and the nearest right name for a wrong one."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from img2fair.config.model import Config
from img2fair.config.source import read_source
from img2fair.errors import UsageFault


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

    :raises UsageFault: it cannot be read (see :func:`read_source`), or has a wrong or unknown entry; with
        file:line:column.
    """
    tree = read_source(path)
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
    location, siblings = _walked(first["loc"])
    ours = first["type"] == "value_error"  # these are our own words; the library's begin with a capital letter
    what = first["msg"].removeprefix("Value error, ") if ours else first["msg"].lower()
    cure = "docs/operator.md lists every entry"
    if first["type"].startswith("union_tag"):
        location = [*location, "type"]
        kinds = first.get("ctx", {}).get("expected_tags", "") or ", ".join(_kinds(first["loc"]))
        what = f"there is no such kind; there are {kinds.replace(chr(39), '')}"
    name = ".".join(str(part) for part in location)
    if first["type"] == "extra_forbidden":
        what = "there is no such entry"
        cure = _nearest(str(location[-1]), siblings) or cure
    more = f" (and {len(others)} more)" if others else ""
    return UsageFault(f"{name}: {what}{more}", where=f"{path}:{_line(tree, location)}", cure=cure)


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
