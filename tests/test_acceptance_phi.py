"""A real collection with invented identities goes through the whole flow, and none of them comes out anywhere.

Its names stand in study descriptions and headers (Imaging Data Commons, collection pseudo_phi_dicom_data). First as it
is; then as a careless steward would have it, who copies what the scanner says into the fields of the catalogue.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, Investigator, Publication, load_content
from img2fair.demo.fdp import ADMIN, DemoFdp
from tests.canaries.identities import PHI, identifying, names, project
from tests.canaries.watching import LOUD, Watch, watched
from tests.sizes import size
from tests.test_flow import CONFIG

DEEP = ("--full", "--clinical", "--deid-evidence", "--project", PHI)
PRIVACY, DONE = 7, 0


@dataclass(repr=False)
class Hospital:
    """The archive with this collection alone, public, and a watched folder to work in."""

    archive: DemoArchive
    watch: Watch

    def run(self, *arguments: str) -> int:
        return self.watch.run(*arguments, *LOUD)

    def write(self, **fields: object) -> None:
        """Let the archive hold the collection with other fields."""
        content = self.archive.content
        self.archive.content = content.with_project(PHI, **fields)

    @property
    def site(self) -> str:
        """All that visitors of the site can get."""
        public = self.watch.folder / "public"
        return "\n".join(path.read_text("utf-8") for path in public.rglob("*") if path.is_file())

    def whole_flow(self) -> list[int]:
        """Run everything, at all depths; return the exit codes of map, publish and export."""
        snapshot, records = str(self.watch.work / "snapshot.jsonl"), str(self.watch.work / "records")
        assert self.run("harvest", *DEEP) == DONE
        codes = [self.run("map", snapshot)]
        for form in ("text", "html", "sarif"):
            self.run("validate", records, "--format", form, "-o", str(self.watch.folder / f"report.{form}"))
        self.run("validate", records, "--worklists", str(self.watch.folder / "lists"))
        self.run("plan", "--json")
        self.run("explain", PHI)
        self.preview()
        codes.append(self.run("publish", "--yes", "--log-format", "json"))
        codes.append(self.export())
        return codes

    def preview(self) -> None:
        """Make the investigator's page, in both languages."""
        for language in ("en", "nl"):
            self.run("preview", PHI, "--language", language)

    def export(self) -> int:
        """Export the snapshot of the work folder."""
        snapshot, study = str(self.watch.work / "snapshot.jsonl"), str(self.watch.folder / "study")
        return self.run("export", "cbioportal", snapshot, "--project", PHI, "-o", study)

    def slipped(self) -> set[str]:
        """Return what identifies and came out."""
        return set(identifying().findall(self.watch.everything()))


@pytest.fixture
def hospital(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Hospital]:
    for name, value in (("XNAT_USER", "demo"), ("XNAT_PASS", "demo"), ("FDP_USER", ADMIN[0]), ("FDP_PASS", ADMIN[1])):
        monkeypatch.setenv(name, value)
    with DemoArchive(content()) as archive, DemoFdp() as fdp:
        watch = watched(tmp_path, archive.url, capsys, monkeypatch)
        archive.on_request = lambda _: watch.look()
        config = CONFIG.format(url=archive.url).replace("archive: {", 'archive: {tables: ["*.csv", "*.json"], ')
        target = f'  fdp: {{type: fdp, url: "{fdp.url}", profile: fdp-default}}\nblock_on: never\nwork: work'
        watch.config.write_text(config.replace("work: work", target))
        yield Hospital(archive, watch)


@pytest.fixture
def without_fdp(hospital: Hospital) -> Hospital:
    """The same, published as a site alone."""
    text = hospital.watch.config.read_text()
    hospital.watch.config.write_text("\n".join(line for line in text.splitlines() if "type: fdp" not in line))
    return hospital


def content() -> ArchiveContent:
    """Return the archive: the collection is public, and has the form that others have."""
    kept = load_content().only(PHI)
    forms = tuple(replace(form, projects=(*form.projects, PHI)) for form in kept.forms)
    return replace(kept, forms=forms).with_project(PHI, accessibility="public")


