"""One project's own description: the item form, and the answers to its custom forms.

Source of the item form: XNAT's ItemJSONBuilder; empty fields are absent and lists are children.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from img2fair.archives.xnat.values import held
from img2fair.model import Form, Held, HeldText, Person, Publication

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def children(item: Mapping[str, Any], field: str) -> Iterator[Mapping[str, Any]]:
    """Yield the data fields of an item's children under one field; what is of another shape is no child."""
    for child in _objects(item.get("children")):
        if child.get("field") == field:
            for member in _objects(child.get("items")):
                yield from _objects([member.get("data_fields")])


def _objects(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, dict))


def pi(item: Mapping[str, Any]) -> Person | None:
    """Return the principal investigator of a project item."""
    return next((_person(fields) for fields in children(item, "PI")), None)


def investigators(item: Mapping[str, Any]) -> tuple[Person, ...]:
    """Return the other investigators of a project item, in the archive's order."""
    return tuple(_person(fields) for fields in children(item, "investigators/investigator"))


def aliases(item: Mapping[str, Any]) -> tuple[HeldText, ...]:
    """Return the other ids of a project item."""
    found = (held(fields.get("alias")) for fields in children(item, "aliases/alias"))
    return tuple(alias for alias in found if alias is not None)


def publications(item: Mapping[str, Any]) -> tuple[Publication, ...]:
    """Return the publications of a project item, in the archive's order."""
    return tuple(
        Publication(
            title=held(fields.get("title")),
            citation=held(fields.get("citation")),
            doi=held(fields.get("doi")),
            uri=held(fields.get("uri")),
        )
        for fields in children(item, "publications/publication")
    )


def forms(answers: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Form, ...]:
    """Return the answered custom forms, by UUID.

    :param answers: what ``/xapi/custom-fields/projects/P/fields`` says: form UUID → submission.
    :param titles: form UUID → title, as far as the archive told them.
    """
    return tuple(
        Form(uuid, held(titles.get(uuid)), Held(dict(submission)))
        for uuid, submission in sorted(answers.items())
        if isinstance(submission, dict) and submission
    )


def _person(fields: Mapping[str, Any]) -> Person:
    orcid = _ORCID.search(str(fields.get("ID", "")))
    return Person(
        lastname=held(fields.get("lastname")),
        firstname=held(fields.get("firstname")),
        title=held(fields.get("title")),
        institution=held(fields.get("institution")),
        department=held(fields.get("department")),
        email=held(fields.get("email")),
        orcid=Held(orcid[0]) if orcid else None,
    )
