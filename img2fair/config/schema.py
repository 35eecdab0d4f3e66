"""The JSON Schema of img2fair.yaml, for editors that check while one types; made of the models.

What an editor cannot know, ``img2fair config check`` tells: names of mappings, profiles and time zones, addresses, what
archives have to do with each other. Source: JSON Schema 2020-12 (https://json-schema.org/draft/2020-12).
"""

import json
from typing import Any

from img2fair.config.model import Config
from img2fair.config.several import NAME, OWN

Schema = dict[str, Any]
ID = "https://w3id.org/img2fair/img2fair.schema.json"
_KINDS = ("XnatArchive", "DicomwebArchive", "DicomFolder", "TableArchive")
_NOISE = ("title", "discriminator")


def config_schema() -> Schema:
    """Return the schema of a config, of one archive or of several."""
    made: Schema = Config.model_json_schema(mode="validation")
    parts: Schema = made.pop("$defs")
    for name in _KINDS:
        parts[f"{name}OfSeveral"] = _of_several(parts[name], made["properties"])
    viewer = parts["StudyEntry"]["properties"]["viewer"]
    addresses = {key: viewer.pop(key) for key in ("type", "additionalProperties")}
    viewer["anyOf"] = [{"type": "string"}, addresses]
    properties = {
        "archive": made["properties"].pop("archive"),
        "archives": {
            "description": "Archives, where there are several: a name of yours, and what archive would say.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^{NAME.pattern}$"},
            "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{name}OfSeveral"} for name in _KINDS]},
        },
        **made["properties"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Config of img2fair",
        "description": "What is read, how it is mapped and where it is published. See docs/operator.md.",
        "type": "object",
        "properties": _plain(properties),
        "additionalProperties": False,
        "oneOf": [{"required": ["archive"]}, {"required": ["archives"]}],
        "$defs": _plain(parts),
    }


def schema_text() -> str:
    """Return the schema as mappings/img2fair.schema.json has it."""
    return json.dumps(config_schema(), indent=1, ensure_ascii=False) + "\n"


def _of_several(kind: Schema, whole: Schema) -> Schema:
    """Return the schema of an entry of ``archives``: an archive, and what it may say for itself."""
    return kind | {"properties": kind["properties"] | {key: whole[key] for key in OWN}}


def _plain(said: Any, *, of_names: bool = True) -> Any:
    """Return a schema without what pydantic adds for itself.

    Those are titles made of names, a format that is none, the path that stands for none; and our markup.

    :param of_names: whether the keys are names of entries, not words of JSON Schema.
    """
    if isinstance(said, list):
        return [_plain(one, of_names=False) for one in said]
    if not isinstance(said, dict):
        return said
    kept = {key: value for key, value in said.items() if of_names or not _is_noise(key, value)}
    return {key: _word(key, value) if not of_names else _plain(value, of_names=False) for key, value in kept.items()}


def _is_noise(key: str, value: Any) -> bool:
    return key in _NOISE or (key, value) in (("format", "path"), ("default", "."))


def _word(key: str, value: Any) -> Any:
    if key == "description":
        return " ".join(str(value).replace("``", "").split())
    if key in ("default", "examples", "enum", "const", "required"):
        return value
    return _plain(value, of_names=key in ("properties", "$defs"))
