"""Reads a harmonisation file into ``Decisions``: all that is wrong is told at once, each with file, line and column."""

import hashlib
from pathlib import Path

from img2fair.cbioportal.harmonisation.checking import check_together
from img2fair.cbioportal.harmonisation.entries import Entries, HarmonisationFault
from img2fair.cbioportal.harmonisation.fields import read_field
from img2fair.cbioportal.harmonisation.paths import fault_of_day, fault_of_path
from img2fair.cbioportal.harmonisation.texts import ASSAY, PREFIX, PROFILE, fault_of_text
from img2fair.clinical.decisions import (
    ANY,
    AssayDecision,
    Baseline,
    Decide,
    Decisions,
    FieldDecision,
    Pick,
    TableKeys,
)
from img2fair.mapping.problems import Notes, Place
from img2fair.mapping.tree import Scalar, Table, Tree, read_tree

SCHEMA = "img2fair/harmonisation"
VERSION = 1

SECTIONS = {
    "schema": "What kind of file this is.",
    "version": "The version of its form.",
    "project": "The id of the project.",
    "oncotree": "The version of OncoTree that codes are of.",
    "baseline": "What day 0 is, tried in this order; at last the first imaging session.",
    "tables": "Which columns of CSV and JSON files name subjects, sessions and days.",
    "fields": "Each source field of the project, and what becomes of it.",
    "assays": "Numbers of images that become a generic assay: radiomics, volumes, quality control.",
}
"""The parts of a file and what they mean; also told by the JSON Schema."""
BASELINE_KEYS = {"field": "The path of a day.", "is": "What that day is, such as diagnosis."}
TABLE_KEYS = {
    "subject": "The column with XNAT's label or id of the subject.",
    "session": "The column with the label or id of the session.",
    "day": "The column with the day of the row: a date, or days from the first imaging session.",
}
ASSAY_KEYS = {
    "decide": "What becomes of the numbers: export, drop, or ? as long as nobody has decided.",
    "from": "Paths of the numbers; * stands for any characters.",
    "assay": "cBioPortal's generic_assay_type, such as RADIOMICS or VOLUMES.",
    "name": "What the profile is called in the portal.",
    "about": "Settings: program and version, bin width, resampling, mask.",
    "prefix": "Begins the id of each feature, which all studies of a portal share; in upper case.",
    "unit": "The unit of the numbers.",
    "pick": "Which session's numbers count where a sample has several: baseline, first or last.",
}


