"""Reports built by hand."""

from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.model.record import Origin, Source
from img2fair.rdf import expand

V, W, N = Severity.VIOLATION, Severity.WARNING, Severity.INFO

RULES = (
    ("I2F-S012", V, "dcat:theme", 'dataset "{title}" has no theme', "choose one; usual here: HEAL",
     'project {id} > Edit custom form "HRI dataset" > field "Theme": empty', "mapping.yaml:41:9"),
    ("I2F-S003", V, "dct:description", 'dataset "{title}" has no description', "write what the images show",
     "project {id} > Manage > Description: empty", "mapping.yaml:22:9"),
    ("I2F-S021", W, "dct:creator", "the creator has no ORCID", "add it in the form",
     'project {id} > Edit custom form "HRI dataset" > field "ORCID"', "mapping.yaml:52:9"),
    ("I2F-S033", W, "dct:license", "the distribution has no licence", "set distribution.license in img2fair.yaml",
     "img2fair.yaml:12 (defaults.distribution.license)", "mapping.yaml:91:9"),
    ("I2F-M007", N, "dct:subject", "a body part is not in the table", "add a row to body-parts.sssom.tsv",
     "scans of project {id}: body part", "mapping.yaml:61:9"),
)  # fmt: skip


def report(datasets: int, *, clean: int = 2) -> Report:
    """Return a report on so many datasets with findings, and some without."""
    findings = tuple(
        _finding(number, place)
        for number in range(datasets)
        for place in range(len(RULES))
        if number % (place + 2) != 1
    )
    keys = tuple(_key(number) for number in range(datasets + clean))
    titles = tuple((_key(number), _title(number)) for number in range(datasets + clean))
    return Report(findings, keys, ("dcat-ap", "health-ri-core"), titles)


def _key(number: int) -> str:
    return f"https://xnat.example.org/data/projects/P{number:04}"


def _title(number: int) -> str:
    subjects = ("Low-grade glioma with tumour outlines", "Prostate MR before biopsy", "Lung CT screening", "Knee MR")
    return f"{subjects[number % len(subjects)]} {number}"


def _finding(number: int, place: int) -> Finding:
    code, severity, path, message, cure, where, mapping = RULES[place]
    values = {"title": _title(number), "id": f"P{number:04}"}
    origin = Origin(mapping, (Source("form.theme", 3),), ("split",)) if place == 2 else None
    return Finding(code, severity, Judge.SHAPES, _key(number), message.format(**values), focus=_key(number),
                   property=expand(path), value="wrong" if place == 2 else None, project=values["id"],
                   profile="health-ri-core", shape="https://example.org/shapes#theme", mapping=mapping,
                   where=(Place("XNAT", "", where.format(**values)),), cure=cure, origin=origin)  # fmt: skip
