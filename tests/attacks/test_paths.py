"""Ids, labels and names that are bad names of files; links laid where we write.

Nothing outside the folder is written, no project's file takes the place of another's, and no link is followed.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.cbioportal import write_study
from img2fair.errors import Exit, Fault, UsageFault
from img2fair.files import locked, replacing_folder, write_text
from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.mapping import map_project, map_site
from img2fair.model import Held, Project, Record, Resource
from img2fair.model.record_files import MARKER, read_records, write_records
from img2fair.model.snapshot_file import partial_path, read_snapshot, write_snapshot
from img2fair.plan import Evidence, make_plan
from img2fair.report.files import WORKLISTS_MARKER, write_worklists
from img2fair.targets import TARGETS
from tests.attacks.corpus import NAMES
from tests.cbioportal.studies import project as patients
from tests.cbioportal.studies import session as visit
from tests.cbioportal.studies import study, subject
from tests.mapping.samples import SETTINGS, filled, loaded
from tests.report.previewing import snapshot
from tests.targets.changes import settings

IDS = tuple(name for name in NAMES if name.strip())
CANARY = "what was there before"
LONGEST_NAME = 255
"""Bytes of a file's name (NAME_MAX of Linux)."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder to write to, with neighbours that nothing may touch."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text(CANARY)
    inside = tmp_path / "inside"
    inside.mkdir()
    yield inside
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inside", "outside"]
    assert [path.name for path in outside.iterdir()] == ["precious.txt"]
    assert (outside / "precious.txt").read_text() == CANARY


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    """The records of projects with each of these ids, and with distributions of labels like them."""
    mapping, found = loaded("dcat-ap", "analytics"), list[Record]()
    resources = tuple(Resource(Held(name), Held(10), Held(10)) for name in NAMES[:40])
    for id_ in IDS:
        one = replace(filled(), id=id_, name=Held(f"Project {IDS.index(id_)}"))
        if id_ in ("..", "LGG", "../../etc/passwd"):
            first, *others = one.sessions
            scans = (replace(first.scans[0], resources=resources), *first.scans[1:])
            one = replace(one, sessions=(replace(first, scans=scans), *others))
        found += map_project(mapping, SETTINGS, one).records
    return (*map_site(mapping, SETTINGS).records, *found)


def names_below(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if not path.is_dir()]


def plain_everywhere(folder: Path) -> None:
    """Every name is one that any disk and any web server takes."""
    for path in folder.rglob("*"):
        assert path.name.isascii() and path.name.isprintable() and len(path.name.encode()) <= LONGEST_NAME, path
        assert not set(path.name) & set('<>:"/\\|?*') and not path.name.endswith((" ", ".")), path
        assert path.resolve().is_relative_to(folder.resolve())


def test_each_record_has_files_of_its_own_inside_the_folder(records: tuple[Record, ...], room: Path) -> None:
    assert len({record.key for record in records}) == len(records), "one key for each"
    write_records(room / "records", records)
    plain_everywhere(room)
    back = read_records(room / "records")
    assert {record.key: set(record.triples) for record in back} == {one.key: set(one.triples) for one in records}


def test_each_record_has_a_page_of_its_own_inside_the_site(records: tuple[Record, ...], room: Path) -> None:
    target = TARGETS["site"](settings(room))
    header = snapshot(*(Project(one.project or "", one.visibility) for one in records)).header
    plan = make_plan(target.observe(), records, {}, Evidence.of(header, ()), "2026-11-21T08:00:00Z")
    with target.writing(plan.made) as write:
        outcomes = [write(change) for change in plan.changes]
    assert [outcome for outcome in outcomes if outcome.verdict.value != "done"] == []
    plain_everywhere(room)
    held = target.observe().records
    assert set(held) == {record.key for record in records}
    slugs = [f"{one.kind}/{one.slug}".casefold() for one in held.values()]
    assert len(set(slugs)) == len(slugs), "apart on disks that do not tell upper from lower case"
    for record in records:
        if record.kind == "dataset":
            folder = room / "public" / "files" / record.slug
            assert {path.name: path.read_text() for path in folder.iterdir()} == dict(record.files)


def test_each_project_has_a_worklist_of_its_own(room: Path) -> None:
    found = tuple(Finding("I2F-S001", Severity.INFO, Judge.SHAPES, f"k{number}", f"only {number}!", project=id_,
                          where=(Place("XNAT", "a", "b"),)) for number, id_ in enumerate(NAMES))  # fmt: skip
    write_worklists(room / "worklists", Report(found, ("k",), ()))
    plain_everywhere(room)
    files = {path.name.casefold(): path.read_text("utf-8") for path in (room / "worklists").glob("*.csv")}
    assert len(files) == len(NAMES)
    for number in range(len(NAMES)):
        assert sum(f"only {number}!" in text for text in files.values()) == 1


def test_a_snapshot_keeps_every_project_apart(room: Path) -> None:
    projects = [replace(filled(), id=id_, name=Held(id_)) for id_ in NAMES]
    header = snapshot(*projects).header
    write_snapshot(room / "snapshot.jsonl", projects, lambda: header)
    assert [project.id for project in read_snapshot(room / "snapshot.jsonl").projects()] == sorted(NAMES)
    assert names_below(room) == ["snapshot.jsonl"]


