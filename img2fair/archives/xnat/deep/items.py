"""The item form of an assessor, subject or session: its custom variables, and its values by path.

Source of the form: XNAT's ItemJSONBuilder and ItemPropBuilder. Single nested elements are flattened into the key
(``volumes/grey``), lists are children, empty fields are absent.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Item = Mapping[str, Any]

_OURS = frozenset(
    """
    id project label date time uri path cachepath name_of_file filename file_name subject_id imagesession_id session_id
    image_session_id insert_date insert_user last_modified activation_date activation_user user username login
    validated_by operator rater reader patientname patientid dcmaccessionnumber accession_number accessionnumber
    """.split()
)
"""Fields that say who, when and where, and not what was found; the date stands beside the values, as a day."""
_KEY = re.compile(
    r"(?:^|_)[a-z]+_[a-z]+data(?:_[a-z]+)*_(?:id|info)$|_info$|_xnat_abstract\w+_id$|^xnat_abstract\w+_id$|^dcm"
)
"""Keys of the database, such as ``xnat_abstractresource_id``, and what DICOM said of the patient."""
_NOT_VALUES = re.compile(
    r"(?:sharing|resources|in|out|scans|assessors|experiments|prov|provenance|investigators)(?:/|$)|.*(?:^|/)file$|"
    r"investigator$|demographics$|metadata$"
)
"""Children that are other objects, files, people or the history of a processing."""
_REGION = "/region"
"""Ends the path of lists of regions of images, as FreeSurfer's assessors have them (``xnat:volumetricRegion``)."""
_NAMED = (("name", "field"), ("name", "addField"))
"""A list of named values, such as ``fields/field`` or ``parameters/addParam``: its members stand under their names."""


def children(item: Item, field: str) -> Iterator[Mapping[str, Any]]:
    """Yield the data fields of an item's children under one field; what is of another shape is no child."""
    for name, member in _members(item):
        if name == field:
            yield _fields(member)


def variables(item: Item) -> Iterator[tuple[object, object]]:
    """Yield the custom variables of an item: name and value."""
    for fields in children(item, "fields/field"):
        yield fields.get("name"), fields.get("field")


def flattened(item: Item) -> dict[str, Any]:
    """Return what an item says, by path.

    Members of a list are numbered from 1, and named ones stand under their names; so do the regions of an image
    (``regions/region/Left-Hippocampus/Volume``), whose number means nothing.
    """
    return dict(_flattened(item, ""))


def _flattened(item: Item, prefix: str) -> Iterator[tuple[str, Any]]:
    fields = _fields(item)
    for name, value in sorted(fields.items()):
        if isinstance(value, (str, int, float)) and not _ours(name) and value != "":
            yield prefix + name, value
    counted: dict[str, int] = {}
    names = _names(item)
    for field, member in _members(item):
        if _NOT_VALUES.match(field):
            continue
        named = _named(_fields(member))
        if named is not None:
            yield f"{prefix}{field.partition('/')[0]}/{named[0]}", named[1]
            continue
        counted[field] = counted.get(field, 0) + 1
        place = names[field][counted[field] - 1] if field in names else counted[field]
        yield from _flattened(member, f"{prefix}{field}/{place}/")


def _names(item: Item) -> dict[str, list[str]]:
    """Return the names of regions, by their list, where all have one and no two the same."""
    found: dict[str, list[str]] = {}
    for field, member in _members(item):
        if field.endswith(_REGION):
            found.setdefault(field, []).append(str(_fields(member).get("name", "")).replace("/", "_").strip())
    return {field: names for field, names in found.items() if all(names) and len(set(names)) == len(names)}


def _ours(name: str) -> bool:
    parts = name.lower().split("/")
    return parts[0] == "meta" or parts[-1] in _OURS or any(_KEY.search(part) for part in parts)


def _named(fields: Mapping[str, Any]) -> tuple[str, Any] | None:
    """Return the name and value of a member that is just those (and keys of the database)."""
    said = {name: value for name, value in fields.items() if not _ours(name)}
    for name, value in _NAMED:
        if set(said) <= {name, value, "type"} and isinstance(said.get(name), str):
            found = said.get(value)
            return (said[name], found) if isinstance(found, (str, int, float)) and found != "" else None
    return None


def _members(item: Item) -> Iterator[tuple[str, Item]]:
    for child in _objects(item.get("children")):
        for member in _objects(child.get("items")):
            yield str(child.get("field", "")), member


def _fields(item: Item) -> Mapping[str, Any]:
    found = item.get("data_fields")
    return found if isinstance(found, dict) else {}


def _objects(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))
