"""Catalogues built by hand, and reports on them."""

from dataclasses import replace

from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.model.record import Count
from img2fair.rdf import expand, from_text
from img2fair.report.described import Described, described_of_graph

V, W, N = Severity.VIOLATION, Severity.WARNING, Severity.INFO
SITE = "https://xnat.example.org/data/projects/"
PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dcm: <http://dicom.nema.org/resources/ontology/DCM/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ar: <http://publications.europa.eu/resource/authority/access-right/> .
@prefix ft: <http://publications.europa.eu/resource/authority/file-type/> .
@prefix li: <http://publications.europa.eu/resource/authority/licence/> .
@prefix media: <http://www.iana.org/assignments/media-types/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SUBJECTS = ("Low-grade glioma with tumour outlines", "Prostate MR before biopsy", "Lung CT screening", "Knee MR")
MODALITIES = ("MR", "MR", "CT", "MR", "PT", "US", "MG", "XA", "CR", "NM")
FORM = 'Custom form "HRI dataset"'

WRONG = (
    ("I2F-S001", V, "dct:description", "has no description", "heeft geen beschrijving", "Project Description"),
    ("I2F-S001", V, "dcat:theme", "has no theme", "heeft geen thema", 'field "Theme"'),
    ("I2F-S005", V, "dct:accessRights", "has an access right that is in no table",
     "heeft een toegangsrecht dat in geen tabel staat", 'field "Access"'),
    ("I2F-S001", W, "dct:spatial", "has no geographical coverage", "heeft geen geografische dekking", 'field "Area"'),
    ("I2F-S001", N, "dct:temporal", "has no temporal coverage", "heeft geen dekking in de tijd", 'field "Period"'),
)  # fmt: skip


def key_of(number: int) -> str:
    """Return the key of a dataset."""
    return f"{SITE}P{number:04}"


def title_of(number: int) -> str:
    """Return the title of a dataset."""
    return f"{SUBJECTS[number % len(SUBJECTS)]} {number}"


def lacks(number: int, path: str) -> bool:
    """Tell whether a dataset lacks what a finding is about."""
    place = next((n for n, wrong in enumerate(WRONG) if wrong[2] == path), None)
    return place is not None and number % (place + 2) == 0


def catalogue(datasets: int) -> tuple[Described, ...]:
    """Return so many datasets with a distribution each, as a graph would describe them, and their people."""
    made = described_of_graph(from_text(PREFIXES + "\n".join(map(_turtle, range(datasets)))))
    numbers = {key_of(number): number for number in range(datasets)}
    return tuple(
        replace(one, project=f"P{numbers[one.parent or one.key]:04}", counts=_people(numbers.get(one.key)))
        for one in made
    )


def judged(datasets: int, *, mended: int = -1) -> Report:
    """Return a report on the catalogue; of the dataset ``mended`` nothing is wrong."""
    findings = [
        _finding(number, place)
        for number in range(datasets)
        for place, wrong in enumerate(WRONG)
        if number != mended and lacks(number, wrong[2])
    ]
    keys = [key for number in range(datasets) for key in (key_of(number), f"{key_of(number)}/dicom")]
    titles = [(key_of(number), title_of(number)) for number in range(datasets)]
    return Report(tuple(findings), tuple(keys), ("dcat-ap", "health-ri-core"), tuple(titles))


def _turtle(number: int) -> str:
    key, right = key_of(number), ("PUBLIC", "RESTRICTED", "NON_PUBLIC")[number % 3]
    lines = [
        f'<{key}> a dcat:Dataset ; dct:title "{title_of(number)}"@en ; dcat:distribution <{key}/dicom>',
        f'dct:identifier "{key}" ; dcat:keyword "images"@en ; dct:subject dcm:{MODALITIES[number % len(MODALITIES)]}',
        f'dct:issued "2024-01-0{1 + number % 9}T00:00:00Z"^^xsd:dateTime ; dcat:contactPoint <{key}#contact>',
        f"dct:publisher <{key}#publisher> ; dct:creator <{key}#creator>",
        "dct:accessRights <urn:wrong>" if lacks(number, "dct:accessRights") else f"dct:accessRights ar:{right}",
    ]
    if not lacks(number, "dct:description"):
        lines.append('dct:description "What the images show."@en')
    if not lacks(number, "dcat:theme"):
        lines.append("dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL>")
    if not lacks(number, "dct:spatial"):
        lines.append("dct:spatial <http://publications.europa.eu/resource/authority/country/NLD>")
    if not lacks(number, "dct:temporal"):
        lines.append("dct:temporal [ dcat:startDate '2020' ]")
    part = f"""<{key}/dicom> a dcat:Distribution ; dct:title "DICOM files of P{number:04}"@en ;
      dcat:accessURL <{key}?format=html> ; dct:format ft:ZIP ; dct:license li:CC_BY_4_0 ;
      dcat:mediaType media:application\\/dicom ; dcat:byteSize "{1000 + number}"^^xsd:nonNegativeInteger .
    <{key}#publisher> a foaf:Agent ; foaf:name "University Hospital Example" ."""
    return " ; ".join(lines) + " .\n" + part


def _people(number: int | None) -> tuple[Count, ...]:
    if number is None or number % 4 == 3:
        return ()
    small = number % 5 == 4
    ages = [Count("age", f"{age}-{age + 9}", 10 + 5 * (age // 10)) for age in range(20, 90, 10)]
    sexes = [Count("sex", "female", None if small else 40), Count("sex", "male", None if small else 35)]
    return (*ages, *sexes, Count("sex", "unknown", None), Count("modality", MODALITIES[number % 10], 75))


def _finding(number: int, place: int) -> Finding:
    code, severity, path, english, dutch, field = WRONG[place]
    project, title = f"P{number:04}", title_of(number)
    wrong = path == "dct:accessRights"
    table = "http://publications.europa.eu/resource/authority/access-right/"
    screen = f"project {project} > Edit Details" if place == 0 else f"project {project} > {FORM}"
    return Finding(
        code,
        severity,
        Judge.SHAPES,
        key_of(number),
        f"dataset '{title}' {english}",
        focus=key_of(number),
        property=expand(path),
        value="urn:wrong" if wrong else None,
        project=project,
        profile="health-ri-core, dcat-ap" if place < 2 else "health-ri-core",
        shape=f"https://w3id.org/img2fair/shapes/health-ri-core#dataset-{path.partition(':')[2]}",
        mapping=f"health-ri-core.yaml:{41 + place}:9",
        where=(
            Place("XNAT", screen, field, f"https://xnat.example.org/data/projects/{project}"),
            *((Place("img2fair.yaml", "", "defaults.spatial"),) if path == "dct:spatial" else ()),
        ),
        cure="Fill it in on that screen.",
        allowed=((f"{table}PUBLIC", "public"), (f"{table}RESTRICTED", "restricted")) if wrong else (),
        allowed_count=6 if wrong else 0,
        message_nl=f"dataset '{title}' {dutch}",
        cure_nl="Vul het in op dat scherm.",
    )
