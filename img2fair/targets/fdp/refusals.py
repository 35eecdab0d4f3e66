"""What a server says when it refuses a record, in words.

A 400 carries a SHACL validation report where the schemas refuse the record, otherwise plain text under an RDF type;
JSON endpoints say it in ``message``. Source: ErrorConverter and ExceptionControllerAdvice of the reference.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.errors import UsageFault
from img2fair.model import Refusal
from img2fair.rdf import from_text, iri, shorten
from img2fair.targets.asking import Answer

MOST = 5


def _shown(refusal: Refusal) -> str:
    value = f" (it is {refusal.value!r})" if refusal.value is not None else ""
    return f"{shorten(refusal.property) or 'the record'}: {refusal.message}{value}"


def refusals(answer: Answer) -> list[Refusal]:
    """Return the results of the validation report in an answer; none where it holds no report."""
    try:
        triples = from_text(answer.text)
    except UsageFault:
        return []
    results = [t.object for t in triples if t.predicate == iri("sh:result")]
    return sorted((_refusal(node, triples) for node in dict.fromkeys(results)), key=_shown)


def in_words(answer: Answer) -> str:
    """Return an answer's own words on what is wrong, in one line."""
    found = refusals(answer)
    if found:
        more = f"; and {len(found) - MOST} more" if len(found) > MOST else ""
        return "the server's schemas refuse it: " + "; ".join(map(_shown, found[:MOST])) + more
    text = answer.text
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        text = str(json.loads(text)["message"])
    return f"the server answers {answer.status}: {' '.join(text.split())[:300] or 'nothing'}"


def _refusal(node: object, triples: Iterable[Triple]) -> Refusal:
    told = {t.predicate: t.object for t in triples if t.subject == node}

    def text(name: str) -> str:
        term = told.get(iri(f"sh:{name}"))
        return term.value if isinstance(term, NamedNode | Literal) else ""

    severity = text("resultSeverity").rpartition("#")[2].lower() or "violation"
    value = told.get(iri("sh:value"))
    return Refusal(
        property=text("resultPath"),
        message=text("resultMessage") or _rule(text("sourceConstraintComponent"), _shape(told, triples)),
        value=value.value if isinstance(value, NamedNode | Literal) else None if value is None else "a node",
        severity=severity,
    )


def _shape(told: Mapping[NamedNode, object], triples: Iterable[Triple]) -> dict[str, str]:
    """Return what the report says of the shape that failed; the reference puts the shape into the report."""
    node = told.get(iri("sh:sourceShape"))
    return {
        shorten(t.predicate.value): shorten(t.object.value)
        for t in triples
        if t.subject == node and not isinstance(t.object, BlankNode | Triple)
    }


def _rule(component: str, shape: dict[str, str]) -> str:
    """Return a constraint in words; the reference's results carry no message."""
    name = component.rpartition("#")[2].removesuffix("ConstraintComponent")
    parameter = f"sh:{name[:1].lower()}{name[1:]}"
    wanted = shape.get(parameter, "")
    words = {
        "sh:minCount": f"there must be at least {wanted or 'one'}",
        "sh:maxCount": f"there may be at most {wanted or 'one'}",
        "sh:nodeKind": f"the value must be {wanted.removeprefix('sh:') or 'of another kind'}",
        "sh:datatype": f"the value must be of the type {wanted}",
        "sh:node": "what it points to is not as it should be",
        "sh:class": f"the value must be of the class {wanted}",
    }
    return words.get(parameter, f"it breaks the rule {name} {wanted}".rstrip())
