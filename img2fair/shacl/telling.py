"""From a cause to a finding: what is wrong, in words, and where it is mended."""

from img2fair.findings import Finding, Judge
from img2fair.model import Record
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause
from img2fair.shacl.nodes import Nodes
from img2fair.shacl.places import place_of
from img2fair.shacl.words import message


def told_of_record(cause: Cause, nodes: Nodes, record: Record) -> Finding:
    """Return the finding for a cause on a record of ours, led back to the rule and field it comes from."""
    place = place_of(cause, record)
    return Finding(
        code=cause.code,
        severity=cause.severity,
        judge=Judge.SHAPES,
        key=record.key,
        message=message(cause, nodes),
        focus=nodes.named(cause.focus) or record.iri.value,
        property=cause.path,
        value=_value(cause),
        project=record.project,
        profile=", ".join(cause.profiles),
        shape=cause.info.iri or None,
        mapping=place.mapping,
        where=place.where,
        cure=" ".join(text for text in (_cure(cause), place.hint) if text),
        who=place.who,
        origin=place.origin,
    )


def told_of_file(cause: Cause, nodes: Nodes, source: str) -> Finding:
    """Return the finding for a cause in an RDF file, of which nothing more is known.

    :param source: the file or address, for nodes that have no address of their own.
    """
    return Finding(
        code=cause.code,
        severity=cause.severity,
        judge=Judge.SHAPES,
        key=nodes.named(nodes.owner(cause.focus)) or source,
        message=message(cause, nodes),
        focus=nodes.named(cause.focus) or source,
        property=cause.path,
        value=_value(cause),
        profile=", ".join(cause.profiles),
        shape=cause.info.iri or None,
        cure=_cure(cause),
    )


def _value(cause: Cause) -> str | None:
    return cause.value.text if cause.value and cause.value.kind != "blank" else None


def _cure(cause: Cause) -> str:
    return cause.info.hint or rules.RULES[cause.code].cure
