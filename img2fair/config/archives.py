"""The archives a config can name, each kind with what it asks for."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from img2fair.config.parts import Part, Variable, web_address
from img2fair.rdf import is_iri

Access = Literal["public", "protected", "private"]


class Choosing(Part):
    """Which projects are meant: by keyword, or by id (globs such as ``LUNG_*``)."""

    keywords: tuple[str, ...] = Field(default=(), description="Keywords: a project with one of them is meant.")
    projects: tuple[str, ...] = Field(
        default=(), description="Ids of projects that are meant, or globs such as LUNG_*."
    )


class Including(Choosing):
    """Which projects are for the catalogue; with several entries a project must meet each of them."""

    access: tuple[Literal["public", "protected"], ...] = Field(
        default=("public", "protected"), description="Accessibility of projects that are meant: public, protected."
    )


class _Archive(Part):
    """What every kind of archive has."""

    iri: str = Field(
        default="", description="Its lasting name in identifiers, an https:// address; by default its url."
    )
    addresses: tuple[str, ...] = Field(
        default=(), description="Earlier addresses of the archive, by which older tools named its projects."
    )
    name: str = Field(default="", description="Name of the archive, for people.")
    timezone: str = Field(default="UTC", description="IANA time zone of its dates and times, which carry none.")
    language: str = Field(
        default="en",
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$",
        description="Language tag (RFC 5646) of the titles and descriptions in it, such as en, nl or de-CH.",
    )
    public_requires_login: bool = Field(
        default=False, description="Whether its public projects need a log-in: restricted in EU terms, then."
    )
    include: Including = Field(default=Including(), description="Projects for the catalogue; each entry has to fit.")
    exclude: Choosing = Field(default=Choosing(), description="Projects that stay out; one entry that fits is enough.")
    threads: int = Field(default=4, ge=1, le=32, description="Requests under way at the same time, 1 to 32.")
    rate: float = Field(default=0.0, ge=0.0, allow_inf_nan=False, description="Most requests a second; 0: no limit.")

    @field_validator("iri")
    @classmethod
    def _name(cls, value: str) -> str:
        return web_address(value, "it is a name, and the same for everybody", root=False)

    @field_validator("addresses")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(web_address(one, "records name projects by it, never with a log-in") for one in value)

    @property
    def place(self) -> str:
        """Return where it is read: an address, or a path as the config has it."""
        raise NotImplementedError

    @property
    def identity(self) -> str:
        """Return the base of all keys."""
        return self.iri or self.place

    @property
    def other_addresses(self) -> tuple[str, ...]:
        """Return by what else, beside ``identity``, records may name its projects."""
        return (*((self.place,) if is_iri(self.place) else ()), *self.addresses)


class _Server(_Archive):
    url: str = Field(description="Address that requests go to.", examples=["https://xnat.example.org"])
    user_env: Variable
    password_env: Variable

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        user, password = (cls.model_fields[name].default for name in ("user_env", "password_env"))
        return web_address(value, f"set {user} and {password}")

    @property
    def place(self) -> str:
        """Return the address."""
        return self.url


class _File(_Archive):
    """An archive without an address: what its records are called must be said."""

    path: Path = Field(description="Where it lies, from the config's folder.", examples=["/data/export"])
    iri: str = Field(
        min_length=1,
        description="Its lasting name in identifiers, an https:// address.",
        examples=["https://example.org/export"],
    )

    @property
    def place(self) -> str:
        """Return the path."""
        return str(self.path)


class XnatArchive(_Server):
    """An XNAT; docs/harvest.md."""

    type: Literal["xnat"] = Field(default="xnat", description="The kind of archive: xnat.")
    tables: tuple[str, ...] = Field(
        default=(), description="Names (globs) of CSV and JSON resource files that harvest --clinical reads."
    )
    user_env: Variable = Field(default="XNAT_USER", description="Name of the variable that holds the user name.")
    password_env: Variable = Field(default="XNAT_PASS", description="Name of the variable that holds the password.")


class ProjectWords(Part):
    """What the catalogue says of a project of an archive that has only images."""

    name: str = Field(default="", description="Title of the project.")
    description: str = Field(default="", description="What the project is about.")
    keywords: str = Field(default="", description="Keywords, with commas between.")
    visibility: Access | None = Field(
        default=None, description="Who may see it: public, protected or private; null: what the grouping says."
    )


_ONLY_BY = {
    "project": ("archive",),
    "attribute": ("attribute", "prefix", "table"),
    "separator": ("prefix",),
    "table": ("table",),
}
"""Entry of a grouping → the ways of grouping that heed it."""


class DicomGrouping(Part):
    """What makes a project of DICOM series; docs/archives.md. Without a ``visibility`` nothing is published."""

    by: Literal["archive", "attribute", "prefix", "table"] = Field(
        default="archive",
        description="What a project is: the whole archive, one value of an attribute, one prefix of it, or a table.",
    )
    project: str = Field(default="", description="For by: archive, the id of the project.", examples=["EXPORT"])
    attribute: str = Field(
        default="",
        description="DICOM keyword of the attribute; ClinicalTrialProtocolID, or for by: prefix PatientID, by default.",
    )
    separator: str = Field(default="-", min_length=1, description="For by: prefix, the text that ends the prefix.")
    table: Path | None = Field(
        default=None, description="For by: table, the CSV file of values and projects.", examples=["projects.csv"]
    )
    visibility: Access | None = Field(
        default=None,
        description="Who may see projects that do not say it: public, protected or private; null: unknown.",
    )
    projects: dict[str, ProjectWords] = Field(
        default_factory=dict, description="Projects: id, and title, description, keywords and visibility."
    )

    @model_validator(mode="after")
    def _whole(self) -> "DicomGrouping":
        if self.by == "archive" and not self.project:
            raise ValueError("project is missing: the id that the whole archive has as a project")
        if self.by == "table" and self.table is None:
            raise ValueError("table is missing: the CSV file of values and projects")
        idle = next((name for name, by in _ONLY_BY.items() if name in self.model_fields_set and self.by not in by), "")
        if idle:
            raise ValueError(f"{idle} has no meaning here: it goes with by: {' or '.join(_ONLY_BY[idle])}")
        return self


class DicomwebArchive(_Server):
    """A DICOMweb server; docs/archives.md."""

    type: Literal["dicomweb"] = Field(description="The kind of archive: dicomweb.")
    url: str = Field(
        description="Root of its QIDO-RS and WADO-RS services.", examples=["https://pacs.example.org/dicom-web"]
    )
    grouping: DicomGrouping = Field(
        description="What makes a project of DICOM series.", examples=[{"by": "archive", "project": "EXPORT"}]
    )
    user_env: Variable = Field(default="DICOMWEB_USER", description="Name of the variable that holds the user name.")
    password_env: Variable = Field(default="DICOMWEB_PASS", description="Name of the variable that holds the password.")


class DicomFolder(_File):
    """DICOM files in a folder, a zip file or named by a DICOMDIR."""

    type: Literal["dicom_folder"] = Field(description="The kind of archive: dicom_folder.")
    path: Path = Field(description="The folder, .zip file or DICOMDIR.", examples=["/data/export"])
    grouping: DicomGrouping = Field(
        description="What makes a project of DICOM series.", examples=[{"by": "archive", "project": "EXPORT"}]
    )


class TableArchive(_File):
    """A CSV with one dataset a row; docs/archives.md."""

    type: Literal["table"] = Field(description="The kind of archive: table, a CSV file.")
    path: Path = Field(description="The CSV file, with one dataset a row.", examples=["datasets.csv"])
    visibility: Access | None = Field(
        default=None, description="Who may see rows that do not say it: public, protected or private; null: unknown."
    )


def _kind(value: object) -> str:
    """Return the kind of an archive; XNAT where none is said."""
    said = value.get("type", "xnat") if isinstance(value, dict) else getattr(value, "type", "xnat")
    return str(said)


Archive = Annotated[
    Annotated[XnatArchive, Tag("xnat")]
    | Annotated[DicomwebArchive, Tag("dicomweb")]
    | Annotated[DicomFolder, Tag("dicom_folder")]
    | Annotated[TableArchive, Tag("table")],
    Discriminator(_kind),
]
