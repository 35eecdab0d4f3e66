"""img2fair.yaml as types.

Unknown keys are errors with the nearest right one, so that a slip of the pen never becomes a default.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from img2fair.config.archives import Archive
from img2fair.config.parts import Part, web_address


class SiteTarget(Part):
    """A static catalogue in a folder; docs/site.md.

    ``language`` is that of the pages one comes to first; ``open_in`` are viewers by name, ``request_access`` where one
    asks for the data: templates of addresses, with ``{project}`` and so on.
    """

    type: Literal["site"]
    path: Path
    base: str
    title: str = ""
    notice: str = ""
    language: Literal["en", "nl"] = "en"
    open_in: dict[str, str] = Field(default_factory=dict)
    request_access: str = ""
    index: str = ""

    @field_validator("index")
    @classmethod
    def _index(cls, value: str) -> str:
        return web_address(value, "an FDP Index asks for none")

    @field_validator("base")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value:
            raise ValueError("must be the https:// address the catalogue will have")
        return web_address(value, "visitors of the catalogue see this address")


class StudyEntry(Part):
    """One project's study in cBioPortal; docs/researcher.md. An address alone is the viewer of every modality.

    ``mapping`` is the project's harmonisation file, ``sample_table`` the table of ``samples: table``; both beside the
    config. ``study_uids`` lets study UIDs into links to a viewer that needs them.
    """

    patient_id: Literal["hash", "label"] = "hash"
    study_id: str = ""
    name: str = ""
    description: str = ""
    cancer_type: str = "mixed"
    groups: str = ""
    record: str = ""
    mapping: Path = Path()
    samples: Literal["subject", "session", "table"] = "subject"
    sample_table: Path = Path()
    reference_genome: Literal["hg19", "hg38", "mm10"] = "hg38"
    citation: str = ""
    pmid: str = ""
    access_request: str = ""
    licence: str = ""
    protocol: str = ""
    study_uids: bool = False
    viewer: dict[str, str] = Field(default_factory=dict)

    @field_validator("viewer", mode="before")
    @classmethod
    def _by_modality(cls, value: Any) -> Any:
        return {"default": value} if isinstance(value, str) else value


class Oncotree(Part):
    """Which OncoTree codes are of; ``source`` is a file in the form of its API, or the address of its service.

    Without a source there is our own table of the commonest types, of the releases of 2021_11_02 and 2025_10_03.
    """

    version: str = ""
    source: str = ""


class Cbioportal(Part):
    """The export to cBioPortal.

    ``portal`` is the address of the cBioPortal that shows the studies, ``catalogue`` where a study's catalogue record
    stands; ``key`` the private file that pseudonyms are made with. It is kept apart from the work folder, which may be
    deleted: with another key every patient has another id. ``compare`` is a cBioPortal whose public studies the
    harmonisation report compares attributes with; ``min_cell`` the fewest patients of a category nobody is warned of.
    """

    portal: str = ""
    catalogue: str = ""
    compare: str = ""
    key: Path = Path("cbioportal.key")
    min_cell: int = Field(default=5, ge=2)
    oncotree: Oncotree = Oncotree()
    projects: dict[str, StudyEntry] = Field(default_factory=dict)


class FdpTarget(Part):
    """A FAIR Data Point; its log-in comes from the environment or .netrc (docs/fdp.md).

    ``withdraw`` deletes a record (the account must be administrator) or leaves a mark in its place; ``index`` is an FDP
    Index that is told of changes; ``siblings`` how many datasets are written at the same time.
    """

    type: Literal["fdp"]
    url: str
    catalog: str = ""
    profile: str = ""
    withdraw: Literal["delete", "mark"] = "delete"
    index: str = ""
    siblings: int = Field(default=4, ge=1, le=4)
    user_env: str = "FDP_USER"
    password_env: str = "FDP_PASS"  # noqa: S105 - the name of a variable
    token_env: str = "FDP_TOKEN"  # noqa: S105 - the name of a variable

    @field_validator("url", "catalog", "index")
    @classmethod
    def _address(cls, value: str) -> str:
        return web_address(value, "set FDP_USER and FDP_PASS, or FDP_TOKEN")


class Reviewed(Part):
    """A text that somebody has looked at and let out; ``value`` is the fingerprint that the finding tells."""

    project: str
    field: str
    value: str
    by: str = Field(min_length=1)
    why: str = Field(min_length=1)
    until: date


class People(Part):
    """Whether those who made a dataset are named (design.md D11); privacy/contributors.py."""

    names: bool = True
    opt_out: tuple[str, ...] = ()
    keyword: str = "no-names"


class Privacy(Part):
    """What may be said of few people, who is named, which texts were reviewed (docs/privacy.md).

    ``deid`` tells what comes of headers that contradict or deny de-identification: a finding, or a record kept back.
    """

    min_count: int = Field(default=10, ge=5)
    reviewed: tuple[Reviewed, ...] = ()
    people: People = People()
    deid: Literal["report", "block"] = "report"


class Monitoring(Part):
    """Who is told of a run: a file of metrics after each, a webhook and a command where the verdict changed.

    ``webhook_env`` names the variable that holds the webhook's address where that is a secret.
    """

    metrics: Path | None = None
    webhook: str = ""
    webhook_env: str = ""
    command: tuple[str, ...] = ()

    @field_validator("webhook")
    @classmethod
    def _address(cls, value: str) -> str:
        return web_address(value, "name a variable that holds the address: webhook_env")


class Config(Part):
    """The whole of img2fair.yaml, as it is for one archive.

    A config of several archives (``archives:``) is read as one config for each; config/load.py.

    ``mapping`` is one mapping, or several that are laid over each other; ``advisory`` are profiles that judge and keep
    nothing back; ``language`` is that of reports and worklists.
    """

    archive: Archive
    mapping: str | tuple[str, ...] = "health-ri-core"
    profiles: tuple[str, ...] = ("dcat-ap", "health-ri-core")
    advisory: tuple[str, ...] = ()
    language: Literal["en", "nl"] = "en"
    defaults: dict[str, Any] = Field(default_factory=dict)
    projects: dict[str, dict[str, Any]] = Field(default_factory=dict)
    targets: dict[str, Annotated[SiteTarget | FdpTarget, Field(discriminator="type")]] = Field(default_factory=dict)
    work: Path = Path(".img2fair")
    privacy: Privacy = Privacy()
    block_on: Literal["violation", "warning", "never"] = "violation"
    cbioportal: Cbioportal = Cbioportal()
    monitoring: Monitoring = Monitoring()
