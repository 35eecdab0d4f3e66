"""The whole road: records of img2catalog, its config taken over, its records taken over, then published as ever."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from img2fair.demo.fdp import Fault
from tests.migrate.legacy_world import LEFT, Old, old_world
from tests.publication.world import everything

FATES = {one["name"]: one["fate"] for one in LEFT}
TAKEN = [name for name, fate in FATES.items() if fate == "taken over"]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    with old_world(tmp_path) as made:
        yield made


def test_from_the_old_records_to_a_catalogue_that_keeps_itself(old: Old) -> None:
    before, identifiers = old.states(), old.identifiers()
    moved = old.migrate("--yes")
    assert moved.code == 0, moved.err
    kept = {old.left[name] for name in TAKEN}
    assert old.states() == {**before, old.left["killed"]: "PUBLISHED"}, "none made, none gone; what was killed is shown"
    assert old.identifiers() == identifiers
    assert {line.rpartition("/dataset/")[2][:8] for line in old.writes()} == {
        one.rpartition("/")[2][:8] for one in kept
    }
    assert f"{len(TAKEN)} of {len(TAKEN)}; a guest is shown {len(TAKEN)} of them" in moved.err

    published = old.publish()
    assert published.told["fdp"]["failed"] == 0, published.err
    left = {old.left[name] for name in ("gone", "without the keyword by now", "by another host", "of a person")}
    assert old.states() == dict.fromkeys(kept | left, "PUBLISHED")
    assert {at: old.identifiers()[at] for at in kept} == {at: identifiers[at] for at in kept}
    old.writes()
    again = old.publish()
    assert (again.told["fdp"]["unchanged"] >= len(TAKEN), old.writes()) == (True, []), again.err


def test_every_record_is_told_what_becomes_of_it(old: Old) -> None:
    told = json.loads(old.migrate("--json").out)
    expected = {fate: [*FATES.values()].count(fate) for fate in FATES.values()}
    assert {name.replace("_", " "): count for name, count in told["records"].items() if count} == expected
    report = (old.new / "migration.md").read_text()
    for name, at in old.left.items():
        assert report.count(at) == 1, name
    assert "## LOOK AT THIS FIRST" in report.partition("## To be taken over")[0]
    first = report.partition("LOOK AT THIS FIRST")[2].partition("## To be")[0]
    assert old.left["private by now"] in first and old.left["gone"] in first


def test_without_a_yes_nothing_is_written_there(old: Old) -> None:
    looked = old.migrate()
    assert (looked.code, old.writes()) == (0, [])
    assert "say --yes" in looked.err
    assert "PUBLIC NOW, of private projects: 1;" in old.migrate("-q").err


def test_again_nothing_changes(old: Old) -> None:
    old.migrate("--yes")
    old.writes()
    files = {name: data for name, data in everything(old.new).items() if not name.startswith(".img2fair")}
    assert sorted(files) == ["img2fair.yaml", "mapping.yaml", "migration.md"]
    again = old.migrate("--yes")
    assert (again.code, old.writes()) == (0, [])
    assert "there is nothing to take over" in again.err
    now = {name: data for name, data in everything(old.new).items() if not name.startswith(".img2fair")}
    assert now == files


def test_what_a_person_wrote_stays(old: Old) -> None:
    old.migrate()
    config = old.new / "img2fair.yaml"
    config.write_text(config.read_text() + "language: nl\n")
    (old.new / "migration.md").write_text("my own notes\n")
    old.migrate("--yes")
    assert "language: nl" in config.read_text()
    assert (old.new / "migration.md").read_text() == "my own notes\n"


def test_a_mapping_that_is_there_is_not_written_over(old: Old) -> None:
    old.new.mkdir()
    (old.new / "mapping.yaml").write_text("mine")
    refused = old.migrate()
    assert (refused.code, "not written over" in refused.err) == (2, True), refused.err
    assert everything(old.new) == {"mapping.yaml": b"mine"}


def test_a_folder_that_cannot_be_written_gets_half_of_nothing(old: Old) -> None:
    old.new.write_text("in the way")
    refused = old.migrate()
    assert (refused.code, "cannot write" in refused.err) == (2, True), refused.err
    assert old.new.read_text() == "in the way"


def test_under_an_earlier_address_the_records_are_known(tmp_path: Path) -> None:
    base = "http://imaging.example.org/xnat"
    left = [{"name": "old", "project": "P0", "base": base}, {"name": "new", "project": "P0"}]
    with old_world(tmp_path, left) as old:
        moved = old.migrate("--yes", "--iri", base, "--json")
        told = json.loads(moved.out)
        assert (told["records"]["taken_over"], told["records"]["copy"]) == (1, 1), moved.err
        assert old.identifiers()[old.left["old"]] == f"{base}/data/archive/projects/P0"


def test_two_records_with_the_identifier_of_one_of_ours_are_a_persons_to_decide(tmp_path: Path) -> None:
    left = [{"name": name, "identifier": "https://doi.org/10.5281/ZENODO.7"} for name in ("one", "other")]
    with old_world(tmp_path, left) as old:
        old.migrate()
        config = old.new / "img2fair.yaml"
        config.write_text(f"{config.read_text()}\nprojects: {{P0: {{identifier: 'doi:10.5281/zenodo.7'}}}}\n")
        told = json.loads(old.migrate("--json").out)
        assert told["records"]["contested"] == 2


def test_copies_by_a_doi_alone_are_no_reason_for_one_more(tmp_path: Path) -> None:
    left = [{"name": name, "title": "Brains", "identifier": "https://doi.org/10.5281/zenodo.7"} for name in "abc"]
    with old_world(tmp_path, left) as old:
        old.migrate()
        config = old.new / "img2fair.yaml"
        config.write_text(
            f"{config.read_text()}\nprojects: {{P0: {{identifier: 'https://doi.org/10.5281/zenodo.7'}}}}\n"
        )
        told = json.loads(old.migrate("--yes", "--json").out)
        assert (told["records"]["taken_over"], told["records"]["beside_ours"], told["taken_over"]) == (1, 2, 1)
        old.publish()
        identifiers = [*old.identifiers().values()]
        assert identifiers.count("https://doi.org/10.5281/zenodo.7") == len(left), "none is made, none withdrawn"


def test_a_run_that_is_cut_off_tells_what_is_left_and_goes_on(old: Old) -> None:
    before = old.states()
    for name in TAKEN[1:]:
        at = old.left[name].removeprefix(old.fdp.persistent_url)
        old.fdp.faults.add(Fault(path=at, method="PUT", kind="status", status=500, times=20))
    assert old.migrate("--yes").code == 8
    report = (old.new / "migration.md").read_text()
    assert f"## To be taken over: {len(TAKEN)}" in report and "1. `img2fair migrate img2catalog` again" in report
    assert f"1 of {len(TAKEN)} are done" in report
    old.fdp.faults.clear()
    assert old.migrate("--yes").code == 0
    assert {*old.states()} == {*before}


def test_what_fails_at_the_server_is_told_and_taken_up_by_the_next(old: Old) -> None:
    at = old.left["one"].removeprefix(old.fdp.persistent_url)
    old.fdp.faults.add(Fault(path=at, method="PUT", kind="status", status=500))
    moved = old.migrate("--yes")
    assert (moved.code, "What went wrong: 1" in (old.new / "migration.md").read_text()) == (8, True), moved.err
    old.fdp.faults.clear()
    again = old.migrate("--yes")
    assert (again.code, "taken over: 1 of 1" in again.err) == (0, True), again.err


def test_a_record_that_a_guest_does_not_get_is_told(old: Old) -> None:
    at = old.left["one"].removeprefix(old.fdp.persistent_url)
    moved = old.migrate("--json")
    assert moved.code == 0
    old.fdp.faults.add(Fault(path=at, method="GET", kind="status", status=404, times=100))
    moved = old.migrate("--yes")
    assert moved.code == 8, moved.err
