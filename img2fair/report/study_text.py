"""What an export to cBioPortal tells on the terminal."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from img2fair.findings import Finding, Severity


def study_text(
    project: str, counts: tuple[int, int, int], findings: Sequence[Finding], output: Path | None, reports: Path
) -> Iterator[str]:
    """Yield lines that tell what was exported.

    :param counts: patients, samples and imaging sessions.
    :param output: where the study is; ``None`` where it was not written.
    :param reports: the folder of what is for the steward.
    """
    patients, samples, sessions = counts
    told = f"{patients} patients, {samples} samples, {sessions} imaging sessions"
    if output is not None:
        yield f"exported {project}: {told} → {output}"
    else:
        wrong = sum(one.severity is Severity.VIOLATION for one in findings)
        yield f"not exported: {project} ({told}): {wrong} violations below; what was there before stays"
    for one in findings:
        yield f"  {one.severity.value} {one.code}: {one.message}"
    yield f"  for the steward: {reports / 'harmonisation.html'}; for researchers: {reports / 'study.html'}"


def draft_text(file: Path, fields: int, open_: int, changed: bool) -> Iterator[str]:
    """Yield lines that tell what a draft holds.

    :param fields: source fields of the project; ``open_``: fields and values without a decision.
    :param changed: whether anything was written.
    """
    done = "drafted" if changed else "nothing new in"
    yield f"{done} {file}: {fields} source fields, {open_} fields and values to decide on"
    if open_:
        yield "  decide on each '?', then name the file in the config: cbioportal: {projects: {ID: {mapping: FILE}}}"
