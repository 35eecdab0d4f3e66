"""From a project of a snapshot to a study in a folder, with its report beside it.

Everything is made and looked at before a study is written: what the gate keeps in, what nobody has decided on, or what
cBioPortal would refuse leaves the study that was there as it was.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from img2fair.cbioportal import Study, find_project
from img2fair.cbioportal.builder import about_project, build, guard_of, terms_of
from img2fair.cbioportal.harmonisation import refuse_undecided
from img2fair.cbioportal.incremental import incremental, read_study
from img2fair.cbioportal.key import read_key
from img2fair.cbioportal.lint import lint
from img2fair.cbioportal.lint.rules import RULES_LINT
from img2fair.cbioportal.merge import merge
from img2fair.cbioportal.merged_folder import BrokenMergeError, violations, writing_merged
from img2fair.cbioportal.rules_harmonisation import findings_of_open_fields, findings_of_unseen
from img2fair.cbioportal.rules_privacy import findings as findings_of_people
from img2fair.cbioportal.samples import oncotree_codes
from img2fair.cbioportal.study import MARKER, writing_study
from img2fair.cbioportal.viewers import with_own_viewer
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.oncotree import Tree
from img2fair.errors import UsageFault
from img2fair.exporting.deciding import Known, known_of, tree_of
from img2fair.exporting.order import Order, Output, refuse_overlap
from img2fair.exporting.reporting import PAGE, Told, write_reports
from img2fair.exporting.types import types_of
from img2fair.findings import Finding
from img2fair.model import Header, Project, Snapshot
from img2fair.privacy import Gazetteer
from img2fair.privacy.cohort import read_join, release_cohort
from img2fair.privacy.leaving import ids_in, screen


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to.

    :param findings: of everything that was looked at, the worst first.
    :param written: whether the study was written; not where a finding is a violation.
    :param rules: by how many rules of cBioPortal's validator and importer it was checked.
    """

    study: Study
    output: Output
    findings: tuple[Finding, ...]
    written: bool
    rules: int = len(RULES_LINT)

    def __repr__(self) -> str:
        size = f"{self.study.patients} patients, {self.study.samples} samples, {len(self.findings)} findings"
        return f"<Exported {self.study.id}: {size}; {'written' if self.written else 'not written'}>"

    def as_json(self) -> dict[str, object]:
        """Return what ``export cbioportal --json`` prints."""
        own = replace(self.study, findings=self.findings).as_json()
        return {**own, "written": self.written, "report": str(self.output.reports)}


def export(snapshot: Snapshot, order: Order, output: Output, digest: str = "") -> Exported:
    """Write the study of a project into a folder, and what its steward needs beside it.

    :param snapshot: of a harvest; with clinical data where it read the project in that depth.
    :param order: as ``export_order`` makes it of a config.
    :param output: where the study and its report go.
    :param digest: of the snapshot, which the report names.
    :raises PrivacyStop: something may tell who somebody is; nothing of the study is written.
    :raises UsageFault: project, files or decisions are not as they should be. Where fields are undecided the report
        tells which, and is written first.
    """
    refuse_overlap(order, output)
    if output.into is not None and output.incremental is not None:
        raise UsageFault(
            "a study that joins another one cannot be loaded in part: its samples would leave the other's case lists",
            where="--into and --incremental",
            cure="load the merged folder as a whole: metaImport.py -s",
        )
    header = snapshot.header
    settings = with_own_viewer(order.study, header.links)
    order = replace(order, study=settings)
    project = find_project(snapshot, settings.project)
    where = f"{header.archive}/{project.id}"
    names = Gazetteer.of(project, settings.opt_out)  # one for all: of 10,000 people it takes a second to make
    known = known_of(project, header, order, names)
    cohort = _cohort(project, header, order, output, known, names)
    tree = tree_of(known.decisions, order)
    types = types_of(tree, order.portal, project.id, where)
    codes = oncotree_codes(cohort, known.decisions, settings.cancer_type)
    about = about_project(project, header, settings, names)
    study = build(cohort, about, settings, known.decisions, tree, types.portal, joins=output.into is not None)
    checked = lint(study.files, key=where, project=project.id)
    findings = (
        *(findings_of_unseen if known.written else findings_of_open_fields)(known.decisions, known.seen, where),
        *types.check(settings.cancer_type, codes, project.id, where),
        *findings_of_people(cohort, project.id, where, settings.min_cell),
        *study.findings,
        *checked,
    )
    told = Told(digest or header.run, about.name, cohort, known, study, types, findings)
    if known.written:
        try:
            refuse_undecided(known.decisions, known.seen, settings.min_cell)
        except UsageFault as fault:
            write_reports(told, order, output, written=False)
            page = output.reports / PAGE
            raise UsageFault(fault.what, where=fault.where, cure=f"{fault.cure}; see {page}") from None
    screen(study.files, project, guard_of(project, header, settings, names), _allowed(cohort, order, tree))
    return _written(told, checked, order, output)


