"""What a config says of the export to cBioPortal; docs/cbioportal.md."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from img2fair.config.parts import Part


class StudyEntry(Part):
    """One project's study in cBioPortal; docs/researcher.md. An address alone is the viewer of every modality."""

    patient_id: Literal["hash", "label"] = Field(
        default="hash", description="Patient ids: hash makes pseudonyms, label keeps the archive's subject labels."
    )
    study_id: str = Field(
        default="", description="Id of the study, of a-z, 0-9 and _; by default made from the project's id."
    )
    name: str = Field(default="", description="Name of the study; by default the project's title.")
    description: str = Field(default="", description="What the study is about; by default the project's description.")
    cancer_type: str = Field(default="mixed", description="Lower-case OncoTree code, or mixed for several.")
    groups: str = Field(
        default="", description="Groups that may see it, with ; between; by default PUBLIC for a public project."
    )
    record: str = Field(
        default="", description="Address of the catalogue record, where it is not <catalogue>/dataset/<project>."
    )
    mapping: Path = Field(
        default=Path(),
        description="Harmonisation file, beside the config; without one, sex and age alone are exported.",
    )
    samples: Literal["subject", "session", "table"] = Field(
        default="subject", description="What a sample is: a subject, a session, or a row of sample_table."
    )
    sample_table: Path = Field(
        default=Path(), description="For samples: table, the CSV file of subject, patient_id and sample_id."
    )
    reference_genome: Literal["hg19", "hg38", "mm10"] = Field(
        default="hg38", description="Genome that genomic data of the study refer to."
    )
    citation: str = Field(default="", description="Short citation of the publication.")
    pmid: str = Field(default="", description="PubMed ids of the publications, with commas between.")
    access_request: str = Field(default="", description="Address where one asks for the images.")
    licence: str = Field(default="", description="Address of the licence of the images.")
    protocol: str = Field(default="", description="Address of the imaging protocol.")
    study_uids: bool = Field(
        default=False, description="Whether links to a viewer may hold study UIDs, which lead to one person's images."
    )
    viewer: dict[str, str] = Field(
        default_factory=dict,
        description="Address of the image viewer, or addresses by DICOM modality and default; xnat is XNAT's own.",
    )

    @field_validator("viewer", mode="before")
    @classmethod
    def _by_modality(cls, value: Any) -> Any:
        return {"default": value} if isinstance(value, str) else value


class Oncotree(Part):
    """Which OncoTree codes are of. Without a source there is our own table, of releases 2021_11_02 and 2025_10_03."""

    version: str = Field(default="", description="Version of OncoTree that codes are of, such as oncotree_2025_10_03.")
    source: str = Field(
        default="", description="File in the form of OncoTree's API, or address of its service; empty: our own table."
    )


class Cbioportal(Part):
    """The export to cBioPortal.

    ``key`` is kept apart from the work folder, which may be deleted: with another key every patient has another id.
    """

    portal: str = Field(default="", description="Address of the cBioPortal that shows the studies; empty: none.")
    catalogue: str = Field(
        default="", description="Address of the catalogue, a site's base: studies link to their records there."
    )
    compare: str = Field(
        default="", description="Address of a cBioPortal whose public studies attributes are compared with."
    )
    key: Path = Field(default=Path("cbioportal.key"), description="Private file that pseudonyms are made with.")
    min_cell: int = Field(
        default=5, ge=2, description="Fewest patients of a value that nobody is warned of, 2 at least."
    )
    oncotree: Oncotree = Field(default=Oncotree(), description="Version and source of OncoTree codes.")
    projects: dict[str, StudyEntry] = Field(
        default_factory=dict, description="Studies: id of the project in the archive, and what holds for it."
    )
