"""The FAIR Data Point target: what it makes, leaves alone, finishes after a crash, and says when it cannot."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from img2fair.demo.fdp import Fault, StoredRecord
from img2fair.errors import Exit, LoginFault, RemoteFault, UsageFault
from img2fair.model import Action, Change, Outcome, Verdict
from img2fair.rdf import digest, iri
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings, connection
from tests.servers import ADMIN, PUBLISHER, DemoFdp
from tests.targets import changes
from tests.targets.fdp_changes import carried_out, family, plan, writes

ALL = [changes.catalog(), *family("LGG"), *family("LUNG")]


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp() as started:
        yield started


@pytest.fixture
def place() -> Iterator[DemoFdp]:
    """A server with a catalogue in which the publisher may create."""
    with DemoFdp(catalog=True) as started:
        yield started


def target(fdp: DemoFdp, login: tuple[str, str] = ADMIN, *, catalog: str = "", profile: str = "fdp-default") -> Target:
    return TARGETS["fdp"](FdpSettings("fdp", fdp.url, catalog, login, profile=profile))


def bring(to: Target, wanted: list[Change]) -> list[Outcome]:
    """Plan and apply."""
    return carried_out(to, plan(to, wanted).pending)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is sent again be sent soon."""
    monkeypatch.setattr(connection, "FIRST_WAIT", 0.01)


def whole(fdp: DemoFdp, wanted: list[Change]) -> None:
    """Assert that all that is wanted is there once, published, as planned, and that nothing else is."""
    to = target(fdp)
    observed = to.observe()
    assert set(observed.records) == {change.key for change in wanted}
    assert all(digest(held.triples) == held.digest for held in observed.records.values())
    assert {record.state for record in fdp.records.values()} == {"PUBLISHED"}
    ours = [record for record in fdp.records.values() if record.prefix]
    assert len(ours) == len(wanted) + bool(fdp.catalog)
    fdp.requests.clear()
    assert not plan(to, wanted).pending
    assert not writes(fdp), "what is unchanged costs no write"


def by_title(fdp: DemoFdp, title: str) -> StoredRecord:
    return next(r for r in fdp.records.values() if title in {getattr(t.object, "value", "") for t in r.triples})


@pytest.mark.parametrize("base", ["", "https://w3id.org/demo-fdp"])
def test_first_run_second_run_and_what_changes(base: str) -> None:
    with DemoFdp(base) as fdp:
        to = target(fdp)
        assert {outcome.verdict for outcome in bring(to, ALL)} == {Verdict.DONE}
        whole(fdp, ALL)

        address = by_title(fdp, changes.TITLES["LGG"]).iri
        renamed = [ALL[0], *family("LGG", title="A new title"), *family("LUNG")]
        fdp.requests.clear()
        (outcome,) = bring(to, renamed)
        assert outcome.verdict is Verdict.DONE
        assert writes(fdp) == [f"PUT {address.removeprefix(fdp.persistent_url)}"]
        whole(fdp, renamed)
        assert by_title(fdp, "A new title").iri == address, "updated in place"

        (gone,) = changes.write(to, plan(to, ALL[:1] + ALL[3:], private=["LGG"]).pending)
        assert gone.verdict is Verdict.DONE
        whole(fdp, ALL[:1] + ALL[3:])
        assert bring(to, ALL)
        whole(fdp, ALL)


def test_the_innermost_is_published_first(fdp: DemoFdp) -> None:
    bring(target(fdp), ALL[:3])
    published = [path.split("/")[1] for path in writes(fdp) if path.endswith("/meta/state")]
    assert published == ["distribution", "dataset", "catalog"]


def test_nothing_is_invented_about_licence_and_access(fdp: DemoFdp) -> None:
    bring(target(fdp), ALL)
    dataset = by_title(fdp, changes.TITLES["LGG"])
    assert dataset.objects(iri("dct:license").value) == [f"{dataset.iri}#record-license"]
    everything = "".join(str(t) for record in fdp.records.values() if record.prefix for t in record.triples)
    assert "cc-zero" not in everything
    assert "no access restriction" not in everything


def test_what_the_schemas_refuse_is_said_by_property_and_message(fdp: DemoFdp) -> None:
    """Without the profile of a fresh installation its schemas refuse what DCAT-AP allows; the rest goes on."""
    catalog, dataset, distribution = bring(target(fdp, profile="health-ri-core"), ALL[:3])
    assert {catalog.verdict, dataset.verdict, distribution.verdict} == {Verdict.FAILED}
    assert "dcat:version: there must be at least 1" in catalog.answer
    assert "not there" in dataset.answer
    assert [record.prefix for record in fdp.records.values()] == [""]


def test_a_type_the_server_does_not_take_is_left_out(fdp: DemoFdp) -> None:
    service = replace(changes.distribution("LGG"), kind="data-service", parent=changes.CATALOG)
    done, skipped = changes.write(target(fdp), [changes.catalog(), service])
    assert (done.verdict, skipped.verdict) == (Verdict.DONE, Verdict.SKIPPED)
    assert "takes no data-service" in skipped.answer


