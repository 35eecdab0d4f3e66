"""F-UJI's metrics, as far as metadata alone decide them: no address is asked, no page is fetched.

Names and demands are facts of the FAIRsFAIR metrics 0.8 as F-UJI tests them (https://doi.org/10.5281/zenodo.6461229;
metrics_v0.8.yaml of github.com/pangaea-data-publisher/fuji); reasons and cures are our own words. What a server decides
(``UNDECIDED``) is said to be open, never passed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal

from img2fair.rdf import iri, is_iri
from img2fair.report.described import Facts, Sheet, has, texts

UNDECIDED = ("FsF-F4-01M", "FsF-A1-02MD", "FsF-R1.3-02D")
"""Metrics that only a running server or the files decide."""

_PERSISTENT = re.compile(
    r"(?i)(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)?10\.\d{4,9}/\S+"
    r"|(?:https?://hdl\.handle\.net/|hdl:)[\w.]+/\S+|(?:https?://\S+/)?ark:/?\d{5}/\S+"
    r"|https?://(?:w3id|purl)\.org/\S+|https?://identifiers\.org/\S+|urn:nbn:\S+"
)
"""Ways to write persistent identifiers: DOI, Handle, ARK, w3id, PURL, identifiers.org, URN:NBN."""
_UNIQUE = re.compile(r"(?i)(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64}")

CORE = ("dct:creator", "dct:title", "dct:identifier", "dct:issued", "dct:publisher", "dct:description", "dcat:keyword")
"""Creator, title, identifier, date of publication, publisher, summary and keywords; the type is dcat:Dataset."""
NOTATION = iri("skos:notation")
"""What an adms:Identifier says (DCAT-AP 3.0.1, class Identifier)."""
RELATED = (
    "dct:isReferencedBy", "dct:relation", "dct:source", "dct:isVersionOf", "dct:hasVersion", "dct:references",
    "dct:isPartOf", "dct:hasPart", "dct:replaces", "dct:isReplacedBy", "dcat:inSeries", "dcat:hasVersion", "dcat:prev",
    "dcat:previousVersion", "dcat:qualifiedRelation", "prov:wasDerivedFrom", "prov:wasGeneratedBy",
)  # fmt: skip
PROVENANCE = (
    "dct:provenance", "prov:wasGeneratedBy", "prov:wasDerivedFrom", "prov:qualifiedAttribution", "dct:creator",
    "dct:publisher", "dct:issued", "dct:modified", "dct:source", "dct:isVersionOf",
)  # fmt: skip
_VOCABULARIES = (
    "http://publications.europa.eu/resource/authority/", "http://snomed.info/id/", "http://purl.obolibrary.org/obo/",
    "http://dicom.nema.org/resources/ontology/DCM/", "http://www.radlex.org/RID/", "https://w3id.org/dpv",
    "http://www.wikidata.org/entity/", "http://id.loc.gov/", "http://purl.bioontology.org/ontology/",
    "http://spdx.org/licenses/", "http://eurovoc.europa.eu/",
)  # fmt: skip
"""Where registered vocabularies live that describe imaging datasets."""

Reason = tuple[str, dict[str, object]]
"""Why a check failed: a phrase of the page, and what fills it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One metric: its code, the FAIR principle, and what tells why it fails (nothing where it passes)."""

    code: str
    principle: str
    fails: Callable[[Sheet], Reason | None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A metric that a dataset fails, and why."""

    key: str
    code: str
    reason: Reason


def _unique(sheet: Sheet) -> Reason | None:
    named = (*texts(sheet.facts, "dct:identifier"), sheet.dataset.node)
    known = any(is_iri(text) or _UNIQUE.fullmatch(text) or _PERSISTENT.fullmatch(text) for text in named)
    return None if known else ("no unique identifier", {})


def _persistent(sheet: Sheet) -> Reason | None:
    others = [
        t.object.value for t in sheet.dataset.triples if t.predicate == NOTATION and isinstance(t.object, Literal)
    ]
    said = (*texts(sheet.facts, "dct:identifier"), *texts(sheet.facts, "adms:identifier"))
    named = (*said, *others, sheet.dataset.node)
    return None if any(_PERSISTENT.fullmatch(text) for text in named) else ("no persistent identifier", {})


