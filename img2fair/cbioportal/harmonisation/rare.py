"""The file beside a draft with what the draft does not show: words of few patients, for the steward to decide on."""

from collections.abc import Iterator, Sequence

from img2fair.cbioportal.harmonisation.proposing import value_lines
from img2fair.cbioportal.harmonisation.values import UNDECIDED
from img2fair.cbioportal.harmonisation.written import remark, scalar
from img2fair.clinical.decisions import Decisions, Kind
from img2fair.clinical.oncotree import Tree
from img2fair.clinical.outcome import RareValues


def rare_text(rare: Sequence[RareValues], decisions: Decisions, tree: Tree | None, file: str, least: int) -> str:
    """Return the text of the file; its lines can be copied into the harmonisation file as they stand.

    :param rare: released for the steward alone (``Survey.for_the_steward``).
    :param file: the name of the harmonisation file.
    """
    head = (
        f"# PRIVATE: words of the archive that fewer than {least} patients of {remark(decisions.project)} have.",
        "# For the steward alone: rare words may tell who somebody is. Hand it to nobody, and delete it afterwards.",
        f"# Decide on each, and copy its line into 'values' of the same field in {remark(file)}.",
        "# Or write 'unlisted: missing' there: what has no line is left out of the study.",
    )
    lines = [line for one in rare for line in _of_field(one, decisions, tree)]
    return "\n".join([*head, "", *(lines or ["# Nothing is left to be decided."])]) + "\n"


def _of_field(one: RareValues, decisions: Decisions, tree: Tree | None) -> Iterator[str]:
    own = decisions.of(one.path)
    kind = own.kind if own is not None else Kind.TABLE
    yield f"  {scalar(one.path)}:"
    if one.values:
        yield "    values:"
        yield from (f"      {line}" for line in value_lines(dict.fromkeys(one.values, UNDECIDED), kind, tree))
    if one.more:
        values = "value is" if one.more == 1 else "values are"
        yield f"    # {one.more} more {values} not told here, as they may tell of somebody: look them up in the archive"
