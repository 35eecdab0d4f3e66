"""``/data/search/elements``: the types the archive holds, and their fields (XNAT's SearchElementListResource)."""

from collections import Counter

from img2fair.demo.archive.exchange import Request, Response, not_found
from img2fair.demo.archive.schema import BASES, EXPERIMENT, PROJECT, SUBJECT, canonical, is_a
from img2fair.demo.archive.tables import Table, render
from img2fair.demo.content import ExperimentSeen

KEYS = ("ELEMENT_NAME", "SINGULAR", "PLURAL", "SECURED", "COUNT")
_COMMON = ("PROJECT", "INSERT_DATE", "INSERT_USER")
_EXPERIMENT_FIELDS = (*_COMMON, "SESSION_ID", "SUBJECT_ID", "LABEL", "DATE", "XNAT_SUBJECTDATA_SUBJECT_LABEL")
_DISPLAY_FIELDS = {
    PROJECT: ("ID", "NAME", "DESCRIPTION", "SECONDARY_ID", "KEYWORDS", "PI", "INSERT_DATE"),
    SUBJECT: (*_COMMON, "SUBJECT_ID", "SUBJECT_LABEL", "GENDER_TEXT", "HANDEDNESS_TEXT", "AGE"),
}


def list_elements(request: Request) -> Response:
    """Answer ``/data/search/elements``: totals of the site, or of what may be read with ``readable=true``."""
    readable_only = request.params.get("readable") == "true"

    def counted(seen: ExperimentSeen) -> bool:
        return not readable_only or request.viewer.reads_experiment(seen)

    experiments = [seen for seen in request.content.experiments.values() if counted(seen)]
    subjects = [s for s in request.content.subjects.values() if not readable_only or request.viewer.reads_subject(s)]
    projects = request.viewer.read_projects if readable_only else request.content.projects
    counts = Counter(seen.experiment.xsi_type for seen in experiments)
    counts.update({PROJECT: len(projects), SUBJECT: len(subjects)})
    concrete = (name for name in BASES if is_a(name, EXPERIMENT) and name not in BASES.values())
    types = dict.fromkeys([PROJECT, SUBJECT, *concrete, *counts])
    used_only = request.params.get("used") == "true"
    rows = [_element(name, counts[name]) for name in types if counts[name] or not used_only]
    return render(request, Table.of(KEYS, rows))


def show_element(request: Request, name: str) -> Response:
    """Answer ``/data/search/elements/TYPE``: the display fields of a type."""
    known = canonical(name)
    if not known:
        raise not_found("Invalid element")
    fields = _EXPERIMENT_FIELDS if is_a(known, EXPERIMENT) else _DISPLAY_FIELDS.get(known, ())
    keys = ("FIELD_ID", "HEADER", "SUMMARY", "TYPE", "REQUIRES_VALUE", "DESC", "ELEMENT_NAME", "SRC")
    rows = [
        {
            "FIELD_ID": field,
            "HEADER": field.replace("_", " ").title(),
            "SUMMARY": f"{known}.{field}",
            "TYPE": "string",
            "REQUIRES_VALUE": "false",
            "ELEMENT_NAME": known,
            "SRC": "0",
        }
        for field in fields
    ]
    return render(request, Table.of(keys, rows))


def _element(name: str, count: int) -> dict[str, str]:
    short = name.partition(":")[2].removesuffix("Data")
    return {"ELEMENT_NAME": name, "SINGULAR": short, "PLURAL": f"{short}s", "SECURED": "true", "COUNT": str(count)}
