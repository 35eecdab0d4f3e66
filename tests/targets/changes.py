"""Changes as a plan makes them, built by hand, and what the tests of a site share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from img2fair.model import Action, Change, Outcome
from img2fair.rdf import digest, from_text, iri, to_text
from img2fair.targets import TARGETS, Target
from img2fair.targets.site import SiteSettings

ARCHIVE = "https://xnat.example.org"
CATALOG = f"{ARCHIVE}/"
BASE = "https://fair.example.org/catalogue"
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
DAY = "2026-11-20T07:00:00Z"

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ar: <http://publications.europa.eu/resource/authority/access-right/> .
@prefix dcm: <http://dicom.nema.org/resources/ontology/DCM/> . @prefix sct: <http://snomed.info/id/> .
@prefix health: <http://healthdataportal.eu/ns/health#> . @prefix dcatap: <http://data.europa.eu/r5r/> .
"""

CATALOG_ABOUT = (
    "Imaging studies of the University Hospital Example that are open for research. Each dataset is described here; "
    "the images stay in the hospital’s archive, under the access conditions stated."
)
CATALOG_TEXT = f"""
<> a dcat:Catalog ; dct:title "University Hospital Example: imaging data"@en ;
  dct:description "{CATALOG_ABOUT}"@en ;
  dct:license <http://creativecommons.org/publicdomain/zero/1.0/> ;
  dct:publisher <#publisher> ; foaf:homepage <https://xnat.example.org/> .
<#publisher> a foaf:Agent ; foaf:name "University Hospital Example" ; foaf:homepage <https://www.uhe.example/> .
"""

DATASET_TEXT = """
<> a dcat:Dataset ; dct:title "%(title)s"@en, "%(title)s (nl)"@nl ;
  dct:description "%(description)s"@en ;
  dct:identifier "https://doi.org/10.5072/%(id)s" ;
  dct:accessRights ar:%(access)s ;
  dct:subject %(subjects)s ;
  dcat:keyword "glioma"@en, "segmentation"@en, "007" ;
  dct:creator <#creator-1>, <#creator-2> ; dct:publisher <#publisher> ; dcat:contactPoint <#contact> ;
  health:numberOfUniqueIndividuals "%(count)s"^^xsd:nonNegativeInteger ;
  health:numberOfRecords "0%(count)s"^^xsd:nonNegativeInteger ;
  health:minTypicalAge "21"^^xsd:nonNegativeInteger ; health:maxTypicalAge "78"^^xsd:nonNegativeInteger ;
  dct:extent <#extent> ; dct:temporal <#temporal> ;
  dct:issued "2019-02-01T00:00:00+01:00"^^xsd:dateTime ; dct:modified "2026-10-03T12:00:00+02:00"^^xsd:dateTime ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL> ;
  dcatap:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
  dct:isReferencedBy <https://doi.org/10.5072/paper-1> ;
  dct:isPartOf <https://xnat.example.org/> ;
  dcat:landingPage <https://xnat.example.org/app/template/Projects.vm?id=%(id)s>,
    <https://xnat.example.org/data/projects/%(id)s> .
<#creator-1> a foaf:Agent ; foaf:name "Ada Vermeer" ; dct:identifier <https://orcid.org/0000-0002-1825-0097> .
<#creator-2> a foaf:Agent ; foaf:name "Björn Åkesson" .
<#publisher> a foaf:Agent ; foaf:name "University Hospital Example" ; foaf:homepage <https://www.uhe.example/> ;
  foaf:mbox <mailto:data@uhe.example> .
<#contact> a vcard:Kind ; vcard:fn "Data office" ; vcard:hasEmail <mailto:data@uhe.example> .
<#extent> a dct:SizeOrDuration ; rdfs:label "%(count)s subjects, %(count)s sessions, 310 scans, 23.4 GB"@en .
<#temporal> a dct:PeriodOfTime ; dcat:startDate "2014-03-01"^^xsd:date ; dcat:endDate "2018-11-30"^^xsd:date .
"""

DISTRIBUTION_TEXT = """
<> a dcat:Distribution ; dct:title "DICOM files of %(id)s"@en ;
  dct:format <http://publications.europa.eu/resource/authority/file-type/ZIP> ;
  dcat:mediaType <http://www.iana.org/assignments/media-types/application/dicom> ;
  dcat:byteSize "23400000000"^^xsd:nonNegativeInteger ;
  dct:license <http://creativecommons.org/licenses/by/4.0/> ;
  dcat:accessURL <https://xnat.example.org/data/projects/%(id)s> .
"""

TITLES = {"LGG": "Low-grade glioma with tumour outlines", "PROSTATE": "Prostate MR before biopsy",
          "LUNG": "Lung CT screening cohort 2014–2018"}  # fmt: skip
