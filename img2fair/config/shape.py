"""What may stand where in a config: the models, walked by the place of an entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from img2fair.config.model import Config
from img2fair.config.source import Location


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a config.

    :param location: names of entries and numbers of items; without the kinds that pydantic puts between them.
    :param model: the part of the config that the last of them is an entry of.
    :param field: what is known of that entry; ``None`` for one that there is not, and for items and free names.
    """

    location: Location
    model: type[BaseModel] | None = None
    field: FieldInfo | None = None

    @property
    def beside(self) -> list[str]:
        """The entries that there are in the same part of the config."""
        return list(self.model.model_fields) if self.model else []


def spot_of(found: Sequence[int | str]) -> Spot:
    """Return the place that an error of pydantic is told with."""
    spot = Spot(())
    place: Any = Config
    for part in found:
        models = models_of(place)
        chosen = next((model for model in models if len(models) > 1 and kind_of(model) == part), None)
        if chosen is not None:
            place = chosen
        elif _is_choice(place):
            place = next((one for one in get_args(place) if get_origin(one) is tuple), None)
        elif len(models) == 1 and get_origin(place) not in (dict, tuple):
            field = models[0].model_fields.get(str(part))
            spot = Spot((*spot.location, part), models[0], field)
            place = field.annotation if field else None
        else:
            spot = Spot((*spot.location, part))
            place = _item(place)
    return spot


def kinds_at(spot: Spot) -> list[str]:
    """Return the kinds that there are of what stands at a place."""
    top = Config.model_fields[str(spot.location[0])].annotation
    return [kind_of(model) for model in models_of(_item(top) if get_origin(top) is dict else top)]


def models_of(place: Any) -> list[type[BaseModel]]:
    """Return the models that a type stands for: itself, or those of a union."""
    if isinstance(place, type) and issubclass(place, BaseModel):
        return [place]
    if get_origin(place) in (dict, tuple, list):
        return []
    return [model for one in get_args(place) for model in models_of(one)]


def kind_of(model: type[BaseModel]) -> str:
    """Return what ``type`` says of one of several models; empty where it says nothing."""
    return str(next(iter(get_args(model.model_fields["type"].annotation)), "")) if "type" in model.model_fields else ""


def _item(place: Any) -> Any:
    """Return the type of what stands in a list or under a free name."""
    arguments = get_args(place)
    if get_origin(place) is tuple:
        return arguments[0]
    return arguments[-1] if arguments and get_origin(place) is dict else None


def _is_choice(place: Any) -> bool:
    """Tell whether a type is a text or a list of texts."""
    return any(get_origin(one) is tuple or _is_choice(one) for one in get_args(place)) and get_origin(place) not in (
        dict,
        tuple,
    )
