"""What de-identification did, in counts: for the steward, beside the study and never in it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from img2fair.clinical.decisions import Decide
from img2fair.clinical.outcome import Ledger
from img2fair.model import ImagingSession, ImagingSubject, Project
from img2fair.privacy.cohort.people import Counts
from img2fair.privacy.cohort.plan import Plan
from img2fair.privacy.cohort.terms import Terms

STAYED = "not exported: "


def ledger(project: Project, plan: Plan, terms: Terms, counts: Counts, ids: Mapping[str, int]) -> Ledger:
    """Return what was done: fields kept inside by the steward, dates made offsets, ages capped, ids made, what stayed.

    :param ids: how the patients' ids were made.
    """
    actions = Counter(counts.actions)
    actions.update(ids)
    actions["field not exported: dropped by the steward"] = sum(one.decide is Decide.DROP for one in plan.fields)
    actions["field not exported: undecided"] = sum(one.decide is Decide.UNDECIDED for one in plan.fields)
    for word in _stayed(project, terms):
        actions[STAYED + word] += 1
    rows = sorted(counts.rows, key=lambda row: str(row["patient"]))
    return Ledger({name: number for name, number in sorted(actions.items()) if number}, tuple(rows))


def _stayed(project: Project, terms: Terms) -> Iterator[str]:
    """Yield a word for each thing of the archive that is there and is in no study."""
    if terms.key is not None:
        yield from ("subject label" for _ in project.subjects)
    for session in project.sessions:
        yield from _of_session(session, terms)
    for subject in project.subjects:
        yield from _of_subject(subject)
    people = (project.pi, *project.investigators)
    yield from ("name of an investigator" for person in people if person is not None)
    yield from ("file of clinical data, as it is" for _ in project.tables)


def _of_session(session: ImagingSession, terms: Terms) -> Iterator[str]:
    yield "session label (an accession number, often)"
    if session.study_instance_uid is not None and not (terms.links and terms.study_uids):
        yield "study UID"
    if not terms.links:
        yield "session id"
    told = (session.site, "site"), (session.visit, "visit"), (session.model, "scanner model")
    yield from (name for held, name in told if held is not None)
    for scan in session.scans:
        texts = (scan.type, "series description"), (scan.model, "scanner model"), (scan.quality, "quality note")
        yield from (name for held, name in texts if held is not None)
        if scan.series_instance_uid is not None:
            yield "series UID"
    yield from ("assessor label" for _ in session.assessments)


def _of_subject(subject: ImagingSubject) -> Iterator[str]:
    yield "subject id"
    yield from ("assessor label" for _ in subject.assessments)
