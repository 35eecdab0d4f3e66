"""What a guest sees of a record: the proof of a withdrawal, each place that could still show it broken in turn."""

import json
from collections.abc import Iterator

import pytest

from img2fair.demo.fdp import Fault
from img2fair.targets import asking
from img2fair.targets.asking import TRIES, Asking
from img2fair.targets.fdp import FdpSettings
from img2fair.targets.fdp.guest import Guest
from img2fair.targets.fdp.offer import offer_to_guests
from tests.servers import ADMIN, DemoFdp
from tests.targets.fdp_filled import add, asked, path_of, withdraw


@pytest.fixture(params=["", "https://w3id.org/demo-fdp"])
def fdp(request: pytest.FixtureRequest) -> Iterator[DemoFdp]:
    with DemoFdp(request.param, catalog=True) as started:
        yield started


def guest(fdp: DemoFdp) -> Guest:
    settings = FdpSettings("fdp", fdp.url, login=ADMIN)
    with Asking(fdp.url) as one:
        return Guest(settings, offer_to_guests(settings, one))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_LONGEST_PAUSE", 0.0)


def instead(fdp: DemoFdp, path: str, message: str, *, method: str = "GET", status: int = 200) -> None:
    fdp.faults.add(Fault(method=method, path=path, kind="status", status=status, message=message))


def test_what_is_published_is_shown(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    words = guest(fdp).still_shown(iri, fdp.catalog)
    assert "its own address still shows it" in words
    assert "the record above it" in words


def test_what_is_deleted_is_nowhere(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    other = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)
    one = guest(fdp)
    fdp.requests.clear()
    assert one.still_shown(iri, fdp.catalog) == ""
    assert len(fdp.requests) <= 5
    assert {request.user for request in fdp.requests} == {""}
    assert one.still_shown(other, fdp.catalog) != ""


def test_a_catalogue_below_the_root(fdp: DemoFdp) -> None:
    assert "the record above it" in guest(fdp).still_shown(fdp.catalog, fdp.persistent_url)
    withdraw(fdp, fdp.catalog)
    assert guest(fdp).still_shown(fdp.catalog, fdp.persistent_url) == ""


def test_a_family_that_went_with_its_parent(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    distribution = add(fdp, "distribution", iri)
    withdraw(fdp, iri)
    fdp.requests.clear()
    assert guest(fdp).still_shown(distribution, iri) == ""
    assert not [line for line in asked(fdp) if "/page/" in line], "there is no list of what is gone"


def test_a_draft_is_there_still(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog, published=False)
    words = guest(fdp).still_shown(iri, fdp.catalog)
    assert "as a draft" in words
    assert "still lists it" in words, "the reference tells everybody the IRIs of drafts"


LIST = "<{above}> <http://www.w3.org/ns/dcat#dataset> <{iri}> ."
FOUND = json.dumps([{"uri": "{iri}", "title": "Lungs"}])


@pytest.mark.parametrize(("method", "path", "message", "says"), [
    ("GET", "{path}", "", "its own address still shows it"),
    ("GET", "{path}/expanded", "", "its expanded view still shows it"),
    ("GET", "{above_path}", LIST, "the record above it"),
    ("GET", "{above_path}", "not Turtle, but <{iri}> is in it", "the record above it"),
    ("GET", "{above_path}", "<{iri}#record> <x:y> <x:z> .", "the record above it"),
    ("GET", "{above_path}/page/dataset", LIST, "the list of records below"),
    ("POST", "/search/query", FOUND, "the search still finds it"),
])  # fmt: skip
def test_each_place_that_could_still_show_it(fdp: DemoFdp, method: str, path: str, message: str, says: str) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)

    def filled(text: str) -> str:
        for name, value in (("iri", iri), ("above", fdp.catalog), ("path", path_of(fdp, iri)),
                            ("above_path", path_of(fdp, fdp.catalog))):  # fmt: skip
            text = text.replace("{" + name + "}", value)
        return text

    instead(fdp, filled(path), filled(message), method=method)
    words = guest(fdp).still_shown(iri, fdp.catalog)
    assert says in words
    assert ";" not in words, "one place, one sentence"


@pytest.mark.parametrize("path", ["", "/expanded", "above", "above/page/dataset", "search"])
@pytest.mark.parametrize("status", [429, 502, 503])
def test_what_could_not_be_asked_is_no_proof(fdp: DemoFdp, path: str, status: int) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)
    gone, above = path_of(fdp, iri), path_of(fdp, fdp.catalog)
    where = above + path.removeprefix("above") if path.startswith("above") else f"{gone}{path}"
    where, method = ("/search/query", "POST") if path == "search" else (where, "GET")
    instead(fdp, where, "", method=method, status=status)
    fdp.requests.clear()
    assert f"answers {status}" in guest(fdp).still_shown(iri, fdp.catalog)
    assert len([line for line in asked(fdp) if line == f"{method} {where}"]) == TRIES, "no storm"


