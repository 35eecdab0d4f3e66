"""What a cause is called in words: dataset 'X' has no theme; in Dutch: dataset 'X' heeft geen thema."""

from collections.abc import Callable
from dataclasses import dataclass

from img2fair.phrases import DUTCH, ENGLISH
from img2fair.rdf import shorten
from img2fair.shacl import rules
from img2fair.shacl.causes import Cause
from img2fair.shacl.naming import called, property_name
from img2fair.shacl.nodes import Nodes, clipped
from img2fair.shacl.sentences import SENTENCES

_BOUNDS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")


def message(cause: Cause, nodes: Nodes, language: str = ENGLISH) -> str:
    """Return one sentence, without a full stop, that says what is wrong with which node.

    :param language: ``en`` or ``nl``; names and rules that shapes give in English only stay English.
    """
    about = _About(cause, nodes, language)
    if cause.info.inverse:
        return f"{about.node}: {about.rule}"
    if not cause.path and cause.code == rules.MISSING and cause.info.name:  # one of several properties would do
        return about.say("missing", node=about.node, name=about.name)
    if not cause.path:
        return about.say("other", it=about.node, profile=cause.profiles[0], rule=about.rule)
    return _TOLD_BY.get(cause.code, _other)(about)


@dataclass(frozen=True, slots=True)
class _About:
    """A cause, the graph it is in, and the language to tell it in."""

    cause: Cause
    nodes: Nodes
    language: str

    def say(self, phrase: str, /, **slots: object) -> str:
        """Return a phrase in the language."""
        return SENTENCES.say(self.language, phrase, **slots)

    @property
    def node(self) -> str:
        """What the node in focus is called."""
        return called(self.cause.focus, self.nodes, self.language)

    @property
    def name(self) -> str:
        """What the property is called."""
        info = self.cause.info
        own = info.name_nl if self.language == DUTCH else info.name
        return own or property_name(self.cause.path, self.nodes, self.language)

    @property
    def rule(self) -> str:
        """What the shape itself says."""
        own = self.cause.info.message_nl if self.language == DUTCH else ""
        return (own or self.cause.message).rstrip(".") or self.say("a rule")

    @property
    def it(self) -> str:
        """The value of the property of the node."""
        shown = self._shown()
        if shown:
            return self.say("the value", name=self.name, node=self.node, value=shown)
        return self.say("the property", name=self.name, node=self.node)

    def _shown(self) -> str:
        """Return the value as people read it; a blank node is called what it is."""
        value = self.cause.value
        if value is None or value.kind == "blank":
            label = self.nodes.label(value) if value else ""
            return f"'{clipped(label)}'" if label else ""
        text = clipped(value.text)
        return f"<{text}>" if value.kind == "iri" else f"'{text}'"


def _missing(about: _About) -> str:
    cause = about.cause
    wanted = cause.info.expected.get("hasValue")
    if wanted and about.nodes.count(cause.focus, cause.path):
        return about.say("missing value", node=about.node, name=about.name, wanted=wanted[0])
    if about.nodes.count(cause.focus, cause.path):
        return about.say("too few of a kind", node=about.node, name=about.name, rule=about.rule)
    return about.say("missing", node=about.node, name=about.name)


def _too_many(about: _About) -> str:
    cause = about.cause
    count = about.nodes.count(cause.focus, cause.path)
    most = cause.info.expected.get("maxCount", ("",))[0]
    if not most:
        return about.say("too many of a kind", node=about.node, name=about.name, rule=about.rule)
    return about.say("too many", node=about.node, name=about.name, count=count, most=most)


def _datatype(about: _About) -> str:
    wanted = tuple(shorten(text) for text in about.cause.info.expected.get("datatype", ()))
    if not wanted:
        return about.say("no date", it=about.it)
    kind = f" ({about.say(wanted[0])})" if wanted[0] in SENTENCES else ""
    return about.say("type", it=about.it, wanted=wanted[0] + kind)


def _node_kind(about: _About) -> str:
    wanted = about.cause.info.expected.get("nodeKind", ("",))[0].rpartition("#")[2]
    value = about.cause.value
    if value and value.kind == "literal":
        asked = about.say("an address" if wanted == "IRI" else "an address or node")
        return about.say("text for address", it=about.it, wanted=asked)
    return about.say("link for text" if wanted == "Literal" else "no address", it=about.it)


def _table(about: _About) -> str:
    info = about.cause.info
    options = ", ".join(shorten(text) for text in info.expected.get("in", ()))
    if options:
        return about.say("not one of", it=about.it, options=options)
    return about.say("not in table" if info.table else "not in tables", it=about.it, table=info.table)


def _pattern(about: _About) -> str:
    return about.say("form", it=about.it)


def _class(about: _About) -> str:
    wanted = [shorten(text) for text in about.cause.info.expected.get("class", ())]
    asked = about.say("or").join(wanted) or about.say("some resource")
    return about.say("class", it=about.it, wanted=asked)


def _incomplete(about: _About) -> str:
    return about.say("not described", it=about.it)


def _language(about: _About) -> str:
    return about.say("same language", node=about.node, name=about.name)


def _range(about: _About) -> str:
    expected = about.cause.info.expected
    bounds = [about.say(term, bound=expected[term][0]) for term in _BOUNDS if term in expected]
    return about.say("range", it=about.it, bounds=about.say("and").join(bounds) or about.say("bounds"))


def _contradiction(about: _About) -> str:
    return about.say("contradiction", it=about.it, rule=about.rule)


def _other(about: _About) -> str:
    return about.say("other", it=about.it, profile=about.cause.profiles[0], rule=about.rule)


_TOLD_BY: dict[str, Callable[[_About], str]] = {
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
    rules.CONTRADICTION: _contradiction,
}
