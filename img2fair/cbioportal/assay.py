"""Numbers of images as generic assay: one profile for each assay of the harmonisation file that measured anything.

The stable id of an entity is shared by all studies of a portal, and its name stays that of the study that came first
(GenericAssayMetaUtils), so it is made of the file's prefix and the measure's name alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from img2fair.cbioportal.radiomics import explained
from img2fair.cbioportal.samples import Row
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import MISSING, meta_file, one_line, table
from img2fair.clinical.decisions import AssayDecision, Decide, Decisions, Pick

_PROPERTIES = ("NAME", "DESCRIPTION", "URL")
_PICKED = {
    Pick.ONLY: "the only session that was measured",
    Pick.FIRST: "the first session that was measured",
    Pick.LAST: "the last session that was measured",
    Pick.BASELINE: "the session nearest to day 0",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile with its measures.

    :param measures: sample → entity → number as text; samples without a number are not among them.
    """

    decision: AssayDecision
    measures: Mapping[str, Mapping[str, str]]

    @property
    def name(self) -> str:
        """Return what the portal calls it."""
        return one_line(self.decision.name) or self.decision.profile.replace("_", " ")

    @property
    def samples(self) -> tuple[str, ...]:
        """Return the samples that were measured, in the study's order."""
        return tuple(self.measures)


def profiles(rows: Iterable[Row], decisions: Decisions) -> list[Profile]:
    """Return the profiles of a study, in the order of the harmonisation file; none is empty.

    :param rows: the samples, by id.
    """
    rows = list(rows)
    chosen = (one for one in decisions.assays if one.decide is Decide.EXPORT)
    found = (
        Profile(one, {row.sample.id: told for row in rows if (told := _measures(row, one.profile))}) for one in chosen
    )
    return [profile for profile in found if profile.measures]


def profile_files(found: Iterable[Profile], settings: StudySettings) -> dict[str, str]:
    """Return meta file and table of each profile."""
    files = {}
    for profile in found:
        stem = f"generic_assay_{profile.decision.profile}"
        files[f"meta_{stem}.txt"] = _meta(profile, settings, f"data_{stem}.txt")
        files[f"data_{stem}.txt"] = _table(profile)
    return files


def entity_id(prefix: str, entity: str) -> str:
    """Return the id of a measure, the same in every study; cBioPortal takes letters, digits and ``_ . -``."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", f"{prefix}_{entity}" if prefix else entity)


def _measures(row: Row, profile: str) -> dict[str, str]:
    """Return what was measured of a sample: its own numbers, else those of the one session that it stands for."""
    told = row.sample.measures.get(profile) or (row.visit.measures.get(profile) if row.visit else None) or {}
    return {entity: number for entity, number in told.items() if number and number != MISSING}


def _meta(profile: Profile, settings: StudySettings, file: str) -> str:
    """Return a profile's meta file. Without ``generic_entity_meta_properties`` validateData.py ends in a KeyError."""
    decision = profile.decision
    whose = "" if settings.samples == "session" else f" Of each patient's sessions, {_PICKED[decision.pick]} counts."
    about = one_line(decision.about).rstrip(".")
    unit = f" Unit: {one_line(decision.unit)}." if decision.unit else ""
    return meta_file(
        {
            "cancer_study_identifier": settings.study,
            "genetic_alteration_type": "GENERIC_ASSAY",
            "generic_assay_type": decision.assay,
            "datatype": "LIMIT-VALUE",
            "stable_id": decision.profile,
            "profile_name": profile.name,
            "profile_description": f"{about or profile.name}.{unit}{whose}",
            "data_filename": file,
            "show_profile_in_analysis_tab": "true",
            "generic_entity_meta_properties": ",".join(_PROPERTIES),
            "patient_level": "false",
        }
    )


def _table(profile: Profile) -> str:
    decision = profile.decision
    entities = sorted({entity for told in profile.measures.values() for entity in told})
    rows = [
        [entity_id(decision.prefix, entity), entity, _described(entity, decision), None]
        + [told.get(entity) for told in profile.measures.values()]
        for entity in entities
    ]
    return table(("ENTITY_STABLE_ID", *_PROPERTIES, *profile.samples), rows)


def _described(entity: str, decision: AssayDecision) -> str:
    unit = f" ({one_line(decision.unit)})" if decision.unit else ""
    return f"{explained(entity) or entity.replace('_', ' ')}{unit}"
