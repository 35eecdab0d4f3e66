"""What happens over weeks at an archive and a FAIR Data Point, with a model of what should come of it.

The model is a dict of the archive's projects. Everything else is checked at the FAIR Data Point itself: what it was
sent, what it holds, what it shows to somebody without a log-in.
"""

import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import requests

from img2fair.archive_settings import archive_settings
from img2fair.config import Config, Located
from img2fair.demo.archive import Fault as ArchiveFault
from img2fair.demo.fdp import Fault, StoredRecord
from img2fair.demo.fdp.store import PUBLISHED
from img2fair.errors import Fault as Failed
from img2fair.findings import Report
from img2fair.http import wire
from img2fair.mapping import Mapping
from img2fair.model import Plan, Verdict
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import apply_plan, harvest_to, map_snapshot, plan_for
from img2fair.publication import access_now, mapping_settings, target_of
from tests.publication.twins import add_stranger, add_twin, edit, record_of, titles
from tests.publication.world import WRITING, World, content, copied, key_at, key_of, logged_in, project

SECRET = "canary"
PUBLISHABLE = ("public", "protected")


class Killed(BaseException):
    """The process ended here; nothing of ours may catch it."""


@dataclass(frozen=True)
class Known:
    """What the model knows of a project: its title and access in the archive, and whether the config leaves it out."""

    title: str
    access: str = "public"
    left_out: bool = False

    @property
    def wanted(self) -> bool:
        return self.access in PUBLISHABLE and not self.left_out


@dataclass
class History:
    """A world, what it should come to, and what was done to it by others."""

    world: World
    mapping: Mapping
    model: dict[str, Known] = field(default_factory=dict)
    edits: dict[str, str] = field(default_factory=dict)
    twins: Counter[str] = field(default_factory=Counter)
    _number: int = 0
    _start: dict[str, StoredRecord] = field(default_factory=dict)

    def begin(self, model: dict[str, Known]) -> None:
        """Begin anew, with these projects published; what that comes to is kept for the next time."""
        self.edits, self.twins, self._number = {}, Counter(), 0
        self.mend()
        self.model = {}
        for id_, known in model.items():
            self.set(id_, known)
        if not self._start:
            assert self.publish()
            self._start = copied(self.world.fdp.records)
        self.world.fdp.records.clear()
        self.world.fdp.records.update(copied(self._start))
        self.world.fdp.heard.clear()
        shutil.rmtree(self.world.work, ignore_errors=True)

    def mend(self) -> None:
        """End all faults."""
        self.world.archive.faults.clear()
        self.world.archive.logins.close_all()
        self.world.fdp.faults.clear()
        self.world.fdp.faults.add(Fault(path="/(.*/)?spec", kind="status", status=404))

    def next(self) -> int:
        """Return a new number, for titles that differ."""
        self._number += 1
        return self._number

    # what happens in the archive

    def set(self, id_: str, known: Known | None) -> None:
        """Let a project be so from now on, or be gone."""
        self.model.pop(id_, None)
        if known is not None:
            self.model[id_] = known
        shown = [project(one, title=it.title, access=it.access) for one, it in sorted(self.model.items())]
        self.world.archive.content = content(shown)

    def set_access(self, id_: str, access: str) -> None:
        """Let a project have another access; while it is private its title has a canary that nobody may send."""
        number = self.next()
        title = f"{SECRET}{number} of {id_}" if access == "private" else f"Title {number} of {id_}"
        self.set(id_, replace(self.model[id_], access=access, title=title))

    # what others do at the FAIR Data Point

    def shown(self) -> list[str]:
        """Return the projects whose datasets are published."""
        records = self.world.fdp.of("dataset")
        return sorted(
            {_project_of(key_at(record)) for record in records if record.state == PUBLISHED and key_at(record)}
        )

    def edit(self, id_: str) -> None:
        """Edit the record of a project in the server's form."""
        address, text = record_of(self.world.fdp, key_of(id_)).iri, f"Edited by hand {self.next()}"
        edit(self.world.fdp, address, text)
        self.edits[address] = text

    def add_twin(self, id_: str) -> None:
        """Publish a second record of a project with our key."""
        add_twin(self.world.fdp, key_of(id_))
        self.twins[key_of(id_)] += 1

    def add_stranger(self, id_: str) -> None:
        """Publish a second record of a project as an older tool does, by its identifier."""
        catalog = next(record.iri for record in self.world.fdp.of("catalog"))
        add_stranger(self.world.fdp, f"{id_} by another tool", key_of(id_), catalog)

    def leaving(self) -> int:
        """Return how many datasets are shown that would be withdrawn without evidence that they are private."""
        held = Counter(_project_of(key) for record in self.world.fdp.of("dataset") if (key := key_at(record)))
        return sum(
            number if not self._may_stay(id_) else number - 1 for id_, number in held.items() if not self._private(id_)
        )

    def _may_stay(self, id_: str) -> bool:
        return id_ in self.model and self.model[id_].wanted

    def _private(self, id_: str) -> bool:
        known = self.model.get(id_)
        return known is not None and known.access == "private" and not known.left_out

    # a run

    def publish(self, dies_at: int = -1, after: bool = False) -> bool:
        """Publish; tell whether the run was complete.

        :param dies_at: the number of the writing request at which the process ends; none where it is negative.
        :param after: whether the request was carried out then.
        """
        try:
            with dying(dies_at, after), logged_in():
                return self._publish()
        except (Failed, Killed):
            return False

    def planned(self) -> Plan:
        """Return the plan from the harvest before: what the next run would do."""
        with logged_in():
            return self._plan_from(self._located())

    def _publish(self) -> bool:
        located = self._located()
        settings = archive_settings(located)
        harvested = harvest_to(self.world.work / "snapshot.jsonl", "xnat", settings, lambda *_: None)
        plan = self._plan_from(located)
        receipt = apply_plan(plan, target_of(located, "fdp"), access_now("xnat", settings))
        done = all(outcome.verdict is Verdict.DONE for outcome in receipt.outcomes)
        return harvested.header.complete and done and not receipt.stopped

    def _plan_from(self, located: Located) -> Plan:
        snapshot = read_snapshot(self.world.work / "snapshot.jsonl")
        mapped = map_snapshot(snapshot, self.mapping, mapping_settings(located.config, snapshot.header))
        report = Report(mapped.findings, (), ())
        return plan_for(target_of(located, "fdp"), mapped.records, report, snapshot.header, "never").plan

    def _located(self) -> Located:
        left_out = sorted(id_ for id_, known in self.model.items() if known.left_out)
        said: dict[str, Any] = self.world.said("fdp", exclude={"projects": left_out})
        return Located(Config.model_validate(said), self.world.folder / "img2fair.yaml")

    # what must hold

    def check(self) -> None:
        """Assert what holds whatever happened."""
        assert SECRET.encode() not in self.world.fdp.received, "a byte of a private project was sent"
        self.world.fdp.heard.clear()
        found = Counter(key for record in self.world.fdp.records.values() if (key := key_at(record)))
        for key, number in found.items():
            assert number <= 1 + self.twins[key], f"{key} is there {number} times"
        for address, text in list(self.edits.items()):
            self._check_edit(address, text)

    def _check_edit(self, address: str, text: str) -> None:
        record = self.world.fdp.records.get(address)
        if record is not None:
            assert titles(record) == [text], "an edit by somebody else was written over"
        else:
            del self.edits[address]  # its project was withdrawn, which the check after each run looks at

    def check_complete(self) -> None:
        """Assert what holds after a complete run: nothing is there twice, and a guest sees nothing that is private."""
        records = list(self.world.fdp.records.values())
        keys = Counter(key for record in records if (key := key_at(record)))
        assert not [key for key, number in keys.items() if number > 1], "duplicates"
        self.twins.clear()
        guest = _read_by_a_guest(self.world)
        for id_, known in self.model.items():
            if known.access == "private":
                assert key_of(id_) not in keys, f"{id_} is private, and is there"
                assert f" of {id_}" not in guest, f"{id_} is private, and shown"

    def check_converged(self) -> None:
        """Assert that the FAIR Data Point shows what the model says, once, and that the next run writes nothing."""
        wanted = {key_of(id_): known for id_, known in self.model.items() if known.wanted}
        ours = [record for record in self.world.fdp.of("dataset") if key_at(record)]
        shown = {key_at(record): record for record in ours}
        assert sorted(shown) == sorted(wanted)
        assert len(ours) == len(wanted), "duplicates"
        self._check_strangers()
        assert len(self.world.fdp.of("distribution")) == len(wanted)
        assert {record.state for record in self.world.fdp.records.values()} == {PUBLISHED}
        for key, record in shown.items():
            assert titles(record) == [self.edits.get(record.iri, wanted[key].title)]
        assert not self.planned().pending

    def _check_strangers(self) -> None:
        """Assert that what another tool made stands only where we have nothing to say of the project."""
        for record in self.world.fdp.of("dataset"):
            if not key_at(record):
                id_ = titles(record)[0].partition(" ")[0]
                known = self.model.get(id_)
                assert known is None or known.left_out, f"a duplicate of {id_} by another tool"


