"""What a hostile reading of the reconciler found: each of these once lost, showed or hid something."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.applying import apply_plan
from img2fair.config import load_configs
from img2fair.demo.fdp import Fault
from img2fair.errors import UsageFault
from img2fair.model import Visibility
from img2fair.plan import read_plans, write_plans
from img2fair.targets import TARGETS
from img2fair.targets.site.settings import SiteSettings
from tests.publication.world import World, content, key_at, keys, project, world
from tests.servers import DemoFdp
from tests.targets import changes
from tests.targets.fdp_changes import family, plan, server
from tests.targets.fdp_filled import add

ALL = [changes.catalog(), *family("LGG"), *family("LUNG")]
PROJECTS = [project(f"P{number}") for number in range(1, 4)]


def public(_: str) -> Visibility:
    return Visibility.PUBLIC


@pytest.fixture
def small(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, PROJECTS) as made:
        assert made.publish().code == 0
        yield made


@pytest.mark.parametrize("withdraw", ["delete", "mark"])
def test_a_catalogue_of_another_name_takes_its_datasets_over_and_leaves_those_of_others(withdraw: str) -> None:
    with DemoFdp() as fdp:
        to = server(fdp, withdraw=withdraw)
        apply_plan(plan(to, ALL), to, public)
        was = {key_at(record): iri for iri, record in fdp.records.items() if record.prefix}
        alien = add(fdp, "dataset", was[changes.CATALOG])
        said = fdp.records[alien].triples
        new = f"{changes.ARCHIVE}/another"
        top = ALL[0]
        moved = [replace(top, key=new, nquads=top.nquads.replace(f"<{top.key}", f"<{new}")),
                 *(replace(one, parent=new if one.parent == top.key else one.parent) for one in ALL[1:])]  # fmt: skip
        apply_plan(plan(to, moved), to, public)
        now = {key_at(record): iri for iri, record in fdp.records.items() if record.prefix}
        assert {key: now.get(key) for key in was if key != top.key} == {k: at for k, at in was.items() if k != top.key}
        assert fdp.records[alien].triples == said
        assert not plan(to, moved).pending


def test_a_catalogue_that_is_named_later_takes_our_datasets_over(small: World) -> None:
    named = add(small.fdp, "catalog", small.fdp.persistent_url)
    was = {key_at(record): iri for iri, record in small.fdp.records.items() if record.prefix == "dataset"}
    said = small.said("fdp")
    said["targets"]["fdp"]["catalog"] = named
    (small.folder / "img2fair.yaml").write_text(json.dumps(said))
    assert small.publish().code == 0
    assert {key_at(one): iri for iri, one in small.fdp.records.items() if one.prefix == "dataset"} == was
    small.archive.content = content([replace(PROJECTS[0], accessibility="private"), *PROJECTS[1:]])
    assert small.publish().code == 0
    assert not [key for key in keys(small.fdp) if "/P1" in key]


ENTRY = '  {0}: {{type: table, path: x.csv, iri: "{1}", visibility: public}}\n'


@pytest.mark.parametrize(
    ("entries", "fine"),
    [
        ([("a", "https://x.org/a"), ("b", "https://x.org/a/b")], False),
        ([("a", "https://x.org/a"), ("b", "https://x.org/a/")], False),
        ([("lock", "https://x.org/a"), ("b", "https://x.org/b")], False),
        ([("Applied", "https://x.org/a"), ("b", "https://x.org/b")], False),
        ([("a", "https://x.org/a"), ("b", "https://x.org/ab")], True),
    ],
)
def test_archives_whose_keys_cannot_be_told_apart_are_refused(
    tmp_path: Path, entries: list[tuple[str, str]], fine: bool
) -> None:
    (tmp_path / "c.yaml").write_text(
        "mapping: dcat-ap\ntargets: {s: {type: site, path: p, base: 'https://e.org'}}\narchives:\n"
        + "".join(ENTRY.format(*one) for one in entries)
    )
    if fine:
        assert len(load_configs(tmp_path / "c.yaml")) == 2
    else:
        with pytest.raises(UsageFault):
            load_configs(tmp_path / "c.yaml")


def test_a_project_that_is_closed_while_a_site_is_written_is_not_on_it(tmp_path: Path) -> None:
    to = TARGETS["site"](SiteSettings(name="site", path=tmp_path / "public", base="https://example.org/c"))
    asked: list[str] = []

    def closing(id_: str) -> Visibility:
        asked.append(id_)
        return Visibility.PRIVATE if asked.count("LGG") > 2 and id_ == "LGG" else Visibility.PUBLIC

    apply_plan(plan(to, ALL), to, closing)
    text = "".join(path.read_text(errors="replace") for path in (tmp_path / "public").rglob("*") if path.is_file())
    assert ("LGG" in text, "LUNG" in text) == (False, True)


def test_a_plan_for_records_of_another_archive_is_refused(small: World) -> None:
    small.archive.content = content(PROJECTS[:2])
    assert small.run("harvest").code == 0
    assert small.run("map", str(small.work / "snapshot.jsonl")).code == 0
    assert small.run("plan").code == 0
    (made,) = read_plans(small.work / "plan.json")
    strange = [replace(one, key=one.key.replace("xnat.", "other.")) for one in made.changes]
    write_plans(small.work / "plan.json", [replace(made, changes=tuple(strange))])
    assert small.run("apply", str(small.work / "plan.json")).code == 2


@pytest.mark.parametrize("target", [
    {"type": "fdp", "url": "http://127.0.0.1:9", "profile": "fdp-default"},
    {"type": "fdp", "url": "http://127.0.0.1:9", "user_env": "NO_ONE", "password_env": "NOTHING"},
    {"type": "site", "path": "plain", "base": "https://example.org/c"},
], ids=["down", "no log-in", "not ours"])  # fmt: skip
def test_a_withdrawal_at_once_is_stopped_by_no_other_target(small: World, target: dict[str, str]) -> None:
    (small.folder / "plain").mkdir()
    (small.folder / "plain" / "a").write_text("somebody else's")
    said = small.said("fdp")
    said["targets"] = {"before": target, **said["targets"]}
    (small.folder / "img2fair.yaml").write_text(json.dumps(said))
    assert small.run("withdraw", "P1").code in (2, 4)
    assert not [key for key in keys(small.fdp) if "/P1" in key]


def test_a_withdrawal_at_once_takes_what_other_tools_show_of_the_project(small: World) -> None:
    above = next(record.iri for record in small.fdp.records.values() if record.prefix == "catalog")
    says = 'dct:title "Old"; dct:description "x"; dct:identifier "https://xnat.example.org/data/projects/P1";'
    old = add(small.fdp, "dataset", above, says)
    assert small.run("withdraw", "P1").code == 0
    assert old not in small.fdp.records


def test_what_could_not_be_marked_below_a_withdrawn_record_is_tried_again() -> None:
    with DemoFdp() as fdp:
        to = server(fdp, withdraw="mark")
        apply_plan(plan(to, ALL), to, public)
        above = next(iri for iri, record in fdp.records.items() if key_at(record) == ALL[1].key)
        alien = add(fdp, "distribution", above, 'dct:title "Secret"; dct:description "Secret";')
        fdp.faults.add(Fault(path=f"/distribution/{alien.rpartition('/')[2]}", method="PUT", kind="status", status=403))
        rest = [ALL[0], *ALL[3:]]
        assert apply_plan(plan(to, rest, private=["LGG"]), to, public).failed
        fdp.faults.clear()
        receipt = apply_plan(plan(to, rest, private=["LGG"]), to, public)
        assert [one.verdict.value for one in receipt.outcomes] == ["done"]
        assert "Secret" not in str(fdp.records[alien].triples)
        assert not plan(to, rest, private=["LGG"]).pending


def test_a_mark_that_a_guest_does_not_see_is_a_failure() -> None:
    with DemoFdp() as fdp:
        to = server(fdp, withdraw="mark")
        apply_plan(plan(to, ALL), to, public)
        gone = plan(to, [ALL[0], *ALL[3:]], private=["LGG"])
        slug = to.observe().records[ALL[1].key].slug
        answer = fdp.reading.answer

        def cached(request: object) -> object:
            told = answer(request)  # type: ignore[arg-type]
            old = not request.user and request.path.strip("/").endswith(slug)  # type: ignore[attr-defined]
            return replace(told, body=b'<https://x> <https://y> "Old text" .') if old else told

        fdp.reading.answer = cached  # type: ignore[method-assign,assignment]
        assert apply_plan(gone, to, public).failed


def test_records_that_nobody_was_seen_to_show_are_not_told_as_done() -> None:
    with DemoFdp() as fdp:
        to = server(fdp)
        fdp.faults.add(Fault(path="/(dataset|distribution)/.*/meta/state", kind="status", status=503, method="PUT"))
        receipt = apply_plan(plan(to, ALL), to, public)
    assert receipt.code == 4
    assert not [one.key for one in receipt.outcomes if one.verdict.value == "done"]


@pytest.mark.parametrize("status", [401, 403, 404, 500, 502])
def test_a_server_need_not_tell_its_version(tmp_path: Path, status: int) -> None:
    with world(tmp_path, PROJECTS[:1]) as made:
        made.fdp.faults.add(Fault(path="/actuator/info", kind="status", status=status))
        assert made.publish().code == 0


def test_what_was_done_before_an_interruption_is_in_the_receipt() -> None:
    with DemoFdp() as fdp:
        to = server(fdp, siblings=1)
        asked: list[str] = []

        def interrupted(id_: str) -> Visibility:
            asked.append(id_)
            if id_ == "LUNG":
                raise KeyboardInterrupt
            return Visibility.PUBLIC

        receipt = apply_plan(plan(to, ALL), to, interrupted)
    done = [one.key for one in receipt.outcomes if one.verdict.value == "done"]
    assert (receipt.code, ALL[1].key in done) == (130, True)
