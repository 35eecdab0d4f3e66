"""The flow as functions from plain values to plain values, for commands and library users.

    Archive ──harvest──▶ Snapshot ──map──▶ Records ──validate──▶ Report
                                             └──plan (what the target holds)──▶ Plan ──apply──▶ Receipt

Each step can start from the file the one before it wrote. What a config says of a run is in publication.py.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from img2fair.applying import Access as Access
from img2fair.applying import apply_plan as apply_plan
from img2fair.applying import now as now
from img2fair.archives import ArchiveSettings, harvest
from img2fair.errors import UsageFault
from img2fair.findings import Finding, Judge, Report, RuleText, Severity
from img2fair.judging import FINDINGS, HERE, Judging, judge_records
from img2fair.mapping import RULES as MAPPING_RULES
from img2fair.mapping import Mapping, Settings, map_project, map_site, misses_as_findings
from img2fair.model import (
    Header,
    HeaderEvidence,
    Plan,
    Project,
    Receipt,
    Record,
    Snapshot,
    Visibility,
)
from img2fair.model.record_files import write_records
from img2fair.model.snapshot_file import partial_path, write_snapshot
from img2fair.plan import NO_CHOICES, Choices, Evidence, blocked_keys, make_plan
from img2fair.report.json_form import to_json
from img2fair.targets import Target
from img2fair.targets.rules import RULES as TARGET_RULES

if TYPE_CHECKING:  # the judge and its libraries are loaded where something is judged: a harvest does without
    from img2fair.shacl import Profile

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]

REFUSED = "I2F-T001"
UNJUDGED = "I2F-S099"
"""A target's schemas need not know every kind of record."""


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a harvest brought: its header, and sums over the projects read, shared objects counted in each.

    ``visibility`` and ``evidence`` (what DICOM headers say) are by the id of the project.
    """

    header: Header
    subjects: int
    sessions: int
    scans: int
    visibility: dict[str, Visibility] = field(default_factory=dict)
    evidence: dict[str, tuple[HeaderEvidence, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        found = f"{self.subjects} subjects, {self.sessions} sessions, {self.scans} scans"
        return f"<Harvested {self.header.projects} projects: {found}{'' if self.header.complete else '; incomplete'}>"

    @property
    def publishable(self) -> list[str]:
        """The ids of the projects that may be published, as far as access rights say."""
        return sorted(id_ for id_, visibility in self.visibility.items() if visibility.publishable)

    def as_json(self) -> dict[str, int | bool]:
        """Return the summary of the command line's contract."""
        return {
            "projects": self.header.projects,
            "subjects": self.subjects,
            "sessions": self.sessions,
            "scans": self.scans,
            "complete": self.header.complete,
            "requests": len(self.header.requests),
        }


def harvest_to(
    path: Path | str, kind: str, settings: ArchiveSettings, progress: Progress = lambda *_: None
) -> Harvested:
    """Harvest an archive into a snapshot file; an older file stays as it was until the new one is whole.

    What an interrupted run has left beside the file is taken up, as far as it has not changed.

    :param path: of the snapshot, which its owner alone can read.
    :param kind: of the archive: ``xnat``, ``dicomweb``, ``dicom_folder`` or ``table``.
    :param settings: where the archive is and what is read of it; ``archive_settings`` makes them of a config.
    :param progress: told the id of each project read, how many have been read and how many there are.
    :raises Fault: the archive cannot be read (4), refuses the log-in (5), or the file cannot be written.
    """
    path = Path(path)
    left = partial_path(path)
    earlier = (left, *settings.earlier) if left.is_file() else settings.earlier
    begun = harvest(kind, replace(settings, earlier=earlier), progress)
    counts: dict[str, tuple[int, int, int]] = {}
    visibility: dict[str, Visibility] = {}
    evidence: dict[str, tuple[HeaderEvidence, ...]] = {}

    def counted() -> Generator[Project]:
        for project in begun.projects():
            scans = sum(profile.count for session in project.sessions for profile in session.scans)
            counts[project.id] = len(project.subjects), len(project.sessions), scans
            visibility[project.id] = project.visibility
            if project.evidence:
                evidence[project.id] = project.evidence
            yield project

    with closing(counted()) as projects:  # where writing fails, the archive is left in order
        header = write_snapshot(path, projects, lambda: replace(begun.header(), choice=settings.choice.digest))
    log.info("harvested %d projects with %d requests", header.projects, len(header.requests))
    subjects, sessions, scans = (sum(found) for found in zip(*counts.values(), strict=True)) if counts else (0, 0, 0)
    return Harvested(header, subjects, sessions, scans, visibility, evidence)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The records of a snapshot, parents before children, and what the mapping found wanting."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    mapping: Mapping

    def __repr__(self) -> str:
        return f"<Mapped to {len(self.records)} records by {self.mapping.name}: {len(self.findings)} findings>"


