"""What a cause is called in words: dataset 'X' has no theme."""

from img2fair.rdf import shorten
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause
from img2fair.shacl.nodes import Nodes, clipped

_DATATYPES = {
    "xsd:dateTime": "a date with time",
    "xsd:date": "a date",
    "xsd:nonNegativeInteger": "a whole number",
    "xsd:integer": "a whole number",
    "xsd:decimal": "a decimal number",
    "xsd:duration": "a duration",
    "xsd:hexBinary": "hexadecimal digits",
    "xsd:string": "a text without language tag",
    "xsd:boolean": "true or false",
}
_BOUNDS = (
    ("minExclusive", "above"),
    ("minInclusive", "at least"),
    ("maxExclusive", "below"),
    ("maxInclusive", "at most"),
)


def message(cause: Cause, nodes: Nodes) -> str:
    """Return one sentence, without a full stop, that says what is wrong with which node."""
    if not cause.path:
        return _free(cause, nodes)
    if cause.info.inverse:
        return f"{nodes.say(cause.focus)}: {cause.message.rstrip('.')}"
    name = cause.info.name or nodes.property_name(cause.path)
    return _SENTENCES.get(cause.code, _other)(cause, nodes, name)


def _free(cause: Cause, nodes: Nodes) -> str:
    return f"{nodes.say(cause.focus)} breaks a rule of {cause.profiles[0]}: {cause.message.rstrip('.')}"


def _shown(cause: Cause, nodes: Nodes) -> str:
    """Return the value as people read it; a blank node is called what it is."""
    value = cause.value
    if value is None or value.kind == "blank":
        label = nodes.label(value) if value else ""
        return f"'{clipped(label)}'" if label else ""
    text = clipped(value.text)
    return f"<{text}>" if value.kind == "iri" else f"'{text}'"


def _of(cause: Cause, nodes: Nodes, name: str) -> str:
    shown = _shown(cause, nodes)
    return f"the {name} of {nodes.say(cause.focus)}" + (f", {shown}," if shown else "")


def _missing(cause: Cause, nodes: Nodes, name: str) -> str:
    wanted = cause.info.expected.get("hasValue")
    if wanted and nodes.count(cause.focus, cause.path):
        return f"{nodes.say(cause.focus)} has no {name} <{wanted[0]}>"
    return f"{nodes.say(cause.focus)} has no {name}"


def _too_many(cause: Cause, nodes: Nodes, name: str) -> str:
    count = nodes.count(cause.focus, cause.path)
    most = cause.info.expected.get("maxCount", ("1",))[0]
    return f"{nodes.say(cause.focus)} has {count} values for {name}, at most {most} is allowed"


def _datatype(cause: Cause, nodes: Nodes, name: str) -> str:
    wanted = tuple(shorten(text) for text in cause.info.expected.get("datatype", ()))
    if not wanted:
        return f"{_of(cause, nodes, name)} is not a date (xsd:date, xsd:dateTime, xsd:gYear or xsd:gYearMonth)"
    kind = f" ({_DATATYPES[wanted[0]]})" if wanted[0] in _DATATYPES else ""
    return f"{_of(cause, nodes, name)} is not of type {wanted[0]}{kind}"


def _node_kind(cause: Cause, nodes: Nodes, name: str) -> str:
    wanted = cause.info.expected.get("nodeKind", ("",))[0].rpartition("#")[2]
    if cause.value and cause.value.kind == "literal":
        asked = "an address (IRI)" if wanted == "IRI" else "a node described in full or an address (IRI)"
        return f"{_of(cause, nodes, name)} is a text, where {asked} is wanted"
    if wanted == "Literal":
        return f"{_of(cause, nodes, name)} is a link, where a text is wanted"
    return f"{_of(cause, nodes, name)} is a node without an address, where an address (IRI) is wanted"


def _table(cause: Cause, nodes: Nodes, name: str) -> str:
    options = tuple(shorten(text) for text in cause.info.expected.get("in", ()))
    table = f"the table <{cause.info.table}>" if cause.info.table else "the tables wanted"
    among = "one of " + ", ".join(options) if options else f"in {table}"
    return f"{_of(cause, nodes, name)} is not {among}"


def _pattern(cause: Cause, nodes: Nodes, name: str) -> str:
    return f"{_of(cause, nodes, name)} has not the form that is wanted"


def _class(cause: Cause, nodes: Nodes, name: str) -> str:
    wanted = [shorten(text) for text in cause.info.expected.get("class", ())]
    asked = " or ".join(wanted) or "a catalogue, dataset, series or data service"
    return f"{_of(cause, nodes, name)} is not described as {asked}"


def _incomplete(cause: Cause, nodes: Nodes, name: str) -> str:
    return f"{_of(cause, nodes, name)} is not described"


def _language(cause: Cause, nodes: Nodes, name: str) -> str:
    return f"{nodes.say(cause.focus)} has more than one {name} in the same language"


def _range(cause: Cause, nodes: Nodes, name: str) -> str:
    bounds = [f"{word} {cause.info.expected[term][0]}" for term, word in _BOUNDS if term in cause.info.expected]
    return f"{_of(cause, nodes, name)} must be {' and '.join(bounds) or 'within its bounds'}"


def _other(cause: Cause, nodes: Nodes, name: str) -> str:
    rule = cause.message.rstrip(".") or "a rule of the profile"
    return f"{_of(cause, nodes, name)} breaks a rule of {cause.profiles[0]}: {rule}"


_SENTENCES = {
    rules.MISSING: _missing,
    rules.TOO_MANY: _too_many,
    rules.DATATYPE: _datatype,
    rules.NODE_KIND: _node_kind,
    rules.TABLE: _table,
    rules.PATTERN: _pattern,
    rules.CLASS: _class,
    rules.INCOMPLETE: _incomplete,
    rules.LANGUAGE: _language,
    rules.RANGE: _range,
}
