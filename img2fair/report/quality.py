"""The quality score of the EU's Metadata Quality Assessment (MQA), as far as metadata alone can tell it.

Dimensions, metrics, points and ratings are facts of the method that data.europa.eu publishes
(https://data.europa.eu/mqa/methodology; https://dataeuropa.gitlab.io/data-provider-manual/metadata-quality-dashboard/).
It scores what the best single distribution of a dataset reaches (gitlab.com/piveau/metrics/piveau-metrics-score), and
asks each address over the web, which is not done here: those points are counted neither as reached nor as missed.

A licence counts as known by its address in the EU's table. That Creative Commons' own addresses count too could not be
shown: the portal's vocabularies tell a concept by its address, and know those addresses as exact matches only
(github.com/piveau-data/piveau-vocabularies, ConceptSchemes.kt). So they do not, and a score is rather too low.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from img2fair.report.described import Facts, Sheet, has, texts

DIMENSIONS = {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}
MOST = sum(DIMENSIONS.values())
BANDS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_FORMATS, _LICENCES, _RIGHTS = f"{_AUTHORITY}file-type/", f"{_AUTHORITY}licence/", f"{_AUTHORITY}access-right/"
_MEDIA = ("http://www.iana.org/assignments/media-types/", "https://www.iana.org/assignments/media-types/")
CLOSED = (f"{_RIGHTS}RESTRICTED", f"{_RIGHTS}NON_PUBLIC", f"{_RIGHTS}CONFIDENTIAL")

# The codes of edp-non-proprietary-format.rdf and edp-machine-readable-format.rdf in gitlab.com/dataeuropa/vocabularies.
_FREE = frozenset(
    "BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG "
    "RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP".split()
)
_MACHINE = frozenset(
    "CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS "
    "SHP XLS XLSX XML".split()
)


class State(StrEnum):
    """What came of a metric: reached, missed, not tested without the web, or not to be had for closed data."""

    REACHED = "reached"
    MISSED = "missed"
    UNTESTED = "untested"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its name, dimension, points and property. ``holds`` tells of a node whether it is reached.

    ``asked`` metrics are reached only when an address answers; ``open`` ones only by data that all can download.
    ``dated`` ones are taken from the dataset where no distribution has them.
    """

    name: str
    dimension: str
    points: int
    property: str
    below: bool
    holds: Callable[[Facts], bool]
    asked: bool = False
    open: bool = False
    dated: bool = False


def _said(curie: str) -> Callable[[Facts], bool]:
    return lambda facts: has(facts, curie)


def _from(curie: str, *bases: str) -> Callable[[Facts], bool]:
    return lambda facts: any(text.startswith(bases) for text in texts(facts, curie))


def _one_of(codes: Collection[str]) -> Callable[[Facts], bool]:
    return lambda facts: any(text.removeprefix(_FORMATS) in codes for text in texts(facts, "dct:format"))


def _from_tables(facts: Facts) -> bool:
    """Tell whether format and media type, as far as they are given, are from the EU's and IANA's tables."""
    formats, media = texts(facts, "dct:format"), texts(facts, "dcat:mediaType")
    known = [text.startswith(_FORMATS) for text in formats] + [text.startswith(_MEDIA) for text in media]
    return bool(known) and all(known)


