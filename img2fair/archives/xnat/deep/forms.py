"""Answers of subjects and sessions to custom forms.

A list that gives them all is not certain to exist (the column ``custom_fields``), so it is tried and believed only
where its cells are JSON objects; whoever it does not name is asked for alone. A list in which nobody has an answer is
believed when the first few say so themselves. Source: XNAT's CustomFieldsApi.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from img2fair.archives.values import held
from img2fair.archives.xnat.answers import json_object
from img2fair.archives.xnat.deep.asking import GONE, JSON, Asker
from img2fair.archives.xnat.project import answers_of_cell
from img2fair.clinical.dateless import without_dates
from img2fair.model import Form, Held

Answers = Mapping[str, Any]

_FIRST = 3
"""Of so many objects the answers are asked before it is believed that there are none, or no custom forms (404)."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where the form answers of one kind of object are.

    :param listing: template of the list's path; ``asked``: its parameters beside the columns.
    :param column: the path of the answers in it.
    :param kind: what the objects are called in ``/xapi/custom-fields``.
    """

    listing: str
    asked: Mapping[str, str]
    column: str
    kind: str


def read_answers(asker: Asker, where: Where, ids: Sequence[str]) -> tuple[dict[str, Answers], bool]:
    """Return the form answers of each object by id (form UUID → submission), and whether none was refused.

    :raises RemoteFault: an object could not be read.
    """
    if not ids:
        return {}, True
    listed = _listed(asker, where)
    answered = any(listed.values())
    left = [id_ for id_ in ids if not answered or id_ not in listed]
    template = f"/xapi/custom-fields/{where.kind}/{{}}/fields"
    first = asker.each(template, left[:_FIRST], None, _object)
    if first.refused and not answered and not first.found and set(first.refused.values()) == {GONE}:
        return listed, True  # an XNAT without custom forms: there are none
    believed = not first.refused and not any(first.found.values())  # nobody has answers, as the list says
    rest = asker.each(template, [id_ for id_ in left[_FIRST:] if not believed or id_ not in listed], None, _object)
    return {**listed, **first.found, **rest.found}, not first.refused and not rest.refused


def forms(answers: Answers, titles: Mapping[str, str], base: dt.date | None) -> tuple[Form, ...]:
    """Return the answered forms by UUID, dates in them as days since ``base``."""
    kept = {uuid: without_dates(said, base) for uuid, said in sorted(answers.items()) if isinstance(said, dict)}
    return tuple(Form(uuid, held(titles.get(uuid)), Held(said)) for uuid, said in kept.items() if said)


def _listed(asker: Asker, where: Where) -> dict[str, Answers]:
    """Return the answers that the list gives, by id; nothing where a cell is no JSON object."""
    key = where.column.lower()
    asked = {**where.asked, **JSON, "columns": f"ID,{where.column}"}
    rows = asker.bulk(where.listing, asked, (key,)) or {}
    try:
        return {id_: answers_of_cell(said[0][key]) for id_, said in rows.items()}
    except ValueError:
        return {}


def _object(answer: requests.Response, _: str) -> dict[str, Any]:
    return json_object(answer)
