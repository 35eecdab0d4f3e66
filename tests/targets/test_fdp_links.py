"""Links from a record to those below it: what another request takes away is put back, after a PUT and when shown."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from img2fair.demo.fdp import Fault
from img2fair.model import Verdict
from img2fair.rdf import iri
from tests.servers import ADMIN, DemoFdp
from tests.targets import changes
from tests.targets.fdp_changes import carried_out, family, plan, server
from tests.targets.test_fdp_contract import Server

ALL = [changes.catalog(), *family("LGG"), *family("LUNG")]
BELOW = {"catalog": ("dcat:dataset", 2), "dataset": ("dcat:distribution", 1)}


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp() as started:
        yield started


def whole(fdp: DemoFdp) -> bool:
    """Tell whether every record lists what is below it."""
    return all(
        len(record.objects(iri(relation).value)) == count
        for prefix, (relation, count) in BELOW.items()
        for record in fdp.of(prefix)
    )


@pytest.mark.parametrize("path", ["/dataset", "/distribution"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_link_that_is_lost_when_a_child_is_made(fdp: DemoFdp, path: str, after: int) -> None:
    fdp.faults.add(Fault(path=path, method="POST", kind="lost_links", times=1, after=after))
    to = server(fdp)
    assert {outcome.verdict for outcome in carried_out(to, plan(to, ALL).pending)} == {Verdict.DONE}
    assert whole(fdp)
    assert not plan(to, ALL).pending


@pytest.mark.parametrize("path", ["/dataset/[^/]*", "/catalog/[^/]*"])
def test_links_that_are_lost_when_a_parent_is_replaced(fdp: DemoFdp, path: str) -> None:
    to = server(fdp)
    carried_out(to, ALL)
    fdp.faults.add(Fault(path=path, method="PUT", kind="lost_links", times=1))
    wanted = [changes.catalog(changes.CATALOG_TEXT.replace("hospital", "clinic")),
              *family("LGG", title="New"), *ALL[3:]]  # fmt: skip
    assert {outcome.verdict for outcome in carried_out(to, plan(to, wanted).pending)} == {Verdict.DONE}
    assert whole(fdp)
    assert not plan(to, wanted).pending


def test_no_link_is_put_back_to_what_was_moved_or_withdrawn(fdp: DemoFdp) -> None:
    to = server(fdp)
    carried_out(to, ALL)
    moved = [*ALL[:2], replace(ALL[2], parent=changes.key_of("LUNG")), *ALL[3:]]
    assert {outcome.verdict for outcome in carried_out(to, plan(to, moved).pending)} == {Verdict.DONE}
    numbers = sorted(len(record.objects(iri("dcat:distribution").value)) for record in fdp.of("dataset"))
    assert numbers == [0, 2]
    assert not plan(to, moved).pending
    gone = plan(to, [ALL[0], moved[1]], private=["LUNG"]).pending
    carried_out(to, gone)
    assert len(fdp.of("catalog")[0].objects(iri("dcat:dataset").value)) == len(fdp.of("dataset")) == 1


@pytest.mark.parametrize("status", [400, 403])
def test_what_is_deleted_and_cannot_be_taken_from_the_list_is_said(fdp: DemoFdp, status: int) -> None:
    to = server(fdp)
    carried_out(to, ALL)
    (catalog,) = fdp.of("catalog")
    Server(fdp.url, ADMIN).echo(catalog.iri)
    fdp.faults.add(Fault(path="/catalog/[^/]*", method="PUT", kind="status", status=status))
    (gone,) = carried_out(to, plan(to, [*ALL[:1], *ALL[3:]], private=["LGG"]).pending)
    assert gone.verdict is Verdict.FAILED
    assert f"deleted, and yet: the record above it, {catalog.iri}, still lists it" in gone.answer
