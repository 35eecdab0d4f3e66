"""What pydantic finds wrong in a config, in plain words: what, and what may stand there; never what stands there.

Source of the types of errors: https://docs.pydantic.dev/latest/errors/validation_errors/
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from img2fair.config.archives import XnatArchive
from img2fair.config.model import LIST, Config
from img2fair.config.shape import Spot, kinds_at
from img2fair.config.source import Location
from img2fair.problems import closest, meant

EVERY_ENTRY = "docs/operator.md lists every entry"
_EXPECTED = {
    "string": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "tuple": "a list",
    "dict": "entries with names",
    "model": "entries with names",
    "path": "a path",
    "date": "a day",
}
"""First word of a type of error → what may stand there."""
_CURES = {
    "a list": "put it in brackets: [a, b]",
    "entries with names": "write name: value",
    "a day": "write it as 2027-12-31",
    "true or false": "write true or false",
}
_LIMITS = {"greater_than_equal": ("ge", "{} or more"), "less_than_equal": ("le", "{} or less")}
_SECRET = {
    "user": "user_env",
    "username": "user_env",
    "login": "user_env",
    "email": "user_env",
    "password": "password_env",
    "passwd": "password_env",
    "pass": "password_env",
    "pwd": "password_env",
    "secret": "password_env",
    "token": "token_env",
    "api_key": "token_env",
    "apikey": "token_env",
}
"""Names under which log-ins are written by mistake → the entry that names the variable for it."""
_SURELY = 0.8
"""How like one of them a name must be: ``pasword`` is, ``insecure`` is not like ``secret``."""


class Told(NamedTuple):
    """What is wrong, and how to mend it."""

    message: str
    cure: str


def told_of(error: Mapping[str, Any], spot: Spot, value: object, there: bool) -> Told:
    """Return what to say of an error.

    :param spot: where it is.
    :param value: what stands there, and ``there``: whether anything does.
    """
    kind = error["type"]
    if kind == "extra_forbidden":
        return _not_an_entry(spot)
    if kind == "missing":
        return Told("is missing", _such_as(spot, "add {}"))
    if kind.startswith("union_tag"):
        return _kind(spot, value)
    if there and value is None:
        needed = spot.field is not None and spot.field.is_required()
        return Told("has no value", _such_as(spot, "write {}") if needed else "write one, or leave the entry out")
    if kind == "value_error":
        cure = "" if isinstance(value, Mapping) else _such_as(spot, "write {}") or _usual(spot)
        return Told(error["msg"].removeprefix("Value error, "), cure)
    return _wrong_value(error, spot, value)


def _not_an_entry(spot: Spot) -> Told:
    name = str(spot.location[-1])
    fields = spot.model.model_fields if spot.model else {}
    near = closest(name, (*fields, *_SECRET))  # password_env is for a name, and must not be what pasword leads to
    entry = _entry_for(name) or (_SECRET.get(near, "") if closest(name, [near], _SURELY) else "")
    entry = "password_env" if entry == "token_env" and "token_env" not in fields else entry
    if entry:
        return _log_in(str(fields[entry].default) if entry in fields else "")
    return Told("there is no such entry", _belongs(spot, name) or meant(name, spot.beside) or EVERY_ENTRY)


def _entry_for(name: str) -> str:
    """Return the entry that names the variable of what a name tells of; FDP_TOKEN and api-key are such names."""
    spelt = name.casefold().replace("-", "_")
    return _SECRET.get(spelt, "") or _SECRET.get(spelt.rpartition("_")[2], "")


def _log_in(variable: str) -> Told:
    instead = f"set {variable} or {variable}_FILE" if variable else "log-ins come from the environment"
    return Told("a log-in is not written into the config", f"take it out; {instead}; docs/operator.md, Log-ins")


def log_ins(value: object, location: Location) -> Iterator[tuple[Location, Told]]:
    """Give the passwords and tokens below an entry whose names are free, with what to say of them."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from log_ins(one, (*location, number))
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name.casefold().replace("-", "_") in _SECRET and _entry_for(name) != "user_env":
                yield (*location, name), _log_in("")
            else:
                yield from log_ins(inner, (*location, name))


def _belongs(spot: Spot, name: str) -> str:
    """Return where an entry belongs that stands too high or too low."""
    if len(spot.location) == 1 and name in XnatArchive.model_fields:
        return "it belongs under archive, two blanks further in"
    if spot.location[0] == "archive" and name in Config.model_fields:
        return "it belongs at the top, in line with archive"
    return ""


def _kind(spot: Spot, value: object) -> Told:
    kinds = kinds_at(spot)
    there_are = f"there are: {', '.join(kinds)}"
    if isinstance(value, Mapping) and "type" in value:
        near = closest(str(value["type"]), kinds)
        return Told("there is no such kind", f"did you mean '{near}'?" if near else there_are)
    near = closest("type", value) if isinstance(value, Mapping) else ""
    return Told("type is missing", f"did you mean 'type' in the place of '{near}'?" if near else f"add it; {there_are}")


def _wrong_value(error: Mapping[str, Any], spot: Spot, value: object) -> Told:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        expected = str(context["expected"])
        near = closest(str(value), expected.replace(" or ", ", ").replace("'", "").split(", "))
        return Told(f"must be {expected}", f"did you mean '{near}'?" if near else "")
    if kind in _LIMITS:
        limit, words = _LIMITS[kind]
        return Told(f"must be {words.format(f'{context[limit]:g}')}", "")
    if kind == "string_too_short":
        return Told("must not be empty", _such_as(spot, "write {}"))
    if kind == "string_pattern_mismatch":
        return Told("must be a language tag", "write it as en, nl or de-CH")
    expected = _EXPECTED.get(kind.partition("_")[0], "")
    if not expected:
        return Told(error["msg"].lower(), EVERY_ENTRY)
    if expected == "a list" and error["loc"][-1:] == (LIST,):
        expected = "a text, or a list of texts"
    if expected == "a text" and isinstance(value, (bool, int, float, dt.date)):
        return Told(f"must be a text, not {_is(value)}", "put it in quotes")
    found = _is(value)
    not_this = "" if found in expected else f", not {found}"
    return Told(f"must be {expected}{not_this}", _such_as(spot, "write {}") or _CURES.get(expected, ""))


def _such_as(spot: Spot, words: str) -> str:
    """Return words with an example of an entry; empty where there is none."""
    examples = spot.field.examples if spot.field else None
    name = spot.location[-1]
    return words.format(f"{name}: {_written(examples[0])}") if examples else ""


def _usual(spot: Spot) -> str:
    """Return the default of an entry as its cure; empty where it is none that can be written."""
    default = spot.field.default if spot.field else ""
    return f"write {spot.location[-1]}: {default}" if isinstance(default, str) and default else ""


def _written(example: Any) -> str:
    """Return an example as YAML has it on one line."""
    if isinstance(example, Mapping):
        return "{" + ", ".join(f"{name}: {_written(value)}" for name, value in example.items()) + "}"
    return str(example)


def _is(value: object) -> str:
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        ((int, float), "a number"),
        (dt.date, "a day"),
        (str, "a text"),
        (list, "a list"),
        (Mapping, "entries with names"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "this")
