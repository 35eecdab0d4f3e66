"""The flow as functions from plain values to plain values, for commands and library users.

    Archive ──harvest──▶ Snapshot ──map──▶ Records ──validate──▶ Report
                                             └──plan (what the target holds)──▶ Plan ──apply──▶ Receipt

Each step can start from the file the one before it wrote.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from img2fair import rdf
from img2fair.archives import ArchiveSettings, Login, harvest, read_access
from img2fair.config import Config, Located, find_login
from img2fair.errors import Exit, SafetyStop, UsageFault
from img2fair.files import write_text
from img2fair.findings import Finding, Report, RuleText
from img2fair.mapping import RULES as MAPPING_RULES
from img2fair.mapping import Mapping, Settings, load_mapping, map_project, map_site, misses_as_findings
from img2fair.model import (
    Action,
    Change,
    Header,
    Outcome,
    Plan,
    Project,
    Receipt,
    Record,
    Snapshot,
    State,
    Verdict,
    Visibility,
)
from img2fair.model.record_files import read_records, write_records
from img2fair.model.snapshot_file import read_snapshot, write_snapshot
from img2fair.plan import Evidence, blocked_keys, make_plan, write_receipts
from img2fair.report.json_form import from_json, to_json
from img2fair.report.page import to_html
from img2fair.shacl import RULES as SHAPE_RULES
from img2fair.shacl import Profile, load_profile, merge, validate_graph, validate_groups
from img2fair.targets import TARGETS, Target
from img2fair.targets.site.settings import SiteSettings

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Access = Callable[[str], Visibility]

FINDINGS = "findings.json"
"""In a folder of records: what the mapping found wanting."""

FRESH = 60.0
"""Seconds that an answer about access may be old when something is written (design.md D6)."""


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a harvest brought: its header, and sums over the projects read, shared objects counted in each."""

    header: Header
    subjects: int
    sessions: int
    scans: int

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


def harvest_to(path: Path, kind: str, settings: ArchiveSettings, progress: Progress) -> Harvested:
    """Harvest an archive into a snapshot file; an older file stays as it was until the new one is whole.

    :raises Fault: the archive cannot be read (4), refuses the log-in (5), or the file cannot be written.
    """
    begun = harvest(kind, settings, progress)
    subjects = sessions = scans = 0

    def counted() -> Iterator[Project]:
        nonlocal subjects, sessions, scans
        for project in begun.projects():
            subjects += len(project.subjects)
            sessions += len(project.sessions)
            scans += sum(profile.count for session in project.sessions for profile in session.scans)
            yield project

    header = write_snapshot(path, counted(), begun.header)
    log.info("harvested %d projects with %d requests", header.projects, len(header.requests))
    return Harvested(header, subjects, sessions, scans)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The records of a snapshot, parents before children, and what the mapping found wanting."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    mapping: Mapping


def map_snapshot(snapshot: Snapshot, mapping: Mapping, settings: Settings) -> Mapped:
    """Map a snapshot to catalogue records: those of the site first, then project by project."""
    parts = [map_site(mapping, settings)]
    parts.extend(map_project(mapping, settings, project) for project in snapshot.projects())
    records = tuple(record for part in parts for record in part.records)
    misses = [miss for part in parts for miss in part.misses]
    findings = [finding for part in parts for finding in part.findings]
    log.info("mapped to %d records", len(records))
    return Mapped(records, (*findings, *misses_as_findings(misses)), mapping)


def mapping_settings(config: Config) -> Settings:
    """Return what of a config the mapping sees."""
    archive = config.archive
    return Settings(
        site={"url": archive.identity, "name": archive.name, "language": archive.language},
        defaults={**config.defaults, "public_requires_login": archive.public_requires_login},
        projects=config.projects,
        min_count=config.privacy.min_count,
        timezone=archive.timezone,
    )


def groups(records: Sequence[Record]) -> list[list[Record]]:
    """Return the records as they are judged: each with the records below it, the catalogue by itself."""
    grouped: dict[str, list[Record]] = {}
    for record in records:
        head = record.parent if record.kind == "distribution" and record.parent else record.key
        grouped.setdefault(head, []).append(record)
    return list(grouped.values())


def validate(mapped: Mapped, profiles: Sequence[Profile]) -> Report:
    """Judge records by profiles, and add what the mapping found."""
    report = merge(validate_groups(groups(mapped.records), profiles), mapped.findings)
    log.info("checked %d records: %s", len(report.checked), report.counts())
    return report


