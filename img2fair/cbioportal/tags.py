"""The tags of a study, which the portal shows beside its name: where it comes from, and how it was made.

No date is among them: the same input gives the same bytes.
"""

import json
import re

from img2fair import __version__
from img2fair.cbioportal.about import About
from img2fair.cbioportal.baseline import day_zero
from img2fair.cbioportal.settings import StudySettings
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decisions
from img2fair.codes import CodeTable

_CC = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)/")
_BY_ADDRESS = {
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://creativecommons.org/publicdomain/mark/1.0/": "CC-PDM-1.0",
    "https://opendatacommons.org/licenses/by/1-0/": "ODC-By-1.0",
    "https://opendatacommons.org/licenses/odbl/1-0/": "ODbL-1.0",
    "https://opendatacommons.org/licenses/pddl/1-0/": "PDDL-1.0",
}
_SPDX = "https://spdx.org/licenses/"

_DEIDENTIFIED = "allow-list of fields; days for dates; high ages capped; no free text, accession numbers or names"


def tags(
    cohort: Cohort, about: About, settings: StudySettings, decisions: Decisions, oncotree: str, licences: CodeTable
) -> str:
    """Return the file of tags: JSON, which is the YAML that the importer reads.

    :param oncotree: the version of OncoTree that codes are of.
    """
    told = {
        "Licence": spdx(settings.licence, licences),
        "Licence text": settings.licence,
        "Access to the images": "public" if about.public else "not public",
        "Access request": settings.access_request,
        "Catalogue record": settings.record_url,
        "Imaging archive": about.archive,
        "Imaging project": about.project,
        "Imaging project page": about.project_page,
        "Samples": settings.samples,
        "Day 0": day_zero(cohort, decisions),
        "Patient ids": "subject labels" if settings.patient_id == "label" else "pseudonyms (keyed hash)",
        "De-identification": _DEIDENTIFIED,
        "OncoTree": oncotree,
        "Harmonisation file (SHA-256)": decisions.digest,
        "Made with": f"img2fair {__version__}",
    }
    return json.dumps({key: value for key, value in told.items() if value}, indent=1) + "\n"


def spdx(address: str, licences: CodeTable) -> str:
    """Return the SPDX identifier of a licence by its address; empty where our table does not know it.

    https://spdx.org/licenses/.
    """
    if not address:
        return ""
    code = licences.find(address) or licences.find(address.rstrip("/"))
    iri = code.iri if code else address
    if iri.startswith(_SPDX):
        return iri.removeprefix(_SPDX)
    match = _CC.fullmatch(iri)
    return f"CC-{match[1].upper()}-{match[2]}" if match else _BY_ADDRESS.get(iri, "")
