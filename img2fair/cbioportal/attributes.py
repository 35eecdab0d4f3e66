"""The columns of the clinical files that are ours in every study, and those that a harmonisation file adds."""

from collections.abc import Collection, Iterable, Sequence

from img2fair.cbioportal.text import one_line
from img2fair.clinical.decisions import Attribute, Datatype, Decide, Decisions, Level
from img2fair.errors import UsageFault

NUMBER, BOOLEAN = Datatype.NUMBER, Datatype.BOOLEAN

PATIENT = Attribute("PATIENT_ID", "Patient Identifier", "Identifier of the patient in this study")
SEX = Attribute("SEX", "Sex", "Sex as the imaging archive has it", priority=9)
CODE, TYPE, DETAILED = "ONCOTREE_CODE", "CANCER_TYPE", "CANCER_TYPE_DETAILED"

OF_SAMPLE = {
    CODE: Attribute(CODE, "OncoTree Code", "Code of the cancer type in OncoTree", Level.SAMPLE, priority=1),
    TYPE: Attribute(TYPE, "Cancer Type", "Main cancer type in OncoTree", Level.SAMPLE, priority=1),
    DETAILED: Attribute(
        DETAILED, "Cancer Type Detailed", "Cancer type in OncoTree, by its code", Level.SAMPLE, priority=1
    ),
}
"""They stand in the samples' file, whatever level they were decided at: cBioPortal's documentation of file formats."""


def of_decisions(decisions: Decisions) -> dict[str, Attribute]:
    """Return the attributes that a harmonisation file exports to the clinical files, by id."""
    chosen = (one.attribute for one in decisions.fields if one.decide is Decide.EXPORT)
    return {one.id: one for one in chosen if one is not None and one.level is not Level.EVENT}


def described(attribute: Attribute) -> str:
    """Return the description of an attribute, with its unit; never empty, which the validator refuses."""
    said = one_line(attribute.description) or named(attribute)
    unit = one_line(attribute.unit)
    return said if not unit or unit in said.split() or f"({unit})" in said else f"{said} ({unit})"


def named(attribute: Attribute) -> str:
    """Return the display name of an attribute; its id in words where it has none."""
    return one_line(attribute.name) or attribute.id.replace("_", " ").title()


def chosen(ids: Iterable[str], known: dict[str, Attribute], level: Level) -> list[Attribute]:
    """Return the attributes of ids, the highest priority first; one that nobody described is told by its id."""
    found = [known.get(id_) or Attribute(id_, "", "", level) for id_ in ids]
    return sorted(found, key=lambda one: (-one.priority, one.id))


def refuse_taken(decisions: Decisions, taken: Collection[str]) -> None:
    """Refuse targets that are ours in every study: an attribute's id stands once in the two clinical files.

    :raises UsageFault: a field goes to one of them; the message names its line.
    """
    for one in decisions.fields:
        if one.decide is Decide.EXPORT and one.attribute is not None and one.attribute.id in taken:
            raise UsageFault(
                f"{one.path}: {one.attribute.id} is a column that img2fair fills itself",
                where=f"{decisions.file}:{one.line}" if decisions.file else "the harmonisation file",
                cure="choose another id",
            )


def head(attributes: Sequence[Attribute]) -> list[list[str]]:
    """Return the five lines above the rows of a clinical file: four that begin with ``#``, and the ids.

    cBioPortal, File Formats, clinical data: names, descriptions, datatypes, priorities.
    """
    about = [
        [named(entry) for entry in attributes],
        [described(entry) for entry in attributes],
        [str(entry.datatype) for entry in attributes],
        [str(entry.priority) for entry in attributes],
    ]
    return [*([f"#{line[0]}", *line[1:]] for line in about), [entry.id for entry in attributes]]