@pytest.mark.parametrize("kind", ["reset", "lost_answer", "status"])
@pytest.mark.parametrize("path", ["/catalog", "/dataset", "/distribution"])
def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(fdp: DemoFdp, kind: str, path: str) -> None:
    fdp.faults.add(Fault(path=path, method="POST", kind=kind, times=1, status=502))  # type: ignore[arg-type]
    assert {outcome.verdict for outcome in bring(target(fdp), ALL)} == {Verdict.DONE}
    whole(fdp, ALL)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("kind", ["reset", "lost_answer"])
def test_lost_answers_of_changes(fdp: DemoFdp, kind: str, method: str) -> None:
    to = target(fdp)
    bring(to, ALL)
    fdp.faults.add(Fault(path="/dataset/[^/]*", method=method, kind=kind, times=1))  # type: ignore[arg-type]
    wanted = [ALL[0], *family("LGG", title="Another")]
    made = plan(to, wanted, private=["LUNG"])
    assert {outcome.verdict for outcome in changes.write(to, made.pending)} == {Verdict.DONE}
    whole(fdp, wanted)


@pytest.mark.parametrize("after", range(10))
def test_a_crash_at_any_write_is_healed_by_the_next_run(fdp: DemoFdp, after: int) -> None:
    """The server goes away for good at the n-th write; drafts stay, and the next run finishes them."""
    for method in ("POST", "PUT"):
        count = _writes_before(after, method)
        fdp.faults.add(Fault(path="/(?!tokens).*", method=method, kind="reset", after=count))
    with pytest.raises(RemoteFault) as caught:
        bring(target(fdp), ALL)
    assert caught.value.code is Exit.UNAVAILABLE
    fdp.faults.clear()
    bring(target(fdp), ALL)
    whole(fdp, ALL)


def _writes_before(after: int, method: str) -> int:
    order = "POST POST POST PUT PUT POST POST PUT PUT PUT".split()
    return order[:after].count(method)


def test_a_record_that_a_crash_of_the_server_left_without_a_state(fdp: DemoFdp) -> None:
    fdp.faults.add(Fault(path="/dataset", method="POST", kind="half_made", times=1))
    told = {outcome.key: outcome for outcome in bring(target(fdp), ALL)}
    (wrong,) = [key for key, outcome in told.items() if outcome.verdict is Verdict.FAILED]
    assert "not found" in told[wrong].answer, "it is said of the record; the others go on"
    lung = by_title(fdp, changes.TITLES["LUNG"]).iri
    bring(target(fdp), [changes.catalog(changes.CATALOG_TEXT.replace("hospital", "clinic")), *ALL[1:]])
    assert by_title(fdp, changes.TITLES["LUNG"]).iri == lung, "only the half made one is made anew"
    bring(target(fdp), ALL)
    whole(fdp, ALL)


def test_what_nobody_shows_is_shown_at_the_end_or_told(fdp: DemoFdp) -> None:
    changes.write(target(fdp), ALL[:3])
    whole(fdp, ALL[:3])
    fdp.faults.add(Fault(path="/dataset", method="POST", kind="half_made", times=1))
    with pytest.raises(RemoteFault, match="drafts still"):
        changes.write(target(fdp), ALL[3:])


def test_what_is_not_named_to_be_shown_stays_a_draft(fdp: DemoFdp) -> None:
    """Its project may have been closed between the writing and the showing."""
    with target(fdp).writing() as write:
        for change in ALL:
            write(change)
        assert not write.show([ALL[1].key, ALL[2].key])
        assert not write.show([ALL[0].key])
    states = {record.iri: record.state for record in fdp.of("dataset")}
    assert sorted(map(str, states.values())) == ["DRAFT", "PUBLISHED"]
    assert by_title(fdp, changes.TITLES["LUNG"]).state == "DRAFT"


def test_a_token_that_ends_is_renewed_once(fdp: DemoFdp) -> None:
    to = target(fdp)
    for method, path in (("GET", "/page/catalog"), ("POST", "/dataset")):
        fdp.faults.add(Fault(path=path, method=method, kind="expire_token", times=1))
    bring(to, ALL)
    whole(fdp, ALL)


def test_a_token_that_ends_again_and_again(fdp: DemoFdp) -> None:
    fdp.faults.add(Fault(path="/(?!tokens).*", method="POST", kind="expire_token"))
    with pytest.raises(LoginFault):
        bring(target(fdp), ALL)
    assert sum(request.path == "/tokens" for request in fdp.requests) <= 4


def test_waits_as_long_as_it_is_asked_to(fdp: DemoFdp) -> None:
    fdp.faults.add(Fault(path="/catalog", method="POST", kind="status", status=429, retry_after="1", times=1))
    bring(target(fdp), ALL[:1])
    whole(fdp, ALL[:1])


