"""Applying rules to one record: triples with origins, gaps and findings, in the order of the mapping."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import NamedNode, Triple

from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.expression import Expression, NoValue
from img2fair.mapping.language import CONSTANT, FieldRule, NodeRule, PropertyRules
from img2fair.mapping.limits import Clock
from img2fair.mapping.notebook import Notebook
from img2fair.mapping.terms import Refused, Values, term_of
from img2fair.mapping.views import ArchiveView, Reader, View, leaves
from img2fair.model import Gap, Origin
from img2fair.rdf import Term, iri

RDF_TYPE = iri("rdf:type")
TEMPORAL = frozenset({"date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"})
"""Datatypes of XSD that a whole date is meant for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression sees, and the paths that the current item came from."""

    names: dict[str, Any]
    sources: tuple[str, ...] = ()


@dataclass(slots=True)
class Result:
    """What became of a rule: whether it made a triple, whether it is to, and what it read in vain."""

    made: bool = False
    required: bool = False
    tried: list[str] = field(default_factory=list)


class Maker:
    """Makes the triples of one record."""

    def __init__(self, reader: Reader, notebook: Notebook, values: Values, clock: Clock) -> None:
        self.reader = reader
        self.notebook = notebook
        self.values = values
        self.clock = clock
        self.paths: tuple[str, ...] = ()

    def value(self, expression: Expression, scope: Scope, result: Result, *, temporal: bool = False) -> Any:
        """Return what an expression says; an expression that fails on this data says nothing, and is told.

        :param temporal: whether a date is asked for, or the value only decides something (``Reader.begin``).
        """
        self.clock.check(expression.where)
        self.reader.begin(expression.where, temporal=temporal)
        try:
            found = expression.value(scope.names)
        except NoValue as fault:
            found = None
            self.notebook.uncomputed(expression, str(fault))
        self.paths = self.reader.touched()
        result.tried += _sought(self.paths, expression, scope) if expression.keys else self.paths
        return found

    def text(self, expression: Expression, scope: Scope) -> str:
        """Return what a template says, the empty text for nothing."""
        return str(self.value(expression, scope, Result()) or "")

    def fields(self, subject: NamedNode, fields: tuple[PropertyRules, ...], scope: Scope) -> bool:
        """Apply all rules of a node; tell whether anything came of it."""
        made = [self._property(subject, one, scope) for one in fields]
        return any(made)

    def _property(self, subject: NamedNode, one: PropertyRules, scope: Scope) -> bool:
        results = []
        for rule in one.rules:
            result = self._rule(subject, one.predicate, rule, scope)
            results.append((rule, result))
            if not result.made:
                gap = Gap(subject, one.predicate, rule.where, leaves(result.tried), result.required)
                self.notebook.gaps.append(gap)
        made = any(result.made for _, result in results)
        required = next((rule for rule, result in results if result.required), None)
        if not made and required is not None:
            tried = [path for _, result in results for path in result.tried]
            self.notebook.missing(subject, one, required, leaves(tried), self.reader.withheld)
        return made

    def _rule(self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, scope: Scope) -> Result:
        result = Result(required=rule.required)
        index = 0
        for inner in self._scopes(rule, scope, result):
            if rule.each:
                inner.names["loop"] = ArchiveView("loop", self.reader, {"index": index + 1})
            if rule.when is not None and is_empty(self._condition(rule.when, inner, result)):
                result.required = rule.required and bool(rule.each)  # a rule that does not apply demands nothing
                continue
            made = self._node(subject, predicate, rule, inner, result) if rule.node else None
            made = self._values(subject, predicate, rule, inner, result) if made is None else made
            index += made
            result.made = result.made or made
        return result

    def _condition(self, when: Expression, scope: Scope, result: Result) -> Any:
        return self.value(when, scope, result, temporal=True) or None

    def _scopes(self, rule: FieldRule, scope: Scope, result: Result) -> Iterator[Scope]:
        if not rule.each:
            yield scope
            return
        items, sources, _ = self._first(rule.each, scope, result)
        for item in _items(items):
            own = () if isinstance(item, View) else sources
            yield Scope({**scope.names, "it": item}, own)

    def _first(
        self, chain: tuple[Expression, ...], scope: Scope, result: Result, *, temporal: bool = False
    ) -> tuple[Any, tuple[str, ...], Any]:
        """Return the first value of a fallback chain that is not empty, the paths it was read from, its expression."""
        for expression in chain:
            found = self.value(expression, scope, result, temporal=temporal)
            if not is_empty(found):
                return found, self.paths, expression
        return None, (), None

    def _node(self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, scope: Scope, result: Result) -> bool:
        node = rule.node
        if node is None:
            return False
        inner = self._given(node, scope, result)
        if inner is None:
            return False
        text = self.text(node.iri, inner)
        named = self.values.node(text)
        if named is None:
            self.notebook.refused(subject, predicate, rule, Refused("I2F-M004", "an IRI"), None, result.tried)
            return False
        inner = replace(inner, names={**inner.names, "iri": text})
        inside = Maker(self.reader, self.notebook.fresh(), self.values, self.clock)
        if node.fields and not inside.fields(named, node.fields, inner):
            result.tried += [path for gap in inside.notebook.gaps for path in gap.tried]
            self.notebook.gaps += [replace(gap, required=False) for gap in inside.notebook.gaps]
            return False
        origin = Origin(rule.where, self.notebook.sources(inner.sources), ("node",), rule.overrides)
        self.notebook.add(Triple(subject, predicate, named), origin)
        for one in node.types:
            self.notebook.add(Triple(named, RDF_TYPE, one.node), one.origin)
        self.notebook.take(inside.notebook)
        return True

    def _given(self, node: NodeRule, scope: Scope, result: Result) -> Scope | None:
        if not node.given:
            item = scope.names.get("it")
            own = (item.path,) if isinstance(item, View) else scope.sources
            return replace(scope, sources=own)
        found, sources, _ = self._first(node.given, scope, result)
        item = next(iter(_items(found)), None)
        return None if item is None else Scope({**scope.names, "it": item}, sources)

    def _values(self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, scope: Scope, result: Result) -> bool:
        if rule.const is not None:
            term = self.values.constant(rule)
            return term is not None and self._add(subject, predicate, rule, term, rule.constant)
        found, read_from, expression = self._first(rule.sources, scope, result, temporal=rule.kind in TEMPORAL)
        items = _items(found)
        if not items:
            return False
        made, language = False, self._language(rule, scope)
        paths = leaves((*(() if isinstance(scope.names.get("it"), View) else scope.sources), *read_from))
        sources = self.notebook.sources(paths)
        for item in items:
            outcome = term_of(item, rule, self.values, language)
            if outcome.taken_out:
                self.notebook.cleaned(subject, predicate, rule, outcome.taken_out, paths)
            if outcome.refused is not None:
                read = [] if outcome.term is not None else list(paths)  # with a term: its language was refused
                self.notebook.refused(subject, predicate, rule, outcome.refused, item, read)
            if outcome.term is not None:
                steps = (*expression.steps, *outcome.steps)
                steps = steps if paths else (*steps, *CONSTANT)
                origin = Origin(rule.where, sources, steps, rule.overrides)
                made = self._add(subject, predicate, rule, outcome.term, origin) or made
        return made

    def _language(self, rule: FieldRule, scope: Scope) -> str | None:
        return self.text(rule.lang, scope) if rule.lang is not None else rule.tag

    def _add(self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, term: Term, origin: Origin) -> bool:
        self.notebook.add(Triple(subject, predicate, term), origin)
        if isinstance(term, NamedNode):
            for one in rule.types:
                self.notebook.add(Triple(term, RDF_TYPE, one.node), one.origin)
        return True


def _sought(paths: tuple[str, ...], expression: Expression, scope: Scope) -> list[str]:
    """Return the paths that can give the value, without those of names that only lead to another."""
    keys = set()
    for chain in expression.keys:
        first = scope.names.get(chain.names[0])
        keys.add(".".join((first.path if isinstance(first, View) else chain.names[0], *chain.names[1:])))
    return [path for path in paths if path not in keys]


def _items(found: Any) -> list[Any]:
    """Return the single values of a value, lists in lists opened, empty ones left out."""
    if isinstance(found, (list, tuple)):
        return [item for one in found for item in _items(one)]
    return [] if is_empty(found) else [found]
