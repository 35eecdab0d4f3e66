"""What the config says of one study."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Literal
from urllib.parse import quote, urlsplit

from img2fair.clinical.cohort import Link
from img2fair.errors import UsageFault
from img2fair.privacy import Review

UID = "study_instance_uid"
PLACES = (UID, "subject_id", "session_id", "project")
"""What the address of a viewer may name in braces."""
OWN = "xnat"
"""Instead of an address: the archive's own viewer, as the harvest met it."""
DEFAULT = "default"
"""Among the viewers: the one for every modality that has none of its own."""

_STUDY_ID = re.compile(r"[a-z0-9_]{1,255}")
_CODE = re.compile(r"[a-z0-9_-]{1,63}")
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class StudySettings:
    """The entries of ``cbioportal.projects.<project>``, checked.

    :param patient_id: ``label`` keeps XNAT's subject labels as patient ids; ``hash`` makes pseudonyms.
    :param study_id: cBioPortal's id of the study; made from the project's id by default.
    :param name: its name; the project's title by default.
    :param description: what it is about; the project's description by default.
    :param cancer_type: a lower-case OncoTree code that the portal knows, or ``mixed``.
    :param groups: who may see it in a portal with log-ins, separated by ``;``; nobody but its owners by default.
    :param catalogue: the address of the catalogue (a site target's ``base``); empty: the study names no record.
    :param record: the address of the project's catalogue record, where it is not ``<catalogue>/dataset/<project>``.
    :param reviews: texts of projects that somebody has looked at and let out.
    :param opt_out: names of people who do not want to be named.
    :param viewers: address templates by modality, or ``default``; with any, the study carries ids of the archive.
    :param study_uids: whether a viewer's address may carry study UIDs; without it one that names them is refused.
    :param samples: what a sample stands for: all imaging of a subject, one session, or a row of a steward's table.
    :param reference_genome: needed as soon as genomic data join the study.
    :param citation, pmid: of the publication; ``pmid``: PubMed ids with commas.
    :param access_request, licence, protocol: addresses that the whole study links to.
    :param min_cell: fewest patients of a category that nobody is warned of.
    :param oncotree: the version of OncoTree that codes are of; empty: that of the tree at hand.
    :raises UsageFault: an entry is not what it should be.
    """

    project: str
    patient_id: Literal["hash", "label"] = "hash"
    study_id: str = ""
    name: str = ""
    description: str = ""
    cancer_type: str = "mixed"
    groups: str = ""
    catalogue: str = ""
    record: str = ""
    viewers: Mapping[str, str] = field(default_factory=dict)
    study_uids: bool = False
    samples: Literal["subject", "session", "table"] = "subject"
    reference_genome: Literal["hg19", "hg38", "mm10"] = "hg38"
    citation: str = ""
    pmid: str = ""
    access_request: str = ""
    licence: str = ""
    protocol: str = ""
    min_cell: int = 5
    oncotree: str = ""
    reviews: tuple[Review, ...] = ()
    opt_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _STUDY_ID.fullmatch(self.study):
            raise self._fault("study_id", "must be of a-z, 0-9 and _ only", "such as brca_examplecentre_2026")
        if not _CODE.fullmatch(self.cancer_type):
            raise self._fault("cancer_type", "must be a lower-case OncoTree code", "such as brca, or mixed for several")
        for entry in ("catalogue", "record", "access_request", "licence", "protocol"):
            self._check_address(entry, getattr(self, entry))
        if self.pmid and not re.fullmatch(r"\d+(,\d+)*", self.pmid):
            raise self._fault("pmid", "must be PubMed ids", "digits, several with commas and no blanks")
        if self.pmid and not self.citation:
            raise self._fault("pmid", "stands without a citation", "write 'citation', such as Jansen et al. 2025")
        for modality, address in self.viewers.items():
            self._check_viewer(f"viewer.{modality}", address)

    @property
    def study(self) -> str:
        """Return the study's id."""
        return self.study_id or re.sub(r"[^a-z0-9_]+", "_", self.project.lower()).strip("_")

    @property
    def record_url(self) -> str:
        """Return the address of the project's catalogue record; empty where no catalogue is named.

        A site writes what is not a letter, digit, ``_`` or ``-`` in an id as ``-``.
        """
        if self.record or not self.catalogue:
            return self.record
        return f"{self.catalogue.rstrip('/')}/dataset/{re.sub(r'[^A-Za-z0-9_-]+', '-', self.project).strip('-_')}"

    def viewer_url(self, modality: str, link: Link | None) -> str | None:
        """Return the address that shows a session, or ``None``: no viewer for the modality, or an id is missing."""
        template = self.viewers.get(modality) or self.viewers.get(DEFAULT)
        if template is None or link is None:
            return None
        values = {
            UID: link.study_instance_uid,
            "subject_id": link.subject_id,
            "session_id": link.session_id,
            "project": self.project,
        }
        if not all(values[name] for name in _named(template)):
            return None
        return template.format_map({name: quote(value, safe=".") for name, value in values.items()})

    def _check_viewer(self, entry: str, address: str) -> None:
        if not re.fullmatch(rf"viewer\.({DEFAULT}|[A-Z0-9]+)", entry):
            raise self._fault(entry, "is not a DICOM modality", f"write it in capitals, or '{DEFAULT}' for all")
        if address == OWN:
            return
        try:
            named = _named(address)
        except ValueError:
            raise self._fault(entry, "has a brace without its other half", "write it as {study_instance_uid}") from None
        wrong = [name for name in named if name not in PLACES]
        if wrong:
            near = difflib.get_close_matches(wrong[0], PLACES, n=1)
            cure = f"did you mean {{{near[0]}}}?" if near else "one of {" + "}, {".join(PLACES) + "}"
            raise self._fault(entry, f"there is no {{{wrong[0]}}}", cure)
        if UID in named and not self.study_uids:
            raise self._fault(
                entry, f"puts study UIDs into the study with {{{UID}}}", "take {session_id}, or say study_uids: true"
            )
        self._check_address(entry, re.sub(r"\{.*?\}", "x", address))

    def _check_address(self, entry: str, address: str) -> None:
        if not address:
            return
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        if not safe or not parts.hostname or parts.username or not re.fullmatch(r"[!#-;=?-Z_a-z~]+", address):
            raise self._fault(entry, "must be an address that begins with https://, without a log-in", "write it so")

    def _fault(self, entry: str, what: str, cure: str) -> UsageFault:
        return UsageFault(f"{entry}: {what}", where=f"cbioportal.projects.{self.project}.{entry}", cure=cure)


@cache
def _named(template: str) -> tuple[str, ...]:
    """Return the names in braces. A name with a format, an index or an attribute is not one of ours."""
    parts = [part for part in Formatter().parse(template) if part[1] is not None]
    return tuple(f"{name}{'!' * bool(conversion)}{':' * bool(form)}" for _, name, form, conversion in parts)
