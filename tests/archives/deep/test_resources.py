"""Resources of projects and sessions: one request for many sessions, the same without, unknown where refused."""

import json

import pytest

from img2fair.archives.xnat.deep import read_resources
from img2fair.errors import RemoteFault
from img2fair.model import Held, Resource
from tests.archives.deep.little_archive import RESOURCE, Answer, LittleArchive, listing, serving

CLINICAL = Resource(Held("clinical"), Held(2), None, Held("CSV"), None)
NOTES = {**RESOURCE, "label": "NOTES", "file_count": "1.0", "file_size": "10", "cat_id": "E2", "format": ""}
TOGETHER = "/data/experiments/E1,E2,E3/resources"
FOUND = {"E1": (), "E2": (Resource(Held("NOTES"), Held(1), Held(10)),), "E3": ()}


def archive(**more: Answer) -> LittleArchive:
    return LittleArchive(more={"/data/experiments/E2/resources": listing([NOTES])})


def test_sessions_are_asked_together() -> None:
    with serving(archive()) as little:
        little.more[TOGETHER] = listing([NOTES])
        assert read_resources(little.client(), "P", ["E3", "E1", "E2"], 2) == ((CLINICAL,), FOUND)
        assert len(little.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        (404, "text/html", b"<html></html>"),
        (500, "text/html", b"<html></html>"),
        (200, "application/json", b""),
        (200, "application/json", json.dumps({"ResultSet": {"Result": [1]}}).encode()),
        (200, "application/json", json.dumps({"ResultSet": {"Result": [], "totalRecords": "1"}}).encode()),
        listing([{**NOTES, "cat_id": " "}]),
        listing([{**NOTES, "cat_id": "E9"}]),
    ],
    ids=range(7),
)
def test_where_that_is_not_understood_each_is_asked(answer: Answer) -> None:
    with serving(archive()) as little:
        little.more[TOGETHER] = answer
        assert read_resources(little.client(), "P", ["E1", "E2", "E3"], 2) == ((CLINICAL,), FOUND)
        assert "/data/experiments/E1/resources?format=json" in little.asked


def test_what_is_refused_is_not_none() -> None:
    faults = {"/data/projects/P/resources": 403, "/data/experiments/E1,E2": 500, "/data/experiments/E1/": 403}
    with serving(LittleArchive(faults=faults)) as little:
        assert read_resources(little.client(), "P", ["E1", "E2"], 2) == (None, {})
    with serving(LittleArchive(faults={"/data/experiments/E1,E2": 500, "/data/experiments/E2/": 404})) as little:
        assert read_resources(little.client(), "P", ["E1", "E2"], 2) == ((CLINICAL,), {"E1": ()})


def test_what_fails_raises() -> None:
    with serving(LittleArchive(faults={"/data/projects/P/resources": 500})) as little, pytest.raises(RemoteFault):
        read_resources(little.client(), "P", [], 2)
