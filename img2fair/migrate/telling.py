"""The report of a move: what was and will be done with each record, what was not taken over, and what comes next.

The terminal gets a summary of it: counts, what is dangerous, and the next step.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.migrate.adopting import Proof
from img2fair.migrate.folder import Folder
from img2fair.migrate.keeping import BEFORE
from img2fair.migrate.looking import Fate, Look, Met
from img2fair.model import Receipt, Verdict
from img2fair.report.plain import counted, plain

_REPORT, _SUMMARY = "migration.md", "summary.txt"
_NAMED = 5
"""So many projects of a kind are named in the summary; the report has all."""
_TAKEN = re.compile(r"^## Taken over: [0-9,]+\n(?:(?!##).*\n)*", re.MULTILINE)
_WORDS = {
    Fate.TAKEN: "to be taken over",
    Fate.COPY: "further copies: the next publish withdraws them",
    Fate.WAITING: "left until a finding is mended",
    Fate.LEFT_OUT: "of projects that the config leaves out: still public; ask whose they are",
    Fate.UNCLEAR: "not known now",
    Fate.CONTESTED: "that only a person can tell whose they are",
    Fate.BESIDE: "beside a record of ours, with its identifier",
    Fate.ELSEWHERE: "under another address of an archive: yours? The report says what to do",
    Fate.FOREIGN: "of others, left alone",
}
"""What the summary says of the records of a fate, those aside that are dangerous."""


@dataclass(frozen=True, slots=True)
class Move:
    """All that is known of a move: before it (``receipts`` is empty), or after it.

    :param earlier: the report of an earlier one.
    """

    config: str
    folder: Folder
    looks: tuple[Look, ...]
    receipts: tuple[Receipt, ...] = ()
    proofs: tuple[Proof, ...] = ()
    earlier: str = ""

    @property
    def taken(self) -> tuple[Met, ...]:
        """The records that were taken over now."""
        return tuple(met for look, keys in self._done() for met in look.taking if met.key in keys)

    @property
    def to_take(self) -> tuple[Met, ...]:
        """The records that can be taken over and are not yet."""
        done = self.taken
        return tuple(met for look in self.looks for met in look.taking if met not in done)

    @property
    def done(self) -> int:
        """How many records were taken over now."""
        return len(self.taken)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What a guest misses of the records taken over, and what could not be taken over."""
        failed = (f"{one.key}: {one.answer}" for receipt in self.receipts for one in receipt.outcomes
                  if one.verdict is not Verdict.DONE)  # fmt: skip
        stopped = (receipt.stopped for receipt in self.receipts if receipt.stopped)
        return (*failed, *stopped, *(f"{one.at}: {one.trouble}" for one in self.proofs if one.trouble))

    def of(self, fate: Fate) -> list[Met]:
        """Return the records of a fate, of all targets."""
        return [met for look in self.looks for met in look.of(fate)]

    def _done(self) -> Iterator[tuple[Look, set[str]]]:
        for look, receipt in zip(self.looks, self.receipts, strict=False):
            yield look, {one.key for one in receipt.outcomes if one.verdict is Verdict.DONE}


def report_text(move: Move) -> str:
    """Return the report, as Markdown."""
    now_ours = {one.project for one in move.taken}
    kept = {project: name for look in move.looks for project, name in look.kept.items() if project not in now_ours}
    return _rendered(
        _REPORT,
        move,
        taken=taken_lines(move),
        creator="creator" in move.folder.located.config.defaults,
        before=move.folder.located.work / BEFORE,
        bases=sorted({met.why.rpartition(" of ")[2] for look in move.looks for met in look.of(Fate.ELSEWHERE)}),
        kept=[(json.dumps(project), json.dumps(name)) for project, name in sorted(kept.items())],
    )


def summary_text(move: Move) -> str:
    """Return what is said at a terminal of what is there now: at most 20 lines for each FAIR Data Point."""
    told = [(words, len(found)) for fate, words in _WORDS.items() if (found := move.of(fate))]
    return _rendered(_SUMMARY, move, told=told)


def next_text(move: Move) -> str:
    """Return the next step after a look or a take-over, in one line."""
    if move.to_take and not move.receipts:
        return "next: read the report and img2fair.yaml, then the same with --yes"
    if move.to_take or move.troubles:
        return "next: the same again: it takes over what is left"
    return f"next: img2fair publish -c {move.folder.located.file}"


def taken_lines(move: Move) -> tuple[str, ...]:
    """Return the lines of the report on records taken over, now and as an earlier report has them."""
    earlier = _TAKEN.search(move.earlier)
    lines = {line for line in earlier[0].splitlines() if line.startswith("- ")} if earlier else set()
    return tuple(sorted(lines | {f"- {plain(one.project)}: {plain(one.at)}{', a draft until then' if one.draft else ''}"
                                 for one in move.taken}))  # fmt: skip


def _rendered(name: str, move: Move, **more: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(find_folder("templates") / "migrate"),
        autoescape=False,  # noqa: S701 - no markup of ours: what others wrote passes plain()
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(plain=plain, counted=counted, projects=_projects, shown=_shown, quoted=json.dumps)
    config = move.folder.located.config
    groups: Mapping[str, Sequence[Met]] = {fate.name: move.of(fate) for fate in Fate}
    targets = [(look.target, config.targets[look.target], look) for look in move.looks]
    return environment.get_template(name).render(
        move=move, named=groups, archive=config.archive, targets=targets, **more
    )


def _shown(found: Sequence[Met]) -> Sequence[Met]:
    """Return the records that a guest sees."""
    return [one for one in found if not one.draft]


def _projects(found: Sequence[Met]) -> str:
    """Return the projects of records, or their addresses where they name none; the first of them."""
    names = list(dict.fromkeys(plain(one.project or one.at) for one in found))
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
