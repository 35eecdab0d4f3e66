"""What was checked and what was found. A finding is data: poor metadata never raises."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from img2fair.model.record import Origin

CONFIG_FILE = "img2fair.yaml"
"""The system of places that are keys of the config."""
RDF_FILE = "file"
"""The system of places that are RDF files of which nothing more is known."""
MANDATORY = "mandatory in the mapping"
"""Step of the origin of a missing value that the mapping itself requires."""
REFUSED = "refused: "
"""Beginning of such a step, before the code of the finding that tells why a value made nothing."""
WITHHELD = "withheld for privacy: "
"""Beginning of such a step, before the path of a value that is there and was kept in."""


class Severity(StrEnum):
    """How bad, as SHACL names it."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Judge(StrEnum):
    """Who found it."""

    MAPPING = "mapping"
    SHAPES = "shapes"
    TARGET = "target"
    PRIVACY = "privacy"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Place:
    """A place where something is filled or mended: a screen and field of an archive, or a key of the config.

    :param system: what holds the place: ``XNAT``, ``DICOM``, ``table``, ``file``, or ``img2fair.yaml``.
    :param screen: the way to the field, such as ``project LGG > Edit Details``; empty for the config.
    :param field: the field's name on the screen, the DICOM attribute, the column, or the dotted key of the config.
    :param link: the address that opens the screen; empty where there is none.
    """

    system: str
    screen: str
    field: str
    link: str = ""

    @property
    def who(self) -> str:
        """Who can mend it: the config is the operator's, the archive the steward's."""
        return "operator" if self.system == CONFIG_FILE else "steward"

    def __str__(self) -> str:
        way = " > ".join(part for part in (self.screen, self.field) if part)
        return f"{self.system}: {way}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    ``code`` is stable (I2F-S001 …, explained by ``img2fair rule CODE``); ``focus`` is the node (an internal IRI);
    ``property`` the property's full IRI; ``value`` only ever holds text that the privacy gate has released;
    ``allowed`` are the values that would do, IRI and label, the nearest first and at most eight, and
    ``allowed_count`` how many there are; ``mapping`` is the rule's file:line:column; ``where`` are the places in the
    archive, form or config to mend; ``cure`` says how; ``who`` can do it (``steward``, ``operator``). ``message_nl``
    and ``cure_nl`` say the same in Dutch, and ``allowed_nl`` are the labels; where they are empty, the English stands.
    ``origin`` is that of the wrong value; of a missing one its sources are what was tried, and its steps say
    ``MANDATORY`` or what was ``WITHHELD``.
    """

    code: str
    severity: Severity
    judge: Judge
    key: str
    message: str
    focus: str = ""
    property: str = ""
    value: str | None = None
    project: str | None = None
    profile: str | None = None
    shape: str | None = None
    mapping: str | None = None
    where: tuple[Place, ...] = ()
    cure: str = ""
    who: str = "steward"
    origin: Origin | None = None
    allowed: tuple[tuple[str, str], ...] = ()
    allowed_count: int = 0
    message_nl: str = ""
    cure_nl: str = ""
    allowed_nl: tuple[str, ...] = ()

    def said(self, language: str) -> str:
        """Return the message in a language (``en``, ``nl``)."""
        return self.message_nl if language == "nl" and self.message_nl else self.message

    def cured(self, language: str) -> str:
        """Return the cure in a language (``en``, ``nl``)."""
        return self.cure_nl if language == "nl" and self.cure_nl else self.cure

    def options(self, language: str) -> tuple[tuple[str, str], ...]:
        """Return the values that would do with their labels in a language (``en``, ``nl``)."""
        if language != "nl" or len(self.allowed_nl) != len(self.allowed):
            return self.allowed
        return tuple((iri, dutch or label) for (iri, label), dutch in zip(self.allowed, self.allowed_nl, strict=True))

    def keeps_in(self) -> bool:
        """Whether privacy keeps the record back, so that a command ends with exit code 7."""
        return self.judge is Judge.PRIVACY and self.severity is Severity.VIOLATION

    def tried(self) -> tuple[str, ...]:
        """Return the paths that the rule read: of the value, or in vain where there is none."""
        return tuple(source.path for source in self.origin.sources) if self.origin else ()


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a code means, for ``img2fair rule CODE``: what is wrong, why it matters, how to mend it.

    ``dutch`` are title, why and cure in Dutch; without it the English stands.
    """

    code: str
    title: str
    why: str
    cure: str
    dutch: tuple[str, str, str] | None = None

    def said(self, language: str) -> tuple[str, str, str]:
        """Return title, why and cure in a language (``en``, ``nl``)."""
        return self.dutch if language == "nl" and self.dutch else (self.title, self.why, self.cure)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on a set of records. ``checked`` are the keys judged; ``titles`` their titles for people.

    ``advisory`` are those of the profiles that only advise: what they find is at most a warning.
    """

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    profiles: tuple[str, ...]
    titles: tuple[tuple[str, str], ...] = ()
    advisory: tuple[str, ...] = ()
    schema: str = "img2fair/report"
    version: int = 2

    def __repr__(self) -> str:
        found = ", ".join(f"{severity} {number}" for severity, number in self.counts().items() if number)
        return f"<Report on {len(self.checked)} records by {', '.join(self.profiles)}: {found or 'nothing to mend'}>"

    @property
    def conforms(self) -> bool:
        """True where nothing is a violation."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity, worst first."""
        found = Counter(finding.severity.value for finding in self.findings)
        return {severity.value: found[severity.value] for severity in Severity}

    def keeps_in(self) -> bool:
        """Whether privacy keeps any record back."""
        return any(finding.keeps_in() for finding in self.findings)

    def reaches(self, threshold: str) -> bool:
        """Tell whether any finding is as bad as ``threshold`` (a severity, or ``never``)."""
        if threshold == "never":
            return False
        limit = Severity(threshold).rank
        return any(finding.severity.rank <= limit for finding in self.findings)

    def of(self, key: str) -> tuple[Finding, ...]:
        """Return the findings on one record."""
        return tuple(finding for finding in self.findings if finding.key == key)