def _cohort(project: Project, header: Header, order: Order, output: Output, known: Known, names: Gazetteer) -> Cohort:
    settings = order.study
    key = None
    if settings.patient_id == "hash":
        beside = {"study that it joins": output.into, "incremental folder": output.incremental}
        apart = {"report": output.reports, "work folder": order.work}
        apart |= {name: folder for name, folder in beside.items() if folder is not None}
        key = read_key(order.key, output.study, apart)
    join = None
    if settings.samples == "table":
        if order.sample_table is None:
            raise UsageFault(
                "no table says which samples the subjects have",
                where=f"cbioportal.projects.{settings.project}.sample_table",
                cure="name a table with the columns subject, patient_id and sample_id; or take samples: subject",
            )
        try:
            text = order.sample_table.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageFault(
                f"cannot read the sample table: {error}",
                where=str(order.sample_table),
                cure="make the file readable, as UTF-8; cbioportal.projects.<id>.sample_table names it",
            ) from None
        join = read_join(text, project, str(order.sample_table))
    return release_cohort(project, terms_of(project, header, settings, key, known.decisions, join, names))


def _allowed(cohort: Cohort, order: Order, tree: Tree) -> set[str]:
    """Return what the config or a steward puts into a study, and the last look need not stop for."""
    said = order.study
    texts = {said.project, said.study, said.citation, said.pmid, *said.pmid.split(","), tree.version}
    addresses = {said.record_url, said.access_request, said.licence, said.protocol}
    return {*ids_in(cohort), *texts, *addresses} - {""}


def _written(told: Told, checked: tuple[Finding, ...], order: Order, output: Output) -> Exported:
    """Write what was made: the study, or the one that it joins; the incremental folder; the reports.

    :param checked: what the checks found in the study alone; those of the whole say again what is still so.
    """
    study = told.study
    increment = merged = None
    if output.incremental is not None:
        before = read_study(output.study) if (output.study / MARKER).is_file() else None
        increment = incremental(study, before)
        told = _with(told, increment.findings)
    if output.into is not None:
        merged = merge(output.into, study)
        told = _with(told, merged.findings)
    written = not violations(told.findings)
    with ExitStack() as places:  # all is written before any of it takes its place: a full disk changes nothing
        if written and merged is not None and output.into is not None:
            try:
                joined = places.enter_context(writing_merged(output.study, output.into, merged, study.project))
            except BrokenMergeError as broken:
                joined, written = broken.found, False
            told = _with(replace(told, findings=tuple(one for one in told.findings if one not in checked)), joined)
        elif written:
            places.enter_context(writing_study(output.study, study))
        if written and increment is not None and output.incremental is not None:
            places.enter_context(writing_study(output.incremental, replace(study, files=increment.files)))
        write_reports(told, order, output, written=written)
    return Exported(study, output, told.findings, written)


def _with(told: Told, more: Iterable[Finding]) -> Told:
    """Return what is told with more findings, the worst first."""
    return replace(told, findings=tuple(sorted((*told.findings, *more), key=lambda one: one.severity.rank)))
