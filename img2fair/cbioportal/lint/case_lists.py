"""Case lists.

Source: ``processCaseListDirectory`` and ``validate_defined_caselists``; ``ImportSampleList``, ``CaseListValidator``.
"""

import re

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.meta import Meta
from img2fair.cbioportal.lint.people import People

FOLDER = "case_lists/"

_OTHER = "other"
_CATEGORIES = frozenset(
    {
        "all_cases_in_study",
        _OTHER,
        *(
            f"all_cases_with_{data}_data"
            for data in """mutation cna log2_cna methylation mrna_array mrna_rnaseq rppa microrna mutation_and_cna
            mutation_and_cna_and_mrna gsva sv""".split()
        ),
    }
)


def lint_case_lists(lists: list[Meta], study: Meta | None, people: People, found: Found) -> None:
    """Check the case lists of a study, and that there is one of all samples.

    :param study: its meta file: with ``add_global_case_list`` the portal makes the list of all samples.
    """
    id_ = study.entries["cancer_study_identifier"] if study else ""
    made = study is not None and study.entries.get("add_global_case_list", "").lower() == "true"
    everyone = f"{id_}_all"
    ids = {everyone} if made else set()
    categories: set[str] = set()
    contents: set[frozenset[str]] = set()
    for listed in lists:
        _named(listed, id_, ids, found)
        _categorised(listed, categories, found)
        samples = _samples(listed, people, found)
        if samples in contents:
            found.tell("equal lists", listed.path, listed.line("case_list_ids"))
        contents.add(samples)
        if listed.entries["stable_id"] == everyone and people.samples is not None and samples < people.samples.keys():
            found.tell("not all", listed.path, listed.line("case_list_ids"))
    if study is not None and everyone not in ids:
        found.tell("no all", study.path)


def _named(listed: Meta, study: str, ids: set[str], found: Found) -> None:
    id_, line = listed.entries["stable_id"], listed.line("stable_id")
    if study and not id_.startswith(f"{study}_"):
        found.tell("list prefix", listed.path, line)
    elif id_ in ids:
        found.tell("list twice", listed.path, line)
    if re.search(r"\s", id_):
        found.tell("list blank", listed.path, line)
    ids.add(id_)


def _categorised(listed: Meta, seen: set[str], found: Found) -> None:
    category = listed.entries.get("case_list_category", _OTHER)
    line = listed.line("case_list_category")
    if category not in _CATEGORIES:
        found.tell("category", listed.path, line)
    if category in seen and category != _OTHER:
        found.tell("category twice", listed.path, line)
    seen.add(category)


def _samples(listed: Meta, people: People, found: Found) -> frozenset[str]:
    text, line = listed.entries["case_list_ids"], listed.line("case_list_ids")
    if not text:
        found.tell("list empty", listed.path, line)
        return frozenset()
    named = [sample.strip() for sample in text.split("\t")]
    samples = frozenset(named)
    if len(samples) != len(named):
        found.tell("sample twice", listed.path, line)
    if people.samples is not None and not samples <= people.samples.keys():
        found.tell("stranger", listed.path, line)
    return samples
