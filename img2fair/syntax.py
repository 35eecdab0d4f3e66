"""RDF texts before they are parsed: what is refused, with line and reason, and what no parser tells us.

The parser fetches nothing, but it passes over some faults: an RDF/XML file that ends too early, deep nesting that takes
it minutes, an IRI in JSON-LD that is none. Document types (DOCTYPE) are refused because their entities may grow without
end (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing).
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from xml.parsers import expat

from img2fair.errors import UsageFault

LARGEST = 200_000_000
"""Bytes of a file that is read whole."""
DEEPEST = 500
"""Levels of nesting in JSON-LD, RDF/XML and triple terms; a catalogue has fewer than ten."""

FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
"""Characters that no IRI holds (RFC 3987 2.2; SPARQL 1.1 grammar, IRIREF)."""

_MEND = "mend the file or make it anew"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OF_IRIS = {_RDF + "about", _RDF + "resource", _RDF + "datatype", "http://www.w3.org/XML/1998/namespace base"}
_SUSPECT = re.compile(rb'"@(?:context"|id"\s*:\s*"[^"\x00-\x20<>{}|\\^`]*+[^"])')
"""What tells that JSON-LD has to be looked at: a context, or an address with a character or escape none should have."""
_NESTING = {
    "json-ld": ((b"{", b"["), re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|([][{}])', re.DOTALL)),
    "turtle": (
        (b"<<",),
        re.compile(
            rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"'
            rb"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'"
            rb"|<[^<>\s]*>|#[^\n]*|\\.|(<<|>>)",
            re.DOTALL,
        ),
    ),
}
"""What opens a level, and an expression whose group finds that and what closes one, but not within texts.

