"""Whatever people type into an archive: valid IRIs, Turtle that reads back, nothing raised."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from img2fair.mapping import load_mapping, map_project
from img2fair.model import Held, Person, Project, Publication
from img2fair.rdf import canonical, from_text, is_iri, to_text
from tests.mapping.samples import SETTINGS, filled, form, held, scan, session

MAPPING = load_mapping("health-ri-core")
NASTY = st.sampled_from(
    [
        "\x00",
        "\ud800",
        '"',
        "\\",
        "<a>",
        "{{ x }}",
        "\n\r\t",
        "javascript:alert(1)",
        "https://[",
        "a:b c",
        "%zz",
        "\ufffe",
        "en-",
    ]
)
TEXTS = st.one_of(NASTY, st.text(st.characters(), max_size=30))
SCALARS = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.lists(TEXTS, max_size=3)
)
GROUPS = st.dictionaries(st.sampled_from(["name", "email", "mbox", "identifier", "homepage"]), SCALARS, max_size=4)
KEYS = (
    "title description identifier keyword access_rights release_date license language theme publisher contact_point "
    "creator_grid minimum_typical_age is_referenced_by temporal"
).split()
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.one_of(SCALARS, GROUPS, st.lists(GROUPS, max_size=2)), max_size=8)

IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=10).filter(lambda text: bool(text.strip()))


def project(texts: list[str], answers: dict[str, Any], identifier: str) -> Project:
    a, b, c, d, e = texts
    return replace(
        filled(),
        id=identifier,
        name=Held(a),
        description=Held(b),
        keywords=Held(c),
        pi=Person(lastname=Held(d), orcid=Held(e), institution=held(a)),
        publications=(Publication(doi=Held(b), uri=Held(c)),),
        forms=(form(**answers),),
        sessions=tuple(session(n, scan(d, e, label=a), scan(c, b)) for n in range(12)),
        inserted=Held(dt.datetime(1, 1, 1)),  # noqa: DTZ001
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=5, max_size=5), ANSWERS, IDS)
def test_anything_typed_makes_valid_rdf(texts: list[str], answers: dict[str, Any], identifier: str) -> None:
    result = map_project(MAPPING, SETTINGS, project(texts, answers, identifier))
    for record in result.records:
        assert is_iri(record.key)
        assert set(record.origins) == set(record.triples)
        turtle = to_text(record.triples)
        assert canonical(from_text(turtle)) == canonical(record.triples)
        assert all(is_iri(value) for value in _iris(record.triples))


def _iris(triples: Any) -> list[str]:
    nodes = [node for triple in triples for node in (triple.subject, triple.predicate, triple.object)]
    return [node.value for node in nodes if not str(node).startswith('"')]
