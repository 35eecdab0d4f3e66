"""Which values of ``defaults`` the chosen mapping cannot do without, read from its own rules and the profiles' shapes.

A value is needed where a property is mandatory, by a profile or by ``required: true``, and its rules read nothing that
an archive has: only answers of a form, which a project may lack, and the config.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from img2fair.coverage import Row, coverage
from img2fair.mapping.expression import Expression
from img2fair.mapping.language import FieldRule, Mapping, PropertyRules
from img2fair.shacl import load_profile

Path = tuple[str, ...]
"""The names of a chain: ``("defaults", "publisher", "name")``."""

_SAID_BY_PEOPLE = ("form", "defaults")
"""First names of what is nobody's but people's to say."""
_NOT_OF_THE_ARCHIVE = (("site", "description"), ("resource", "defaults"))
"""What looks like the archive's and is the config's."""
_KIND = ("site", "type")
"""What rules ask that hold for an XNAT alone."""
_PEOPLE = "people"
"""Of ``defaults``: what is said of persons that the archive names, and nobody can foresee."""


@dataclass(frozen=True, slots=True)
class Need:
    """A value without which records are held back.

    :param keys: entries of ``defaults``, dotted, each of which would do.
    :param what: what it is for: the kind of record and the property.
    """

    keys: tuple[str, ...]
    what: str


def needs(mapping: Mapping, profiles: Iterable[str], kind: str = "xnat") -> tuple[Need, ...]:
    """Return what a mapping needs of ``defaults`` to meet its own demands and those of profiles.

    :param kind: of archive: what is read of an XNAT's own pages is not there for others.
    :raises UsageFault: there is no such profile.
    """
    return needs_of(mapping, [row for name in profiles for row in coverage(mapping, load_profile(name)).rows], kind)


def needs_of(mapping: Mapping, rows: Iterable[Row], kind: str) -> tuple[Need, ...]:
    """Return the same, by what the profiles want of the mapping."""
    mandatory = {(row.kind, row.node, row.property) for row in rows if row.mandatory and not row.right}
    found: dict[tuple[str, ...], str] = {}
    for rules in mapping.kinds.values():
        of_xnat = rules.when is not None and any(chain.names == _KIND for chain in rules.when.chains)
        if of_xnat and kind != "xnat":
            continue
        walk = _Walk(rules.kind, mandatory, kind == "xnat")
        for need in walk.below("", rules.fields, ()):
            found.setdefault(need.keys, need.what)
    return tuple(Need(keys, what) for keys, what in found.items())


def unmet_needs(defaults: Any, needs: Iterable[Need], best: Collection[str] = ()) -> dict[str, Need]:
    """Return the needs that the defaults do not meet, each by the key that is best filled in for it.

    One of ``best`` is best, then the key that is the most general; one that meets several stands once.
    """
    found: dict[str, Need] = {}
    for need in sorted(needs, key=lambda one: (len(one.keys), -max(key.count(".") for key in one.keys))):
        within = {key.rpartition(".")[0] for key in found}
        if not any(at(defaults, key) or key in found or key in within for key in need.keys):
            found[min(need.keys, key=lambda key: (key not in best, key.count(".")))] = need
    return found


def at(tree: Any, key: str) -> Any:
    """Return the value at a dotted key, ``None`` where there is none."""
    for name in key.split("."):
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


@dataclass(frozen=True, slots=True)
class _Walk:
    """Walks the rules of one kind of record."""

    kind: str
    mandatory: set[tuple[str, str, str]]
    of_xnat: bool

    def below(self, above: str, fields: Sequence[PropertyRules], it: tuple[Path, ...]) -> Iterator[Need]:
        """Yield what the mandatory properties of a record or node need.

        :param it: what ``it`` stands for there.
        """
        for one in fields:
            if (self.kind, above, one.curie) in self.mandatory or any(rule.required for rule in one.rules):
                yield from self._of_property(above, one, it)

    def _of_property(self, above: str, one: PropertyRules, it: tuple[Path, ...]) -> Iterator[Need]:
        rules = [rule for rule in one.rules if rule.when is None]
        if not rules or any(rule.const is not None for rule in rules):
            return
        read = [path for rule in rules for path in self._read(rule, it)]
        if any(path[0] not in _SAID_BY_PEOPLE for path in read):
            return
        inner = [need for rule in rules for need in self._within(above, one.curie, rule, it)]
        keys = tuple(dict.fromkeys(".".join(path[1:]) for path in read if path[0] == "defaults" and path[1] != _PEOPLE))
        if inner:
            yield from inner
        elif keys:
            yield Need(keys, " ".join(part for part in (self.kind, above.replace("/", " "), one.curie) if part))

    def _within(self, above: str, curie: str, rule: FieldRule, it: tuple[Path, ...]) -> Iterator[Need]:
        if rule.node is None:
            return
        given = tuple(self._paths((*rule.each, *rule.node.given), it)) or it
        yield from self.below(f"{above}/{curie}" if above else curie, rule.node.fields, given)

    def _read(self, rule: FieldRule, it: tuple[Path, ...]) -> Iterator[Path]:
        """Yield all that a rule may take its value from."""
        sources = (*rule.each, *rule.sources, *(rule.node.given if rule.node is not None else ()))
        found = [*self._paths(sources, it)]
        yield from found or (it if rule.node is not None else (("nothing",),))

    def _paths(self, sources: Iterable[Expression], it: tuple[Path, ...]) -> Iterator[Path]:
        for source in sources:
            chains = [chain.names for chain in source.chains if chain not in source.keys]
            if not self.of_xnat and _KIND in chains:
                continue
            for names in chains:
                if names[0] == "it":
                    yield from ((*base, *names[1:]) for base in it)
                elif names[:2] not in _NOT_OF_THE_ARCHIVE:
                    yield names