def profiles_of(names: Sequence[str], shapes: Sequence[Path] = ()) -> list[Profile]:
    """Return loaded profiles by name, or one of the SHACL files ``shapes`` instead of what is shipped."""
    if not names:
        raise UsageFault("no profile is named", where="profiles", cure="name one: img2fair list profiles")
    if shapes:
        return [load_profile("+".join(path.stem for path in shapes), shapes=shapes)]
    return [load_profile(name) for name in names]


def target_of(located: Located, name: str) -> Target:
    """Return the target of a name in the config."""
    said = located.config.targets[name]
    settings = SiteSettings(
        name=name,
        path=located.path(said.path),
        base=said.base,
        title=said.title,
        notice=said.notice,
        language=said.language,
    )
    return TARGETS[said.type](settings)


def plan_for(target: Target, records: Sequence[Record], report: Report, header: Header, block_on: str) -> Plan:
    """Return what has to change at a target, with the time of now on what changes.

    :raises SafetyStop: too many records would vanish.
    """
    evidence = Evidence.of(header, (record.project for record in records if record.project))
    return make_plan(target.observe(), records, blocked_keys(report, block_on), evidence, now())


def now() -> str:
    """Return the time as records carry it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of a publication up to the moment of writing."""

    harvested: Harvested
    mapped: Mapped
    report: Report
    plans: tuple[Plan, ...]


def prepare(located: Located, progress: Progress) -> Prepared:
    """Harvest, map, validate and plan as a config says; leaves each step's file in the work folder."""
    config, work = located.config, located.path(located.config.work)
    mapping, profiles = load_mapping_of(located), profiles_of(config.profiles)
    targets = [target_of(located, name) for name in config.targets]
    harvested = harvest_to(work / "snapshot.jsonl", config.archive.type, archive_settings(config), progress)
    mapped = map_snapshot(read_snapshot(work / "snapshot.jsonl"), mapping, mapping_settings(config))
    save_mapped(work / "records", mapped)
    report = validate(mapped, profiles)
    write_report(work, report, config.archive.name or config.archive.identity)
    plans = tuple(plan_for(target, mapped.records, report, harvested.header, config.block_on) for target in targets)
    return Prepared(harvested, mapped, report, plans)


def plans_from_files(located: Located, folder: Path, header: Header) -> tuple[Plan, ...]:
    """Return the plans for all targets of a config, from a folder of records and the header of their snapshot."""
    records, report = judge_folder(folder, profiles_of(located.config.profiles))
    return tuple(
        plan_for(target_of(located, name), records, report, header, located.config.block_on)
        for name in located.config.targets
    )


def write_report(work: Path, report: Report, name: str) -> None:
    """Write a report as JSON and as an HTML page into the work folder."""
    write_text(work / "report.json", to_json(report))
    write_text(work / "report.html", to_html(report, title=f"What to mend: {name}"))


def save_mapped(folder: Path, mapped: Mapped, form: str = "turtle") -> None:
    """Write records into a folder, and beside them what the mapping found wanting."""
    wanting = to_json(Report(mapped.findings, tuple(record.key for record in mapped.records), ()))
    write_records(folder, mapped.records, form, {FINDINGS: wanting})


def judge_folder(folder: Path, profiles: Sequence[Profile]) -> tuple[list[Record], Report]:
    """Return the records of a folder and the report on them, with what the mapping had found."""
    records = read_records(folder)
    wanting = from_json((folder / FINDINGS).read_text("utf-8")).findings if (folder / FINDINGS).is_file() else ()
    return records, merge(validate_groups(groups(records), profiles), wanting)


def judge(paths: Sequence[Path], profiles: Sequence[Profile]) -> Report:
    """Judge folders of records and RDF files, as one report.

    :raises UsageFault: a path is neither, or nothing in it is of a class that the profiles know.
    """
    reports = [
        judge_folder(path, profiles)[1]
        if path.is_dir()
        else validate_graph(rdf.from_file(path), profiles, source=str(path))
        for path in paths
    ]
    return Report(
        findings=tuple(finding for report in reports for finding in report.findings),
        checked=tuple(key for report in reports for key in report.checked),
        profiles=tuple(profile.name for profile in profiles),
        titles=tuple(title for report in reports for title in report.titles),
    )


