"""What reading one mapping needs everywhere: names, classes and expressions, checked where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from img2fair.codes import CodeTable
from img2fair.mapping.expression import Compiler, Expression, ExpressionFault, tables_named
from img2fair.mapping.known import Known, error_in, warning_in
from img2fair.mapping.language import TypeRule
from img2fair.mapping.problems import Notes, Place, nearest
from img2fair.mapping.titles import asked_in
from img2fair.mapping.tree import Scalar, Sequence, Table, Tree, is_null
from img2fair.rdf import expand, is_iri


@dataclass(frozen=True, slots=True)
class Builder:
    """What the reading of one mapping needs everywhere; ``titles`` are those of the forms that have a key."""

    notes: Notes
    compiler: Compiler
    tables: Mapping[str, CodeTable]
    prefixes: Mapping[str, str]
    nodes: Mapping[str, Tree]
    forms: frozenset[str]
    titles: Mapping[str, str] = field(default_factory=dict)

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

    def types(self, table: Table, subject: str) -> tuple[TypeRule, ...]:
        """Return the classes of ``type`` in a table: one or a list, each with its own place."""
        tree = table.entries.get("type")
        items = tree.items if isinstance(tree, Sequence) else (tree,) if tree is not None else ()
        found: list[TypeRule] = []
        for item in items:
            if isinstance(item, Scalar) and item.text:
                named = self.name(item.text, item.at, subject)
                found += [TypeRule(item.at, named, table.overrides("type"))] if named is not None else []
            else:
                self.notes.error(item.at, subject, "type: expected a class or a list of classes, such as dcat:Dataset")
        return tuple(found)

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
                self.notes.warn(made.at, subject, warning + asked_in(".".join(chain.names[1:]), self.titles))
        return fine