COMPLIANCE = "compliance"
METRICS = (
    Metric("keyword", "findability", 30, "dcat:keyword", False, _said("dcat:keyword")),
    Metric("theme", "findability", 30, "dcat:theme", False, _said("dcat:theme")),
    Metric("spatial", "findability", 20, "dct:spatial", False, _said("dct:spatial")),
    Metric("temporal", "findability", 20, "dct:temporal", False, _said("dct:temporal")),
    Metric("access-answers", "accessibility", 50, "dcat:accessURL", True, _said("dcat:accessURL"), asked=True),
    Metric("download", "accessibility", 20, "dcat:downloadURL", True, _said("dcat:downloadURL"), open=True),
    Metric("download-answers", "accessibility", 30, "dcat:downloadURL", True, _said("dcat:downloadURL"), asked=True,
           open=True),
    Metric("format", "interoperability", 20, "dct:format", True, _said("dct:format")),
    Metric("media-type", "interoperability", 10, "dcat:mediaType", True, _said("dcat:mediaType")),
    Metric("tables", "interoperability", 10, "dct:format", True, _from_tables),
    Metric("free", "interoperability", 20, "dct:format", True, _one_of(_FREE)),
    Metric("machine", "interoperability", 20, "dct:format", True, _one_of(_MACHINE)),
    Metric(COMPLIANCE, "interoperability", 30, "", False, lambda _: True),
    Metric("licence", "reusability", 20, "dct:license", True, _said("dct:license")),
    Metric("licence-table", "reusability", 10, "dct:license", True, _from("dct:license", _LICENCES)),
    Metric("access", "reusability", 10, "dct:accessRights", False, _said("dct:accessRights")),
    Metric("access-table", "reusability", 5, "dct:accessRights", False, _from("dct:accessRights", _RIGHTS)),
    Metric("contact", "reusability", 20, "dcat:contactPoint", False, _said("dcat:contactPoint")),
    Metric("publisher", "reusability", 10, "dct:publisher", False, _said("dct:publisher")),
    Metric("rights", "contextuality", 5, "dct:rights", True, _said("dct:rights")),
    Metric("size", "contextuality", 5, "dcat:byteSize", True, _said("dcat:byteSize")),
    Metric("issued", "contextuality", 5, "dct:issued", True, _said("dct:issued"), dated=True),
    Metric("modified", "contextuality", 5, "dct:modified", True, _said("dct:modified"), dated=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one dataset: what came of each metric, by its name."""

    key: str
    states: Mapping[str, State]

    def sum(self, state: State, dimension: str = "") -> int:
        """Return the points of the metrics in a state, of one dimension or of all."""
        return sum(m.points for m in METRICS if self.states[m.name] is state and dimension in ("", m.dimension))

    @property
    def points(self) -> int:
        """The points reached."""
        return self.sum(State.REACHED)

    @property
    def attainable(self) -> int:
        """The most points that the dataset can have, given who may have its data."""
        return MOST - self.sum(State.CLOSED)

    @property
    def rating(self) -> str:
        """The rating of the points reached; addresses that answer can only make it better."""
        return rating(self.points)


@dataclass(frozen=True, slots=True)
class Gain:
    """What one metric would add: its points for each of so many datasets, and the points to the catalogue's mean."""

    metric: Metric
    datasets: int
    mean: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The scores of a catalogue's datasets and what they come to."""

    scores: tuple[Score, ...]

    def mean(self, state: State, dimension: str = "") -> float:
        """Return the mean points in a state over the datasets, of one dimension or of all."""
        return sum(score.sum(state, dimension) for score in self.scores) / len(self.scores)

    @property
    def points(self) -> float:
        """The catalogue's score: the mean of its datasets'."""
        return self.mean(State.REACHED)

    @property
    def attainable(self) -> float:
        """The mean of what the datasets can have at most."""
        return sum(score.attainable for score in self.scores) / len(self.scores)

    @property
    def closed(self) -> int:
        """How many datasets cannot have all points, because their data is not open."""
        return sum(score.attainable < MOST for score in self.scores)

    @property
    def rating(self) -> str:
        """The rating of the catalogue's score."""
        return rating(self.points)

    def gains(self) -> tuple[Gain, ...]:
        """Return what would add points, the most first."""
        missed = {m.name: sum(score.states[m.name] is State.MISSED for score in self.scores) for m in METRICS}
        found = [Gain(m, missed[m.name], m.points * missed[m.name] / len(self.scores)) for m in METRICS]
        return tuple(sorted((gain for gain in found if gain.datasets), key=lambda gain: -gain.mean))


def rating(points: float) -> str:
    """Return the rating of a number of points: ``excellent``, ``good``, ``sufficient`` or ``bad``."""
    return next(name for least, name in BANDS if points >= least)


def quality(sheets: Sequence[Sheet], *, judged: bool, violating: Collection[str]) -> Quality | None:
    """Return the scores of a catalogue, or nothing where it has no dataset.

    :param judged: whether DCAT-AP was among the profiles checked; if not, compliance is not counted.
    :param violating: keys of the resources that violate DCAT-AP.
    """
    scores = tuple(_score(sheet, judged, violating) for sheet in sheets)
    return Quality(scores) if scores else None


def _score(sheet: Sheet, judged: bool, violating: Collection[str]) -> Score:
    closed = any(text in CLOSED for text in texts(sheet.facts, "dct:accessRights"))
    nodes = [facts for _, facts in sheet.distributions] or [{}]
    options = [{m.name: _state(m, facts, closed) for m in METRICS if m.below} for facts in nodes]
    best = max(options, key=lambda states: sum(m.points for m in METRICS if states.get(m.name) is State.REACHED))
    states = {m.name: best[m.name] if m.below else _state(m, sheet.facts, closed) for m in METRICS}
    for metric in METRICS:
        if metric.dated and metric.holds(sheet.facts):
            states[metric.name] = State.REACHED
    keys = {sheet.dataset.key, *(part.key for part, _ in sheet.distributions)}
    complies = State.MISSED if keys & set(violating) else State.REACHED
    states[COMPLIANCE] = complies if judged else State.UNTESTED
    return Score(sheet.dataset.key, states)


def _state(metric: Metric, facts: Facts, closed: bool) -> State:
    if metric.holds(facts):
        return State.UNTESTED if metric.asked else State.REACHED
    return State.CLOSED if metric.open and closed else State.MISSED
