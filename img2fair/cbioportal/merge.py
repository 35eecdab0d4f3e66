"""Bringing the imaging into a study that a portal has already: its folder, with ours joined to it.

Its clinical tables get our columns, its resources our links; timelines, assays and case lists come beside its own.
Every other file, and all that is genomic, stays byte for byte. What the study says itself wins over what the imaging
says.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from img2fair.cbioportal.existing import Existing
from img2fair.cbioportal.findings import INFO, WARNING, finding
from img2fair.cbioportal.joining import (
    PATIENT,
    SAMPLE,
    Joined,
    bare_patients,
    join_clinical,
    join_definitions,
    join_events,
    join_links,
)
from img2fair.cbioportal.meta import TAGS
from img2fair.cbioportal.rows import Rows, read_meta, read_rows
from img2fair.cbioportal.study import MARKER, Study
from img2fair.errors import UsageFault
from img2fair.files import replacing_folder, write_text
from img2fair.findings import Finding, Severity

PATIENTS, SAMPLES = "clinical_patient", "clinical_sample"
_OWN_WAY = ("meta_study.txt", TAGS, "meta_cancer_type.txt", "data_cancer_type.txt")
_RESOURCES = ("DEFINITION", "PATIENT", "SAMPLE", "STUDY")
_IDS = "case_list_ids:"


@dataclass(frozen=True, slots=True)
class Merged:
    """A study with the imaging in it.

    :param write: files that are new or changed, by path.
    :param keep: files that stay as they are.
    """

    id: str
    write: Mapping[str, str]
    keep: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def study_id(folder: Path) -> str:
    """Return the id of the study in a folder, which the imaging's must have too.

    :raises UsageFault: there is no study.
    """
    return Existing.read(folder).id


def merge(folder: Path, study: Study, *, add: bool = True) -> Merged:
    """Return a study with the imaging in it.

    :param folder: of the study that is there; it is only read.
    :param add: whether patients and samples that it does not have are added; else they are refused.
    :raises UsageFault: the ids of the two differ, one of its tables cannot be joined (the message names file and line),
        or patients or samples are new and may not be.
    """
    work = _Merging(Existing.read(folder), study)
    work.check_id()
    work.clinical(add)
    work.resources()
    work.others()
    work.case_lists()
    work.about()
    keep = tuple(path for path in work.existing.paths if path not in work.write)
    return Merged(study.id, work.write, keep, tuple(work.findings))


def write_merged(folder: Path, existing: Path, merged: Merged) -> None:
    """Write a merged study; files that stay are linked, or copied where the disk has no links.

    :raises UsageFault: it would lie in the study that it is made of, or something else is there.
    """
    if folder.resolve() == existing.resolve() or existing.resolve() in folder.resolve().parents:
        raise UsageFault("the merged study would lie in the one it is made of", where=str(folder), cure="name another")
    with replacing_folder(folder, MARKER) as staging:
        staging.chmod(0o700)
        for path in merged.keep:
            _take(existing / path, staging / path)
        for path, text in merged.write.items():
            write_text(staging / path, text)


def _take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)


@dataclass
class _Merging:
    existing: Existing
    study: Study
    write: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    new: tuple[str, ...] = ()

    def check_id(self) -> None:
        if self.existing.id != self.study.id:
            raise UsageFault(
                f"the study there is {self.existing.id}, and this one would be {self.study.id}",
                where=str(self.existing.folder),
                cure=f"write study_id: {self.existing.id} in the config",
            )

    def clinical(self, add: bool) -> None:
        """Join the clinical tables; an attribute stands in one of the two."""
        files = {kind: self.existing.data(f"{kind}_ATTRIBUTES") for kind in ("PATIENT", "SAMPLE")}
        if not files["SAMPLE"]:
            raise UsageFault("the study has no table of samples", where=str(self.existing.folder))
        samples = self._theirs(files["SAMPLE"])
        ours = {name: self._ours(f"data_{name}.txt") for name in (PATIENTS, SAMPLES)}
        patients = self._theirs(files["PATIENT"]) if files["PATIENT"] else bare_patients(samples, ours[PATIENTS])
        file = files["PATIENT"] or f"data_{PATIENTS}.txt"
        of_patients = join_clinical(patients, ours[PATIENTS], PATIENT, set(samples.header), file)
        of_samples = join_clinical(samples, ours[SAMPLES], SAMPLE, set(of_patients.rows.header), files["SAMPLE"])
        for name, joined in ((file, of_patients), (files["SAMPLE"], of_samples)):
            self._joined(name, joined, add)
        if not files["PATIENT"]:
            self.write[f"meta_{PATIENTS}.txt"] = self.study.files[f"meta_{PATIENTS}.txt"]
        self.new = of_samples.new
        self._days(patients)

    def resources(self) -> None:
        """Join links; a study has one file for each kind of them."""
        dropped: set[str] = set()
        types = self._types()
        for kind in _RESOURCES:
            stem = f"resource_{kind.lower()}"
            text = self.study.files.get(f"data_{stem}.txt")
            file = self.existing.data(kind)
            if text is None:
                continue
            if not file:
                self._beside(stem)
                continue
            theirs, ours = self._theirs(file), read_rows(text, file)
            if kind == "DEFINITION":
                joined, both = join_definitions(theirs, ours)
                dropped = {id_ for id_, type_ in both.items() if type_.upper() != types[id_]}
                for id_ in both:
                    self._tell("I2F-E056", INFO, "kept", id_, name=id_)
            else:
                joined = join_links(theirs, ours, dropped)
            self.write[file] = joined.text()

    def others(self) -> None:
        """Add timelines and assays beside the study's own; a timeline of one name is joined."""
        for path, text in self.study.files.items():
            stem = path.removeprefix("meta_").removesuffix(".txt")
            if path != f"meta_{stem}.txt" or path in (*_OWN_WAY, f"meta_{PATIENTS}.txt", f"meta_{SAMPLES}.txt"):
                continue
            said = read_meta(text)
            if said.get("datatype") == "TIMELINE":
                self._timeline(stem)
            elif "stable_id" in said and said["stable_id"] in self.existing.profiles:
                self._tell("I2F-E056", INFO, "kept", said["stable_id"], name=said["stable_id"])
            elif "stable_id" in said:
                self._beside(stem)

    def case_lists(self) -> None:
        """Add our lists, and new samples to the study's own list of all samples."""
        for path, text in self.study.files.items():
            if not path.startswith("case_lists/"):
                continue
            id_ = read_meta(text)["stable_id"]
            if id_ in self.existing.case_lists or path in self.existing.paths:
                self._tell("I2F-E056", INFO, "kept", id_, name=id_)
            else:
                self.write[path] = text
        everyone = self.existing.case_lists.get(f"{self.study.id}_all")
        if everyone and self.new:
            self.write[everyone] = _with_ids(self.existing.text(everyone), self.new)

    def about(self) -> None:
        """Keep what the study says of itself; it gets our tags where it has none."""
        name = self.existing.study_meta
        if "tags_file" in self.existing.metas[name] or TAGS in self.existing.paths:
            self._tell("I2F-E056", INFO, "kept", "tags", name="tags")
            return
        text = self.existing.text(name)
        end = "\r\n" if "\r\n" in text else "\n"
        self.write[name] = f"{text}{'' if text.endswith(end) else end}tags_file: {TAGS}{end}"
        self.write[TAGS] = self.study.files[TAGS]

    def _timeline(self, stem: str) -> None:
        meta = f"meta_{stem}.txt"
        file = self.existing.metas.get(meta, {}).get("data_filename", f"data_{stem}.txt")
        if file not in self.existing.paths:
            self._beside(stem)
            return
        self.write[file] = join_events(self._theirs(file), self._ours(f"data_{stem}.txt"), file).text()

    def _beside(self, stem: str) -> None:
        """Add a table of ours with its meta file.

        :raises UsageFault: the study has a file of that name.
        """
        for path in (f"meta_{stem}.txt", f"data_{stem}.txt"):
            if path in self.existing.paths:
                raise UsageFault(
                    "the study has a file of this name that is something else",
                    where=str(self.existing.folder / path),
                    cure="rename it, in its meta file too",
                )
            self.write[path] = self.study.files[path]

    def _joined(self, file: str, joined: Joined, add: bool) -> None:
        if joined.new and not add:
            raise UsageFault(
                f"{len(joined.new)} rows are not in the study, and new ones are not wanted",
                where=file,
                cure="check the ids, or take samples: table with the study's own",
            )
        self.write[file] = joined.rows.text()
        for name, number in sorted(joined.differs.items()):
            self._tell("I2F-E055", WARNING, "differs", f"{file}/{name}", name=name, number=number)
        for name in joined.kept:
            self._tell("I2F-E056", INFO, "kept", f"{file}/{name}", name=name)
        if joined.new:
            self._tell("I2F-E057", WARNING, "joined", file, number=len(joined.new), file=file)

    def _days(self, patients: Rows) -> None:
        """Tell where the study's own days may count from another day than the imaging's."""
        counts = bool(self.existing.data("TIMELINE")) or "OS_MONTHS" in patients.header
        if counts and self.study.day_zero.casefold() != "diagnosis":
            self._tell("I2F-E058", WARNING, "day 0", "day 0", name=self.study.day_zero)

    def _types(self) -> dict[str, str]:
        path = "data_resource_definition.txt"
        rows = self._ours(path).dicts() if path in self.study.files else []
        return {row["RESOURCE_ID"]: row["RESOURCE_TYPE"] for row in rows}

    def _tell(self, code: str, severity: Severity, what: str, of: str, **slots: object) -> None:
        self.findings.append(finding(code, severity, what, self.study.project, f"{self.study.id}/{of}", slots))

    def _theirs(self, file: str) -> Rows:
        return read_rows(self.existing.text(file), file)

    def _ours(self, file: str) -> Rows:
        return read_rows(self.study.files[file], file)


def _with_ids(text: str, new: tuple[str, ...]) -> str:
    """Return a case list with more samples."""
    return "".join(_longer(line, new) if line.startswith(_IDS) else line for line in text.splitlines(keepends=True))


def _longer(line: str, new: tuple[str, ...]) -> str:
    ids = line.rstrip("\r\n")
    return "\t".join([ids, *new]) + (line[len(ids) :] or "\n")