SUBJECTS = {
    "LGG": "dcm:MR, dcm:SEG, sct:12738006",
    "PROSTATE": "dcm:MR, sct:41216001",
    "LUNG": "dcm:CT, dcm:PT, sct:39607008",
}
RIGHTS = {"LGG": "PUBLIC", "PROSTATE": "RESTRICTED", "LUNG": "NON_PUBLIC"}
DESCRIPTION = (
    "Pre-operative MR of adults with a histologically confirmed low-grade glioma (WHO grade II and III). T1 before and "
    "after contrast, T2 and FLAIR. Tumours were outlined by two neuroradiologists.\\n"
    "Data were pseudonymised in the hospital before they came to the archive."
)


def settings(folder: Path, **more: Any) -> SiteSettings:
    return SiteSettings("catalogue", folder / "public", BASE, **more)


def key_of(project: str) -> str:
    return f"{ARCHIVE}/data/projects/{project}"


def publish(key: str, kind: str, text: str, *, action: Action = Action.CREATE, slug: str, day: str = DAY,
            issued: str = DAY, parent: str | None = None, project: str | None = None) -> Change:  # fmt: skip
    """Return a change that publishes the record of a Turtle text."""
    owned = from_text(PREFIXES + text, base=key)
    triples = owned + record(key, digest(owned), issued, day)
    return Change(key, kind, action, "because", slug=slug, parent=parent, project=project, title=slug,
                  nquads=to_text(triples, "nquads"))  # fmt: skip


def record(key: str, checksum: str, issued: str, modified: str) -> list[Triple]:
    node, sum_node = NamedNode(f"{key}#record"), NamedNode(f"{key}#record-digest")
    spdx, when = "http://spdx.org/rdf/terms#", iri("xsd:dateTime")
    return [
        Triple(node, iri("rdf:type"), iri("dcat:CatalogRecord")),
        Triple(node, iri("foaf:primaryTopic"), NamedNode(key)),
        Triple(node, iri("dct:identifier"), Literal(key)),
        Triple(node, iri("dct:issued"), Literal(issued, datatype=when)),
        Triple(node, iri("dct:modified"), Literal(modified, datatype=when)),
        Triple(node, iri("adms:versionNotes"), Literal("health-ri-core 1.0.0, img2fair 0.1.0")),
        Triple(node, iri("spdx:checksum"), sum_node),
        Triple(sum_node, iri("rdf:type"), NamedNode(spdx + "Checksum")),
        Triple(sum_node, NamedNode(spdx + "algorithm"), NamedNode(spdx + "checksumAlgorithm_sha256")),
        Triple(sum_node, NamedNode(spdx + "checksumValue"), Literal(checksum, datatype=iri("xsd:hexBinary"))),
    ]


def catalog(text: str = CATALOG_TEXT) -> Change:
    return publish(CATALOG, "catalog", text, slug="imaging")


def dataset(project: str, *, title: str = "", description: str = DESCRIPTION, slug: str = "", count: int = 42,
            action: Action = Action.CREATE, day: str = DAY, extra: str = "") -> Change:  # fmt: skip
    values = {"id": project, "title": title or TITLES.get(project, project), "description": description, "count": count,
              "subjects": SUBJECTS.get(project, "dcm:MR"), "access": RIGHTS.get(project, "PUBLIC")}  # fmt: skip
    return publish(key_of(project), "dataset", DATASET_TEXT % values + extra, slug=slug or project, parent=CATALOG,
                   project=project, action=action, day=day)  # fmt: skip


def distribution(project: str) -> Change:
    return publish(f"{key_of(project)}/distribution/dicom", "distribution", DISTRIBUTION_TEXT % {"id": project},
                   slug=f"{project}-dicom", parent=key_of(project), project=project)  # fmt: skip


def withdraw(project: str, reason: str = "accessibility: protected -> private") -> Change:
    return Change(key_of(project), "dataset", Action.WITHDRAW, reason, project=project, title="a secret title")


def everything() -> list[Change]:
    """A catalogue, three datasets and a distribution of each."""
    projects = ("LGG", "PROSTATE", "LUNG")
    return [catalog(), *map(dataset, projects), *map(distribution, projects)]


def site(folder: Path, **more: Any) -> Target:
    return TARGETS["site"](settings(folder, **more))


def write(target: Target, changes: Iterable[Change], made: str = "2026-11-21T08:00:00Z") -> list[Outcome]:
    with target.writing(made) as change:
        return [change(one) for one in changes]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stamps(folder: Path) -> dict[str, int]:
    return {str(p): p.lstat().st_mtime_ns for p in [folder, *folder.rglob("*")]}
