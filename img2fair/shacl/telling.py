"""From a cause to a finding: what is wrong, in words, what would do instead, and where it is mended."""

from collections.abc import Sequence

from img2fair.findings import RDF_FILE, Finding, Judge, Place, Severity
from img2fair.model import Record
from img2fair.phrases import DUTCH, ENGLISH
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause
from img2fair.shacl.naming import called
from img2fair.shacl.nodes import Nodes
from img2fair.shacl.options import allowed, in_dutch
from img2fair.shacl.places import Whereabouts, place_of
from img2fair.shacl.profile import Profile
from img2fair.shacl.results import node_of
from img2fair.shacl.sentences import SENTENCES
from img2fair.shacl.words import message


def told_of_record(cause: Cause, nodes: Nodes, record: Record, profiles: Sequence[Profile]) -> Finding:
    """Return the finding for a cause on a record of ours, led back to the rule and field it comes from.

    :param profiles: those that judge, with the tables that tell the values that would do.
    """
    place = place_of(cause, record)
    return _told(cause, nodes, profiles, place, record.key, record.iri.value, record.project)


def told_of_file(cause: Cause, nodes: Nodes, source: str, profiles: Sequence[Profile]) -> Finding:
    """Return the finding for a cause in an RDF file, of which nothing more is known.

    :param source: the file or address, for nodes that have no address of their own.
    """
    place = Whereabouts(where=(Place(RDF_FILE, "", source),))
    return _told(cause, nodes, profiles, place, nodes.named(nodes.owner(cause.focus)) or source, source)


def told_unjudged(record: Record, nodes: Nodes) -> Finding:
    """Return the finding on a record that no shape looks at."""
    text = rules.RULES[rules.UNJUDGED]
    node = node_of(record.iri)
    english, dutch = (
        SENTENCES.say(language, "unjudged", node=called(node, nodes, language)) for language in (ENGLISH, DUTCH)
    )  # fmt: skip
    return Finding(
        code=text.code,
        severity=Severity.VIOLATION,
        judge=Judge.SHAPES,
        key=record.key,
        message=english,
        focus=record.iri.value,
        project=record.project,
        cure=text.cure,
        who="operator",
        message_nl=dutch,
        cure_nl=text.said(DUTCH)[2],
    )


def _told(
    cause: Cause,
    nodes: Nodes,
    profiles: Sequence[Profile],
    place: Whereabouts,
    key: str,
    home: str,
    project: str | None = None,
) -> Finding:
    options, count = allowed(cause, profiles)
    return Finding(
        code=cause.code,
        severity=cause.severity,
        judge=Judge.SHAPES,
        key=key,
        message=message(cause, nodes),
        focus=nodes.named(cause.focus) or home,
        property=cause.path,
        value=cause.value.text if cause.value and cause.value.kind != "blank" else None,
        project=project,
        profile=", ".join(cause.profiles),
        shape=cause.info.iri or None,
        mapping=place.mapping,
        where=place.where,
        cure=_cure(cause, place, ENGLISH),
        who=place.who,
        origin=place.origin,
        allowed=options,
        allowed_count=count,
        allowed_nl=in_dutch(options, profiles),
        message_nl=message(cause, nodes, DUTCH),
        cure_nl=_cure(cause, place, DUTCH),
    )


def _cure(cause: Cause, place: Whereabouts, language: str) -> str:
    own = cause.info.hint_nl if language == DUTCH else cause.info.hint
    hint = SENTENCES.say(language, "no rule", name=place.unruled) if place.unruled else ""
    return " ".join(text for text in (own or rules.RULES[cause.code].said(language)[2], hint) if text)
