"""The archives a config can name, each kind with what it asks for."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from img2fair.config.parts import Part, web_address

Access = Literal["public", "protected", "private"]


class Choosing(Part):
    """Which projects are meant: by keyword, or by id (globs such as ``LUNG_*``)."""

    keywords: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


class Including(Choosing):
    """Which projects are for the catalogue; with several entries a project must meet each of them."""

    access: tuple[Literal["public", "protected"], ...] = ("public", "protected")


class _Archive(Part):
    """What every kind of archive has.

    ``iri`` is its lasting name in identifiers; ``language`` the tag (RFC 5646) of the texts in it; ``timezone`` the
    zone of its dates, which carry none; ``threads`` how many requests are under way at once and ``rate`` the most
    requests a second (0: no limit).
    """

    iri: str = ""
    name: str = ""
    timezone: str = "UTC"
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    public_requires_login: bool = False
    include: Including = Including()
    exclude: Choosing = Choosing()
    threads: int = Field(default=4, ge=1, le=32)
    rate: float = Field(default=0.0, ge=0.0)

    @field_validator("iri")
    @classmethod
    def _name(cls, value: str) -> str:
        return web_address(value, "it is a name, and the same for everybody")

    @property
    def place(self) -> str:
        """Return where it is read: an address, or a path as the config has it."""
        raise NotImplementedError

    @property
    def identity(self) -> str:
        """Return the base of all keys."""
        return self.iri or self.place


class _Server(_Archive):
    url: str
    user_env: str
    password_env: str

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

    path: Path
    iri: str = Field(min_length=1)

    @property
    def place(self) -> str:
        """Return the path."""
        return str(self.path)


class XnatArchive(_Server):
    """An XNAT. ``tables`` are the names (globs) of CSV and JSON resource files that ``harvest --clinical`` reads."""

    type: Literal["xnat"] = "xnat"
    tables: tuple[str, ...] = ()
    user_env: str = "XNAT_USER"
    password_env: str = "XNAT_PASS"  # noqa: S105 - the name of a variable


class ProjectWords(Part):
    """What the catalogue says of a project of an archive that has only images."""

    name: str = ""
    description: str = ""
    keywords: str = ""
    visibility: Access | None = None


_ONLY_BY = {
    "project": ("archive",),
    "attribute": ("attribute", "prefix", "table"),
    "separator": ("prefix",),
    "table": ("table",),
}
"""Entry of a grouping → the ways of grouping that heed it."""


class DicomGrouping(Part):
    """What makes a project of DICOM series; docs/archives.md.

    ``by`` is the whole archive (``project`` names it), the text of an ``attribute``, the ``prefix`` of one up to
    ``separator``, or a ``table`` of values and projects. Without a ``visibility`` nothing is published.
    """

    by: Literal["archive", "attribute", "prefix", "table"] = "archive"
    project: str = ""
    attribute: str = ""
    separator: str = Field(default="-", min_length=1)
    table: Path | None = None
    visibility: Access | None = None
    projects: dict[str, ProjectWords] = Field(default_factory=dict)

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
    """A DICOMweb server; ``url`` is the root of its QIDO-RS and WADO-RS."""

    type: Literal["dicomweb"]
    grouping: DicomGrouping
    user_env: str = "DICOMWEB_USER"
    password_env: str = "DICOMWEB_PASS"  # noqa: S105 - the name of a variable


class DicomFolder(_File):
    """DICOM files in a folder, a zip file or named by a DICOMDIR."""

    type: Literal["dicom_folder"]
    grouping: DicomGrouping


class TableArchive(_File):
    """A CSV with one dataset a row; ``visibility`` is that of rows that do not say their own."""

    type: Literal["table"]
    visibility: Access | None = None


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