def map_snapshot(snapshot: Snapshot, mapping: Mapping, settings: Settings | None = None) -> Mapped:
    """Map a snapshot to catalogue records: those of the site first, then project by project.

    A snapshot read for an export can hold a private project; it gets no record.

    :param snapshot: as ``read_snapshot`` gives it.
    :param mapping: as ``load_mapping`` gives it.
    :param settings: what no archive knows, such as the publisher; without them the records say what the archive does.
        ``mapping_settings`` makes them of a config.
    :raises UsageFault: the snapshot's file is damaged, or the mapping takes more than any real one.
    """
    settings = settings or Settings.of_header(snapshot.header)
    parts = [map_site(mapping, settings)]
    published = (project for project in snapshot.projects() if project.visibility.publishable)
    parts.extend(map_project(mapping, settings, project) for project in published)
    records = tuple(record for part in parts for record in part.records)
    misses = [miss for part in parts for miss in part.misses]
    findings = [finding for part in parts for finding in part.findings]
    log.info("mapped to %d records", len(records))
    return Mapped(records, (*findings, *misses_as_findings(misses)), mapping)


def validate(mapped: Mapped, profiles: "Sequence[Profile]", how: Judging = HERE) -> Report:
    """Judge records by profiles, and add what the mapping found.

    :param mapped: as ``map_snapshot`` gives it.
    :param profiles: as ``load_profile`` gives them; their bases judge too.
    :param how: by which engine, and in which processes.
    :raises UsageFault: there is no profile, or shapes of the user's cannot be used.
    """
    return judge_records(mapped.records, mapped.findings, profiles, how)


def save_mapped(folder: Path | str, mapped: Mapped, form: str = "turtle") -> None:
    """Write records into a folder, and beside them what the mapping found wanting.

    :param folder: a new or empty one, or one of records, which they replace as a whole.
    :param mapped: as ``map_snapshot`` gives it.
    :param form: ``turtle``, ``json-ld`` or ``nquads``.
    :raises Fault: the folder holds something else, or cannot be written.
    """
    wanting = to_json(Report(mapped.findings, tuple(record.key for record in mapped.records), ()))
    write_records(Path(folder), mapped.records, form, {FINDINGS: wanting})


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what the target's own schemas would refuse of it."""

    plan: Plan
    findings: tuple[Finding, ...] = ()


def plan_for(
    target: Target,
    records: Sequence[Record],
    report: Report,
    header: Header,
    block_on: str,
    choices: Choices = NO_CHOICES,
    addresses: Sequence[str] = (),
) -> Planned:
    """Return what has to change at a target, with the time of now on what changes.

    :param choices: what an operator says of this run.
    :param addresses: other addresses of the archive than the one in its keys; older tools named its projects by them.

    What the target's own schemas would refuse is not sent, whatever ``block_on`` says: they judge as one more profile.

    :raises SafetyStop: too many records would vanish.
    """
    kept_in = (finding.project for finding in report.findings if finding.keeps_in() and finding.project)
    read = (record.project for record in records if record.project)
    evidence = Evidence.of(header, read, kept_in, addresses)
    blocked, made, observed = blocked_keys(report, block_on), now(), target.observe()
    plan = make_plan(observed, records, blocked, evidence, made, choices)
    refused = foreseen(target, plan, records)
    if not refused:
        return Planned(plan)
    because = blocked_keys(Report(refused, (), ()), Severity.VIOLATION)
    told = {key: f"{plan.target}'s own schemas: {reason}" for key, reason in because.items()}
    return Planned(make_plan(observed, records, {**told, **blocked}, evidence, made, choices), refused)


def foreseen(target: Target, plan: Plan, records: Sequence[Record]) -> tuple[Finding, ...]:
    """Return what a target's own schemas have against the records that a plan would write."""
    from img2fair.shacl import load_profile_text, validate_groups

    wanted = [change for change in plan.pending if change.nquads]
    known = target.foresee(wanted) if wanted else None
    if known is None or not known.sent:
        return ()
    try:
        profile = load_profile_text(plan.target, known.shapes, known.source)
    except UsageFault as fault:
        log.warning("%s is not judged by its own schemas beforehand: %s", plan.target, fault.what)
        return ()
    sent = [replace(record, triples=known.sent[record.key]) for record in records if record.key in known.sent]
    report = validate_groups([[record] for record in sent], [profile])
    return tuple(replace(finding, judge=Judge.TARGET) for finding in report.findings if finding.code != UNJUDGED)


def refusals(plans: Sequence[Plan], receipts: Sequence[Receipt]) -> tuple[Finding, ...]:
    """Return as findings what the targets' own schemas refused."""
    changes = {(plan.target, change.key): change for plan in plans for change in plan.changes}
    return tuple(
        Finding(
            code=REFUSED,
            severity=Severity(refusal.severity),
            judge=Judge.TARGET,
            key=outcome.key,
            message=f"{receipt.target} refuses '{changes[receipt.target, outcome.key].title}': {refusal.message}",
            focus=outcome.key,
            property=refusal.property,
            value=refusal.value,
            project=changes[receipt.target, outcome.key].project,
            profile=receipt.target,
            cure=TARGET_RULES[REFUSED].cure,
            message_nl=f"{receipt.target} weigert '{changes[receipt.target, outcome.key].title}': {refusal.message}",
            cure_nl=TARGET_RULES[REFUSED].said("nl")[2],
        )
        for receipt in receipts
        for outcome in receipt.outcomes
        for refusal in outcome.refusals
    )


def all_rules() -> dict[str, RuleText]:
    """Return what every finding's code means."""
    from img2fair.cbioportal import RULES as EXPORT_RULES
    from img2fair.privacy.rules import RULES as PRIVACY_RULES
    from img2fair.shacl import RULES as SHAPE_RULES

    return {**MAPPING_RULES, **SHAPE_RULES, **TARGET_RULES, **EXPORT_RULES, **PRIVACY_RULES}
