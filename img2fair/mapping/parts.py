"""The parts of a rule that stand for themselves: constant, datatype, language, lookup, truth values."""

from img2fair.codes import EXACT, OTHER_MATCHES
from img2fair.mapping.builder import Builder
from img2fair.mapping.datatypes import LEXICAL, is_language, literal, node
from img2fair.mapping.expression import Expression
from img2fair.mapping.known import Known
from img2fair.mapping.language import ON_MISS, FieldRule, Lookup
from img2fair.mapping.problems import nearest
from img2fair.mapping.tree import Scalar, Sequence, Table
from img2fair.rdf import expand

MATCHES = {one.partition(":")[2].removesuffix("Match"): one for one in (EXACT, *OTHER_MATCHES)}
"""How ``match`` names the predicates of a table's rows: exact, close, broad, narrow, related."""


def truth(builder: Builder, tree: Table, key: str, subject: str) -> bool:
    """Return a key that is true or false; false where it is not given."""
    written = tree.entries.get(key)
    if written is None:
        return False
    if isinstance(written, Scalar) and isinstance(written.value, bool):
        return written.value
    builder.notes.error(written.at, subject, f"{key}: expected true or false")
    return False


def datatype(builder: Builder, tree: Table, subject: str) -> str:
    """Return what ``as`` says: ``iri`` or an XSD datatype; ``iri`` beside a lookup, else ``string``."""
    written = tree.entries.get("as")
    usual = "iri" if "lookup" in tree.entries else "string"
    if written is None:
        return usual
    name = written.text.removeprefix("xsd:") if isinstance(written, Scalar) else ""
    if name == "iri" or name in LEXICAL:
        return name
    builder.notes.error(written.at, subject, f"as: unknown datatype '{name}'{nearest(name, {*LEXICAL, 'iri'})}")
    return usual


def language(builder: Builder, tree: Table, known: Known, subject: str) -> tuple[str | None, Expression | None]:
    """Return a language tag, or the expression that gives one."""
    written = tree.entries.get("lang")
    if written is None:
        return None, None
    if isinstance(written, Scalar) and is_language(written.text):
        return written.text, None
    return None, builder.expression(written, known, f"{subject}/lang")


def lookup(builder: Builder, tree: Table, subject: str) -> Lookup | None:
    """Return the table of ``lookup`` and what to do on a miss."""
    on_miss = _on_miss(builder, tree, subject)
    written = tree.entries.get("lookup")
    if written is None:
        if "on_miss" in tree.entries:
            builder.notes.error(tree.place("on_miss"), subject, "'on_miss' goes with lookup only")
        return None
    named = written.entries.get("table", written) if isinstance(written, Table) else written
    name = named.text if isinstance(named, Scalar) else ""
    if name not in builder.tables:
        hint = nearest(name, builder.tables)
        builder.notes.error(named.at, subject, f"lookup: unknown table '{name}'{hint}; define it under 'tables:'")
        return None
    table = builder.tables[name]
    if isinstance(written, Table):
        builder.keys(written, frozenset({"table", "match"}), f"{subject}/lookup")
        table = table.matching(_matches(builder, written, subject))
    return Lookup(table, on_miss)


def _matches(builder: Builder, tree: Table, subject: str) -> tuple[str, ...]:
    """Return the predicates of the rows that count: those of ``match``, exact ones without it."""
    written = tree.entries.get("match")
    if written is None:
        return (EXACT,)
    found = []
    for item in written.items if isinstance(written, Sequence) else (written,):
        text = item.text if isinstance(item, Scalar) else ""
        if text not in MATCHES:
            builder.notes.error(item.at, subject, f"match: '{text}' is none of {', '.join(MATCHES)}")
        found += [MATCHES[text]] if text in MATCHES else []
    return tuple(found)


def _on_miss(builder: Builder, tree: Table, subject: str) -> str:
    written = tree.entries.get("on_miss")
    if written is None:
        return "warn"
    name = written.text if isinstance(written, Scalar) else ""
    if name not in ON_MISS:
        builder.notes.error(written.at, subject, f"on_miss: '{name}' is none of {', '.join(ON_MISS)}")
        return "warn"
    return name


def constant(builder: Builder, tree: Table, rule: FieldRule, subject: str) -> str | None:
    """Return a constant as it goes into the term, after checking that it can be one."""
    written = tree.entries["const"]
    if not isinstance(written, Scalar) or not written.text:
        builder.notes.error(written.at, subject, "const: expected one value; for several write a list of rules")
        return None
    text = written.text
    if rule.lookup is not None:
        code = rule.lookup.table.find(text)
        if code is None:
            hint = rule.lookup.table.nearest(text)
            near = f" (did you mean '{hint}'?)" if hint else ""
            builder.notes.error(written.at, subject, f"const: '{text}' is not in table {rule.lookup.table.name}{near}")
        return code.iri if code else None
    if rule.kind == "iri":
        full = expand(text, dict(builder.prefixes))
        if node(full) is None:
            builder.notes.error(written.at, subject, f"const: {_no_iri(text, builder)}")
        return full
    if literal(text, rule.kind) is None:
        builder.notes.error(written.at, subject, f"const: '{text}' is not of datatype {rule.kind}")
    return text


def _no_iri(text: str, builder: Builder) -> str:
    prefix, colon, rest = text.partition(":")
    if colon and prefix not in builder.prefixes and not rest.startswith("//") and " " not in text:
        return f"'{text}' has an unknown prefix{nearest(prefix, builder.prefixes)}"
    return f"'{text}' is not an IRI"
