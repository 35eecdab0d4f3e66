"""Every field of the archive holds a word, number or date of its own; only those that the policy lists come out."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.demo.archive import DemoArchive, Fault
from img2fair.demo.archive.exchange import Response
from img2fair.demo.archive.faults import whole
from img2fair.demo.fdp import ADMIN, DemoFdp
from img2fair.model.record_files import read_records
from tests.canaries.overlay import Overlay
from tests.canaries.planting import Canaries, Seen
from tests.canaries.watching import LOUD, Watch, watched
from tests.canaries.world import PUBLISHED, RICH, SHARED_FROM, UNNAMED, UNNAMED_MEMBER, planted
from tests.sizes import size
from tests.test_flow import CONFIG

LISTED = {
    # what the policy lists, in the words of the test archive's content; everything else in the archive stays inside,
    # modalities too that no code table knows
    "name", "secondary_id", "description", "keywords", "aliases/#", "insert_date", "last_modified",
    "pi/title", "pi/firstname", "pi/lastname", "pi/institution",
    "investigators/#/title", "investigators/#/firstname", "investigators/#/lastname", "investigators/#/institution",
    "publications/#/doi", "publications/#/uri",
    "subjects/sessions/scans/resources/#/label",
    "forms/#/contents/title", "forms/#/contents/components/#/label", "forms/#/contents/components/#/components/#/label",
}  # fmt: skip
NAMES = {"subjects/sessions/assessors/fields/#/name", "xnat:experimentData/fields/field/name"}
"""What people called their fields: an export names the ones that nobody has decided on."""
SHARED = {"subjects/gender"}
"""Values of a field that is exported: the steward is shown those that enough patients have."""
MAPPINGS = ("dcat-ap", "health-ri-core", "healthdcat-ap", "fdp-default", "eucaim", "analytics")
SHIPPED = "\n".join((find_folder("mappings") / f"{name}.yaml").read_text() for name in MAPPINGS)
ANSWERS = set(re.findall(r"\bform\.(\w+(?:\.\w+)?)", SHIPPED))
MEMBERS = set(re.findall(r"\bit\.(\w+)", SHIPPED))

DEEP = ("--full", "--clinical", "--deid-evidence")
LAYERS = (("health-ri-core", "eucaim", "analytics"), ("healthdcat-ap", "analytics"), ("fdp-default",), ("dcat-ap",))
NO_LISTS = (
    Fault(path="/data/experiments", kind="status", status=404),
    Fault(path="/data/subjects", kind="status", status=404),
    Fault(path="/data/projects/[^/]+/subjects", kind="status", status=404, query="format=csv"),
)


def listed(kind: str) -> bool:
    """Whether the policy lists a kind and a rule of the shipped mappings names it."""
    if not kind.startswith("custom_fields/"):
        return kind in LISTED
    key, *member = [part for part in kind.split("/")[2:] if part != "#"]
    known = key in {answer.partition(".")[0] for answer in ANSWERS}
    return known and all(one in MEMBERS or f"{key}.{one}" in ANSWERS for one in member)


@dataclass(repr=False)
class World:
    """An archive with a canary in every field, and a watched folder to work in."""

    archive: DemoArchive
    watch: Watch
    canaries: Canaries

    def run(self, *arguments: str) -> int:
        return self.watch.run(*arguments, *LOUD)

    def make(self, access: str) -> None:
        self.archive.content = self.archive.content.with_project(RICH, accessibility=access)

    def harvest(self, *projects: str) -> int:
        return self.run("harvest", *DEEP, *(word for project in projects for word in ("--project", project)))

    def seen(self) -> set[Seen]:
        return self.canaries.seen_in(self.watch.everything())


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[World]:
    for name, value in (("XNAT_USER", "demo"), ("XNAT_PASS", "demo"), ("FDP_USER", ADMIN[0]), ("FDP_PASS", ADMIN[1])):
        monkeypatch.setenv(name, value)
    content, canaries = planted()
    canaries.served.clear()
    with DemoArchive(content, strict=True) as archive, DemoFdp() as fdp:
        archive.rewrite = Overlay(canaries)
        watch = watched(tmp_path, archive.url, capsys, monkeypatch)
        archive.on_request = lambda _: watch.look()
        config = CONFIG.format(url=archive.url).replace("archive: {", 'archive: {tables: ["*.csv", "*.json"], ')
        config = config.replace(
            "work: work", f'  fdp: {{type: fdp, url: "{fdp.url}", profile: fdp-default}}\nwork: work'
        )
        watch.config.write_text(f"{config}block_on: never\n")
        yield World(archive, watch, canaries)


def told_in_all_forms(world: World) -> None:
    """Run what starts from a snapshot and records."""
    work, watch = world.watch.work, world.watch
    snapshot, records = str(work / "snapshot.jsonl"), str(work / "records")
    for layers in LAYERS[: size(2, 4)]:
        asked = [word for name in layers for word in ("--mapping", name)]
        assert world.run("map", snapshot, *asked, "-o", str(watch.folder / "-".join(layers))) == 0
    world.run("map", snapshot, "--log-format", "json")
    for form in ("text", "json", "sarif", "junit", "github", "html"):
        world.run("validate", records, "--profile", "dcat-ap", "--format", form, "--language", "nl")
    world.run("validate", records, "--worklists", str(watch.folder / "lists"))
    world.run("plan", "--json")
    watch.run("mapping", "check", "health-ri-core", "--snapshot", snapshot, *LOUD, config=False)
    watch.run("mapping", "coverage", "health-ri-core", "--profile", "health-ri-core", *LOUD, config=False)
    for project in PUBLISHED[: size(1, len(PUBLISHED))]:
        world.run("preview", project, "--language", "nl")
    for project in PUBLISHED:
        world.run("explain", project)
        world.run("explain", project, "dct:title", "--json")
        study = str(watch.folder / "studies" / project)
        assert world.run("export", "cbioportal", snapshot, "--project", project, "-o", study) == 0
        assert (watch.folder / "studies" / project / "meta_study.txt").is_file()


def test_only_what_the_policy_lists_comes_out(world: World) -> None:
    world.run("publish", "--yes", "--log-format", "json")
    assert world.harvest(*PUBLISHED) == 0
    told_in_all_forms(world)
    world.run("apply", str(world.watch.work / "plan.json"))
    look_at(world)
    served = {kind for _, kind in world.canaries.served}
    unnamed = {kind.split("/")[2] for kind in served if kind.startswith("custom_fields/") and not listed(kind)}
    assert unnamed >= {*UNNAMED, "publisher", "contact_point", "creator_grid"}
    assert sum(kind.endswith(UNNAMED_MEMBER) for kind in served) >= 3
    assert len(served) >= 400


def test_object_by_object_nothing_else_comes_out(world: World) -> None:
    for fault in NO_LISTS:
        world.archive.faults.add(fault)
    assert world.harvest(*PUBLISHED) == 0
    world.run("map", str(world.watch.work / "snapshot.jsonl"))
    world.run("validate", str(world.watch.work / "records"))
    look_at(world)
    served = {kind for _, kind in world.canaries.served}
    assert {
        "xnat:mrScanData/parameters/tr",
        "xnat:petSessionData/studyType",
        "xnat:subjectData/metadata/cohort",
    } <= served


def look_at(world: World) -> None:
    """See that all that is listed was seen, and nothing else."""
    seen = world.seen()
    shown = ("", *PUBLISHED, SHARED_FROM)
    assert {one for one in seen if one[0] not in shown} == set(), "nothing of a private project"
    kinds = {kind for _, kind in seen}
    assert {kind for kind in kinds if not listed(kind)} - NAMES == set()
    told = {kind for _, kind in world.canaries.seen_in(world.watch.for_stewards())}
    assert {kind for kind in told if not listed(kind)} - NAMES - SHARED == set()
    assert kinds >= LISTED, "the test looks where there is something to see"


CRASHES = {
    "map": ("img2fair.pipeline.map_project", ("map",)),
    "judge": ("img2fair.pipeline.judge_records", ("publish", "--yes")),
    "report": ("img2fair.report.files.to_html", ("publish", "--yes")),
    "plan": ("img2fair.pipeline.make_plan", ("publish", "--yes")),
    "write": ("img2fair.applying._Work._closed", ("publish", "--yes")),
    "receipt": ("img2fair.publication.carrying_out.write_receipts", ("publish", "--yes")),
    "cohort": ("img2fair.exporting.making.release_cohort", ("export", "cbioportal")),
    "study": ("img2fair.cbioportal.builder.study_meta", ("export", "cbioportal")),
}
"""Where it breaks, and in which command; what breaks it quotes all that it was given."""


def broken(*arguments: object, **named: object) -> object:
    """Break as careless code does."""
    raise RuntimeError(f"broken with {arguments!r} {named!r}")


@pytest.mark.parametrize("where", list(CRASHES)[:: size(2, 1)])
def test_a_crash_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    place, command = CRASHES[where]
    snapshot = world.watch.work / "snapshot.jsonl"
    given: tuple[str, ...] = ()
    if command[0] != "publish":
        assert world.run("harvest", "--project", RICH) == 0
        given = (str(snapshot),)
    if command[0] == "export":
        given = (str(snapshot), "--project", RICH, "-o", str(world.watch.folder / "study"))
    world.watch.forget()
    monkeypatch.setattr(place, broken)
    assert world.run(*command, *given) == 1
    assert "RuntimeError" in world.watch.said[-1]
    assert {kind for _, kind in world.seen() if not listed(kind)} == set()
    assert sys.exc_info() == (None, None, None)


READERS = {
    "lists": "img2fair.archives.xnat.assembly.session_of",
    "assembly": "img2fair.archives.xnat.assembly._subject",
    "attributes": "img2fair.archives.xnat.deep.attributes._subject",
    "assessors": "img2fair.archives.xnat.deep.assessments.flattened",
}
"""Where raw text is in hand."""


@pytest.mark.parametrize("place", READERS.values(), ids=READERS)
def test_a_crash_with_raw_text_in_hand_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(place, broken)
    assert world.harvest(RICH) == 1
    assert "RuntimeError" in world.watch.said[-1]
    assert world.seen() == set()


def test_a_snapshot_that_does_not_parse_is_not_quoted(world: World) -> None:
    snapshot = world.watch.work / "snapshot.jsonl"
    assert world.run("harvest") == 0
    text = snapshot.read_text()
    assert world.canaries.seen_in(text)
    snapshot.write_text(text.replace('"subjects":[', '"subjects":[[', 1))
    assert world.run("map", str(snapshot)) == 2
    assert world.seen() == set()


BROKEN: dict[str, tuple[Fault, ...]] = {
    "nothing": (),
    "every object": (Fault(path="/data/experiments/[^/]+", kind="status", status=404),),
    "every subject": (Fault(path="/data/subjects/.*", kind="bad_json"),),
    "the lists of people": (Fault(path=f"/data/projects/{RICH}/subjects", kind="wrong_type"),),
    "resources": (Fault(path=".*/resources.*", kind="status", status=403),),
    "files": (Fault(path=".*/files/.*", kind="truncated"),),
    "headers": (Fault(path="/data/services/dicomdump", kind="status", status=403),),
    "assessors": (Fault(path="/data/experiments/[^/]+/assessors", kind="html_500"),),
    "forms": (Fault(path="/xapi/custom-fields/.*", kind="status", status=403),),
}


@pytest.mark.parametrize(
    ("access", "faults"), [("protected", "nothing"), *(("private", faults) for faults in list(BROKEN)[:: size(2, 1)])]
)
def test_a_deep_harvest_tells_nothing_of_people(world: World, access: str, faults: str) -> None:
    world.make(access)
    for fault in BROKEN[faults]:
        world.archive.faults.add(fault)
    code = world.harvest(RICH)
    assert "GET /data/experiments/*" in world.watch.everything(), "the test looks where there is something to see"
    assert world.seen() == set()
    if not BROKEN[faults]:
        kinds = {kind for _, kind in world.canaries.seen_in(world.watch.snapshot)}
        assert code == 0
        assert {"subjects/label", "subjects/sessions/label", "subjects/sessions/acquisition_site"} <= kinds, kinds


def test_a_private_project_read_for_an_export_is_never_published(world: World) -> None:
    world.make("private")
    assert world.harvest(RICH) == 0
    assert f'"id":"{RICH}","visibility":"private"' in world.watch.snapshot
    snapshot, records = str(world.watch.work / "snapshot.jsonl"), world.watch.work / "records"
    assert world.run("map", snapshot, "-o", str(records)) == 0
    assert not [record for record in read_records(records) if record.project]
    world.run("validate", str(records))
    world.run("plan")
    assert world.run("explain", RICH) != 0
    assert world.seen() == set()
    study = world.watch.folder / "study"
    assert world.run("export", "cbioportal", snapshot, "--project", RICH, "-o", str(study)) == 0
    assert (study / "meta_study.txt").is_file()


def test_nothing_of_a_private_project_is_asked_for_or_kept(world: World) -> None:
    """Also where a deep harvest of it was just there, or broke off and left what it had read."""
    world.make("private")
    assert world.harvest(RICH) == 0
    kept, work = world.watch.snapshot, world.watch.work
    (work / ".snapshot.jsonl.partial").write_text(kept)
    (work / ".snapshot.jsonl.partial").chmod(0o600)
    ids = set(re.findall(r"Cnry[a-p]{16}", kept))
    assert ids
    world.archive.requests.clear()
    world.watch.forget()
    assert world.run("publish", "--yes") in (0, 3)
    asked = "\n".join(f"{record.path}?{record.query}" for record in world.archive.requests)
    assert RICH not in asked
    assert not [id_ for id_ in ids if id_ in asked]
    assert not {kind for project, kind in world.canaries.seen_in(world.watch.snapshot) if project == RICH}
    assert not {kind for project, kind in world.seen() if project == RICH}
    assert not list(work.glob(".*.partial"))
    assert not [
        path for path in (world.watch.folder / "public").rglob("*") if path.is_file() and RICH in path.read_text()
    ]


def test_header_lines_that_libraries_warn_of_are_not_quoted(world: World) -> None:
    """urllib3 logs the address of an answer whose headers do not parse; addresses hold ids."""
    overlay = world.archive.rewrite
    assert overlay is not None

    def odd(path: str, query: str, answer: Response) -> Response:
        made = overlay(path, query, answer)
        length = ("Content-Length", str(len(whole(made.body))))
        told = (*made.headers, length, ("X-Half", "x\r\nno colon here"))
        return replace(made, headers=told) if re.fullmatch("/data/experiments/[^/]+", path) else made

    world.archive.rewrite = odd
    assert (world.harvest(RICH), world.seen()) == (0, set())