def test_an_edit_by_somebody_else_is_seen_and_kept(fdp: DemoFdp) -> None:
    to = target(fdp)
    bring(to, ALL)
    dataset = by_title(fdp, changes.TITLES["LGG"])
    dataset.triples.append(Triple(NamedNode(dataset.iri), iri("dcat:keyword"), Literal("theirs")))
    made = plan(to, [ALL[0], *family("LGG", title="Ours")])
    assert {c.action for c in made.changes if c.key == changes.key_of("LGG")} == {Action.KEEP_THEIRS}


def test_an_edit_between_plan_and_write_is_not_written_over(fdp: DemoFdp) -> None:
    to = target(fdp)
    bring(to, ALL)
    made = plan(to, [ALL[0], *family("LGG", title="Ours"), *ALL[3:]])
    dataset = by_title(fdp, changes.TITLES["LGG"])
    dataset.triples.append(Triple(NamedNode(dataset.iri), iri("dcat:keyword"), Literal("theirs")))
    (outcome,) = changes.write(to, made.pending)
    assert (outcome.verdict, "plan again" in outcome.answer) == (Verdict.FAILED, True)


def test_of_two_records_with_our_key_the_younger_is_withdrawn(fdp: DemoFdp) -> None:
    to = target(fdp)
    bring(to, ALL)
    oldest = by_title(fdp, changes.TITLES["LGG"]).iri
    with to.writing() as write:
        write._book.held.pop(ALL[1].key)  # type: ignore[attr-defined]
        write(ALL[1])
    assert len(fdp.of("dataset")) == 3
    bring(to, ALL)
    whole(fdp, ALL)
    assert by_title(fdp, changes.TITLES["LGG"]).iri == oldest


def test_more_records_than_a_page_holds(fdp: DemoFdp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("img2fair.targets.fdp.inventory.PAGE", 2)
    wanted = [ALL[0], *(changes.dataset(f"P{number}") for number in range(5))]
    bring(target(fdp), wanted)
    whole(fdp, wanted)


def test_a_catalogue_of_somebody_elses_is_used_as_it_is(place: DemoFdp) -> None:
    before = sorted(map(str, place.records[place.catalog].triples))
    to = target(place, PUBLISHER, catalog=place.catalog)
    told = {outcome.key: outcome.verdict for outcome in bring(to, ALL)}
    assert told.pop(changes.CATALOG, Verdict.SKIPPED) is Verdict.SKIPPED
    assert set(told.values()) == {Verdict.DONE}
    after = [str(t) for t in place.records[place.catalog].triples]
    assert [line for line in before if line not in after and "metadataModified" not in line] == []
    observed = to.observe()
    assert changes.CATALOG not in observed.records
    assert observed.records[changes.key_of("LGG")].parent == changes.CATALOG
    by_address = target(place, catalog=place.url + place.catalog.removeprefix(place.persistent_url))
    assert by_address.observe().records == observed.records


def test_a_catalogue_that_is_not_there(place: DemoFdp) -> None:
    with pytest.raises(UsageFault) as caught:
        target(place, catalog=f"{place.persistent_url}/catalog/none").observe()
    assert place.catalog in caught.value.cure
    assert caught.value.code is Exit.USAGE


def test_an_account_without_the_right_to_create(fdp: DemoFdp) -> None:
    bring(target(fdp), ALL[:1])
    outcomes = bring(target(fdp, PUBLISHER), ALL)
    assert {outcome.verdict for outcome in outcomes} == {Verdict.FAILED}
    assert "right to create" in outcomes[0].answer
    assert len(fdp.records) == 2


def test_any_account_may_make_a_catalogue_of_its_own(fdp: DemoFdp) -> None:
    """The reference looks for the right to create only below catalogues."""
    assert {outcome.verdict for outcome in bring(target(fdp, PUBLISHER), ALL)} == {Verdict.DONE}
    whole(fdp, ALL)


def test_an_account_without_the_right_to_delete(place: DemoFdp) -> None:
    to = target(place, PUBLISHER, catalog=place.catalog)
    bring(to, ALL)
    (outcome,) = changes.write(to, [changes.withdraw("LGG")])
    assert outcome.verdict is Verdict.FAILED
    assert "still shown" in outcome.answer
    assert "ADMIN" in outcome.answer


def test_wrong_password_and_wrong_token(fdp: DemoFdp) -> None:
    with pytest.raises(LoginFault) as caught:
        target(fdp, (ADMIN[0], "wrong")).observe()
    assert caught.value.code is Exit.LOGIN
    assert "FDP_USER" in caught.value.cure
    assert "wrong" not in str(caught.value)
    with pytest.raises(LoginFault, match="the token"):
        TARGETS["fdp"](FdpSettings("fdp", fdp.url, token="no-such-key")).observe()
    assert len([request for request in fdp.requests if request.path == "/tokens"]) == 1


def test_an_api_key_does_for_a_login(fdp: DemoFdp) -> None:
    to = TARGETS["fdp"](FdpSettings("fdp", fdp.url, token=fdp.accounts.key(ADMIN[0]), profile="fdp-default"))
    bring(to, ALL)
    whole(fdp, ALL)
