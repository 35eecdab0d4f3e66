"""What becomes of each record that another tool left in a catalogue: by the plan, the harvest and its identifier."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode, Triple

from img2fair.config import FdpTarget, Located
from img2fair.model import WRITTEN, Action, Change, Header, Observed, Plan, Record, State, Stranger, Visibility, Why
from img2fair.pipeline import Progress
from img2fair.plan import DUPLICATE, one_spelling, project_named
from img2fair.publication import Prepared, Trouble, prepare_all, target_of
from img2fair.rdf import from_text, iri, is_iri

_NAMES_PROJECT = re.compile(r"((?i:https?)://[^\s<>\"]+?)/+(?:data/archive|data|REST)/projects/([^/\s<>\"]+)/?")
"""How xnatpy, and so img2catalog, writes the address of a project; the shorter ones are XNAT's own."""

_STANDING = frozenset({*WRITTEN, Action.UNCHANGED, Action.KEEP_THEIRS} - {Action.CREATE})
"""What becomes of a dataset that is shown already, by us or by another tool."""


class Fate(StrEnum):
    """What becomes of a record."""

    PRIVATE = "private"
    GONE = "gone"
    LEFT_OUT = "left out"
    TAKEN = "taken over"
    COPY = "copy"
    WAITING = "waiting"
    UNCLEAR = "unclear"
    CONTESTED = "contested"
    BESIDE = "beside ours"
    ELSEWHERE = "named otherwise"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Met:
    """One record of another tool.

    :param at: its IRI; ``project`` the project it shows, where that is known; ``draft``: no guest sees it.
    :param key: that of the record that it becomes, where it is taken over.
    :param why: more than the fate says: what holds it back, how it is named.
    :param identifiers: its dct:identifier values now, and ``then``, what they will be where it is taken over.
    """

    at: str
    fate: Fate
    project: str = ""
    draft: bool = False
    key: str = ""
    why: str = ""
    identifiers: tuple[str, ...] = ()
    then: tuple[str, ...] = ()

    @property
    def renamed(self) -> bool:
        """Whether its identifier will be another one."""
        return self.fate is Fate.TAKEN and self.identifiers != self.then


@dataclass(frozen=True, slots=True)
class Look:
    """What a FAIR Data Point holds of other tools, and how much of it is ours already."""

    target: str
    met: tuple[Met, ...]
    ours: int
    plan: Plan

    @property
    def taking(self) -> tuple[Met, ...]:
        """The records that can be taken over."""
        return self.of(Fate.TAKEN)

    def of(self, *fates: Fate) -> tuple[Met, ...]:
        """Return the records of some fates, by project and IRI."""
        found = [one for one in self.met if one.fate in fates]
        return tuple(sorted(found, key=lambda one: (one.project, one.at)))


def survey(located: Located, progress: Progress) -> tuple[tuple[Look, ...], tuple[Trouble, ...]]:
    """Harvest, map, judge and plan as a publication does, and look at each FAIR Data Point of the config.

    :raises Fault: the archive, the only target, the config or the mapping cannot be used.
    """
    prepared, troubles = prepare_all((located,), progress)
    looks = []
    for one in prepared:
        looks += [look(located, one, plan, target_of(located, plan.target).observe()) for plan in one.plans
                  if isinstance(located.config.targets[plan.target], FdpTarget)]  # fmt: skip
        troubles += one.troubles
    return tuple(looks), troubles


def look(located: Located, prepared: Prepared, plan: Plan, observed: Observed) -> Look:
    """Return what becomes of the records of other tools at one target.

    :param observed: what the target holds, as the plan saw it.
    """
    archive = located.config.archive
    addresses = [archive.place] if is_iri(archive.place) else []
    judge = _Judge(prepared.harvested.header, prepared.mapped.records, plan, [archive.identity, *addresses])
    met = tuple(judge.met(one) for one in observed.strangers)
    ours = sum(held.kind == "dataset" and held.state is State.PUBLISHED for held in observed.records.values())
    return Look(plan.target, met, ours, plan)