@contextmanager
def dying(number: int, after: bool) -> Iterator[None]:
    """Let the process seem to end at a writing request: this one and all later ones, of any thread, are not made.

    :param after: whether the request itself is carried out, and only its answer never seen.
    """
    counted, lock = [0], threading.Lock()
    send = wire.Session.send

    def sent(session: wire.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        writes = request.method in WRITING and not str(request.url).endswith(("/tokens", "/data/JSESSION"))
        with lock:
            mine = counted[0]
            counted[0] += writes
            dead = number >= 0 and counted[0] > number
        if dead and not (after and writes and mine == number):
            raise Killed
        answer = send(session, request, **how)
        if dead:
            raise Killed
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire.Session, "send", sent)
        yield


def archive_faults(kind: str, id_: str) -> list[ArchiveFault]:
    """Return what an archive has on a bad day: half down, or a project that cannot be read."""
    return {
        "half a list": [ArchiveFault(path="/data/projects", kind="shortened")],
        "no sessions": [ArchiveFault(path="/data/experiments", kind="status", status=500)],
        "unreadable": [ArchiveFault(path=f"/data/projects/{id_}(/.*)?", kind="status", status=500)],
        "a log-in page": [ArchiveFault(path="/data/projects", kind="login_page", times=2)],
        "down": [ArchiveFault(path="/.*", kind="reset")],
    }[kind]


def _project_of(key: str) -> str:
    return key.rpartition("/")[2]


def _read_by_a_guest(world: World) -> str:
    """Everything about catalogues and datasets that somebody without a log-in is told."""
    base, root = world.fdp.persistent_url, world.fdp.url
    read = [record.iri.replace(base, root) for prefix in ("catalog", "dataset") for record in world.fdp.of(prefix)]
    answers = (requests.get(address, headers={"Accept": "text/turtle"}, timeout=10) for address in read)
    return "\n".join(answer.text for answer in answers if answer.ok)