def test_the_collection_is_what_it_is_taken_for(reference: Path) -> None:
    assert len(names()) >= 4
    assert "Scott Kaufman" in names()
    with (reference / "idc-subset" / "series.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["collection_id"] == PHI]
    told = [row["StudyDescription"] for row in rows if re.search(r" for [A-Z]", row["StudyDescription"])]
    assert told
    assert all(identifying().search(text) for text in told), "every name in the collection is looked for"
    assert all(identifying().search(row["StudyDate"]) for row in rows)
    assert identifying().search("seen on 11 September 2013 as kaufman^scott")
    assert not identifying().search("Images with invented identities, for testing")


def test_as_it_is_none_of_its_identities_comes_out(hospital: Hospital) -> None:
    assert hospital.run("publish", "--yes") == DONE
    assert hospital.export() == DONE
    assert hospital.slipped() == set()
    assert identifying().search(hospital.watch.snapshot), "they were there to be seen"


def test_with_another_running_title_it_is_published_and_exported(hospital: Hospital) -> None:
    """Its own, PSEUDO-PHI, is what half of its patients are called in their headers (Pseudo-PHI-001)."""
    hospital.write(secondary_id="INVENTED")
    assert hospital.whole_flow() == [DONE, DONE, DONE]
    assert hospital.slipped() == set()
    assert project().name in hospital.site, "it was published"
    study = hospital.watch.folder / "study"
    assert (study / "data_clinical_patient.txt").read_text().count("\n") > len(project().subjects)


Careless = Callable[[str], dict[str, object]]


def in_resource(text: str) -> dict[str, object]:
    """Return the subjects with all scans' files under a label."""
    return {
        "subjects": tuple(
            replace(
                subject,
                sessions=tuple(
                    replace(
                        session,
                        scans=tuple(
                            replace(scan, resources=tuple(replace(one, label=text) for one in scan.resources))
                            for scan in session.scans
                        ),
                    )
                    for session in subject.sessions
                ),
            )
            for subject in project().subjects
        )
    }


def in_form(key: str) -> Careless:
    """Return what writes a text into an answer of the project's form."""
    (uuid,) = {form.uuid for form in content().forms if form.datatype == "xnat:projectData"}
    return lambda text: {"custom_fields": {uuid: {key: text}}}


FIELDS: dict[str, Careless] = {
    "title": lambda text: {"name": f"Chest images {text}"},
    "description": lambda text: {"description": f"{project().description} The first case was {text}."},
    "keywords": lambda text: {"keywords": f"chest, {text}, testing"},
    "running title": lambda text: {"secondary_id": f"PHI {text}", "name": ""},
    "alias": lambda text: {"aliases": (f"alias {text}",)},
    "title in the form": in_form("title"),
    "description in the form": in_form("description"),
    "keyword in the form": in_form("keyword"),
    "publication": lambda text: {"publications": (Publication(title=text, doi=f"10.5555/{text}"),)},
    "resource label": in_resource,
}
"""Fields that reach the catalogue, and how a text gets there."""
TEXTS = (
    "XR CHEST AP PORTABLE for Scott Kaufman",
    "KAUFMAN^SCOTT",
    "kaufman, scott",
    "patient 6774825273",
    "6774825273_1",
    "ACC4431285",
    "11 September 2013",
    "20130911",
)
EACH = [(field, text) for field in FIELDS for text in TEXTS if (field, text) != ("publication", "20130911")]
"""Digits within a DOI are its own: the policy screens identifiers for names, labels and e-mail addresses."""
CASES = EACH[:: size(9, 1)]
"""At the small size each field once, and with each a text that another field does not have."""


@pytest.mark.parametrize(("field", "text"), CASES)
def test_what_a_careless_steward_writes_stays_in(without_fdp: Hospital, field: str, text: str) -> None:
    hospital = without_fdp
    hospital.write(**FIELDS[field](text))
    snapshot = str(hospital.watch.work / "snapshot.jsonl")
    assert hospital.run("harvest") == DONE
    assert hospital.run("map", snapshot) in (DONE, PRIVACY)
    code = hospital.run("validate", str(hospital.watch.work / "records"), "--fail-on", "never")
    assert hospital.slipped() == set()
    assert identifying().search(hospital.watch.snapshot), "it was there to be seen"
    assert code == PRIVACY or not reaches(hospital, FIELDS[field])


def reaches(hospital: Hospital, careless: Careless) -> bool:
    """Whether a harmless word gets into the records by the same way: where it does, one that names somebody blocks."""
    hospital.write(**careless("Zomerkoninkje"))
    hospital.run("harvest")
    hospital.run("map", str(hospital.watch.work / "snapshot.jsonl"))
    records = hospital.watch.work / "records"
    return any("Zomerkoninkje" in path.read_text("utf-8") for path in records.rglob("*") if path.is_file())


def test_a_record_that_names_somebody_stays_as_it_was_until_it_is_clean(without_fdp: Hospital) -> None:
    hospital = without_fdp
    hospital.write(secondary_id="INVENTED")
    assert hospital.run("publish", "--yes") == DONE
    before = hospital.site
    assert project().name in before
    everything = {key: value for careless in list(FIELDS.values())[:3] for key, value in careless(TEXTS[0]).items()}
    hospital.write(**everything)
    assert hospital.run("publish", "--yes") == PRIVACY
    assert hospital.export() == PRIVACY
    hospital.preview()
    assert not (hospital.watch.folder / "study").exists()
    assert hospital.slipped() == set()
    assert hospital.site == before, "the record is left as it was"
    report = json.loads((hospital.watch.work / "report.json").read_text())
    told = {finding["code"] for finding in report["findings"] if finding["judge"] == "privacy"}
    assert "I2F-P001" in told
    clean = {"description": project().description, "keywords": "chest", "secondary_id": "INVENTED"}
    hospital.write(name="Chest images, looked through", **clean)
    assert hospital.run("publish", "--yes") == DONE
    assert "Chest images, looked through" in hospital.site
    assert hospital.export() == DONE
    assert hospital.slipped() == set()


def test_people_with_the_names_of_patients_are_named_as_people(without_fdp: Hospital) -> None:
    """An investigator is named by the fields for it, whoever else has that name; e-mail addresses never come out."""
    hospital = without_fdp
    person = Investigator(firstname="Ingrid", lastname="Kaufman", email="scott.kaufman@hospital.example")
    hospital.write(pi=person, secondary_id="INVENTED")
    assert hospital.run("publish", "--yes") == DONE
    assert "Ingrid Kaufman" in hospital.site
    assert hospital.slipped() == {"Kaufman"}
    assert "hospital.example" not in hospital.watch.everything()


def test_the_rest_of_a_catalogue_is_published_beside_it(without_fdp: Hospital) -> None:
    hospital = without_fdp
    other = load_content().project("icdc_glioma")
    held = hospital.archive.content
    hospital.archive.content = replace(held, projects=(*held.projects, other))
    hospital.write(name="Images of Scott Kaufman")
    assert hospital.run("publish", "--yes") == PRIVACY
    assert other.name in hospital.site
    assert PHI not in hospital.site
    assert hospital.slipped() == set()
