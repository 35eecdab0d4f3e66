"""All of a publication up to the moment of writing: harvest, map, validate and plan as a config says.

What cannot be used now (an archive that is down, a target that refuses the log-in) is told as a trouble of its own; the
other archives and targets go on.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from img2fair import __version__
from img2fair.archive_settings import archive_settings, is_chosen_otherwise
from img2fair.config import Located
from img2fair.errors import Fault, LoginFault, RemoteFault, SafetyStop, UsageFault, fault_of
from img2fair.findings import Finding, Report
from img2fair.judging import judge_folder, profiles_of
from img2fair.mapping import Mapping
from img2fair.model import Check, Header, Plan, Record, Standing
from img2fair.model.snapshot_file import read_snapshot, snapshot_digest
from img2fair.pipeline import (
    Harvested,
    Mapped,
    Progress,
    harvest_to,
    map_snapshot,
    plan_for,
    save_mapped,
    validate,
)
from img2fair.plan import NO_CHOICES, Choices
from img2fair.project_ids import remember_projects
from img2fair.publication.memory import Written
from img2fair.publication.settings import load_mapping_of, mapping_settings, target_of
from img2fair.report.files import report_before, write_report
from img2fair.targets import Target


@dataclass(frozen=True, slots=True)
class Trouble:
    """An archive or a target that cannot be used now: its name in the config, and why."""

    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of a publication of one archive up to the moment of writing.

    ``warnings`` are what preflight says of each target that can be used; ``troubles`` the targets that cannot.
    """

    located: Located
    harvested: Harvested
    mapped: Mapped
    report: Report
    plans: tuple[Plan, ...]
    before: Report | None = None
    warnings: tuple[tuple[str, Check], ...] = ()
    troubles: tuple[Trouble, ...] = ()

    def __repr__(self) -> str:
        told = (self.harvested, self.mapped, self.report, *self.plans)
        return f"<Prepared {self.located.name or 'the archive'}: {', '.join(map(repr, told))}>"


def prepare_all(
    sites: Sequence[Located], progress: Progress = lambda *_: None, choices: Choices = NO_CHOICES
) -> tuple[tuple[Prepared, ...], tuple[Trouble, ...]]:
    """Prepare the publication of several archives, one after the other; return also the archives that are in trouble.

    :param sites: as ``load_configs`` gives them.
    :param progress: told the id of each project read, how many have been read and how many there are.
    :param choices: what an operator says of this run.
    :raises Fault: the config, a mapping or a profile is wrong, or something cannot be written; or what cannot be used
        is all there is: the only archive, or its only target.
    """
    prepared: list[Prepared] = []
    troubles: list[Trouble] = []
    for located in sites:
        try:
            prepared.append(prepare(located, progress, choices))
        except (RemoteFault, LoginFault) as fault:
            if len(sites) == 1:
                raise
            troubles.append(Trouble(located.name or "archive", fault))
    if len(sites) == 1 and not prepared[0].plans and len(prepared[0].troubles) == 1:
        raise prepared[0].troubles[0].fault
    return tuple(prepared), tuple(troubles)


def prepare(located: Located, progress: Progress, choices: Choices = NO_CHOICES) -> Prepared:
    """Harvest, map, validate and plan as a config says; leaves each step's file in the work folder.

    :raises RemoteFault, LoginFault: the archive cannot be read now.
    :raises Fault: the config, a mapping or a profile is wrong, or something cannot be written.
    """
    config, work = located.config, located.work
    mapping, profiles = load_mapping_of(located), profiles_of(config.profiles, config.advisory)
    targets = {name: target_of(located, name) for name in config.targets}
    harvested = harvest_to(work / "snapshot.jsonl", config.archive.type, archive_settings(located), progress)
    remember_projects(work, harvested.publishable, harvested.visibility, whole=True)
    snapshot = read_snapshot(work / "snapshot.jsonl")
    mapped = map_snapshot(snapshot, mapping, mapping_settings(config, snapshot.header))
    save_mapped(work / "records", mapped)
    report, before = validate(mapped, profiles), report_before(work)
    write_report(located, report, mapped.records, before)
    planning = _Planning(located, mapping, harvested.header, choices)
    for target in targets.values():
        planning.add(target, mapped.records, report)
    if planning.findings:
        report = replace(report, findings=(*planning.findings, *report.findings))
        write_report(located, report, mapped.records, before)
    return Prepared(located, harvested, mapped, report, tuple(planning.plans), before, tuple(planning.warnings),
                    tuple(planning.troubles))  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedFiles:
    """Plans from a folder of records, the report they were made by, and the targets that cannot be used."""

    plans: tuple[Plan, ...]
    report: Report
    troubles: tuple[Trouble, ...]


def plans_from_files(located: Located, folder: Path, header: Header, choices: Choices = NO_CHOICES) -> PlannedFiles:
    """Return the plans for all targets of a config, from a folder of records and the header of their snapshot.

    :raises SafetyStop: the config chooses projects otherwise than the harvest did; what it leaves out by now would be
        shown.
    """
    if is_chosen_otherwise(located, header):
        raise SafetyStop(
            "the config chooses projects otherwise than when the archive was harvested",
            where=f"{located.file}: archive, include and exclude",
            cure="run img2fair harvest, then img2fair map and plan again; or img2fair publish, which does all of it",
        )
    records, report = judge_folder(folder, profiles_of(located.config.profiles, located.config.advisory))
    planning = _Planning(located, load_mapping_of(located), header, choices)
    for name in located.config.targets:
        planning.add(target_of(located, name), records, report)
    return PlannedFiles(tuple(planning.plans), report, tuple(planning.troubles))


def config_digest(located: Located, mapping: Mapping) -> str:
    """Return what identifies the config, the mapping and the program that a plan was made by."""
    said = [located.config.model_dump_json(), mapping.name, mapping.version, __version__]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


class _Planning:
    """Plans for the targets of one archive."""

    def __init__(self, located: Located, mapping: Mapping, header: Header, choices: Choices) -> None:
        self.plans: list[Plan] = []
        self.findings: list[Finding] = []
        self.warnings: list[tuple[str, Check]] = []
        self.troubles: list[Trouble] = []
        self._located = located
        self._mapping = mapping
        self._header = header
        self._choices = choices

    def add(self, target: Target, records: Sequence[Record], report: Report) -> None:
        """Plan for one target, after looking whether it can be used; one that cannot, or must not, is a trouble."""
        try:
            self._look(target)
            self._plan(target, records, report)
        except (RemoteFault, LoginFault, UsageFault, SafetyStop) as fault:
            self.troubles.append(Trouble(target.name, fault))

    def _look(self, target: Target) -> None:
        for check in target.checks():
            if check.standing is Standing.FAIL:
                raise fault_of(check.code, check.found, where=f"target '{target.name}'", cure=check.cure)
            if check.standing is Standing.WARN:
                self.warnings.append((target.name, check))

    def _plan(self, target: Target, records: Sequence[Record], report: Report) -> None:
        config = self._located.config
        choices = replace(self._choices, written=Written(self._located.work, target.name))
        addresses = config.archive.other_addresses
        planned = plan_for(target, records, report, self._header, config.block_on, choices, addresses)
        self.findings += planned.findings
        Written(self._located.work, target.name).forget_others(planned.plan)
        self.plans.append(replace(
            planned.plan,
            config_digest=config_digest(self._located, self._mapping),
            snapshot_digest=snapshot_digest(self._located.work / "snapshot.jsonl"),
        ))  # fmt: skip