Triple terms are those of RDF 1.2 Turtle 2.11 (https://www.w3.org/TR/rdf12-turtle/#triple-terms).
"""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _at(where: str, line: int | None) -> str:
    return f"{where}:{line}" if where and line else where or (f"line {line}" if line else "")


def unparsed(form: str, reason: str, where: str, line: int | None) -> UsageFault:
    """Return the fault for a text that does not parse."""
    return UsageFault(f"not valid {form}: {reason}", where=_at(where, line), cure=_MEND)


def checked_xml(data: bytes, where: str) -> str:
    """Return an RDF/XML document as text, its encoding undone.

    :raises UsageFault: it is not well-formed, has a document type, nests too deep, or holds an IRI that is none.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = 0
    encoding = "utf-8"

    def declared(version: str, name: str | None, standalone: int) -> None:
        nonlocal encoding
        del version, standalone
        encoding = name or encoding

    def refuse(*_: object) -> None:
        raise UsageFault(
            "a document type (DOCTYPE) is not taken: its entities may grow without end",
            where=_at(where, parser.CurrentLineNumber),
            cure="write the file without one: full IRIs in place of entities",
        )

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        del name
        depth += 1
        if depth > DEEPEST:
            raise too_deep("RDF/XML", where, parser.CurrentLineNumber)
        for attribute, value in attributes.items():
            if attribute.replace(" ", "", 1) in _OF_IRIS or attribute in _OF_IRIS:
                _check_iri("RDF/XML", value, where, parser.CurrentLineNumber)

    def end(name: str) -> None:
        nonlocal depth
        del name
        depth -= 1

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
        return _DECLARATION.sub("", data.decode("utf-16" if _is_utf_16(data) else encoding).lstrip("\ufeff"))
    except expat.ExpatError as error:
        raise unparsed("RDF/XML", expat.errors.messages[error.code], where, error.lineno) from None
    except (LookupError, ValueError):
        raise unparsed("RDF/XML", f"it is not in the encoding it names, {encoding}", where, 1) from None


def _is_utf_16(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff")


def too_deep(form: str, where: str, line: int | None) -> UsageFault:
    """Return the fault for a text that nests deeper than anything that is meant for us."""
    return UsageFault(
        f"not taken: this {form} nests deeper than a description does (about {DEEPEST} levels)",
        where=_at(where, line),
        cure="write it flatter",
    )


def _check_iri(form: str, text: str, where: str, line: int | None) -> None:
    found = FORBIDDEN_IN_IRI.search(text)
    if found:
        raise unparsed(form, f"the IRI {text[:80]!r} holds {found[0]!r}, which no IRI does", where, line)


def check_nesting(data: bytes, form: str, where: str) -> None:
    """Refuse a text that nests so deep that the parser, which calls itself for each level, would end the process.

    :param form: ``json-ld``, or one of the family of Turtle.
    :raises UsageFault: it does.
    """
    opening, tokens = _NESTING.get(form) or _NESTING["turtle"]
    if sum(map(data.count, opening)) > DEEPEST:
        steps = (1 if token in opening else -1 for token in tokens.findall(data) if token)
        if max(accumulate(steps), default=0) > DEEPEST:
            raise too_deep("JSON-LD" if form == "json-ld" else form, where, None)


def check_json_ld(data: bytes, where: str) -> None:
    """Refuse a JSON-LD text that the parser would take by halves, or that names a context of another file or site.

    :raises UsageFault: it is no JSON, nests too deep, names such a context, or holds an IRI that is none.
    """
    if not _SUSPECT.search(data):  # as all that we write ourselves; the parser finds what else is wrong
        return
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise unparsed("json-ld", error.msg, where, error.lineno) from None
    except UnicodeDecodeError:
        raise unparsed("json-ld", "it is not UTF-8", where, 1) from None
    except RecursionError:
        raise too_deep("JSON-LD", where, None) from None
    _check_objects(list(_objects(document, where)), data, where)


def _check_objects(objects: list[dict[str, object]], data: bytes, where: str) -> None:
    for address in _contexts(objects):
        raise UsageFault(
            f"it names a context that stands elsewhere (a remote context), {address[:120]}, and nothing is fetched",
            where=_at(where, _line_of(data, address)),
            cure="write the context itself into the file, or convert the file to Turtle",
        )
    links = {"@id"} | set(_linking_terms(objects))
    for entry in objects:
        for name in links & entry.keys():
            said = entry[name]
            for text in said if isinstance(said, list) else [said]:
                if isinstance(text, str) and FORBIDDEN_IN_IRI.search(text):
                    _check_iri("json-ld", text, where, _line_of(data, text))


def _line_of(data: bytes, text: str) -> int | None:
    """Return the line a text first stands on, where it is written as it is."""
    place = data.find(json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "replace"))
    return data.count(b"\n", 0, place) + 1 if place >= 0 else None


def _objects(document: object, where: str) -> Iterator[dict[str, object]]:
    """Yield every object of a JSON document but those in literals of JSON."""
    waiting: list[tuple[object, int]] = [(document, 0)]
    while waiting:
        entry, depth = waiting.pop()
        if depth > DEEPEST:
            raise too_deep("JSON-LD", where, None)
        if isinstance(entry, dict) and entry.get("@type") != "@json":
            yield entry
            waiting += [(value, depth + 1) for value in reversed(entry.values())]
        elif isinstance(entry, list):
            waiting += [(value, depth + 1) for value in reversed(entry)]


def _contexts(objects: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield the addresses of contexts that are not written out."""
    for context in _named_contexts(objects):
        if isinstance(context, str):
            yield context
        elif isinstance(context, dict) and isinstance(context.get("@import"), str):
            yield str(context["@import"])


def _linking_terms(objects: Iterable[dict[str, object]]) -> Iterator[str]:
    """Yield the terms that a context says to hold IRIs."""
    for context in _named_contexts(objects):
        for term, meaning in context.items() if isinstance(context, dict) else ():
            told = meaning if isinstance(meaning, dict) else {"@id": meaning}
            if told.get("@type") == "@id" or told.get("@id") == "@id":
                yield term


def _named_contexts(objects: Iterable[dict[str, object]]) -> Iterator[object]:
    for entry in objects:
        named = entry.get("@context")
        yield from named if isinstance(named, list) else [named]
