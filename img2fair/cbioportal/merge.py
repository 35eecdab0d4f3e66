"""Bringing the imaging into a study that a portal has already: its folder, with ours joined to it.

Its clinical tables get our columns, its resources our links; timelines, assays and case lists come beside its own.
Every other file, and all that is genomic, stays byte for byte. What the study says itself wins over what the imaging
says.
"""

from dataclasses import dataclass, field
from pathlib import Path

from img2fair.cbioportal.existing import Existing
from img2fair.cbioportal.findings import INFO, WARNING, finding
from img2fair.cbioportal.joining import (
    PATIENT,
    SAMPLE,
    Joined,
    bare_patients,
    defined_by_both,
    join_clinical,
    join_definitions,
    join_events,
    join_links,
    new_links,
)
from img2fair.cbioportal.merged_folder import Merged
from img2fair.cbioportal.meta import TAGS
from img2fair.cbioportal.rows import Rows, read_meta, read_rows
from img2fair.cbioportal.study import Study
from img2fair.errors import UsageFault
from img2fair.findings import Finding, Severity

PATIENTS, SAMPLES = "clinical_patient", "clinical_sample"
_OWN_WAY = ("meta_study.txt", TAGS, "meta_cancer_type.txt", "data_cancer_type.txt")
_IDS = "case_list_ids:"


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
            raise UsageFault(
                "the study has no table of samples",
                where=str(self.existing.folder),
                cure="name a study with clinical data of samples: the imaging joins them",
            )
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
        self._refuse_strangers(of_patients, file)
        self.new = of_samples.new
        self._days(patients)

    def _refuse_strangers(self, patients: Joined, file: str) -> None:
        """Refuse a study of other people: nobody of the imaging would have anything of the study that is there."""
        if len(patients.new) == len(self._ours(f"data_{PATIENTS}.txt").rows):
            raise UsageFault(
                "no patient of the imaging is in the study, so nothing would be joined",
                where=str(self.existing.folder / file),
                cure="take samples: table with the study's own ids; or patient_id: label where the labels are those",
            )

    def resources(self) -> None:
        """Join links, and define what has any; a study has one file for each kind of them."""
        defined = self._resources("DEFINITION")
        if defined is None:
            return
        theirs, ours = defined
        both = defined_by_both(theirs, ours)
        types = {row["RESOURCE_ID"]: row["RESOURCE_TYPE"] for row in ours.dicts()}
        dropped = {id_ for id_, type_ in both.items() if type_.upper() != types[id_]}
        for id_ in both:
            self._tell("I2F-E056", INFO, "kept", id_, name=id_)
        linked: set[str] = set()
        for kind in ("PATIENT", "SAMPLE", "STUDY"):
            found = self._resources(kind)
            links = new_links(*found, dropped) if found is not None else ()
            if found is not None and links:
                linked |= {row["RESOURCE_ID"] for row in links}
                self._write(kind, join_links(found[0], links, found[1].header))
        self._write("DEFINITION", join_definitions(theirs, ours, linked))

    def _resources(self, kind: str) -> tuple[Rows, Rows] | None:
        """Return the study's table of resources of a kind, empty where it has none, and ours; ``None`` without ours."""
        text = self.study.files.get(f"data_resource_{kind.lower()}.txt")
        if text is None:
            return None
        file = self.existing.data(kind)
        ours = read_rows(text, file)
        return self._theirs(file) if file else Rows((), ours.header, ()), ours

    def _write(self, kind: str, rows: Rows) -> None:
        file, stem = self.existing.data(kind), f"resource_{kind.lower()}"
        if not file:
            self._beside(stem)
        self.write[file or f"data_{stem}.txt"] = rows.text()

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
        if meta not in self.existing.metas:
            self._beside(stem)
            return
        file = self.existing.named(meta)
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