def test_a_study_has_only_names_of_ours(room: Path) -> None:
    made = patients([subject(id_, id_) for id_ in NAMES], [visit(f"E{id_}", id_, "2020-01-01") for id_ in NAMES])
    write_study(room / "study", study(replace(made, id="../../evil\0")))
    plain_everywhere(room)
    assert all(name.endswith((".txt", ".json", ".img2fair-study")) for name in names_below(room)), names_below(room)


@pytest.mark.parametrize("name", ["../up.csv", "/etc/x.csv", "a/../../x.csv", "..csv", ".csv", "con", "x.csv/",
"x\0.csv", "x.html",
                                  "x.js", "X" * 300 + ".csv", "a//x.csv", "./x.csv", "~/x.csv",
                                  "\u202ex.csv"])  # fmt: skip
def test_a_plan_cannot_name_a_file_outside(records: tuple[Record, ...], room: Path, name: str) -> None:
    """plan.json is a file that somebody could have edited: its paths are looked at again where they are written."""
    target = TARGETS["site"](settings(room))
    header = snapshot().header
    plan = make_plan(target.observe(), records[:6], {}, Evidence.of(header, ()), "2026-11-21T08:00:00Z")
    with target.writing(plan.made) as write:
        outcomes = [
            write(replace(change, files={name: "x"}) if change.kind == "dataset" else change) for change in plan.changes
        ]
    datasets = [outcome for outcome, change in zip(outcomes, plan.changes, strict=True) if change.kind == "dataset"]
    assert datasets and all("cannot have the path" in outcome.answer for outcome in datasets)
    assert not [path for path in room.rglob("*") if path.name == Path(name).name]


def linked(room: Path, name: str, to: str = "precious.txt") -> Path:
    """Lay a link among our files that leads outside."""
    (room / name).parent.mkdir(exist_ok=True)
    (room / name).symlink_to(room.parent / "outside" / to)
    return room / name


@pytest.mark.parametrize("name", ["report.json", "plan.json", "receipt.json", "report.html", "preview-x.html"])
def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(room: Path, name: str) -> None:
    place = linked(room, name)
    write_text(place, "new")
    assert place.read_text() == "new" and not place.is_symlink()


def test_a_link_in_place_of_a_snapshot_is_replaced_and_not_followed(room: Path) -> None:
    place = linked(room, "snapshot.jsonl")
    linked(room, partial_path(place).name)
    write_snapshot(place, [filled()], lambda: snapshot(filled()).header)
    assert names_below(room) == ["snapshot.jsonl"] and not place.is_symlink()
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_link_in_place_of_the_lock_is_refused(room: Path) -> None:
    linked(room, "lock")
    with pytest.raises(Fault) as caught, locked(room):
        pass
    assert caught.value.code is Exit.USAGE and "link" in str(caught.value)


@pytest.mark.parametrize("to", ["", "nowhere", "precious.txt"])
def test_a_link_in_place_of_a_folder_is_not_written_through(room: Path, to: str) -> None:
    for name, marker in (("records", MARKER), ("worklists", WORKLISTS_MARKER), ("study", ".img2fair-study")):
        linked(room, name, to)
        with pytest.raises(UsageFault), replacing_folder(room / name, marker) as staging:
            (staging / "x").write_text("x")
        assert (room / name).is_symlink() and not list(room.glob(".*"))


def test_a_link_to_a_folder_that_says_it_is_ours_is_replaced_and_the_folder_stays(room: Path) -> None:
    other = room / "other"
    other.mkdir()
    (other / MARKER).touch()
    (other / "kept").write_text("kept")
    (room / "records").symlink_to(other)
    with replacing_folder(room / "records", MARKER) as staging:
        (staging / "x").write_text("x")
    assert (room / "records" / "x").is_file() and not (room / "records").is_symlink()
    assert (other / "kept").read_text() == "kept" and not (other / "x").exists()


def test_links_laid_beside_for_a_clean_up_to_follow_lead_nowhere(room: Path) -> None:
    """What killed runs leave is known by its name; a link of such a name is not taken for a folder of ours."""
    (room / ".records.0123abcd").symlink_to(room.parent / "outside")
    (room / ".report.json.0123abcd").symlink_to(room.parent / "outside" / "precious.txt")
    with replacing_folder(room / "records", MARKER):
        pass
    write_text(room / "report.json", "new")


def test_links_among_the_versions_of_a_site_lead_nowhere(records: tuple[Record, ...], room: Path) -> None:
    target = TARGETS["site"](settings(room))
    header = snapshot().header
    for round_ in range(3):
        plan = make_plan(
            target.observe(), records[: 3 + round_], {}, Evidence.of(header, ()), f"2026-11-2{round_}T08:00:00Z"
        )
        with target.writing(plan.made) as write:
            for change in plan.changes:
                write(change)
        for name in ("next", "99", "0", "x"):
            place = room / ".public.versions" / name
            if not place.is_symlink():
                place.symlink_to(room.parent / "outside")
    assert (room / "public" / "index.html").is_file()
    target.observe()


def test_a_site_whose_link_leads_elsewhere_is_refused(room: Path) -> None:
    linked(room, "public", "")
    with pytest.raises(UsageFault, match="no site of img2fair"):
        TARGETS["site"](settings(room)).observe()
