"""What an export to cBioPortal tells on the terminal."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from img2fair.findings import Finding, Severity


def study_text(
    project: str,
    counts: tuple[int, int, int],
    findings: Sequence[Finding],
    output: Path | None,
    reports: Path,
    rules: int,
) -> Iterator[str]:
    """Yield lines that tell what was exported.

    :param counts: patients, samples and imaging sessions.
    :param output: where the study is; ``None`` where it was not written.
    :param reports: the folder of what is for the steward.
    :param rules: of cBioPortal's validator and importer, by which it was checked.
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
    if output is not None:
        yield f"  checked by {rules} rules of cBioPortal's validator and importer: no error"
        loading = f"validateData.py -s {output} -u PORTAL, then metaImport.py -s {output} -u PORTAL -o"
        yield f"  load it where cBioPortal is: {loading}"


def key_text(key: Path) -> str:
    """Return the line that tells that a key of pseudonyms was made."""
    return f"made {key}: keep it, and keep it apart; with another key every patient has another id"


def draft_text(file: Path, counts: tuple[int, int, int], private: Path | None, changed: bool) -> Iterator[str]:
    """Yield lines that tell what a draft holds.

    :param counts: source fields of the project; fields and values without a decision; values of few patients to decide
        on, which ``private`` holds.
    :param changed: whether anything was written.
    """
    fields, open_, rare = counts
    done = "drafted" if changed else "nothing new in"
    yield f"{done} {file}: {fields} source fields, {open_} fields and values to decide on"
    if private is not None:
        yield f"  {rare} values of few patients are not in it: {private} has them for you alone; hand it to nobody"
    if open_:
        yield "  decide on each '?', then name the file in the config: cbioportal: {projects: {ID: {mapping: FILE}}}"