def test_a_fault_that_passes_is_asked_again(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)
    for path in (path_of(fdp, iri), path_of(fdp, fdp.catalog)):
        fdp.faults.add(Fault(path=path, kind="reset", times=1))
    assert guest(fdp).still_shown(iri, fdp.catalog) == ""


def test_an_error_at_its_own_address_is_no_proof(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)
    instead(fdp, path_of(fdp, iri), "", status=500)
    assert "not proven gone" in guest(fdp).still_shown(iri, fdp.catalog)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 406, 500])
def test_servers_that_lack_the_other_views(fdp: DemoFdp, status: int) -> None:
    iri = add(fdp, "dataset", fdp.catalog)
    withdraw(fdp, iri)
    for path in (f"{path_of(fdp, iri)}/expanded", f"{path_of(fdp, fdp.catalog)}/page/dataset"):
        instead(fdp, path, f"no {iri} here", status=status)
    instead(fdp, "/search/query", f"no {iri} here", method="POST", status=status)
    assert guest(fdp).still_shown(iri, fdp.catalog) == ""


def test_a_record_of_another_server(fdp: DemoFdp) -> None:
    fdp.requests.clear()
    assert "could not be asked for" in guest(fdp).still_shown("https://other.example/dataset/1", fdp.catalog)
    assert asked(fdp) == ["GET /configs/bootstrap"]


def test_a_server_that_went_away() -> None:
    with DemoFdp(catalog=True) as fdp:
        iri = add(fdp, "dataset", fdp.catalog)
        one = guest(fdp)
    assert "not proven gone" in one.still_shown(iri, fdp.catalog)


def test_a_marked_record_says_nothing_of_what_it_said(fdp: DemoFdp) -> None:
    iri = add(fdp, "dataset", fdp.catalog, 'dct:title "Withdrawn" ;')
    one = guest(fdp)
    fdp.requests.clear()
    assert one.still_says(iri, fdp.catalog, ["Lungs", "Scans of lungs"]) == ""
    assert len(fdp.requests) <= 5
    other = add(fdp, "dataset", fdp.catalog)
    assert one.still_says(iri, fdp.catalog, ["Lungs"]) == "", "what the neighbour says is his own"
    words = one.still_says(other, fdp.catalog, ["Lungs"])
    assert words == f"its own address still says it; the list of records below {fdp.catalog} still says it"


MARKED = '<{iri}#creator> <http://xmlns.com/foaf/0.1/name> "A. Lungs" .'


@pytest.mark.parametrize(("method", "path", "message", "says"), [
    ("GET", "{path}", MARKED, "its own address still says it"),
    ("GET", "{path}", "not Turtle: Lungs", "its own address could not be read"),
    ("GET", "{path}/expanded", MARKED, "its expanded view still says it"),
    ("GET", "{above_path}/page/dataset", MARKED, "the list of records below"),
    ("POST", "/search", FOUND, "the search still finds it"),
    ("GET", "{path}", 503, "its own address answers 503"),
    ("GET", "{path}", 500, "its own address answers 500"),
    ("GET", "{above_path}/page/dataset", 503, "could not be asked"),
    ("POST", "/search", 503, "could not be asked"),
])  # fmt: skip
def test_each_place_that_could_still_say_it(
    fdp: DemoFdp, method: str, path: str, message: str | int, says: str
) -> None:
    iri = add(fdp, "dataset", fdp.catalog, 'dct:title "Withdrawn" ;')
    place = path.replace("{path}", path_of(fdp, iri)).replace("{above_path}", path_of(fdp, fdp.catalog))
    status = message if isinstance(message, int) else 200
    instead(fdp, place, str(message).replace("{iri}", iri), method=method, status=status)
    assert says in guest(fdp).still_says(iri, fdp.catalog, ["Lungs"])


def test_a_mark_on_another_server(fdp: DemoFdp) -> None:
    assert "could not be asked for" in guest(fdp).still_says("https://other.example/dataset/1", fdp.catalog, ["Lungs"])
