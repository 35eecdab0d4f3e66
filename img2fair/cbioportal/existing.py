"""A study that somebody else made, as a folder: which of its files is what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from img2fair.cbioportal.rows import read_meta, read_text
from img2fair.cbioportal.study import MARKER
from img2fair.errors import UsageFault

_META = re.compile(r"(\b|_)meta(\b|[_0-9])", re.IGNORECASE)
"""How validateData.py and the importer know a meta file, at the top of the folder."""
_STUDY = "cancer_study_identifier"


@dataclass(frozen=True)
class Existing:
    """The folder of a study.

    :param paths: its files, from the folder, sorted.
    :raises UsageFault: it is no study, or one that img2fair wrote: that is made again, and not merged with.
    """

    folder: Path
    paths: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> "Existing":
        """Return the study of a folder."""
        if (folder / MARKER).exists():
            raise UsageFault(
                "img2fair wrote this study itself",
                where=str(folder),
                cure="name the folder of the genomic study as it was before any merge",
            )
        paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        found = cls(folder, tuple(paths))
        if not found.id:
            raise UsageFault(
                "holds no study: there is no meta file with study id and cancer type",
                where=str(folder),
                cure="name the folder that holds meta_study.txt",
            )
        return found

    @cached_property
    def metas(self) -> Mapping[str, Mapping[str, str]]:
        """Return the entries of each meta file."""
        names = (path for path in self.paths if "/" not in path and not path.startswith(".") and path[-1] != "~")
        return {name: self._entries(name) for name in names if _META.search(name)}

    @property
    def study_meta(self) -> str:
        """Return the name of the study's own meta file; empty where there is none."""
        return next((name for name, said in self.metas.items() if "type_of_cancer" in said), "")

    @property
    def id(self) -> str:
        """Return the study's id; empty where there is none."""
        return self.metas[self.study_meta].get(_STUDY, "") if self.study_meta else ""

    def data(self, kind: str) -> str:
        """Return the table of a kind, such as ``PATIENT_ATTRIBUTES`` or ``DEFINITION``; empty where there is none.

        :raises UsageFault: its meta file names one that is not in the folder, where it would be written.
        """
        for meta, said in self.metas.items():
            if kind in (_clinical(said), said.get("resource_type")):
                return self.named(meta)
        return ""

    def named(self, meta: str) -> str:
        """Return the table that a meta file names.

        :raises UsageFault: it is not in the folder.
        """
        file = self.metas[meta].get("data_filename", "")
        if file not in self.paths:
            raise UsageFault(
                "names a file that is not in the folder of the study", where=str(self.folder / meta),
                cure="correct its data_filename",
            )  # fmt: skip
        return file

    @cached_property
    def case_lists(self) -> Mapping[str, str]:
        """Return the files of case lists by their stable id."""
        lists = (path for path in self.paths if path.startswith("case_lists/") and path[-1] != "~")
        return {self._entries(path).get("stable_id", path): path for path in lists}

    @cached_property
    def profiles(self) -> frozenset[str]:
        """Return the stable ids of its profiles."""
        return frozenset(said["stable_id"] for said in self.metas.values() if "stable_id" in said)

    def text(self, path: str) -> str:
        """Return the text of a file.

        :raises UsageFault: it is not there, or not UTF-8.
        """
        return read_text(self.folder / path)

    def _entries(self, path: str) -> dict[str, str]:
        """Return the entries of a meta file or case list; Java takes them for ISO-8859-1, so any byte may be in one."""
        return read_meta((self.folder / path).read_bytes().decode("utf-8-sig", "replace"))


def _clinical(said: Mapping[str, str]) -> str:
    return said.get("datatype", "") if said.get("genetic_alteration_type") == "CLINICAL" else ""
