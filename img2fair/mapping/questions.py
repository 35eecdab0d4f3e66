"""The questions of an archive's forms: as variables that a dataset has, and as labels of what a record was made of."""

from collections.abc import Iterable, Iterator, Mapping

from img2fair.mapping.views import ArchiveView, Reader
from img2fair.model import FormDefinition, FormField, Gap, Held, Origin
from img2fair.privacy.policy import FORM

_DATATYPES = {
    "checkbox": "boolean",
    "currency": "decimal",
    "datetime": "dateTime",
    "day": "date",
    "number": "decimal",
    "xnatdate": "date",
    "xnatnumber": "decimal",
}
"""XSD local names, as CSVW takes them, by type of form.io or XNAT; all else is text. Source: XNAT, which types answers
for its searches (CustomFormsConstants); W3C CSVW, Metadata Vocabulary for Tabular Data, 5.11."""
_PROJECT = "projectdata"
_ABOUT = {"subjectdata": "subject", "sessiondata": "session", "scandata": "scan"}
"""What a data type of XNAT is about, by how its name ends: ``xnat:mrSessionData`` is a session."""


def variables(forms: Iterable[FormDefinition], project: str, reader: Reader) -> list[ArchiveView]:
    """Return the questions that are asked about a project's subjects, sessions and scans, as ``variables``."""
    return [
        ArchiveView(
            "variables",
            reader,
            {
                "name": Held(question.key),
                "title": question.label,
                "datatype": _DATATYPES.get(question.type.casefold(), "string"),
                "about": about,
                "form": form.title,
            },
        )
        for form in _of_project(forms, project)
        if (about := _about(form)) is not None
        for question in _single(form)
    ]


def labels(forms: Iterable[FormDefinition], project: str, reader: Reader) -> dict[str, tuple[str, str]]:
    """Return what people call the questions of a project's own form: title of the form and label, by ``form.<key>``.

    Where two forms ask under one key, the first names it; a question without a label is not there.
    """
    found: dict[str, tuple[str, str]] = {}
    for form in _of_project(forms, project):
        title = reader.release(form.title, "variables.form") or ""
        for question in form.fields if form.about.casefold().endswith(_PROJECT) else ():
            label = reader.release(question.label, "variables.title")
            if label is not None:
                found.setdefault(f"{FORM}{question.key}", (title, label))
    return found


def asked(forms: Iterable[FormDefinition], project: str) -> frozenset[str]:
    """Return the paths of the questions that the forms of a project ask about it: ``form.<key>``."""
    return frozenset(
        FORM + question.key
        for form in _of_project(forms, project)
        if form.about.casefold().endswith(_PROJECT)
        for question in form.fields
    )


def named(
    known: Mapping[str, tuple[str, str]], origins: Iterable[Origin], gaps: Iterable[Gap]
) -> dict[str, tuple[str, str]]:
    """Return those labels that the origins and gaps of a record name, by path in order."""
    read = {source.path for origin in origins for source in origin.sources}
    tried = {path for gap in gaps for path in gap.tried}
    return {path: known[path] for path in sorted((read | tried) & known.keys())}


def _of_project(forms: Iterable[FormDefinition], project: str) -> Iterator[FormDefinition]:
    return (form for form in forms if not form.projects or project in form.projects)


def _single(form: FormDefinition) -> Iterator[FormField]:
    """Yield the questions that are no group of others."""
    groups = {question.key.rpartition(".")[0] for question in form.fields}
    return (question for question in form.fields if question.key not in groups)


def _about(form: FormDefinition) -> str | None:
    kind = form.about.casefold()
    return next((about for ending, about in _ABOUT.items() if kind.endswith(ending)), None)
