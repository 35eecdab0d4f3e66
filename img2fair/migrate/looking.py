"""What becomes of each record that another tool left in a catalogue: by the plan, the harvest and its identifier."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import NamedNode, Triple

from img2fair.config import FdpTarget, Located
from img2fair.model import WRITTEN, Action, Change, Header, Observed, Plan, Record, State, Stranger, Visibility, Why
from img2fair.pipeline import Progress
from img2fair.plan import DUPLICATE, one_spelling, project_named
from img2fair.plan.adoption import age
from img2fair.publication import Prepared, Trouble, prepare_all, target_of
from img2fair.rdf import from_text, iri

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
    OF_PRIVATE = "identifier of private"
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
    """What a FAIR Data Point holds of other tools, and how much of it is ours already.

    :param before: the records of other tools, as they are now.
    :param kept: project → the identifier of its oldest record, where that is under another address of an archive and
        would be taken over if the address were known to be one of ours.
    """

    target: str
    met: tuple[Met, ...]
    ours: int
    plan: Plan
    before: tuple[Stranger, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

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
    bases = [archive.identity, *archive.other_addresses]
    header = prepared.harvested.header
    private = _names_of_private(header, located, observed, bases)
    judge = _Judge(header, prepared.mapped.records, plan, bases, private)
    met = tuple(judge.met(one) for one in observed.strangers)
    shown = [held for held in observed.records.values() if held.kind == "dataset" and held.state is State.PUBLISHED]
    kept = _kept_elsewhere(observed.strangers, met, bases)
    free = {change.project for change in plan.changes if change.kind == "dataset"} - {held.project for held in shown}
    kept = {project: name for project, name in kept.items() if project in free}
    return Look(plan.target, met, len(shown), plan, observed.strangers, kept)


def identifiers_kept(strangers: Iterable[Stranger], bases: Sequence[str], usual: str) -> dict[str, str]:
    """Return the identifiers of the records that projects keep, where they are not what the site mapping writes.

    A project keeps its oldest record (plan/adoption.py).

    :param bases: the addresses of the archive; ``usual`` that with which identifiers begin in the site mapping.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for one in sorted((one for one in strangers if one.kind == "dataset"), key=age):
        named = ((project_named(text, bases[0], bases[1:]), text) for text in sorted(one.identifiers))
        project, name = next(((project, text) for project, text in named if project), ("", ""))
        if project and project not in seen:
            seen.add(project)
            if name != f"{usual.rstrip('/')}/data/archive/projects/{project}":
                found[project] = name
    return found


def _kept_elsewhere(strangers: Sequence[Stranger], met: Sequence[Met], bases: Sequence[str]) -> dict[str, str]:
    """Return the identifiers that projects would keep if each address of an archive were one of ours."""
    elsewhere = {name for one in met if one.fate is Fate.ELSEWHERE for name in one.identifiers}
    others = [base for base in named_by(strangers) if base not in bases]
    kept = identifiers_kept(strangers, [*bases, *others], bases[0])
    return {project: name for project, name in kept.items() if name in elsewhere}


def _names_of_private(header: Header, located: Located, observed: Observed, bases: Sequence[str]) -> dict[str, str]:
    """Return the identifiers, such as DOIs, that are known to be of private projects, each with its project.

    A private project is not read. What else says them: its records that other tools left, or that are ours, and the
    config.
    """
    private = {one.project for one in header.withheld if one.visibility is Visibility.PRIVATE}
    said: list[tuple[str, Iterable[str]]] = []
    for one in observed.strangers:
        projects = {project_named(text, bases[0], bases[1:]) for text in one.identifiers} & private
        said += [(project, one.identifiers) for project in sorted(projects)]
    said += [(held.project, _said(held.triples, held.key)) for held in observed.records.values()
             if held.project in private and held.kind == "dataset"]  # fmt: skip
    for project in sorted(private & {*located.config.projects}):
        name = located.config.projects[project].get("identifier")
        said += [(project, (name,))] if isinstance(name, str) and name else []
    return {one_spelling(name, bases[0], bases[1:]): project for project, names in said for name in names}


def named_by(strangers: Iterable[Stranger]) -> Counter[str]:
    """Return under which addresses of an archive records name projects, and how many do."""
    texts = (text for one in strangers for text in sorted(one.identifiers))
    return Counter(found[1] for text in texts if (found := _NAMES_PROJECT.fullmatch(text.strip())))


class _Judge:
    """Decides about one record after the other."""

    def __init__(
        self, header: Header, records: Iterable[Record], plan: Plan, bases: Sequence[str], private: Mapping[str, str]
    ) -> None:
        self._bases = bases
        self._private = private
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
        names = [one_spelling(name, self._bases[0], self._bases[1:]) for name in identifiers]
        hidden = next((self._private[name] for name in names if name in self._private), "")
        if hidden and one.kind == "dataset":
            return Fate.OF_PRIVATE, f"it has an identifier of project {hidden}"
        owner = next((self._shared[name] for name in names if self._shared.get(name)), "")
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
