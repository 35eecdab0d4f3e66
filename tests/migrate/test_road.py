"""The whole road: records of img2catalog, its config taken over, its records taken over, then published as ever."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from ruamel.yaml import YAML

from img2fair.demo.fdp import Fault
from img2fair.rdf import canonical
from tests.migrate.legacy_world import LEFT, Old, old_world
from tests.publication.world import everything

OF_THE_SERVER = re.compile("#identifier>|/metrics/|fdp-o#metadata|rdf-schema#label|dcat#Resource>")
"""What the FAIR Data Point itself writes into a record, whatever is put there."""
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
    _is_summary(old, looked.err)
    assert "PUBLIC NOW, of private projects: 1;" in old.migrate("-q").err


def _is_summary(old: Old, told: str) -> None:
    assert len(told.splitlines()) <= 20
    assert "PUBLIC NOW" in told and "P3" in told and "migration.md" in told
    assert not [at for at in old.left.values() if at in told]


def test_again_nothing_changes(old: Old) -> None:
    _is_summary(old, old.migrate("--yes").err)
    old.writes()
    files = {name: data for name, data in everything(old.new).items() if not name.startswith(".img2fair")}
    assert sorted(files) == ["img2fair.yaml", "mapping.yaml", "migration.md"]
    again = old.migrate("--yes")
    assert (again.code, old.writes()) == (0, [])
    assert "there is nothing to take over" in again.err and "next: img2fair publish" in again.err
    now = {name: data for name, data in everything(old.new).items() if not name.startswith(".img2fair")}
    assert {**now, "migration.md": b""} == {**files, "migration.md": b""}
    taken = [files["migration.md"].decode(), now["migration.md"].decode()]
    first, second = (text.partition("## Taken over: 4\n")[2].partition("\n##")[0] for text in taken)
    assert first == second and all(old.left[name] in first for name in TAKEN)
    assert "To be taken over" not in "".join(taken) and "with --yes" not in "".join(taken)


def test_what_records_said_before_is_kept_for_their_owner_alone(old: Old) -> None:
    of = {one.iri: one.triples for one in old.fdp.of("dataset")}
    changing = [name for name, fate in FATES.items() if fate in ("taken over", "copy")]
    before = {name: {*canonical(of[old.left[name]])} for name in changing}
    at = old.left["one"].removeprefix(old.fdp.persistent_url)
    old.fdp.faults.add(Fault(path=at, method="PUT", kind="status", status=500))
    for _ in "cut off", "whole":
        old.migrate("--yes")
        file = old.new / ".img2fair" / "before.nq"
        assert file.stat().st_mode & 0o777 == 0o600
        kept: dict[str, list[Triple]] = {}
        for quad in parse(file.read_bytes(), format=RdfFormat.N_QUADS):
            kept.setdefault(str(getattr(quad.graph_name, "value", "")), []).append(quad.triple)
        for name in changing:
            lost = before[name] - {*canonical(kept[old.left[name]])}
            assert not [line for line in lost if not OF_THE_SERVER.search(line)], name
        assert len(kept) == len(changing), "nothing of a private project is kept"


def test_what_a_person_wrote_stays(old: Old) -> None:
    old.migrate()
    config = old.new / "img2fair.yaml"
    config.write_text(config.read_text() + "language: nl\n")
    (old.new / "migration.md").write_text("my own notes\n")
    old.migrate("--yes")
    assert "language: nl" in config.read_text()
    assert (old.new / "migration.md").read_text() == "my own notes\n"
    assert f"## Taken over: {len(TAKEN)}" in (old.new / "migration-new.md").read_text()


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


EARLIER = "http://imaging.example.org/xnat"
MOVED = [{"name": "old", "project": "P0", "base": EARLIER}, {"name": "new", "project": "P0"},
         {"name": "other", "project": "P1"}, {"name": "only", "project": "P2", "base": EARLIER},
         {"name": "private", "project": "P3", "base": EARLIER}]  # fmt: skip
"""The archive was called otherwise at first: two records name projects by that, one of them is private by now."""


def test_under_an_earlier_address_the_records_are_known_and_keep_their_identifiers(tmp_path: Path) -> None:
    with old_world(tmp_path, MOVED) as old:
        identifiers = old.identifiers()
        moved = old.migrate("--yes", "--also-ours", f"{EARLIER}/", "--json")
        told = json.loads(moved.out)["records"]
        assert (told["taken_over"], told["copy"], told["private"], told["named_otherwise"]) == (3, 1, 1, 0), moved.err
        config = YAML(typ="safe").load(old.new / "img2fair.yaml")
        assert config["archive"]["addresses"] == [EARLIER]
        assert {*config["projects"]} == {"P0", "P2", "P3"}
        old.publish()
        stays = {old.left[name]: identifiers[old.left[name]] for name in ("old", "other", "only")}
        assert {at: name for at, name in old.identifiers().items() if at in identifiers} == stays


def test_an_earlier_address_can_be_said_after_a_take_over(tmp_path: Path) -> None:
    with old_world(tmp_path, MOVED) as old:
        identifiers = old.identifiers()
        assert json.loads(old.migrate("--yes", "--json").out)["taken_over"] == 2
        late = old.migrate("--also-ours", EARLIER)
        assert (late.code, f"archive: addresses: [{EARLIER}]" in late.err) == (2, True), late.err
        report = (old.new / "migration.md").read_text()
        said = YAML(typ="safe").load(report.partition("```yaml\n")[2].partition("```")[0])
        assert {*said["projects"]} == {"P2"}, "P0 has its record already"
        tree = YAML(typ="safe").load(old.new / "img2fair.yaml")
        tree["archive"] |= said["archive"]
        with (old.new / "img2fair.yaml").open("w") as file:
            YAML().dump({**tree, "projects": said["projects"]}, file)
        told = json.loads(old.migrate("--yes", "--json").out)
        assert (told["taken_over"], told["records"]["copy"], told["records"]["private"]) == (1, 1, 1)
        assert old.identifiers() == identifiers
        assert "## Taken over: 3" in (old.new / "migration.md").read_text()


def test_a_record_of_a_private_project_by_an_earlier_address_is_withdrawn(tmp_path: Path) -> None:
    with old_world(tmp_path, MOVED) as old:
        old.migrate("--also-ours", EARLIER)
        gone = old.run("withdraw", "P3", "-c", str(old.new / "img2fair.yaml"))
        assert (gone.code, "P3#of-another-tool-1" in gone.out, "duplicate" in gone.out) == (0, True, False), gone.err
        assert old.left["private"] not in old.states()


def test_a_doi_of_a_private_project_stands_first(tmp_path: Path) -> None:
    left = [{"name": "by doi", "identifier": "https://doi.org/10.5281/zenodo.7"}, {"name": "other", "project": "P0"}]
    with old_world(tmp_path, left) as old:
        old.migrate()
        config = old.new / "img2fair.yaml"
        config.write_text(f"{config.read_text()}\nprojects: {{P3: {{identifier: 'doi:10.5281/ZENODO.7'}}}}\n")
        told = json.loads(old.migrate("--json").out)
        assert told["records"]["identifier_of_private"] == 1
        first = (old.new / "migration.md").read_text().partition("LOOK AT THIS FIRST")[2].partition("\n## ")[0]
        assert old.left["by doi"] in first and "project P3" in first


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
    assert f"## To be taken over: {len(TAKEN) - 1}" in report and "2. `img2fair migrate img2catalog` again" in report
    assert "## Taken over: 1\n" in report
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
