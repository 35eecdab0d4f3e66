"""A run as a config says: which archive, mapping, profiles and targets the steps of the flow get.

The work folder keeps the file of each step: snapshot.jsonl, records/, report.json and .html, plan.json and
receipt.json. It may be deleted without harm; the target is the state.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from img2fair.archive_settings import archive_settings
from img2fair.archives import ArchiveSettings, read_access
from img2fair.config import Config, FdpTarget, Located, SiteTarget, StudyEntry, find_login, find_token
from img2fair.errors import Exit, UsageFault
from img2fair.findings import Report
from img2fair.judging import judge_folder
from img2fair.mapping import Mapping, Settings, load_mapping
from img2fair.model import Action, Change, Header, Plan, Receipt, State, Verdict, Visibility
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import (
    Access,
    Harvested,
    Mapped,
    Progress,
    apply_plan,
    harvest_to,
    map_snapshot,
    now,
    plan_for,
    refusals,
    save_mapped,
    validate,
)
from img2fair.plan import HELD_BACK, write_receipts
from img2fair.privacy import Contributors, Review
from img2fair.report.files import report_before, write_report
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp import FdpSettings
from img2fair.targets.site.settings import SiteSettings

if TYPE_CHECKING:
    from img2fair.cbioportal import StudySettings
    from img2fair.shacl import Profile

FRESH = 60.0
"""Seconds that an answer about access may be old when something is written (design.md D6)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of a publication up to the moment of writing."""

    harvested: Harvested
    mapped: Mapped
    report: Report
    plans: tuple[Plan, ...]
    before: Report | None = None


def prepare(located: Located, progress: Progress) -> Prepared:
    """Harvest, map, validate and plan as a config says; leaves each step's file in the work folder."""
    config, work = located.config, located.path(located.config.work)
    mapping, profiles = load_mapping_of(located), profiles_of(config.profiles, config.advisory)
    targets = [target_of(located, name) for name in config.targets]
    harvested = harvest_to(work / "snapshot.jsonl", config.archive.type, archive_settings(located), progress)
    snapshot = read_snapshot(work / "snapshot.jsonl")
    mapped = map_snapshot(snapshot, mapping, mapping_settings(config, snapshot.header))
    save_mapped(work / "records", mapped)
    report, before = validate(mapped, profiles), report_before(work)
    write_report(located, report, mapped.records, before)
    planned = [plan_for(target, mapped.records, report, harvested.header, config.block_on) for target in targets]
    refused = tuple(finding for one in planned for finding in one.findings)
    if refused:
        report = replace(report, findings=(*refused, *report.findings))
        write_report(located, report, mapped.records, before)
    return Prepared(harvested, mapped, report, tuple(one.plan for one in planned), before)


def plans_from_files(located: Located, folder: Path, header: Header) -> tuple[tuple[Plan, ...], Report]:
    """Return the plans for all targets of a config, from a folder of records and the header of their snapshot.

    With them, the report that they were made by.
    """
    records, report = judge_folder(folder, profiles_of(located.config.profiles, located.config.advisory))
    plans = tuple(
        plan_for(target_of(located, name), records, report, header, located.config.block_on).plan
        for name in located.config.targets
    )
    return plans, report


def apply_all(located: Located, plans: Sequence[Plan]) -> tuple[Receipt, ...]:
    """Carry out the plans for the targets of a config; leaves receipt.json in the work folder.

    :raises UsageFault: a plan is for a target that the config does not name.
    """
    config = located.config
    access = access_now(config.archive.type, archive_settings(located))
    unknown = [plan.target for plan in plans if plan.target not in config.targets]
    if unknown:
        raise UsageFault(
            f"the plan is for target '{unknown[0]}', which the config does not have", where=str(located.file)
        )
    receipts = tuple(apply_plan(plan, target_of(located, plan.target), access) for plan in plans)
    write_receipts(located.path(config.work) / "receipt.json", receipts)
    return receipts


def tell_refusals(located: Located, prepared: Prepared, receipts: Sequence[Receipt]) -> int:
    """Add what the targets' own schemas refused to the report in the work folder; return how much that is."""
    found = refusals(prepared.plans, receipts)
    if found:
        report = replace(prepared.report, findings=(*found, *prepared.report.findings))
        write_report(located, report, prepared.mapped.records, prepared.before)
    return len(found)


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
    """Return the exit code of a publication: the first that holds of 9, 8, 7 and 3."""
    held_back = any(change.reason.startswith(HELD_BACK) for plan in prepared.plans for change in plan.changes)
    if held_back or not prepared.harvested.header.complete:
        return Exit.SAFETY
    if outcome_code(receipts) is Exit.PARTLY:
        return Exit.PARTLY
    if prepared.report.keeps_in():
        return Exit.PRIVACY
    return Exit.INVALID if any(plan.counts()["blocked"] for plan in prepared.plans) else Exit.DONE


