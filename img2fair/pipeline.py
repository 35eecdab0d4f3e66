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

from img2fair.archives import ArchiveSettings, Login, harvest, read_access
from img2fair.config import Config, Located, SiteTarget, find_login
from img2fair.errors import SafetyStop, UsageFault
from img2fair.findings import Finding, Report
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
    Verdict,
    Visibility,
)
from img2fair.model.snapshot_file import write_snapshot
from img2fair.plan import Evidence, blocked_keys, make_plan
from img2fair.shacl import Profile, load_profile, merge, validate_groups
from img2fair.targets import Target, open_target

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Access = Callable[[str], Visibility]

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
    language = str(config.defaults.get("language") or "en")
    return Settings(
        site={"url": archive.identity, "name": archive.name, "language": language},
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
    """Return loaded profiles by name; ``shapes`` are added to the last."""
    if not names:
        raise UsageFault("no profile is named", where="profiles", cure="name one: img2fair list profiles")
    return [load_profile(name, shapes=shapes if name == names[-1] else ()) for name in names]


def target_of(located: Located, name: str) -> Target:
    """Return the target of a name in the config."""
    settings: SiteTarget = located.config.targets[name]
    return open_target(
        settings.type,
        name=name,
        path=located.path(settings.path),
        base=settings.base,
        title=settings.title,
        notice=settings.notice,
        language=settings.language,
    )


def plan_for(target: Target, mapped: Mapped, report: Report, header: Header, block_on: str) -> Plan:
    """Return what has to change at a target, with the time of now on what changes.

    :raises SafetyStop: too many records would vanish.
    """
    evidence = Evidence.of(header, (record.project for record in mapped.records if record.project))
    return make_plan(target.observe(), mapped.records, blocked_keys(report, block_on), evidence, now())


def now() -> str:
    """Return the time as records carry it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
    with target.writing() as write:
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
