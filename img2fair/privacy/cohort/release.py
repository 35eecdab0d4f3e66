"""The only way of a project's people into a study."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from img2fair.clinical.cohort import Cohort, Link
from img2fair.clinical.outcome import Conflict, ToMend
from img2fair.model import Project
from img2fair.model.held import unseal
from img2fair.privacy.cohort.contradictions import duplicates
from img2fair.privacy.cohort.dated_ids import Linked, refuse_dated
from img2fair.privacy.cohort.identities import identities, made_of, telling_ids
from img2fair.privacy.cohort.ledger import ledger
from img2fair.privacy.cohort.people import People
from img2fair.privacy.cohort.plan import Plan
from img2fair.privacy.cohort.terms import Terms
from img2fair.privacy.cohort.visits import link
from img2fair.privacy.sources import Sources


def release_cohort(project: Project, terms: Terms) -> Cohort:
    """Return what a study may hold of a project's people, and what came of everything that was read of them.

    :raises UsageFault: ids are not those of cBioPortal, two subjects would have the same one, or two sources of an
        assay one name.
    :raises PrivacyStop: labels may tell who somebody is, ids in links would tell dates, or numbers are dates, births
        or somebody's.
    """
    known = identities(project, terms)
    plan = Plan(terms.decisions)
    plan.refuse_births()
    sources = Sources(project, terms.guard, terms.decisions.tables)
    if terms.links:
        terms = replace(terms, untold=_untold(project))
        refuse_dated(tuple(_links(project, sources, terms)))
    people = People(sources, plan, terms)
    patients = [
        people.patient(subject, identity)
        for subject, identity in zip(project.subjects, known, strict=True)
        if identity is not None
    ]
    people.numbers.refuse(terms.guard)
    counts = people.counts
    counts.left_out["unjoined"] = known.count(None)
    listed = {unseal(subject.id) for subject in project.subjects}
    strangers = sum(unseal(session.subject) not in listed for session in project.sessions)
    counts.left_out["strangers"] = counts.conflicts[Conflict.STRANGER] = strangers
    if terms.links:
        counts.actions["not exported: id in a link that may tell who somebody is"] = len(terms.untold)
    counts.conflicts[Conflict.DUPLICATE] = duplicates(project.sessions)
    return Cohort(
        patients=tuple(sorted(patients, key=lambda patient: patient.id)),
        left_out=dict(counts.left_out),
        fields=people.tally.told(len(patients), terms.guard, terms.least),
        conflicts={conflict: counts.conflicts[conflict] for conflict in Conflict if counts.conflicts[conflict]},
        ledger=ledger(project, plan, terms, counts, made_of(known, terms)),
        to_mend=_to_mend(project, counts.to_mend),
    )


def _to_mend(project: Project, found: Iterable[ToMend]) -> tuple[ToMend, ...]:
    """Return what is to be mended of subjects whose ids tell of nobody, by id."""
    telling = telling_ids((unseal(subject.id) for subject in project.subjects), project)
    kept = (one for one in found if one.subject not in telling)
    return tuple(sorted(kept, key=lambda one: (one.subject, one.field, one.what)))


def _untold(project: Project) -> frozenset[str]:
    """Return the ids that no link may hold; subjects' and sessions' ids are judged apart, as their forms differ."""
    subjects = telling_ids((unseal(session.subject) for session in project.sessions), project)
    return subjects | telling_ids((unseal(session.id) for session in project.sessions), project)


def _links(project: Project, sources: Sources, terms: Terms) -> Iterator[Linked]:
    for subject in project.subjects:
        sessions = sources.sessions.get(unseal(subject.id), ())
        days = [unseal(session.date) for session in sessions if session.date is not None]
        for session in sessions:
            own = unseal(session.date) if session.date is not None else None
            yield link(session, terms) or Link("", "", ""), own, days
