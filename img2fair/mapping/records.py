"""From the tree of a mapping to its record kinds and node templates."""

import re

from pyoxigraph import NamedNode

from img2fair.mapping.builder import Builder
from img2fair.mapping.expression import Expression
from img2fair.mapping.known import IN_IRI, Known
from img2fair.mapping.language import EACH, PARENTS, RecordRules
from img2fair.mapping.properties import NODE_KEYS, property_rules
from img2fair.mapping.tree import Scalar, Table, Tree
from img2fair.model import KINDS

RECORD_KEYS = frozenset("each when iri type parent relation fields files".split())
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]{1,8}")


def record_rules(builder: Builder, kind: str, tree: Tree) -> RecordRules | None:
    """Return the rules of a record kind."""
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, kind, "expected keys such as iri, type and fields")
        return None
    builder.keys(tree, RECORD_KEYS, kind)
    known = Known(kind, builder.forms)
    iri = _record_iri(builder, tree, known)
    parent, relation = _parent(builder, kind, tree)
    types = builder.types(tree, kind)
    if not types and "type" not in tree.entries:
        builder.notes.error(tree.at, kind, "type is missing")
    fields = property_rules(builder, tree.entries.get("fields"), known, kind)
    written = tree.entries.get("when")
    when = builder.expression(written, known, f"{kind}/when") if written is not None else None
    if iri is None:
        return None
    each, files = _each(builder, kind, tree), _files(builder, tree, known)
    return RecordRules(kind, tree.at, each, iri, types, fields, parent, relation, when, files)


def _files(builder: Builder, tree: Table, known: Known) -> tuple[tuple[str, Expression], ...]:
    """Return the texts beside a dataset, by file name."""
    written = tree.entries.get("files")
    subject = f"{known.kind}/files"
    if written is None:
        return ()
    if known.kind != "dataset" or not isinstance(written, Table):
        why = "expected file names and expressions" if known.kind == "dataset" else "only a dataset has files"
        builder.notes.error(tree.place("files"), subject, why)
        return ()
    found = []
    for name, value in written.entries.items():
        if not _FILE_NAME.fullmatch(name):
            builder.notes.error(written.place(name), subject, f"'{name}' is no plain file name, such as counts.csv")
        made = builder.expression(value, known, f"{subject}/{name}")
        found += [(name, made)] if made is not None else []
    return tuple(found)


def _record_iri(builder: Builder, tree: Table, known: Known) -> Expression | None:
    written = tree.entries.get("iri")
    subject = f"{known.kind}/iri"
    if written is None:
        builder.notes.error(tree.at, known.kind, "iri is missing")
        return None
    made = builder.expression(written, known, subject, iri=True)
    allowed = IN_IRI[known.kind]
    for chain in made.chains if made else ():
        if str(chain) not in allowed:
            why = f"'{chain}' can change, and a record's iri is its key; use only {', '.join(sorted(allowed))}"
            builder.notes.error(written.at, subject, why)
            made = None
    return made


def _parent(builder: Builder, kind: str, tree: Table) -> tuple[str | None, NamedNode | None]:
    parent, relation = PARENTS.get(kind, (None, None))
    written = tree.entries.get("parent")
    if isinstance(written, Scalar) and written.text != parent:
        expected = f"the parent of a {kind} is its {parent}" if parent else f"a {kind} has no parent"
        builder.notes.error(written.at, f"{kind}/parent", expected)
    said = tree.entries.get("relation")
    if isinstance(said, Scalar):
        relation = said.text
    at = said.at if said is not None else tree.at
    return parent, builder.name(relation, at, f"{kind}/relation") if relation else None


def _each(builder: Builder, kind: str, tree: Table) -> str:
    written = tree.entries.get("each")
    allowed = EACH[kind]
    if isinstance(written, Scalar) and written.text not in allowed:
        builder.notes.error(written.at, f"{kind}/each", f"a {kind} is made for each {allowed[0]}, not '{written.text}'")
    return allowed[0]


def is_layer(tree: Table) -> bool:
    """Tell whether a mapping, with all that it extends, has no record of its own: it is to be laid over another."""
    kinds = [{*value.entries} for kind in KINDS if isinstance(value := tree.entries.get(kind), Table)]
    return bool(kinds) and all(keys <= {"fields", "files"} for keys in kinds)


def check_templates(builder: Builder) -> None:
    """Note what is wrong in node templates, used or not."""
    for name, tree in builder.nodes.items():
        if not isinstance(tree, Table):
            builder.notes.error(tree.at, f"nodes/{name}", "expected keys such as type and fields")
            continue
        builder.keys(tree, NODE_KEYS - {"use", "with"}, f"nodes/{name}")
        known = Known("distribution", builder.forms, local=True)
        builder.types(tree, f"nodes/{name}/type")
        property_rules(builder, tree.entries.get("fields"), known, f"nodes/{name}")


def all_records(builder: Builder, tree: Table) -> dict[str, RecordRules]:
    """Return the rules of every record kind of a mapping."""
    made = {kind: record_rules(builder, kind, tree.entries[kind]) for kind in KINDS if kind in tree.entries}
    if not any(kind in tree.entries for kind in KINDS) and "extends" not in tree.entries:
        builder.notes.error(tree.at, "", f"no record kind ({', '.join(KINDS)})")
    return {kind: rules for kind, rules in made.items() if rules is not None}
