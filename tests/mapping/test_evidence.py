"""What headers say of de-identification, as findings: counts for the steward, a block only where it is asked for."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.archives.dicom.evidence import EVIDENCE_TAGS, evidence_of
from img2fair.archives.dicom.headers import read_header
from img2fair.cli import run
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.findings import Finding, Judge, Report, Severity
from img2fair.mapping.evidence import evidence_findings
from img2fair.model import Header, HeaderEvidence, Project, Unread, Visibility
from img2fair.places import Ground
from img2fair.privacy.evidence import DRAWN_ON
from img2fair.privacy.evidence_rules import EVIDENCE_RULES
from img2fair.report.harvest_text import harvest_text, private_text
from img2fair.report.json_form import to_json
from img2fair.report.sarif import to_sarif
from img2fair.report.text import to_text
from tests.archives.deep.written import dataset, file_of
from tests.test_flow import CONFIG

KEY = "https://xnat.example.org/data/projects/P"
PAGE = f"{KEY}?format=html"
CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path("tests/cases/deidentified.yaml").read_text(encoding="utf-8"))


def evidence(*named: str, modality: str = "CT") -> tuple[HeaderEvidence, ...]:
    """The evidence of headers as software writes them, by the names of the cases; with none the evidence of all."""
    chosen = [case for case in CASES if case["name"] in named or not named]
    assert len(chosen) == (len(named) or len(CASES))
    written = (file_of(dataset(case.get("header", {}), case.get("items", []), modality)) for case in chosen)
    return evidence_of((modality, read_header(one, whole=True)) for one in written)


def found(*said: HeaderEvidence, block: bool = False, kind: str = "xnat") -> dict[str, Finding]:
    project = Project("P", Visibility.PUBLIC, evidence=said)
    page = PAGE if kind == "xnat" else ""
    told = evidence_findings(project, KEY, Ground("P", kind, page), block=block)
    assert len({finding.code for finding in told}) == len(told), "one for each cause"
    assert all((one.key, one.project, one.judge, one.value) == (KEY, "P", Judge.PRIVACY, None) for one in told)
    return {finding.code: finding for finding in told}


CTP, DCANON = "CTP, example of a trial", "Clunie's dcanon, and a pseudonym that looks like a name"
DRAWING = "CTP, appended by two scripts, drawing kept"
INFO, WARNING, VIOLATION = Severity.INFO, Severity.WARNING, Severity.VIOLATION
WHAT: list[tuple[tuple[str, ...], dict[str, Severity], tuple[str, ...]]] = [
    (("YES alone",), {}, ()),
    ((CTP, DCANON), {"I2F-P013": INFO}, ()),
    (("XNAT DicomEdit 4", "nothing is said"), {"I2F-P011": INFO, "I2F-P013": INFO}, ()),
    (("XNAT's script, and what it left",), {"I2F-P011": INFO, "I2F-P013": WARNING}, ()),
    (("YES, and a birth date", "YES alone"), {"I2F-P010": WARNING, "I2F-P013": WARNING}, ("I2F-P010",)),
    (("NO", "YES alone"), {"I2F-P010": WARNING, "I2F-P013": WARNING}, ("I2F-P010",)),
    (("NO, and a method",), {"I2F-P010": WARNING}, ("I2F-P010",)),
    ((DRAWING,), {"I2F-P012": WARNING}, ("I2F-P012",)),
]


@pytest.mark.parametrize(("named", "codes", "blocking"), WHAT)
def test_what_is_found(named: tuple[str, ...], codes: dict[str, Severity], blocking: tuple[str, ...]) -> None:
    said = evidence(*named)
    assert {code: one.severity for code, one in found(*said).items()} == codes
    blocked = found(*said, block=True)
    assert {code: one.severity for code, one in blocked.items()} == codes | dict.fromkeys(blocking, VIOLATION)
    assert {code for code, one in blocked.items() if one.keeps_in()} == set(blocking)
    for code, one in blocked.items():
        assert ("privacy: deid: block" in one.cure and "privacy: deid: block" in one.cure_nl) == (code in blocking)


def test_without_evidence_nothing_is_found() -> None:
    assert found(block=True) == {}
    assert found(HeaderEvidence(None, 0, 0), block=True) == {}


def test_the_counts_of_all() -> None:
    unread = HeaderEvidence(None, 0, 2)
    told = found(*evidence(), unread)
    number = len(CASES)
    contradicted, denied = (sum(case.get(name, 0) for case in CASES) for name in ("contradicted", "denied"))
    silent = number - denied - sum(case.get("declared", 0) for case in CASES)
    start = f"of the {number} DICOM headers that were read: "
    assert told["I2F-P010"].message == (
        f"{start}the patient's identity is said to be removed and the header itself contradicts it, in {contradicted}; "
        f"the patient's identity is said not to be removed, in {denied}"
    )
    assert told["I2F-P011"].message == (
        f"{start}nothing says that the patient's identity was removed, in {silent}; a script of XNAT ran, whatever it "
        "removed, in 5"
    )
    assert told["I2F-P014"].message == (
        f"2 of {number + 2} sampled DICOM headers could not be read, so nothing is known of them"
    )
    assert told["I2F-P012"].message.endswith("(BurnedInAnnotation is YES), in 1")
    assert told["I2F-P013"].message.startswith(
        f"{start}attributes that can tell of a person are filled: PatientBirthDate in 3, PatientAddress in 2, "
    )
    assert told["I2F-P011"].message_nl.startswith(f"van de {number} DICOM-headers die gelezen zijn: niets zegt dat")


def test_what_a_harvest_says_cannot_steer_a_terminal() -> None:
    evil = "P\x1b[2J\u202e"
    header = replace(HARVEST, unread=(Unread(evil, "sessions", evil),), moving=(evil,))
    said = harvest_text(header, {evil: evidence("YES alone")}) + private_text({evil: Visibility.PRIVATE})
    assert said.count("P [2J") == 5 and not {"\x1b", "\u202e"} & set(said)


def test_headers_that_could_not_be_read_are_told() -> None:
    told = found(HeaderEvidence(None, 0, 3), block=True)
    assert {code: one.severity for code, one in told.items()} == {"I2F-P014": INFO}
    assert told["I2F-P014"].message.startswith("3 of 3 sampled DICOM headers could not be read")
    (unread,) = found(HeaderEvidence(None, 0, 3), kind="dicom_folder").values()
    assert unread.where == ()


@pytest.mark.parametrize("modality", [*DRAWN_ON, "CT", "CANARY"])
def test_images_that_often_show_names(modality: str) -> None:
    (finding,) = (one for one in [found(*evidence("YES alone", modality=modality)).get("I2F-P012")])
    if modality in DRAWN_ON:
        assert finding is not None
        assert finding.severity is INFO
        assert finding.message.endswith(f"in 1 of modality {modality}")
    else:
        assert finding is None


@pytest.mark.parametrize(
    ("kind", "code", "where"),
    [
        ("xnat", "I2F-P010", "XNAT: project P > session > Scans"),
        ("xnat", "I2F-P011", "XNAT: project P > Manage > Anonymization Script"),
        ("xnat", "I2F-P013", "XNAT: project P > session > Scans"),
        ("xnat", "I2F-P012", "XNAT: project P > session > Scans"),
        ("xnat", "I2F-P014", "XNAT: project P > session > Scans"),
        ("dicomweb", "I2F-P010", "DICOM: headers of project P > Patient Identity Removed (0012,0062)"),
        ("dicom_folder", "I2F-P012", "DICOM: headers of project P > Burned In Annotation (0028,0301)"),
        ("dicom_folder", "I2F-P013", "DICOM: headers of project P"),
    ],
)
def test_where_it_is_mended(kind: str, code: str, where: str) -> None:
    finding = found(*evidence(), HeaderEvidence(None, 0, 1), kind=kind)[code]
    (place,) = finding.where
    assert str(place) == where
    assert place.link == (PAGE if kind == "xnat" else "")
    assert code in EVIDENCE_RULES


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\"), max_size=12).map("CANARY".__add__)
SAID = st.one_of(VALUES, st.sampled_from(["YES", "NO", "113100", "19500203", ""]))
HARVEST = Header("https://xnat.example.org", "XNAT", "0", dt.datetime(2024, 5, 1, tzinfo=dt.UTC), "guest")
HEADERS = st.dictionaries(st.sampled_from(sorted(EVIDENCE_TAGS)), SAID)


@given(st.lists(st.tuples(st.sampled_from(["CT", "US", "CANARY"]), st.none() | HEADERS), max_size=9), st.booleans())
def test_no_value_of_a_header_comes_out(headers: list[tuple[str, dict[str, str] | None]], block: bool) -> None:
    said = evidence_of(headers)
    told = tuple(found(*said, block=block).values())
    report = Report(told, (KEY,), ())
    forms = [to_text(report), to_text(report, language="nl"), to_sarif(report), to_json(report)]
    forms += [
        harvest_text(HARVEST, {"P": said}),
        repr(told),
        *(one for finding in told for one in (finding.message_nl, finding.cure_nl)),
    ]
    assert not [form for form in forms if "CANARY" in form or "19500203" in form]
    assert all(one.keeps_in() == (one.severity is VIOLATION) for one in told)
    assert block or not any(one.keeps_in() for one in told)


class Demo:
    """An archive with an invented project of which some headers are clean and some say YES to burned-in annotation."""

    def __init__(self, archive: DemoArchive, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self.folder, self.capsys = archive.url, folder, capsys

    def run(self, *arguments: str, deid: str = "report") -> tuple[int, str, str]:
        """Return exit code, stdout and stderr of a command."""
        config = self.folder / "img2fair.yaml"
        config.write_text(CONFIG.format(url=self.url) + f"block_on: never\nprivacy: {{deid: {deid}}}\n")
        self.capsys.readouterr()
        code = run([*arguments, "-c", str(config)])
        return (code, *self.capsys.readouterr())

    def harvested(self, *more: str) -> str:
        """Harvest with evidence; return what is said of it."""
        snapshot = str(self.folder / "snapshot.jsonl")
        code, _, said = self.run("harvest", "-o", snapshot, *more)
        assert code == 0
        return said

    def judged(self, deid: str = "report") -> tuple[tuple[int, int], dict[str, dict[str, Any]]]:
        """Map and validate; return both exit codes and what the headers gave, by the code of the finding."""
        records = str(self.folder / "records")
        mapped, _, said = self.run("map", str(self.folder / "snapshot.jsonl"), "-o", records, deid=deid)
        assert mapped in (0, 7), said
        assert (mapped == 7) == ("privacy holds back" in said and INVENTED in said)
        code, told, _ = self.run("validate", records, "--json", deid=deid)
        mine = [one for one in json.loads(told)["findings"] if one["code"] in EVIDENCE_RULES]
        assert {one["project"] for one in mine} <= {INVENTED, CLEAN}
        return (mapped, code), {one["code"]: one for one in mine if one["project"] == INVENTED}


INVENTED, CLEAN = "pseudo_phi_dicom_data", "soft_tissue_sarcoma"


@pytest.fixture
def demo(
    content: ArchiveContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Demo]:
    monkeypatch.setenv("XNAT_USER", "demo")
    monkeypatch.setenv("XNAT_PASS", "demo")
    with DemoArchive(content.only(INVENTED, CLEAN)) as archive:
        yield Demo(archive, tmp_path, capsys)


def test_from_the_archive_to_the_report(demo: Demo) -> None:
    said = demo.harvested("--deid-evidence", "20")
    assert f"headers of {INVENTED}: " in said
    assert "identity removed: " in said
    _, told = demo.judged()
    assert set(told) == {"I2F-P011", "I2F-P012", "I2F-P013", "I2F-P014"}
    assert {told[code]["severity"] for code in ("I2F-P011", "I2F-P013")} == {"info"}, "a birth date of 1 January"
    assert told["I2F-P012"]["severity"] == "warning"
    assert "(BurnedInAnnotation is YES), in " in told["I2F-P012"]["message"]

    codes, told = demo.judged("block")
    assert codes == (7, 7)
    assert [code for code, one in told.items() if one["severity"] == "violation"] == ["I2F-P012"]
    records = list((demo.folder / "records").rglob("*.ttl"))
    assert records
    assert not [path for path in records if "BurnedIn" in path.read_text(encoding="utf-8")]
    everything = said + json.dumps(told)
    assert not [canary for canary in ("INVENTED^PERSON", "19500101", "Per DICOM") if canary in everything]


def test_a_harvest_that_looks_at_no_header_finds_nothing(demo: Demo) -> None:
    assert "headers of" not in demo.harvested()
    assert demo.judged("block")[1] == {}


def test_a_publication_that_headers_can_block_looks_at_them(demo: Demo) -> None:
    """What is public stays as it was, nothing new of it is written, and the run ends with 7."""
    assert demo.run("publish", "--yes")[0] == 0
    page = demo.folder / "public" / "dataset" / f"{INVENTED}.html"
    before = page.read_bytes()
    code, _, said = demo.run("publish", "--yes", deid="block")
    assert code == 7 and "I2F-P012" in said
    assert page.read_bytes() == before
