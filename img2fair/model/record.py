"""Catalogue records: what the mapping makes, with the origin of every triple."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from img2fair.model.snapshot import Visibility

KINDS = ("catalog", "dataset", "distribution", "data-service")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read: a path of the mapping's language, and the number of the harvest's request (if any)."""

    path: str
    request: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a triple is there: the rule (file:line:column), the sources of its value, the steps it went through.

    ``overrides`` is the rule of the extended mapping (file:line:column) that this one replaced, if it did.
    """

    rule: str
    sources: tuple[Source, ...] = ()
    steps: tuple[str, ...] = ()
    overrides: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A property that a rule could not fill: which, for which node, by which rule, and the paths it tried in vain.

    ``kept_in`` are those of the paths that are not empty: the privacy gate keeps a text of theirs in.
    """

    subject: NamedNode
    predicate: NamedNode
    rule: str
    tried: tuple[str, ...]
    required: bool = False
    kept_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many subjects there are of one value, as far as it may be told (design.md D11).

    :param about: ``sex``, ``age`` (a band of years), ``modality``, ``body_part``, ``manufacturer``, ``field_strength``.
    :param subjects: rounded to 5; ``None`` where they are too few to be told.
    """

    about: str
    value: str
    subjects: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """One resource of the catalogue.

    ``key`` never changes and never comes from a form (archive base IRI + id); ``iri`` is the internal IRI that targets
    translate to their own. ``parent`` (a key) and ``relation`` tie a record to the one above it (a distribution to its
    dataset by ``dcat:distribution``); the tying triple belongs to no record, because targets manage it.
    ``slug`` is a short name of plain characters that a target may use in its IRI.
    ``mapping`` is the name and version of the mapping that made it. ``archive`` is the kind of archive its project is
    in (``xnat`` …) and ``page`` the address of the project's page there, both empty where there is none. ``labels`` are
    what people call the form questions that the record's origins and gaps name: ``form.theme`` → form and label.
    ``asked`` are those among the gaps' paths that a form of the project asks; ``None`` where the archive does not tell.
    ``counts`` are what may be told of its people; ``files`` are texts that a target shows beside it, by file name.
    """

    key: str
    kind: str
    iri: NamedNode
    visibility: Visibility
    triples: tuple[Triple, ...]
    origins: Mapping[Triple, Origin]
    slug: str = ""
    project: str | None = None
    parent: str | None = None
    relation: NamedNode | None = None
    gaps: tuple[Gap, ...] = field(default=())
    mapping: str = ""
    archive: str = ""
    page: str = ""
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    asked: tuple[str, ...] | None = None
    counts: tuple[Count, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Record {self.kind} <{self.key}>: {len(self.triples)} triples>"
