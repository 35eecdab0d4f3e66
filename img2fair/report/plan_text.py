"""Plans and receipts for people at a terminal.

  + LGG        create    41 triples          opt-in keyword added
  ~ PROSTATE   update    title@nl, modified  custom form edited
  - BREAST7    withdraw                      accessibility: protected -> private
Plan: 1 create, 1 update, 1 withdraw, 0 blocked, 0 unknown, 212 unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal

from img2fair.errors import UsageFault
from img2fair.model import Action, Change, Edit, Plan, Receipt, Sight, Verdict
from img2fair.rdf import from_text, iri, shorten
from img2fair.report.plain import counted, painted, plain

SIGNS = {
    Action.CREATE: ("+", "good"),
    Action.ADOPT: ("@", "info"),
    Action.UPDATE: ("~", "info"),
    Action.WITHDRAW: ("-", "violation"),
    Action.KEEP_THEIRS: ("=", "warning"),
    Action.BLOCKED: ("!", "violation"),
    Action.UNKNOWN: ("?", "warning"),
}
"""The sign and colour of an action; records that stay as they are are only counted."""
WIDEST, NAMED = 34, 5
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_MARKS = {Verdict.DONE: ("✓", "good"), Verdict.FAILED: ("✗", "violation"), Verdict.SKIPPED: ("·", "faint")}


def plan_text(plan: Plan, *, color: bool = False) -> str:
    """Return a plan as text; the last line counts what will happen."""
    shown = [change for change in plan.changes if change.action in SIGNS]
    rows = [(_name(change), change.action.value, _detail(change), plain(change.reason)) for change in shown]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [_line(change.action, row, widths, color) for change, row in zip(shown, rows, strict=True)]
    return "\n".join([*lines, f"Plan: {counts_text(plan)}."]) + "\n"


def counts_text(plan: Plan) -> str:
    """Return the counts of a plan in words; what is seldom only where there is any."""
    counts = plan.counts()
    order = (Action.CREATE, Action.ADOPT, Action.UPDATE, Action.WITHDRAW, Action.KEEP_THEIRS, Action.BLOCKED,
             Action.UNKNOWN, Action.UNCHANGED)  # fmt: skip
    seldom = (Action.ADOPT, Action.KEEP_THEIRS)
    said = [action for action in order if action not in seldom or counts[action.value]]
    return ", ".join(f"{counts[action.value]:,} {action.value}" for action in said)


def counts_of_targets(plans: Iterable[Plan], receipts: Iterable[Receipt] = ()) -> dict[str, dict[str, int]]:
    """Return the counts of each target as the command line's ``--json`` prints them, summed over the archives."""
    failed: Counter[str] = Counter()
    for receipt in receipts:
        failed[receipt.target] += len(receipt.failed)
    found: dict[str, Counter[str]] = {}
    for plan in plans:
        found.setdefault(plan.target, Counter()).update(plan.as_json())
    return {target: {**counts, "failed": failed[target]} for target, counts in found.items()}


def receipt_text(receipt: Receipt, *, color: bool = False) -> str:
    """Return a receipt as text: what failed with the target's answer first, then what was done, then the counts."""
    order = (Verdict.FAILED, Verdict.DONE)
    shown = [outcome for verdict in order for outcome in receipt.outcomes if outcome.verdict is verdict]
    lines = []
    for outcome in shown:
        mark, paint = _MARKS[outcome.verdict]
        answer = f"  {plain(outcome.answer)}" if outcome.answer else ""
        lines.append(f"  {painted(mark, paint, color)} {outcome.action.value:<8}  {plain(outcome.key)}{answer}")
        if outcome.proof:
            lines.append(f"    {plain(outcome.proof)}")
    if receipt.stopped:
        lines += [f"  {line}" for line in receipt.stopped.split("\n")]
    if receipt.announced:
        lines.append(f"  {plain(receipt.announced)}")
    lines += sights_text(receipt.sights)
    found = [outcome.verdict for outcome in receipt.outcomes]
    said = ", ".join(f"{found.count(verdict):,} {verdict.value}" for verdict in Verdict)
    return "\n".join([*lines, f"{plain(receipt.target)}: {said}, finished {plain(receipt.finished)}."]) + "\n"


def sights_text(sights: Sequence[Sight]) -> list[str]:
    """Return what harvesters find: how many datasets each, and each reason once with the datasets it is about."""
    lines = []
    for harvester in dict.fromkeys(sight.harvester for sight in sights):
        found = [sight for sight in sights if sight.harvester == harvester]
        total = counted(len(found), "dataset")
        lines.append(f"  {plain(harvester)} finds {sum(one.seen for one in found):,} of {total}")
        for seen, why in dict.fromkeys((one.seen, one.why) for one in found if one.why or not one.seen):
            names = [plain(one.key.rpartition("/")[2]) for one in found if (one.seen, one.why) == (seen, why)]
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            lines.append(f"    {'but' if seen else 'not'} {', '.join(names[:NAMED])}{more}: {plain(why)}")
    return lines


def _line(action: Action, row: Sequence[str], widths: Sequence[int], color: bool) -> str:
    sign, paint = SIGNS[action]
    cells = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False))
    return f"  {painted(sign, paint, color)} {cells}  {row[3]}".rstrip()


def _name(change: Change) -> str:
    """Return what a record is called: its slug, unless that is a number that a server gave it."""
    own = "" if _UUID.fullmatch(change.slug) else change.slug
    tail = change.key.partition("/projects/")[2].replace("/distributions/", "-")
    name = plain(own or tail or change.project or change.title or change.key)
    return name if len(name) <= WIDEST else name[: WIDEST - 1] + "…"


def _detail(change: Change) -> str:
    if change.action is Action.CREATE:
        return counted(sum(1 for line in change.nquads.splitlines() if line.strip()), "triple")
    if change.action is Action.KEEP_THEIRS:
        return _edited(change)
    both = change.action in (Action.UPDATE, Action.ADOPT)
    return _properties((*change.removed, *change.added)) if both else ""


def _edited(change: Change) -> str:
    """Return the three sides of an edit: what they changed, what we would, and what both would."""
    edit = change.edit or Edit(known=False)
    if not edit.known:
        return f"differs in {_properties((*change.removed, *change.added))}"
    theirs = _properties((*edit.removed, *edit.added))
    since = set(change.removed) ^ set(edit.added), set(change.added) ^ set(edit.removed)
    ours = _properties(sorted(since[0] | since[1]))
    return f"theirs: {theirs}" + (f"; ours: {ours}" if ours else "")


def _properties(lines: Iterable[str]) -> str:
    """Return the short names of the properties that N-Triples lines change, with the language of texts."""
    try:
        triples = from_text(
            "\n".join(line if line.rstrip().endswith(".") else f"{line} ." for line in lines), "ntriples"
        )
    except UsageFault:
        return ""
    names = []
    for triple in triples:
        short = shorten(triple.predicate.value).rpartition(":")[2]
        spoken = isinstance(triple.object, Literal) and triple.object.language
        names.append("class" if triple.predicate == iri("rdf:type") else f"{short}@{spoken}" if spoken else short)
    unique = sorted(set(map(plain, names)))
    return ", ".join(unique[:NAMED]) + (f" and {len(unique) - NAMED} more" if len(unique) > NAMED else "")
