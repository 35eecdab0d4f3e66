"""Reports built by hand, and hostile ones."""

from dataclasses import replace

from hypothesis import strategies as st

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


NOTHING = Report((), ("https://x.org/1",), ("dcat-ap",))
EVIL = "</style><script>window.hit=1</script><img src=x onerror=window.hit=1>\x1b[31m\u202e"


def evil() -> Report:
    """A report in which all that can be is hostile."""
    finding = Finding("I2F-S001", Severity.VIOLATION, Judge.SHAPES, f"urn:{EVIL}", EVIL, focus=EVIL, property=EVIL,
                      value=EVIL, project=EVIL, mapping=EVIL, where=(Place(EVIL, EVIL, EVIL),), cure=EVIL)  # fmt: skip
    return Report((finding,), (finding.key,), (EVIL,), ((finding.key, EVIL),))


THEMES = "http://publications.europa.eu/resource/authority/data-theme"
GAP = Finding(
    "I2F-S001",
    V,
    Judge.SHAPES,
    "https://xnat.example.org/lgg",
    "dataset 'Glioma LGG' has no theme",
    focus="https://xnat.example.org/lgg",
    property=expand("dcat:theme"),
    project="LGG",
    profile="health-ri-core, dcat-ap",
    shape="https://w3id.org/img2fair/shapes/health-ri-core#dataset-theme",
    mapping="mapping.yaml:41:9",
    where=(
        Place("XNAT", 'project LGG > Custom form "HRI dataset"', 'field "Theme"', "https://xnat.example.org/p/LGG"),
        Place("img2fair.yaml", "", "defaults.theme"),
    ),
    cure="Choose one.",
    origin=Origin(
        "mapping.yaml:41:9", (Source("form.theme", 3), Source("defaults.theme")), ("mandatory in the mapping",)
    ),
    allowed=((f"{THEMES}/HEAL", "Health"), (f"{THEMES}/TRAN", "Transport")),
    allowed_count=13,
    message_nl="dataset 'Glioma LGG' heeft geen thema",
    cure_nl="Kies er een.",
)
"""A finding with all that a missing value can have."""


def gaps(*projects: str) -> Report:
    """Return a report on the same gap in some projects."""
    keys = tuple(f"https://xnat.example.org/{project.lower()}" for project in projects)
    found = tuple(replace(GAP, key=key, project=project) for key, project in zip(keys, projects, strict=True))
    return Report(found, keys, ("dcat-ap", "health-ri-core"), ((keys[0], "Glioma LGG"),))


_TEXT = st.text(max_size=30) | st.sampled_from(
    [EVIL, "\n::error::x", "%0A::add-mask::x", "##[command]x", "]]>", "\x00\ud800"]
)
_PLACES = st.builds(Place, _TEXT | st.sampled_from(["XNAT", "img2fair.yaml", "file"]), _TEXT, _TEXT, _TEXT)
_MAPPINGS = st.none() | _TEXT | st.builds("{}:{}:{}".format, _TEXT, st.integers(0, 99), st.integers(0, 99))
_FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["I2F-S001", "I2F-S005", "I2F-M001"]) | _TEXT,
    severity=st.sampled_from(Severity),
    judge=st.sampled_from(Judge),
    key=_TEXT,
    message=_TEXT,
    focus=_TEXT,
    property=_TEXT,
    value=st.none() | _TEXT,
    project=st.none() | _TEXT,
    profile=st.none() | _TEXT,
    shape=st.none() | _TEXT,
    mapping=_MAPPINGS,
    where=st.lists(_PLACES, max_size=2).map(tuple),
    cure=_TEXT,
    who=st.sampled_from(["steward", "operator"]) | _TEXT,
    origin=st.none()
    | st.builds(Origin, _TEXT, st.lists(st.builds(Source, _TEXT), max_size=2).map(tuple), st.tuples(_TEXT)),
    allowed=st.lists(st.tuples(_TEXT, _TEXT), max_size=2).map(tuple),
    allowed_count=st.integers(0, 99),
    message_nl=_TEXT,
    cure_nl=_TEXT,
)
REPORTS = st.builds(
    Report,
    findings=st.lists(_FINDINGS, max_size=3).map(tuple),
    checked=st.lists(_TEXT, max_size=3, unique=True).map(tuple),
    profiles=st.lists(_TEXT, max_size=2).map(tuple),
    titles=st.lists(st.tuples(_TEXT, _TEXT), max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
)
"""Reports in which any text can be anything."""