def _core(sheet: Sheet) -> Reason | None:
    missing = [curie for curie in CORE if not has(sheet.facts, curie)]
    return ("core is missing", {"properties": ", ".join(missing)}) if missing else None


def _data_links(sheet: Sheet) -> tuple[str, ...]:
    links = (texts(facts, link) for _, facts in sheet.distributions for link in ("dcat:downloadURL", "dcat:accessURL"))
    return tuple(link for found in links for link in found)


def _content(sheet: Sheet) -> Reason | None:
    return None if _data_links(sheet) else ("no link to the data", {})


def _rights(sheet: Sheet) -> Reason | None:
    return None if has(sheet.facts, "dct:accessRights") else ("no access level", {})


def _protocol(*schemes: str) -> Callable[[Sheet], Reason | None]:
    def fails(sheet: Sheet) -> Reason | None:
        links = (sheet.dataset.node, *_data_links(sheet))
        unknown = [link for link in links if not link.lower().startswith(schemes)]
        if len(links) == 1:
            return "no link to the data", {}
        return ("other protocol", {"schemes": ", ".join(schemes)}) if unknown else None

    return fails


def _formal(sheet: Sheet) -> Reason | None:
    return None if sheet.dataset.triples else ("no triples", {})


def _terms(sheet: Sheet) -> Reason | None:
    values = (str(value).strip("<>") for found in sheet.facts.values() for value in found)
    return None if any(value.startswith(_VOCABULARIES) for value in values) else ("no registered terms", {})


def _related(sheet: Sheet) -> Reason | None:
    return None if any(has(sheet.facts, curie) for curie in RELATED) else ("no related resource", {})


def _manner(sheet: Sheet) -> Reason | None:
    def told(facts: Facts) -> bool:
        typed = has(facts, "dct:format") or has(facts, "dcat:mediaType")
        return (typed and has(facts, "dcat:byteSize")) or has(facts, "dcat:accessService")

    return None if any(told(facts) for _, facts in sheet.distributions) else ("no format and size", {})


def _licence(sheet: Sheet) -> Reason | None:
    nodes = (sheet.facts, *(facts for _, facts in sheet.distributions))
    return None if any(has(facts, "dct:license") for facts in nodes) else ("no licence", {})


def _provenance(sheet: Sheet) -> Reason | None:
    return None if any(has(sheet.facts, curie) for curie in PROVENANCE) else ("no provenance", {})


def _standard(_: Sheet) -> Reason | None:
    """DCAT is a standard that the RDA and FAIRsharing list; what is described here is a dcat:Dataset."""
    return None


CHECKS = (
    Check("FsF-F1-01MD", "F1", _unique),
    Check("FsF-F1-02MD", "F1", _persistent),
    Check("FsF-F2-01M", "F2", _core),
    Check("FsF-F3-01M", "F3", _content),
    Check("FsF-A1-01M", "A1", _rights),
    Check("FsF-A1.1-01MD", "A1.1", _protocol("http://", "https://", "ftp://", "ftps://", "sftp://")),
    Check("FsF-A1.2-01MD", "A1.2", _protocol("http://", "https://", "ftps://", "sftp://")),
    Check("FsF-I1-01M", "I1", _formal),
    Check("FsF-I2-01M", "I2", _terms),
    Check("FsF-I3-01M", "I3", _related),
    Check("FsF-R1-01M", "R1", _manner),
    Check("FsF-R1.1-01M", "R1.1", _licence),
    Check("FsF-R1.2-01M", "R1.2", _provenance),
    Check("FsF-R1.3-01M", "R1.3", _standard),
)


def failures(sheets: Sequence[Sheet]) -> tuple[Failure, ...]:
    """Return which metrics each dataset fails and why, dataset by dataset in the order of the metrics."""
    return tuple(
        Failure(sheet.dataset.key, check.code, reason)
        for sheet in sheets
        for check in CHECKS
        if (reason := check.fails(sheet)) is not None
    )
