"""What the config's model says of its entries: a sentence for each, and what holds where nobody writes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from img2fair.config import Archive, Config
from img2fair.config.several import OWN
from img2fair.config.shape import kind_of, models_of

_SEVERAL: Any = dict[str, Archive]
"""What stands at ``archives``, which no model has: the reader makes a config of each of them (config/load.py)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a config: what type stands there, as annotations have it; ``None`` where anything may.

    :param more: entries that are taken here though the model has none of the name.
    """

    type: Any
    more: Mapping[str, FieldInfo]

    def fields(self, value: Any) -> Mapping[str, FieldInfo]:
        """Return the entries that a value of this place may have, by name; none where any name is taken."""
        model = _chosen(self.type, value)
        return {**self.more, **model.model_fields} if model is not None else {}

    def below(self, key: str, value: Any) -> "Place":
        """Return the place of one entry of a value that stands here."""
        field = self.fields(value).get(key)
        if field is not None:
            return Place(field.annotation, {})
        if self.type is _SEVERAL:
            return Place(Archive, {name: Config.model_fields[name] for name in OWN})
        return Place(get_args(self.type)[-1] if get_origin(self.type) is dict else None, {})


ROOT = Place(Config, {"archives": FieldInfo(annotation=_SEVERAL, default={}, description="The archives, by name.")})
"""The top of a config."""


def left_out(place: Place, value: Any) -> Iterator[tuple[str, FieldInfo, Any]]:
    """Yield the entries of a place that a value does not have, each with what holds without it."""
    for name, field in place.fields(value).items():
        if name not in value and name not in place.more and not field.is_required():
            yield name, field, plain(field.get_default(call_default_factory=True))


def plain(value: Any) -> Any:
    """Return a value of the model as a config would write it."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, PurePath) else value


def _chosen(place: Any, value: Any) -> type[BaseModel] | None:
    """Return the model of a value: the only one, or of several kinds the one that its ``type`` names."""
    models = models_of(place)
    if len(models) < 2:
        return next(iter(models), None)
    kind = value.get("type", "xnat") if isinstance(value, Mapping) else "xnat"
    return next((one for one in models if kind_of(one) == kind), None)