def read_decisions(file: Path, project: str) -> Decisions:
    """Return what a harmonisation file decides.

    :param project: the id of the project that it must be of.
    :raises UsageFault: the file is not what it should be; its text tells every error with its place.
    """
    notes = Notes()
    tree = read_tree(file, str(file), notes, "'schema:', 'project:' and 'fields:'")
    if tree is None:
        raise HarmonisationFault(str(file), notes)
    entries = Entries(tree, SECTIONS, "", notes)
    _head(entries, project)
    fields = tuple(_fields(entries))
    check_together(fields, str(file), notes)
    decisions = Decisions(
        project=project,
        fields=fields,
        assays=_assays(entries),
        tables=_tables(entries),
        baseline=_baseline(entries),
        oncotree=_oncotree(entries),
        file=str(file),
        digest=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    if notes.problems:
        raise HarmonisationFault(str(file), notes)
    return decisions


def _head(entries: Entries, project: str) -> None:
    for key, wanted in (("schema", SCHEMA), ("version", str(VERSION)), ("project", project)):
        if key not in entries:
            entries.wrong(key, f"is missing: write '{key}: {wanted}'")
        elif entries.text(key) != wanted:
            what = "the file is of another project" if key == "project" else f"must be {wanted}"
            entries.wrong(key, f"{what}; wanted is '{wanted}'" if key == "project" else what)


def _oncotree(entries: Entries) -> str:
    version = entries.text("oncotree")
    fault = fault_of_version(version)
    if fault:
        entries.wrong("oncotree", fault)
    return version


def fault_of_version(version: str) -> str:
    """Return what is wrong with the name of a version of OncoTree; empty where nothing is."""
    plain = version.replace("_", "").replace("-", "").replace(".", "")
    return "" if not version or (plain.isascii() and plain.isalnum() and len(version) <= 60) else "is no version"


def _fields(entries: Entries) -> list[FieldDecision]:
    part = entries.part("fields")
    found = []
    for path, tree in part.entries.items() if part is not None else ():
        at = part.place(path) if part is not None else tree.at
        if isinstance(tree, Table):
            found.append(read_field(path, tree, at, entries.notes))
        else:
            entries.notes.error(at, path, "must be keys and values, such as {decide: drop}")
    return found


def _assays(entries: Entries) -> tuple[AssayDecision, ...]:
    part = entries.part("assays")
    found = []
    for profile, tree in part.entries.items() if part is not None else ():
        table = entries.keyed(profile, tree)
        if table is None:
            entries.notes.error(tree.at, profile, "must be keys and values, such as {decide: drop, from: [...]}")
        else:
            at = part.place(profile) if part is not None else table.at
            found.append(_assay(profile, Entries(table, ASSAY_KEYS, profile, entries.notes), at))
    return tuple(found)


def _assay(profile: str, entries: Entries, at: Place) -> AssayDecision:
    if not PROFILE.fullmatch(profile):
        entries.notes.error(at, profile, "the name of an assay is of a-z, 0-9 and _, at most 63")
    if "decide" not in entries:
        entries.notes.error(at, profile, "has no 'decide': export, drop or ?")
    sources = tuple(_pattern(entries, tree) for tree in entries.items("from"))
    if not sources:
        entries.wrong("from", "names no source field, such as [tables.radiomics.csv.original_*]")
    assay, prefix = entries.text("assay", "RADIOMICS"), entries.text("prefix", profile.upper())
    if not ASSAY.fullmatch(assay):
        entries.wrong("assay", "must be of A-Z, 0-9 and _")
    if not PREFIX.fullmatch(prefix):
        entries.wrong("prefix", "must be in upper case: A-Z, 0-9 and . _ -")
    texts = {key: entries.text(key) for key in ("name", "about", "unit")}
    for key, text in texts.items():
        if text and (fault := fault_of_text(text, key)):
            entries.wrong(key, fault)
    pick = entries.choice("pick", Pick, Pick.BASELINE)
    if pick is Pick.ONLY:
        entries.wrong("pick", "must be baseline, first or last: of several sessions one is taken, never an average")
    decide = entries.choice("decide", Decide, Decide.UNDECIDED)
    return AssayDecision(profile, decide, sources, assay, prefix=prefix, pick=pick, line=at.line, **texts)


def _pattern(entries: Entries, tree: Tree) -> str:
    text = tree.text if isinstance(tree, Scalar) else ""
    fault = fault_of_path(text, pattern=True)
    if fault or not text.strip(ANY):
        entries.notes.error(tree.at, entries.subject, f"from: {fault or 'names every field'}")
    return text


def _tables(entries: Entries) -> tuple[TableKeys, ...]:
    part = entries.part("tables")
    found = []
    for file, tree in part.entries.items() if part is not None else ():
        table = entries.keyed(file, tree)
        if table is not None:
            keys = Entries(table, TABLE_KEYS, file, entries.notes)
            found.append(TableKeys(file, keys.text("subject"), keys.text("session"), keys.text("day")))
    return tuple(found)


def _baseline(entries: Entries) -> Baseline:
    found = []
    for tree in entries.items("baseline"):
        if not isinstance(tree, Table):
            entries.notes.error(tree.at, "baseline", "must be {field: PATH, is: WORD}")
            continue
        keys = Entries(tree, BASELINE_KEYS, "baseline", entries.notes)
        path, name = keys.text("field"), keys.text("is")
        if fault := fault_of_day(path):
            keys.wrong("field", f"'{path}' {fault}")
        if fault := fault_of_text(name) or ("" if name else "must say what the day is, such as diagnosis"):
            keys.wrong("is", fault)
        found.append((path, name))
    return Baseline(tuple(found))
