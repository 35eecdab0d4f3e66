"""What is written down while a record is made: triples with origins, gaps, findings, misses."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode, Triple

from img2fair.findings import MANDATORY, WITHHELD, Finding, Judge, Severity
from img2fair.mapping.emptiness import is_empty
from img2fair.mapping.expression import Expression
from img2fair.mapping.language import FieldRule, PropertyRules
from img2fair.mapping.mapped import MASK, Miss, shown
from img2fair.mapping.rules import RULES
from img2fair.mapping.sentences import Both, both, expected, joined
from img2fair.mapping.terms import Refused
from img2fair.mapping.views import CountedText, leaves
from img2fair.model import Gap, Origin, Source
from img2fair.phrases import DUTCH
from img2fair.places import Ground, fillable, left_alone, places
from img2fair.rdf import shorten

TYPED = frozenset({"scans.manufacturers"})
"""Fields of free text in DICOM (VR LO) and XNAT: a word of theirs is never shown, even if it looks like a code."""
CONFIG = ("defaults.", "projects.", "site.")


@dataclass(slots=True)
class Notebook:
    """The notes on one record.

    :param ground: the project at hand.
    :param source_of: a path with the number of the request that brought its part of the project.
    """

    key: str
    ground: Ground
    source_of: Callable[[str], Source]
    triples: list[tuple[Triple, Origin]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def fresh(self) -> "Notebook":
        """Return an empty notebook on the same record, for a node that may come to nothing."""
        return Notebook(self.key, self.ground, self.source_of)

    @property
    def project(self) -> str | None:
        """The id of the project at hand."""
        return self.ground.project

    def take(self, other: "Notebook") -> None:
        """Take over what was written in another notebook."""
        self.triples += other.triples
        self.gaps += other.gaps
        self.findings += other.findings
        self.misses += other.misses

    def add(self, triple: Triple, origin: Origin) -> None:
        """Write down a triple and why it is there."""
        self.triples.append((triple, origin))

    def sources(self, paths: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources that paths stand for, with the requests that brought them."""
        return tuple(map(self.source_of, leaves(paths)))

    def missing(
        self,
        subject: NamedNode,
        one: PropertyRules,
        rule: FieldRule,
        tried: tuple[str, ...],
        withheld: Collection[str],
    ) -> None:
        """Tell that a required property is empty; what the privacy gate kept in is not empty, and is told so."""
        names = [both("withheld", path=path) if path in withheld else (path, path) for path in tried]
        said = both("empty after", name=one.curie, tried=joined(names)) if names else both("empty", name=one.curie)
        kept_in = (WITHHELD + path for path in tried if path in withheld)
        origin = Origin(str(rule.at), self.sources(tried), (MANDATORY, *kept_in))
        self._tell("I2F-M001", said, subject, one.predicate, str(rule.at), tried, origin=origin)

    def uncomputed(self, expression: Expression, kind: str) -> None:
        """Tell that an expression failed on this data."""
        message = both("uncomputed", text=expression.text, kind=kind)
        self._tell("I2F-M005", message, None, None, str(expression.at), (), Severity.WARNING)

    def refused(
        self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, refused: Refused, value: Any, paths: list[str]
    ) -> None:
        """Tell that a value made no term."""
        if refused.miss:
            self._missed(subject, predicate, rule, value, paths)
            return
        from_config = bool(paths) and all(path.startswith(CONFIG) for path in paths)
        text = str(value) if from_config and not is_empty(value) else None
        name = f"'{text}'" if text is not None else both("the value")
        told = "refused of" if paths else "refused"
        message = both(
            told, name=shorten(predicate.value), value=name, expected=expected(refused.expected), paths=", ".join(paths)
        )
        self._tell(refused.code, message, subject, predicate, str(rule.at), paths, Severity.WARNING, text)

    def cleaned(
        self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, characters: int, paths: Iterable[str]
    ) -> None:
        """Tell that a text lost characters that no text has."""
        read = list(paths)
        message = both("cleaned", name=shorten(predicate.value), number=characters, paths=", ".join(read))
        self._tell("I2F-M007", message, subject, predicate, str(rule.at), read, Severity.INFO)

    def unread(self, part: str) -> None:
        """Tell that the archive did not give a part of the project.

        Without the description or the form's answers a record could lose what people wrote, so that is a violation;
        without subjects or sessions it only lacks figures.
        """
        message = both("unread", part=part, project=str(self.project))
        severity = Severity.VIOLATION if part in ("project", "form") else Severity.WARNING
        self._tell("I2F-M006", message, None, None, None, (), severity)

    def _missed(self, subject: NamedNode, predicate: NamedNode, rule: FieldRule, value: Any, paths: list[str]) -> None:
        table, on_miss = (rule.lookup.table, rule.lookup.on_miss) if rule.lookup else (None, "warn")
        if table is None:
            return
        text = None if TYPED.intersection(paths) else shown(str(value))
        count = value.scans if isinstance(value, CountedText) else 0
        fatal = on_miss == "error"
        miss = Miss(table.name, predicate.value, text, str(rule.at), self.project, count, told=fatal)
        self.misses.append(miss)
        if fatal:
            near = table.nearest(text) if text else None
            name = f"'{text}'" if text else MASK
            said = "missed near" if near else "missed"
            message = both(said, name=shorten(predicate.value), value=name, table=table.name, near=near or "")
            self._tell("I2F-M002", message, subject, predicate, str(rule.at), paths, value=text)

    def _tell(
        self,
        code: str,
        message: Both,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        at: str | None,
        paths: Iterable[str],
        severity: Severity = Severity.VIOLATION,
        value: str | None = None,
        origin: Origin | None = None,
    ) -> None:
        where = (fillable if MANDATORY in (origin.steps if origin else ()) else places)(paths, self.ground)
        finding = Finding(
            code=code,
            severity=severity,
            judge=Judge.MAPPING,
            key=self.key,
            message=message[0],
            focus=subject.value if subject else self.key,
            property=predicate.value if predicate else "",
            value=value,
            project=self.project,
            mapping=at,
            where=where,
            cure=RULES[code].cure,
            who="operator" if where and all(place.who == "operator" for place in where) else "steward",
            origin=origin,
            message_nl=message[1],
            cure_nl=RULES[code].said(DUTCH)[2],
        )
        self.findings.append(left_alone(finding))