def mapping_settings(config: Config, header: Header) -> Settings:
    """Return what the mapping sees of a config and of a snapshot's header: the kind of archive and its forms."""
    archive = config.archive
    return Settings(
        site={
            "url": archive.identity,
            "type": header.kind or archive.type,
            "name": archive.name,
            "language": archive.language,
        },
        defaults={**config.defaults, "public_requires_login": archive.public_requires_login},
        projects=_with_studies(config),
        min_count=config.privacy.min_count,
        timezone=archive.timezone,
        forms=header.forms,
        reviews=_reviews(config),
        today=header.time.date(),
        contributors=Contributors(**config.privacy.people.model_dump()),
        block_on_evidence=config.privacy.deid == "block",
    )


STUDY_LABEL = "cBioPortal"


def _with_studies(config: Config) -> dict[str, dict[str, Any]]:
    """Return the projects' settings with a distribution for each study that a portal shows."""
    projects = dict(config.projects)
    for id_ in config.cbioportal.projects if config.cbioportal.portal else ():
        study = study_settings(config, id_).study
        shown = {
            "title": f"cBioPortal study of {id_}",
            "access_url": f"{config.cbioportal.portal.rstrip('/')}/study/summary?id={study}",
            "format": "http://publications.europa.eu/resource/authority/file-type/TSV",
            "media_type": "http://www.iana.org/assignments/media-types/text/tab-separated-values",
        }
        own = projects.get(id_, {})
        distributions = own.get("distributions", {})
        said = {**shown, **distributions.get(STUDY_LABEL, {})}
        projects[id_] = {**own, "distributions": {**distributions, STUDY_LABEL: said}}
    return projects


def access_now(kind: str, settings: ArchiveSettings) -> Access:
    """Return a callable that tells a project's visibility, from an answer at most 60 seconds old."""
    answer: dict[str, Visibility] = {}
    asked = float("-inf")

    def tell(project: str) -> Visibility:
        nonlocal answer, asked
        if time.monotonic() - asked > FRESH:
            begun = time.monotonic()  # what a slow answer says is as old as the question
            answer = dict(read_access(kind, settings))
            asked = begun
        return answer.get(project, Visibility.UNKNOWN)

    return tell


def profiles_of(names: Sequence[str], advisory: Sequence[str] = (), shapes: Sequence[str] = ()) -> "list[Profile]":
    """Return loaded profiles by name, or one of the SHACL files and addresses ``shapes`` instead of what is shipped.

    :param advisory: profiles whose findings are warnings at most.
    """
    from img2fair.shacl import load_profile

    if not names:
        raise UsageFault("no profile is named", where="profiles", cure="name one: img2fair list profiles")
    if shapes:
        return [load_profile("+".join(PurePath(one).stem for one in shapes), shapes=shapes)]
    advising = [replace(load_profile(name), advisory=True) for name in advisory if name not in names]
    return [*(load_profile(name) for name in names), *advising]


def target_of(located: Located, name: str) -> Target:
    """Return the target of a name in the config."""
    said = located.config.targets[name]
    return TARGETS[said.type](
        fdp_settings(name, said) if isinstance(said, FdpTarget) else site_settings(located, name, said)
    )


def fdp_settings(name: str, said: FdpTarget) -> FdpSettings:
    """Return what a FAIR Data Point needs, its log-in included."""
    token = find_token(said.token_env)
    login = None if token else find_login(said.url, said.user_env, said.password_env)
    return FdpSettings(name, said.url, said.catalog, login, token, said.profile)


def site_settings(located: Located, name: str, said: SiteTarget) -> SiteSettings:
    """Return what a site needs."""
    return SiteSettings(
        name=name,
        path=located.path(said.path),
        base=said.base,
        title=said.title,
        notice=said.notice,
        language=said.language,
    )


def load_mapping_of(located: Located) -> Mapping:
    """Return the mapping that the config names: a shipped one, or a file beside the config."""
    return load_mapping(located.config.mapping, beside=located.file.parent)


def study_settings(config: Config, project: str) -> "StudySettings":
    """Return what a config says of a project's cBioPortal study."""
    from img2fair.cbioportal import StudySettings  # not needed for a harvest or a map

    entry = config.cbioportal.projects.get(project, StudyEntry())
    return StudySettings(
        project=project,
        catalogue=config.cbioportal.catalogue,
        viewers=entry.viewer,
        reviews=_reviews(config),
        opt_out=config.privacy.people.opt_out,
        **entry.model_dump(exclude={"viewer"}),
    )


def _reviews(config: Config) -> tuple[Review, ...]:
    return tuple(Review(**one.model_dump()) for one in config.privacy.reviewed)
