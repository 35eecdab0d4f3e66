"""From one value to one term by a rule: lookup, datatype, language."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from img2fair.mapping.datatypes import as_text, is_language, literal, moment, node, taken_out
from img2fair.mapping.language import FieldRule
from img2fair.rdf import Term, expand


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a value makes no term, or not the one it should: the code of the finding, and what was expected."""

    code: str
    expected: str
    miss: bool = False


class Outcome(NamedTuple):
    """What became of a value; ``taken_out`` characters of it are in no term."""

    term: Term | None = None
    steps: tuple[str, ...] = ()
    refused: Refused | None = None
    taken_out: int = 0


@dataclass(frozen=True, slots=True)
class Values:
    """What making terms needs: the mapping's prefixes and the archive's time zone."""

    prefixes: dict[str, str]
    timezone: str = "UTC"

    def node(self, text: str) -> NamedNode | None:
        """Return the node of an IRI or CURIE."""
        return node(expand(text, self.prefixes))

    def constant(self, rule: FieldRule) -> Term | None:
        """Return the term of a rule's constant, which was checked when the mapping was loaded."""
        text = rule.const or ""
        if rule.kind == "iri":
            return node(text)
        return Literal(text, language=rule.tag) if rule.tag else literal(text, rule.kind)


def term_of(value: Any, rule: FieldRule, values: Values, language: str | None) -> Outcome:
    """Return the term of a value by a rule, or why there is none."""
    return _made(value, rule, values, language)._replace(taken_out=taken_out(value))


def _made(value: Any, rule: FieldRule, values: Values, language: str | None) -> Outcome:
    text = as_text(value)
    if text is None:
        return Outcome(refused=Refused("I2F-M003", "a single value"))
    if not text:
        return Outcome()
    steps: tuple[str, ...] = ()
    if rule.lookup is not None:
        found = _looked_up(text, rule, values)
        if found is None:
            return _missed(text, rule, values)
        text, steps = found, (f"lookup {rule.lookup.table.name}",)
    if rule.kind == "iri":
        return _iri(text, values, steps)
    if rule.kind == "dateTime":
        text, added = moment(value, text, values.timezone)
        steps += added
    if rule.kind == "string":
        return _text(text, language, steps)
    made = literal(text, rule.kind)
    if made is None:
        return Outcome(steps=steps, refused=Refused("I2F-M003", f"of datatype {rule.kind}"))
    return Outcome(made, (*steps, f"as {rule.kind}"))


def _looked_up(text: str, rule: FieldRule, values: Values) -> str | None:
    """Return the IRI a table has for a term; an IRI that is one of the table's stands for itself."""
    table = rule.lookup.table if rule.lookup else None
    code = table.find(text) if table else None
    if code is not None:
        return code.iri
    full = expand(text, values.prefixes)
    return full if table and any(full == known.iri for known in table.codes.values()) else None


def _missed(text: str, rule: FieldRule, values: Values) -> Outcome:
    on_miss = rule.lookup.on_miss if rule.lookup else "drop"
    if on_miss == "keep":
        steps = ("kept: not in table",)
        return _iri(text, values, steps) if rule.kind == "iri" else Outcome(Literal(text), steps)
    return Outcome() if on_miss == "drop" else Outcome(refused=Refused("I2F-M002", "a term of the table", miss=True))


def _iri(text: str, values: Values, steps: tuple[str, ...]) -> Outcome:
    named = values.node(text)
    if named is None:
        return Outcome(steps=steps, refused=Refused("I2F-M004", "an IRI"))
    return Outcome(named, (*steps, "as iri"))


def _text(text: str, language: str | None, steps: tuple[str, ...]) -> Outcome:
    if not language:
        return Outcome(Literal(text), steps)
    if not is_language(language):
        return Outcome(Literal(text), steps, Refused("I2F-M003", "a language tag"))
    return Outcome(Literal(text, language=language), (*steps, f"language {language}"))
