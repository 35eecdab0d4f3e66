"""A bad day: a third of all requests fails, a record is refused, and still all the rest is right."""

import json
from collections import Counter
from pathlib import Path

from img2fair.demo.arming import BadDay
from img2fair.demo.fdp.store import PUBLISHED
from tests.publication.twins import titles
from tests.publication.unwell import PASSING
from tests.publication.world import World, key_at, key_of, keys, project, world
from tests.sizes import size

RECORDS = size(10, 100)
IDS = [f"P{number}" for number in range(RECORDS)]
REFUSED = IDS[RECORDS // 2]


def datasets(made: World) -> dict[str, list[str]]:
    """Return the titles of all published datasets by key."""
    shown = [record for record in made.fdp.of("dataset") if record.state == PUBLISHED]
    return {key_at(record): titles(record) for record in shown}


def test_a_third_of_all_requests_fails(tmp_path: Path) -> None:
    """Each of them passes after two failures at most, so that four tries are enough; reads and writes alike."""
    with world(tmp_path, [project(id_) for id_ in IDS]) as made:
        made.fdp.faults.day = BadDay(0.3, 7, PASSING)
        made.archive.faults.flaky(0.3, seed=7)
        ran = made.publish()
        assert ran.code == 0, ran.err
        day = made.fdp.faults.day
        assert day.struck.total() > 0.2 * day.asked, "it was a bad day"
        assert {"GET", "POST", "PUT"} <= set(day.struck)
        assert datasets(made) == {key_of(id_): [f"Title of {id_}"] for id_ in IDS}
        assert {record.state for record in made.fdp.records.values()} == {PUBLISHED}
        assert max(Counter(keys(made.fdp)).values()) == 1
        assert len(made.fdp.of("distribution")) == RECORDS

        made.fdp.requests.clear()
        again = made.publish()
        assert (again.code, made.writes()) == (0, []), again.err


def test_one_record_is_refused(tmp_path: Path) -> None:
    with world(tmp_path, [project(id_) for id_ in IDS]) as made:
        made.fdp.refuses = f'Title of {REFUSED}"'.encode()
        ran = made.publish()
        assert ran.code == 8, ran.err
        assert datasets(made).keys() == {key_of(id_) for id_ in IDS if id_ != REFUSED}
        assert len(made.fdp.of("distribution")) == RECORDS - 1
        assert ran.told["fdp"]["failed"] >= 1

        cause = "there must be at least 1"
        assert cause in ran.err, "said to who ran it"
        (receipt,) = json.loads((made.work / "receipt.json").read_text())
        failed = {one["key"]: one["answer"] for one in receipt["outcomes"] if one["verdict"] == "failed"}
        assert cause in failed.pop(key_of(REFUSED)), "said in the receipt"
        assert all(key.startswith(key_of(REFUSED)) for key in failed), "but for what belongs to it"
        findings = json.loads((made.work / "report.json").read_text())["findings"]
        (told,) = [one for one in findings if one["judge"] == "target"]
        assert (told["focus_node"], told["path"]) == (key_of(REFUSED), "http://www.w3.org/ns/dcat#version")
        assert cause in told["message"], "said in the report"

        made.fdp.refuses = b""
        assert made.publish().code == 0, "the next run heals it"
        assert len(datasets(made)) == RECORDS