def named_by(strangers: Iterable[Stranger]) -> Counter[str]:
    """Return under which addresses of an archive records name projects, and how many do."""
    texts = (text for one in strangers for text in sorted(one.identifiers))
    return Counter(found[1] for text in texts if (found := _NAMES_PROJECT.fullmatch(text.strip())))


class _Judge:
    """Decides about one record after the other."""

    def __init__(self, header: Header, records: Iterable[Record], plan: Plan, bases: Sequence[str]) -> None:
        self._bases = bases
        self._shared = {one_spelling(name, bases[0], bases[1:]): record.project or "" for record in records
                        if record.kind == "dataset" for name in _said(record.triples, record.key)}  # fmt: skip
        self._changes = {change.at: change for change in plan.changes if change.at}
        self._by_project = {change.project: change for change in plan.changes if change.kind == "dataset"}
        self._withheld = {one.project: one for one in header.withheld}
        self._unread = {one.project for one in header.unread}
        self._all_read = header.complete and not header.only

    def met(self, one: Stranger) -> Met:
        """Return what becomes of one record."""
        identifiers = tuple(sorted(one.identifiers))
        draft = one.state is State.DRAFT
        project = next(filter(None, (project_named(text, self._bases[0], self._bases[1:]) for text in identifiers)), "")
        change = self._changes.get(one.at)
        if change and change.action is Action.ADOPT:
            then = _identifiers(change)
            return Met(one.at, Fate.TAKEN, change.project or project, draft, change.key, "", identifiers, then)
        if change and change.action is Action.WITHDRAW:
            fate = Fate.COPY if change.reason == DUPLICATE else Fate.PRIVATE
            return Met(one.at, fate, project, draft, "", change.reason, identifiers)
        fate, why = self._unplanned(one, project, identifiers)
        return Met(one.at, fate, project, draft, "", why, identifiers)

    def _unplanned(self, one: Stranger, project: str, identifiers: Sequence[str]) -> tuple[Fate, str]:
        """Decide about a record that the plan leaves as it is."""
        if project and one.kind == "dataset":
            return self._of_project(project)
        shared = (self._shared.get(one_spelling(name, self._bases[0], self._bases[1:]), "") for name in identifiers)
        owner = next(filter(None, shared), "")
        if owner and one.kind == "dataset":
            stands = self._by_project[owner].action in _STANDING
            return Fate.BESIDE if stands else Fate.CONTESTED, f"it shares the identifier of project {owner}"
        other = next(filter(None, map(_NAMES_PROJECT.fullmatch, identifiers)), None)
        if other and one.kind == "dataset":
            return Fate.ELSEWHERE, f"it names project {other[2]} of {other[1]}"
        return Fate.FOREIGN, "its identifier names no project" if identifiers else "it has no identifier"

    def _of_project(self, project: str) -> tuple[Fate, str]:
        withheld, change = self._withheld.get(project), self._by_project.get(project)
        if withheld and withheld.visibility is Visibility.PRIVATE:
            return Fate.PRIVATE, withheld.reason
        if withheld and withheld.why is Why.CHOICE:
            return Fate.LEFT_OUT, withheld.reason
        if withheld or project in self._unread:
            return Fate.UNCLEAR, "the archive did not say enough of the project"
        if change:
            return Fate.WAITING, change.reason
        if not self._all_read:
            return Fate.UNCLEAR, "this harvest did not cover the project"
        return Fate.GONE, "the archive does not show the project to this account: it was deleted, or is private by now"


def _identifiers(change: Change) -> tuple[str, ...]:
    """Return the dct:identifier values that a change writes."""
    return _said(from_text(change.nquads, "nquads"), change.key)


def _said(triples: Iterable[Triple], key: str) -> tuple[str, ...]:
    """Return the dct:identifier values of a record."""
    node, name = NamedNode(key), iri("dct:identifier")
    found = (t.object for t in triples if t.subject == node and t.predicate == name)
    return tuple(sorted(str(getattr(term, "value", "")) for term in found))


def counts(looks: Sequence[Look]) -> Mapping[str, int]:
    """Return how many records there are of each fate, as ``--json`` prints them."""
    found = Counter(one.fate for each in looks for one in each.met)
    return {fate.value.replace(" ", "_"): found[fate] for fate in Fate}