def apply_plan(plan: Plan, target: Target, access: Access) -> Receipt:
    """Carry out a plan.

    :param access: tells a project's visibility now; asked right before each record of it is written.
    :raises SafetyStop: the target is no longer as the plan saw it.
    """
    if not plan.pending:
        return Receipt(plan.target, (), now())
    if target.observe().digest != plan.observed_digest:
        raise SafetyStop(
            "the plan is stale: the target has changed since, or the plan was applied already",
            where=f"target '{plan.target}'",
            cure="plan again: img2fair plan",
        )
    with target.writing(plan.made) as write:
        outcomes = tuple(_carried_out(change, write, access) for change in plan.pending)
    log.info("applied %d changes to %s", len(outcomes), plan.target)
    return Receipt(plan.target, outcomes, now())


def _carried_out(change: Change, write: Callable[[Change], Outcome], access: Access) -> Outcome:
    if change.action is not Action.WITHDRAW and change.project:
        visibility = access(change.project)
        if not visibility.publishable:
            answer = f"not written: the archive now says '{visibility.value}'; the next run will withdraw it"
            return Outcome(change.key, change.action, Verdict.SKIPPED, answer)
    return write(change)


def apply_all(located: Located, plans: Sequence[Plan]) -> tuple[Receipt, ...]:
    """Carry out the plans for the targets of a config; leaves receipt.json in the work folder.

    :raises UsageFault: a plan is for a target that the config does not name.
    """
    config = located.config
    access = access_now(config.archive.type, archive_settings(config))
    unknown = [plan.target for plan in plans if plan.target not in config.targets]
    if unknown:
        raise UsageFault(
            f"the plan is for target '{unknown[0]}', which the config does not have", where=str(located.file)
        )
    receipts = tuple(apply_plan(plan, target_of(located, plan.target), access) for plan in plans)
    write_receipts(located.path(config.work) / "receipt.json", receipts)
    return receipts


def withdraw(located: Located, project: str, reason: str) -> tuple[Receipt, ...]:
    """Take the dataset of a project out of every target now.

    :raises UsageFault: no target shows such a dataset.
    """
    plans = []
    for name in located.config.targets:
        observed = target_of(located, name).observe()
        shown = [
            Change(held.key, held.kind, Action.WITHDRAW, reason, slug=held.slug, project=project, parent=held.parent)
            for held in observed.records.values()
            if held.project == project and held.kind == "dataset" and held.state is State.PUBLISHED
        ]
        plans.append(Plan(name, tuple(shown), observed.digest, now()))
    if not any(plan.changes for plan in plans):
        raise UsageFault(f"no target shows a dataset of project '{project}'", cure="check the project's id")
    return apply_all(located, plans)


def outcome_code(receipts: Sequence[Receipt]) -> Exit:
    """Return the exit code for what came of plans."""
    whole = all(outcome.verdict is Verdict.DONE for receipt in receipts for outcome in receipt.outcomes)
    return Exit.DONE if whole else Exit.PARTLY


def publication_code(prepared: Prepared, receipts: Sequence[Receipt]) -> Exit:
    """Return the exit code of a publication: the first that holds of 9, 8 and 3."""
    if not prepared.harvested.header.complete:
        return Exit.SAFETY
    if outcome_code(receipts) is Exit.PARTLY:
        return Exit.PARTLY
    return Exit.INVALID if any(plan.counts()["blocked"] for plan in prepared.plans) else Exit.DONE


def archive_settings(config: Config, only: Sequence[str] = ()) -> ArchiveSettings:
    """Return what a harvest of the config's archive needs, its log-in included."""
    archive = config.archive
    found = find_login(archive.url, archive.user_env, archive.password_env)
    login = Login(*found) if found else None
    return ArchiveSettings(url=archive.url, iri=archive.identity, login=login, only=tuple(only))


def access_now(kind: str, settings: ArchiveSettings) -> Access:
    """Return a callable that tells a project's visibility, from an answer at most 60 seconds old."""
    answer: dict[str, Visibility] = {}
    asked = float("-inf")

    def tell(project: str) -> Visibility:
        nonlocal answer, asked
        if time.monotonic() - asked > FRESH:
            answer = dict(read_access(kind, settings))
            asked = time.monotonic()
        return answer.get(project, Visibility.UNKNOWN)

    return tell


def load_mapping_of(located: Located) -> Mapping:
    """Return the mapping that the config names: a shipped one, or a file beside the config."""
    return load_mapping(located.config.mapping, beside=located.file.parent)


def all_rules() -> dict[str, RuleText]:
    """Return what every finding's code means."""
    return {**MAPPING_RULES, **SHAPE_RULES}
