"""The JSON Schema of mapping files, for editors: it knows the keys, the values and, in words, the names and filters.

What an editor cannot know, ``img2fair mapping check`` tells: names of fields, tables and prefixes, IRIs, datatypes of
constants. Source: JSON Schema 2020-12 (https://json-schema.org/draft/2020-12).
"""

import json
from collections.abc import Iterable
from typing import Any

from img2fair.mapping.datatypes import LEXICAL
from img2fair.mapping.filters import NAMES
from img2fair.mapping.known import NAMES_IN, PLAIN
from img2fair.mapping.language import ON_MISS, PARENTS
from img2fair.mapping.load import LANGUAGE
from img2fair.mapping.parts import MATCHES
from img2fair.model import KINDS
from img2fair.privacy import BY_PATH

Schema = dict[str, Any]


def mapping_schema() -> Schema:
    """Return the schema of a mapping file."""
    one = {"type": ["string", "number", "boolean"], "description": _expression_words()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/img2fair/mapping.schema.json",
        "title": "Mapping of img2fair",
        "description": "Where each RDF property of a catalogue gets its value from. See docs/mapping-language.md.",
        "$ref": "#/$defs/file",
        "$defs": {
            "file": _file(),
            "expression": one,
            "chain": {
                "description": "An expression, or a list of them: the first value that is not empty wins.",
                **_one_or_many({"$ref": "#/$defs/expression"}),
            },
            "curies": {
                "description": "A class or a list of classes, such as dcat:Dataset.",
                **_one_or_many({"type": "string", "minLength": 1}),
            },
            "fields": {
                "description": "RDF properties, such as dct:title, and the rules that give them values.",
                "type": ["object", "null"],
                "propertyNames": {"pattern": r"^[A-Za-z][\w.+-]*:"},
                "additionalProperties": {
                    "anyOf": [
                        {"$ref": "#/$defs/rule"},
                        {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1},
                        {"type": "null", "description": "Drops an inherited property."},
                    ]
                },
            },
            "rule": _rule(),
            "node": _node(),
            "template": _object({**_node_parts()}),
        },
    }


def schema_text() -> str:
    """Return the schema as the text of ``mappings/mapping.schema.json``."""
    return json.dumps(mapping_schema(), ensure_ascii=False, indent=1) + "\n"


def _file() -> Schema:
    names = {"type": "string", "minLength": 1}
    table = {"type": "object", "additionalProperties": {"type": "string"}}
    return _object(
        {
            "mapping": {"const": LANGUAGE, "description": "The version of the language."},
            "extends": {
                "description": "The mapping this one changes, or a list laid over each other from left to right.",
                **_one_or_many(names),
            },
            "name": {**names, "description": "What the mapping is called; else its file name."},
            "profile": {**names, "description": "The profile it is made for."},
            "prefixes": {**table, "description": "More prefixes: ex: https://example.org/ns#"},
            "tables": {
                "description": "Code tables: the name of an SSSOM TSV file, or terms and their IRIs.",
                "type": "object",
                "additionalProperties": {"anyOf": [names, table, {"type": "null"}]},
            },
            "nodes": {
                "description": "Templates of supporting nodes, for 'use'.",
                "type": "object",
                "additionalProperties": {"anyOf": [{"$ref": "#/$defs/template"}, {"type": "null"}]},
            },
            "forms": {"description": "Keys of your forms.", "type": "array", "items": names, "minItems": 1},
            "construct": {
                "description": "Files of SPARQL CONSTRUCT queries, run on the finished graph of each project.",
                "anyOf": [_one_or_many(names), {"type": "null"}],
            },
            **{kind: {"anyOf": [_kind(kind), {"type": "null"}]} for kind in KINDS},
        },
        required=("mapping",),
    )


def _kind(kind: str) -> Schema:
    names = ", ".join(sorted(NAMES_IN[kind]))
    parts: Schema = {
        "each": {"type": "string"},
        "when": {"$ref": "#/$defs/expression"},
        "iri": {"type": "string", "description": "A template; the record's key for ever."},
        "type": {"$ref": "#/$defs/curies"},
        "fields": {"$ref": "#/$defs/fields"},
    }
    if kind in PARENTS:
        parts |= {"parent": {"const": PARENTS[kind][0]}, "relation": {"type": "string"}}
    if kind == "dataset":
        parts["files"] = {
            "description": "Texts shown beside the dataset: file names and expressions.",
            "type": "object",
            "propertyNames": {"pattern": r"^[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]{1,8}$"},
            "additionalProperties": {"anyOf": [{"$ref": "#/$defs/expression"}, {"type": "null"}]},
        }
    return {"description": f"Records of the kind {kind}. Names in its expressions: {names}.", **_object(parts)}


def _rule() -> Schema:
    parts: Schema = {
        "from": {"$ref": "#/$defs/chain"},
        "const": {"type": ["string", "number", "boolean"], "description": "A value as it stands."},
        "node": {"$ref": "#/$defs/node"},
        "each": {"$ref": "#/$defs/chain"},
        "when": {"$ref": "#/$defs/expression"},
        "as": {
            "description": "What the values are: iri, or a datatype of XSD; text without it.",
            "enum": ["iri", *sorted(LEXICAL), *(f"xsd:{name}" for name in sorted(LEXICAL))],
        },
        "lang": {"type": "string", "description": "A language tag, or an expression that gives one."},
        "type": {"$ref": "#/$defs/curies"},
        "lookup": {
            "description": "The code table to look the value up in.",
            "anyOf": [
                {"type": "string"},
                _object(
                    {"table": {"type": "string"}, "match": _one_or_many({"enum": list(MATCHES)})}, required=("table",)
                ),
            ],
        },
        "on_miss": {"description": "Where the table lacks the value.", "enum": list(ON_MISS)},
        "required": {"type": "boolean", "description": "A violation is reported where nothing results."},
    }
    ways = [{"required": [key]} for key in ("from", "const", "node")]
    words = "How a property gets values: exactly one of from, const and node."
    return {"description": words, **_object(parts), "oneOf": ways}


def _node() -> Schema:
    parts = {"use": {"type": "string", "description": "A template of 'nodes'."}, "with": {"$ref": "#/$defs/chain"}}
    return {"description": "A supporting node with properties of its own.", **_object({**parts, **_node_parts()})}


def _node_parts() -> Schema:
    return {
        "iri": {"type": "string", "description": 'A template, such as "{{ iri }}#publisher".'},
        "type": {"$ref": "#/$defs/curies"},
        "fields": {"$ref": "#/$defs/fields"},
    }


def _object(parts: Schema, required: Iterable[str] = ()) -> Schema:
    made: Schema = {"type": "object", "properties": parts, "additionalProperties": False}
    return {**made, "required": list(required)} if required else made


def _one_or_many(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _expression_words() -> str:
    plain = (f"{first}.{name}" for first, names in PLAIN.items() for name in names)
    known = sorted({*BY_PATH, *plain, "iri", "it", "form.<key>", "defaults.<key>"})
    return f"An expression. Names: {', '.join(known)}. Filters: {', '.join(sorted(NAMES))}."
