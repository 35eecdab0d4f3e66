"""What the world is told of a study in cBioPortal: plain figures, made in privacy/study_facts, shown by pages.

No figure is of few people: those that may not be told are ``None``, and are left out of a split (design.md D11).
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from img2fair.errors import UsageFault

SCHEMA, VERSION = "img2fair/study-facts", 1


@dataclass(frozen=True, slots=True)
class AboutStudy:
    """What the config says of a study that its page tells.

    :param study: its id in cBioPortal; ``name`` its name there.
    :param portal: the address of the cBioPortal that shows it; empty where none is named.
    :param record: the address of its record in the catalogue.
    :param samples: what a sample stands for; ``ids``: whether patients have pseudonyms or the archive's labels.
    :param viewers: the modalities whose sessions lead to a viewer.
    :param access_request, licence, protocol: addresses; empty where there are none.
    """

    project: str
    study: str
    name: str
    portal: str = ""
    record: str = ""
    samples: Literal["subject", "session", "table"] = "subject"
    ids: Literal["hash", "label"] = "hash"
    viewers: tuple[str, ...] = ()
    access_request: str = ""
    licence: str = ""
    protocol: str = ""
    citation: str = ""
    pmid: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the patients: what they have in common, and about how many they are (``None``: it may not be told)."""

    name: str
    patients: int | None


@dataclass(frozen=True, slots=True)
class AttributeTold:
    """A clinical attribute of the study, and about how many patients have it."""

    id: str
    name: str
    level: str
    datatype: str
    patients: int | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ProfileTold:
    """Numbers measured on images, as one generic assay profile."""

    id: str
    name: str
    assay: str
    entities: int


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a study holds.

    :param patients, sessions: exact, or ``None`` where they are of few people.
    :param sessions_per_patient: by ``1``, ``2``, ``3-4`` …; ``follow_up``: by days from the first to the last session.
    :param followed: whether the study has patients with more than one day of imaging; ``undated``: with no day at all.
    :param baselines: what day 0 is, by the number of patients, without one.
    :param genomic: ``tcga`` where patients have TCGA barcodes, ``table`` where samples are those of another study.
    """

    about: AboutStudy
    patients: int | None
    sessions: int | None
    modalities: tuple[Part, ...] = ()
    body_parts: tuple[Part, ...] = ()
    sessions_per_patient: tuple[Part, ...] = ()
    follow_up: tuple[Part, ...] = ()
    followed: bool = False
    baselines: tuple[str, ...] = ()
    attributes: tuple[AttributeTold, ...] = ()
    events: tuple[Part, ...] = ()
    profiles: tuple[ProfileTold, ...] = ()
    segmented: bool = False
    genomic: Literal["", "tcga", "table"] = ""
    oncotree: str = ""
    schema: str = field(default=SCHEMA, kw_only=True)
    version: int = field(default=VERSION, kw_only=True)

    def has(self, *ids: str) -> bool:
        """Tell whether the study has all attributes of these ids."""
        return {one.id for one in self.attributes}.issuperset(ids)


_FACTS: TypeAdapter[StudyFacts] = TypeAdapter(StudyFacts)


def to_json(facts: StudyFacts) -> str:
    """Return facts as JSON text, with a line break at its end."""
    return json.dumps(asdict(facts), indent=1) + "\n"


def from_json(text: str, where: str = "") -> StudyFacts:
    """Return the facts of a JSON text.

    :param where: the file it is from, for messages.
    :raises UsageFault: it holds no facts of a study, or those of another version.
    """
    cure = "export the study anew: img2fair export cbioportal"
    try:
        facts = _FACTS.validate_json(text, strict=True)
    except ValidationError:
        raise UsageFault("this file holds no facts of a study", where=where, cure=cure) from None
    if (facts.schema, facts.version) != (SCHEMA, VERSION):
        raise UsageFault(f"not facts of a study of version {VERSION}", where=where, cure=cure)
    return facts
