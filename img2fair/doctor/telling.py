"""What was found out, as text, as JSON and as an exit code."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from img2fair.doctor import Group
from img2fair.errors import Exit
from img2fair.log import hidden
from img2fair.model import Check, Standing
from img2fair.publication.codes import strongest
from img2fair.report.exits import EXITS
from img2fair.report.plain import counted

SCHEMA, VERSION = "img2fair/doctor", 1
_BAD = (Standing.WARN, Standing.FAIL)


def exit_code(groups: Sequence[Group]) -> Exit:
    """Return the code that a run would end in, by the checks that failed; 0 where none did."""
    return strongest(check.code for group in groups for check in group.checks if check.standing is Standing.FAIL)


def to_json(groups: Sequence[Group]) -> dict[str, Any]:
    """Return all checks as one JSON object.

    ``checks`` are in the order in which they are told, each with its ``group`` (``config``, ``archive``, ``archive
    NAME``, ``target NAME``, ``machine``), ``name``, ``standing`` (``pass``, ``warn``, ``fail``, ``skip``), what was
    ``found`` and the ``cure`` (empty where there is nothing to mend); ``counts`` how many there are of each standing.
    """
    listed = [
        {
            "group": group.name,
            "name": check.name,
            "standing": check.standing.value,
            "found": hidden(check.found),
            "cure": hidden(check.cure),
        }
        for group in groups
        for check in group.checks
    ]
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "checks": listed,
        "counts": _counts(groups),
        "exit_code": int(exit_code(groups)),
    }


def to_text(groups: Sequence[Group], *, brief: bool = False) -> str:
    """Return all checks for people, group by group, with a line of counts at the end.

    :param brief: only warnings and failed checks, and no counts.
    """
    width = max((len(check.name) for group in groups for check in group.checks), default=0)
    lines: list[str] = []
    for group in groups:
        told = [line for check in group.checks if not brief or check.standing in _BAD for line in _lines(check, width)]
        lines += [*([""] if lines else []), group.name, *told] if told else []
    if brief:
        return "\n".join(lines)
    counts, code = _counts(groups), exit_code(groups)
    number = ", ".join(f"{counts[one.value]} {one.value}" for one in Standing)
    meaning = EXITS[code].title if code else "nothing keeps a run from its work"
    total = counted(sum(counts.values()), "check")
    return "\n".join([*lines, "", f"{total}: {number}. Exit code {int(code)}: {meaning}."])


def _counts(groups: Sequence[Group]) -> dict[str, int]:
    found = Counter(check.standing for group in groups for check in group.checks)
    return {one.value: found[one] for one in Standing}


def _lines(check: Check, width: int) -> Iterator[str]:
    first, *more = check.found.split("\n")
    yield f"  {check.standing.value.upper():<4}  {check.name:<{width}}  {first}"
    indent = " " * (width + 10)
    yield from (f"{indent}{line}" for line in more)
    if check.standing in _BAD and check.cure:
        yield f"{indent}→ {check.cure}"
