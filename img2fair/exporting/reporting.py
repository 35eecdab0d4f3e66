"""What lies beside a study: the harmonisation report, the ledger, and the page for researchers.

harmonisation.html, .nl.html, .json, .tsv   what came of every field (report/harmonisation)
to-mend.tsv                                 which subjects, by XNAT's id, what is wrong is to be looked up of
ledger.json                                 what de-identification did, by patient without a word of who it is
study.html, study.nl.html                   what the study gives a researcher (report/study_page)

The work folder gets the page's figures, from which a site shows it (``studies/<project>.json``).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from img2fair import __version__
from img2fair.cbioportal import Study
from img2fair.cbioportal.portal import matches, read_studies
from img2fair.cbioportal.settings import StudySettings
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decide, Level
from img2fair.clinical.known import KNOWN
from img2fair.clinical.outcome import ToMend
from img2fair.clinical.report import HarmonisationReport, Match
from img2fair.clinical.report_making import Beside, make_report
from img2fair.clinical.study_facts import AboutStudy, StudyFacts
from img2fair.clinical.study_facts import to_json as facts_to_json
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.exporting.deciding import Known
from img2fair.exporting.order import Order, Output
from img2fair.exporting.types import Types
from img2fair.files import replacing_folder, write_text
from img2fair.findings import Finding
from img2fair.privacy.study_facts import study_facts
from img2fair.report import study_page
from img2fair.report.harmonisation import from_json, to_html, to_json, to_tsv

MARKER = ".img2fair-report"
PAGE, JSON = "harmonisation.html", "harmonisation.json"


@dataclass(frozen=True, slots=True)
class Told:
    """All that an export has to tell; ``snapshot`` says which it was made of."""

    snapshot: str
    name: str
    cohort: Cohort
    known: Known
    study: Study
    types: Types
    findings: tuple[Finding, ...]


def write_reports(told: Told, order: Order, output: Output, *, written: bool) -> None:
    """Write the folder beside a study, which only its owner can open; of a written one also the site's figures."""
    folder = output.reports
    report = _report(told, order, _before(folder / JSON))
    facts = _facts(told, order.study, order)
    with replacing_folder(folder, MARKER) as staging:
        staging.chmod(0o700)
        for name, text in {**_of_steward(told, report), **_of_researcher(facts)}.items():
            write_text(staging / name, text)
    if written:  # only then its texts have passed the last look
        write_text(facts_file(order.work, order.study.project), facts_to_json(facts))


def facts_file(work: Path, project: str) -> Path:
    """Return the file that holds the figures of a project's study."""
    return work / "studies" / f"{re.sub('[^A-Za-z0-9_.-]', '-', project)}.json"


def _of_steward(told: Told, report: HarmonisationReport) -> dict[str, str]:
    ledger = asdict(told.cohort.ledger)
    return {
        PAGE: to_html(report, title=told.name),
        "harmonisation.nl.html": to_html(report, title=told.name, language="nl"),
        JSON: to_json(report),
        "harmonisation.tsv": to_tsv(report),
        "to-mend.tsv": _lines(("subject", "field", "what"), told.cohort.to_mend),
        "ledger.json": json.dumps({"schema": "img2fair/ledger", "version": 1, **ledger}, indent=1) + "\n",
    }


def _lines(header: tuple[str, ...], to_mend: Iterable[ToMend]) -> str:
    rows = (header, *((one.subject, one.field, one.what) for one in to_mend))
    return "".join("\t".join(row) + "\n" for row in rows)


def _of_researcher(facts: StudyFacts) -> dict[str, str]:
    return {"study.html": study_page.to_html(facts), "study.nl.html": study_page.to_html(facts, "nl")}


def _before(file: Path) -> HarmonisationReport | None:
    """Return the report of the export before; ``None`` where there is none that can be read."""
    try:
        return from_json(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError, UsageFault):
        return None


def _report(told: Told, order: Order, before: HarmonisationReport | None) -> HarmonisationReport:
    settings, decisions = order.study, told.known.decisions
    given = {"ONCOTREE_CODE", "CANCER_TYPE", "CANCER_TYPE_DETAILED"} if settings.cancer_type != "mixed" else set()
    kept = [field for field in decisions.fields if field.decide is Decide.EXPORT and field.attribute is not None]
    exported = {one.attribute.id for one in kept if one.attribute and one.attribute.level is not Level.EVENT}
    beside = Beside(
        study=told.study.id,
        least=settings.min_cell,
        findings=told.findings,
        seen=told.known.seen if told.known.written else (),
        given=given,
        propose=told.types.propose,
        known=told.types.knows,
        standard=frozenset(one.attribute.id for one in KNOWN),
        matches=_matches(order.compare, exported | given),
        viewer=bool(settings.viewers),
        unlinked=_unlinked(told.cohort, settings),
        made_of=_made_of(told),
    )
    return make_report(told.cohort, decisions, beside, before)


def _matches(url: str, ids: set[str]) -> tuple[Match, ...]:
    """Return the public studies with the same attributes; none where the portal does not answer."""
    if not url:
        return ()
    try:
        return matches(read_studies(url), ids)
    except (RemoteFault, LoginFault):
        return ()


def _unlinked(cohort: Cohort, settings: StudySettings) -> int:
    visits = [visit for patient in cohort.patients for visit in patient.visits]
    return sum(all(settings.viewer_url(code, visit.link) is None for code in visit.modalities) for visit in visits)


def _made_of(told: Told) -> Mapping[str, str]:
    """Return what the study was made of, so that it can be made again."""
    files = told.study.files
    study = sha256("".join(f"{path}\0{files[path]}\0" for path in sorted(files)).encode()).hexdigest()
    return {
        "img2fair": __version__,
        "mapping": told.known.decisions.digest,
        "oncotree": told.types.tree.version,
        "study": study,
        "snapshot": told.snapshot,
    }


def _facts(told: Told, settings: StudySettings, order: Order) -> StudyFacts:
    about = AboutStudy(
        project=settings.project,
        study=told.study.id,
        name=told.name,
        portal=order.portal,
        record=settings.record_url,
        samples=settings.samples,
        ids=settings.patient_id,
        viewers=tuple(sorted(settings.viewers)),
        access_request=settings.access_request,
        licence=settings.licence,
        protocol=settings.protocol,
        citation=settings.citation,
        pmid=settings.pmid,
    )
    return study_facts(told.cohort, told.known.decisions, about, order.min_count)
