"""The report of a move: what was and will be done with each record, what was not taken over, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from img2fair.assets import find_folder
from img2fair.migrate.adopting import Proof
from img2fair.migrate.folder import HEAD, Folder
from img2fair.migrate.looking import Fate, Look, Met
from img2fair.model import Receipt, Verdict
from img2fair.report.plain import counted, plain

_TEMPLATE = "migration.md"


@dataclass(frozen=True, slots=True)
class Move:
    """All that is known of a move: before it (``receipts`` is empty), or after it."""

    config: str
    folder: Folder
    looks: tuple[Look, ...]
    receipts: tuple[Receipt, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def done(self) -> int:
        """How many records were taken over now."""
        return sum(one.verdict is Verdict.DONE for receipt in self.receipts for one in receipt.outcomes)

    @property
    def whole(self) -> bool:
        """Whether all that could be taken over is."""
        return bool(self.receipts) and self.done == sum(len(look.taking) for look in self.looks)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What a guest misses of the records taken over, and what could not be taken over."""
        failed = (f"{one.key}: {one.answer}" for receipt in self.receipts for one in receipt.outcomes
                  if one.verdict is not Verdict.DONE)  # fmt: skip
        stopped = (receipt.stopped for receipt in self.receipts if receipt.stopped)
        return (*failed, *stopped, *(f"{one.at}: {one.trouble}" for one in self.proofs if one.trouble))


def report_text(move: Move, most: int = 0) -> str:
    """Return the report, as Markdown that reads well at a terminal.

    :param most: so many records of a kind are named (0: all).
    """
    environment = Environment(
        loader=FileSystemLoader(find_folder("templates") / "migrate"),
        autoescape=False,  # noqa: S701 - no markup of ours: what others wrote passes plain()
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(plain=plain, counted=counted, first=lambda found: _first(found, most))
    groups = {fate.name: [met for look in move.looks for met in look.of(fate)] for fate in Fate}
    return environment.get_template(_TEMPLATE).render(
        head=HEAD,
        move=move,
        named=groups,
        archive=move.folder.located.config.archive,
        targets=[(look.target, move.folder.located.config.targets[look.target], look) for look in move.looks],
        more=lambda found: max(0, len(found) - most) if most else 0,
        bases=sorted({met.why.rpartition(" of ")[2] for met in groups[Fate.ELSEWHERE.name]}),
    )


def _first(found: Sequence[Met], most: int) -> Sequence[Met]:
    return found[:most] if most else found
