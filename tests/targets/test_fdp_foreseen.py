"""What a server will refuse is known before anything is sent: the same records as it refuses itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from img2fair.demo.fdp import DemoFdp, Fault
from img2fair.findings import Finding, Judge, Severity
from img2fair.model import Change, Record, Verdict
from img2fair.pipeline import foreseen
from img2fair.rdf import iri
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings
from tests.servers import ADMIN
from tests.targets import changes
from tests.targets.fdp_changes import plan, record_of

SPOILED = {
    "as it is": ("", ""),
    "two titles": ('<> dct:title "Another"@en .', "dct:title"),
    "a theme that is a text": ('<> dcat:theme "health" .', "dcat:theme"),
    "two landing pages that are texts": ('<> dcat:landingPage "a" .', "dcat:landingPage"),
    "a contact that is a blank node": ("<> dcat:contactPoint [] .", "dcat:contactPoint"),
    "two publishers": ('<> dct:publisher <#other> . <#other> a foaf:Agent ; foaf:name "B" .', "dct:publisher"),
    "a publisher with two names": ('<#publisher> foaf:name "B" .', "foaf:name"),
}


@pytest.fixture
def fdp() -> Iterator[DemoFdp]:
    with DemoFdp() as started:
        yield started


def target(fdp: DemoFdp, profile: str) -> Target:
    return TARGETS["fdp"](FdpSettings("fdp", fdp.url, "", ADMIN, profile=profile))


def told(to: Target, wanted: list[Change]) -> tuple[Finding, ...]:
    return foreseen(to, plan(to, wanted), [record_of(change) for change in wanted])


def versioned(change: Change) -> Change:
    """Return a change as a fresh server takes it without any help of ours."""
    graph = f'<{change.key}> <{iri("dcat:version").value}> "1" .\n'
    return replace(change, nquads=change.nquads + graph)


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_foreseen_is_what_the_server_does(fdp: DemoFdp, name: str) -> None:
    spoil, wanted = SPOILED[name]
    to = target(fdp, "")
    catalog = versioned(changes.catalog())
    lgg = versioned(changes.dataset("LGG", extra=spoil))
    found = [finding for finding in told(to, [catalog, lgg]) if finding.severity is Severity.VIOLATION]
    refused = {outcome.key for outcome in changes.write(to, [catalog, lgg]) if outcome.verdict is Verdict.FAILED}
    assert {finding.key for finding in found} >= refused
    if wanted:
        assert iri(wanted).value in {finding.property for finding in found}
        assert lgg.key in refused


def test_a_fresh_server_is_judged_by_what_it_is_sent(fdp: DemoFdp) -> None:
    wanted = [changes.catalog(), changes.dataset("LGG"), changes.distribution("LGG")]
    assert {finding.judge for finding in told(target(fdp, ""), wanted)} == {Judge.TARGET}
    assert told(target(fdp, "fdp-default"), wanted) == (), "what we adapt for it is adapted before it is judged"


def test_schemas_that_cannot_be_read_judge_nothing(fdp: DemoFdp) -> None:
    fdp.faults.add(Fault(path="/(.*/)?spec", kind="status", status=404))
    assert told(target(fdp, ""), [changes.catalog()]) == ()


def test_nothing_to_send_asks_for_nothing(fdp: DemoFdp) -> None:
    to = target(fdp, "fdp-default")
    wanted = [changes.catalog()]
    changes.write(to, plan(to, wanted).pending)
    fdp.requests.clear()
    records: list[Record] = [record_of(change) for change in wanted]
    assert foreseen(to, plan(to, wanted), records) == ()
    assert not [request for request in fdp.requests if request.path.endswith("spec")]
