"""From the tree of a mapping to its rules; every mistake is noted with its place, and reading goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from img2fair.codes import CodeTable
from img2fair.mapping.expression import Compiler, Expression, ExpressionFault, tables_named
from img2fair.mapping.known import IN_IRI, Known, error_in, warning_in
from img2fair.mapping.language import EACH, PARENTS, NodeRule, PropertyRules, RecordRules
from img2fair.mapping.merge import extend
from img2fair.mapping.problems import Notes, Place, nearest
from img2fair.mapping.properties import field_rule
from img2fair.mapping.tree import Scalar, Sequence, Table, Tree, is_null
from img2fair.model import KINDS
from img2fair.rdf import expand, is_iri

RECORD_KEYS = frozenset("each iri type parent relation fields".split())
NODE_KEYS = frozenset("use iri type with fields".split())


@dataclass(frozen=True, slots=True)
class Builder:
    """What the reading of one mapping needs everywhere."""

    notes: Notes
    compiler: Compiler
    tables: Mapping[str, CodeTable]
    prefixes: Mapping[str, str]
    nodes: Mapping[str, Tree]
    forms: frozenset[str]

    def keys(self, table: Table, known: frozenset[str], subject: str) -> None:
        """Note keys that the language does not have here."""
        for key in table.entries:
            if key not in known:
                self.notes.error(table.place(key), subject, f"unknown key '{key}'{nearest(key, known)}")

    def name(self, curie: str, at: Place, subject: str) -> NamedNode | None:
        """Return the node of a CURIE or IRI written in the mapping."""
        full = expand(curie, dict(self.prefixes))
        prefix, colon, _ = curie.partition(":")
        if full == curie and not curie.startswith(("http://", "https://", "urn:", "mailto:")):
            what = f"unknown prefix '{prefix}'{nearest(prefix, self.prefixes)}" if colon else f"'{curie}' is no name"
            self.notes.error(at, subject, what if colon else f"{what}; write prefix:name, such as dct:title")
        elif not is_iri(full):
            self.notes.error(at, subject, f"'{curie}' is not an IRI")
        else:
            try:
                return NamedNode(full)
            except ValueError:
                self.notes.error(at, subject, f"'{curie}' is not an IRI")
        return None

    def types(self, tree: Tree | None, subject: str) -> tuple[NamedNode, ...]:
        """Return the classes of ``type``: one or a list."""
        items = tree.items if isinstance(tree, Sequence) else (tree,) if tree is not None else ()
        found = []
        for item in items:
            if isinstance(item, Scalar) and item.text:
                found.append(self.name(item.text, item.at, subject))
            else:
                self.notes.error(item.at, subject, "type: expected a class or a list of classes, such as dcat:Dataset")
        return tuple(one for one in found if one is not None)

    def expression(self, tree: Tree, known: Known, subject: str, *, iri: bool = False) -> Expression | None:
        """Return a compiled expression whose names are known, or ``None`` after noting what is wrong."""
        if not isinstance(tree, Scalar) or is_null(tree):
            self.notes.error(tree.at, subject, "expected an expression, such as project.name")
            return None
        try:
            made = self.compiler.iri(tree.text, tree.at) if iri else self.compiler.expression(tree.text, tree.at)
        except ExpressionFault as fault:
            self.notes.error(tree.at, subject, str(fault))
            return None
        for table in tables_named(tree.text):
            if table not in self.tables:
                self.notes.error(tree.at, subject, f"unknown table '{table}'{nearest(table, self.tables)}")
        return made if self._names_known(made, known, subject) else None

    def expressions(self, tree: Tree | None, known: Known, subject: str) -> tuple[Expression, ...]:
        """Return a fallback chain: one expression or a list."""
        items = tree.items if isinstance(tree, Sequence) else (tree,) if tree is not None else ()
        made = [self.expression(item, known, subject) for item in items]
        return tuple(one for one in made if one is not None)

    def _names_known(self, made: Expression, known: Known, subject: str) -> bool:
        fine = True
        for chain in made.chains:
            error = error_in(chain, known)
            if error:
                self.notes.error(made.at, subject, error)
                fine = False
            warning = warning_in(chain, known)
            if warning:
                self.notes.warn(made.at, subject, warning)
        return fine


def record_rules(builder: Builder, kind: str, tree: Tree) -> RecordRules | None:
    """Return the rules of a record kind."""
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, kind, "expected keys such as iri, type and fields")
        return None
    builder.keys(tree, RECORD_KEYS, kind)
    known = Known(kind, builder.forms)
    iri = _record_iri(builder, tree, known)
    parent, relation = _parent(builder, kind, tree)
    types = builder.types(tree.entries.get("type"), kind)
    if not types and "type" not in tree.entries:
        builder.notes.error(tree.at, kind, "type is missing")
    fields = property_rules(builder, tree.entries.get("fields"), known, kind)
    if iri is None:
        return None
    return RecordRules(kind, tree.at, _each(builder, kind, tree), iri, types, fields, parent, relation)


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
    if isinstance(written, Scalar):
        if written.text != parent:
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


def property_rules(builder: Builder, tree: Tree | None, known: Known, above: str) -> tuple[PropertyRules, ...]:
    """Return the rules of all properties under ``fields``; a property that is null has none."""
    if tree is None or is_null(tree):
        return ()
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, f"{above}/fields", "expected properties, such as dct:title")
        return ()
    found = []
    for curie, value in tree.entries.items():
        at = tree.place(curie)
        predicate = builder.name(curie, at, above)
        items = value.items if isinstance(value, Sequence) else (value,)
        places = [item.at for item in items] if isinstance(value, Sequence) else [at]
        if is_null(value):
            continue
        pairs = zip(items, places, strict=True)
        rules = [field_rule(builder, item, place, known, curie) for item, place in pairs]
        if predicate is not None:
            found.append(PropertyRules(curie, predicate, tuple(rule for rule in rules if rule is not None)))
    return tuple(found)


def node_rule(builder: Builder, tree: Tree, known: Known, subject: str) -> NodeRule | None:
    """Return the rule of a supporting node, with the template it uses."""
    if not isinstance(tree, Table):
        builder.notes.error(tree.at, subject, "node: expected keys such as use, iri, type, with and fields")
        return None
    builder.keys(tree, NODE_KEYS, f"{subject}/node")
    table = _with_template(builder, tree, subject)
    given = builder.expressions(tree.entries.get("with"), known, f"{subject}/with")
    inner = known
    if given:
        inner = replace(known, local=True, it=stands_for(given))
    written = table.entries.get("iri")
    if written is None:
        builder.notes.error(tree.at, subject, "node: iri is missing, such as \"{{ iri }}#publisher\"")
        return None
    iri = builder.expression(written, inner, f"{subject}/iri", iri=True)
    types = builder.types(table.entries.get("type"), f"{subject}/type")
    fields = property_rules(builder, table.entries.get("fields"), inner, subject)
    return NodeRule(tree.at, iri, types, given, fields) if iri else None


def _with_template(builder: Builder, tree: Table, subject: str) -> Table:
    use = tree.entries.get("use")
    if not isinstance(use, Scalar):
        return tree
    template = builder.nodes.get(use.text)
    if not isinstance(template, Table):
        builder.notes.error(use.at, subject, f"unknown node '{use.text}'{nearest(use.text, builder.nodes)}")
        return tree
    return extend(template, tree, kinds=frozenset(), notes=builder.notes)


def check_templates(builder: Builder) -> None:
    """Note what is wrong in node templates, used or not."""
    for name, tree in builder.nodes.items():
        if not isinstance(tree, Table):
            builder.notes.error(tree.at, f"nodes/{name}", "expected keys such as type and fields")
            continue
        builder.keys(tree, NODE_KEYS - {"use", "with"}, f"nodes/{name}")
        known = Known("distribution", builder.forms, local=True)
        builder.types(tree.entries.get("type"), f"nodes/{name}/type")
        property_rules(builder, tree.entries.get("fields"), known, f"nodes/{name}")


def stands_for(given: tuple[Expression, ...]) -> tuple[str, ...]:
    """Return the archive paths an item can stand for; nothing where it can be of a form or the config."""
    paths = [str(chain) for one in given for chain in one.chains]
    if any(not path.startswith(("project.", "resources")) for path in paths) or any(one.steps for one in given):
        return ()
    return tuple(paths)


def all_records(builder: Builder, tree: Table) -> dict[str, RecordRules]:
    """Return the rules of every record kind of a mapping."""
    made = {kind: record_rules(builder, kind, tree.entries[kind]) for kind in KINDS if kind in tree.entries}
    if not any(kind in tree.entries for kind in KINDS):
        builder.notes.error(tree.at, "", f"no record kind ({', '.join(KINDS)})")
    return {kind: rules for kind, rules in made.items() if rules is not None}
