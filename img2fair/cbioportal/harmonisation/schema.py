"""The JSON Schema of harmonisation files, for editors: the keys, what they mean, and the words that they take.

What an editor cannot know, reading the file tells: paths, ids that the portal fixes, fields that must agree. Source:
JSON Schema 2020-12 (https://json-schema.org/draft/2020-12).
"""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from img2fair.cbioportal.harmonisation.fields import KEYS
from img2fair.cbioportal.harmonisation.reading import ASSAY_KEYS, BASELINE_KEYS, SCHEMA, SECTIONS, TABLE_KEYS, VERSION
from img2fair.cbioportal.harmonisation.texts import ASSAY, ATTRIBUTE, EVENT, PREFIX, PROFILE
from img2fair.clinical.decisions import Datatype, Decide, Kind, Level, Pick, Unlisted

Schema = dict[str, Any]

_NUMBER: Schema = {"type": ["number", "null"]}
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}


def harmonisation_schema() -> Schema:
    """Return the schema of a harmonisation file."""
    parts: dict[str, Schema] = {
        "schema": {"const": SCHEMA},
        "version": {"const": VERSION},
        "project": {"type": ["string", "number"]},
        "oncotree": _SCALAR,
        "baseline": _one_or_many(_object(BASELINE_KEYS, {}, required=("field", "is"))),
        "tables": _each(_object(TABLE_KEYS, {})),
        "fields": _each(_field()),
        "assays": {**_each(_assay()), "propertyNames": {"pattern": _whole(PROFILE.pattern)}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/img2fair/harmonisation.schema.json",
        "title": "Harmonisation of img2fair for cBioPortal",
        "description": "What becomes of each source field of a project. See docs/harmonisation.md.",
        **_object(SECTIONS, parts, required=("schema", "version", "project")),
    }


def schema_text() -> str:
    """Return the schema as the text of ``mappings/harmonisation.schema.json``."""
    return json.dumps(harmonisation_schema(), ensure_ascii=False, indent=1) + "\n"


def _field() -> Schema:
    parts = {
        "decide": _words(Decide),
        "to": {"type": ["string", "null"], "pattern": f"^(?:{ATTRIBUTE.pattern})?$"},
        "as": _words(Kind),
        "level": _words(Level),
        "type": _words(Datatype),
        "priority": {"type": ["integer", "null"], "minimum": -1},
        "least": _NUMBER,
        "most": _NUMBER,
        "decimals": {"type": ["integer", "null"], "minimum": 0, "maximum": 6},
        "pick": _words(Pick),
        "values": {"type": ["object", "null"], "additionalProperties": _SCALAR},
        "unlisted": _words(Unlisted),
        "event": {"type": ["string", "null"], "pattern": f"^(?:{EVENT.pattern})?$"},
    }
    return _object(KEYS, parts, required=("decide",))


def _assay() -> Schema:
    parts = {
        "decide": _words(Decide),
        "from": _one_or_many({"type": "string", "minLength": 1}),
        "assay": {"type": "string", "pattern": _whole(ASSAY.pattern)},
        "prefix": {"type": "string", "pattern": _whole(PREFIX.pattern)},
        "pick": {"enum": [pick.value for pick in Pick if pick is not Pick.ONLY]},
    }
    return _object(ASSAY_KEYS, parts, required=("decide", "from"))


def _object(words: Mapping[str, str], parts: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """Return an object of known keys; what has no part of its own is a text."""
    properties = {key: {"description": said, **parts.get(key, _SCALAR)} for key, said in words.items()}
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**made, "required": list(required)} if required else made


def _each(one: Schema) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": one}


def _one_or_many(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}


def _words(kind: type[StrEnum]) -> Schema:
    return {"enum": [one.value for one in kind]}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
