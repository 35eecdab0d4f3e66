"""img2fair.yaml as types.

Unknown keys are errors with the nearest right one, so that a slip of the pen never becomes a default. What an entry
means stands in its description: the reference, the JSON Schema and messages are made of it.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, field_validator

from img2fair.config.archives import Archive
from img2fair.config.parts import Part, VariableOrNone, web_address
from img2fair.config.studies import Cbioportal
from img2fair.config.targets import FdpTarget, SiteTarget


class Reviewed(Part):
    """A text that somebody has looked at and let out."""

    project: str = Field(description="Id of the project the text is of.", examples=["BRAIN1"])
    field: str = Field(description="Field the text stands in, as the finding names it.", examples=["project.name"])
    value: str = Field(description="Fingerprint of the text, as the finding tells it.", examples=["3f2a9c0d11e4"])
    by: str = Field(min_length=1, description="Who looked at it.", examples=["a.example"])
    why: str = Field(min_length=1, description="Why it may be published.", examples=["the name of a scanner"])
    until: date = Field(description="Last day on which this holds.", examples=["2027-12-31"])


class People(Part):
    """Whether those who made a dataset are named (design.md D11); privacy/contributors.py."""

    names: bool = Field(default=True, description="Whether investigators are named; false: none is, in any project.")
    opt_out: tuple[str, ...] = Field(default=(), description="Names or ORCIDs of people who do not want to be named.")
    keyword: str = Field(default="no-names", description="A project with this keyword names nobody.")


class Privacy(Part):
    """What may be said of few people, who is named, which texts were reviewed (docs/privacy.md)."""

    min_count: int = Field(default=10, ge=5, description="Fewest people that are counted in public, 5 at least.")
    reviewed: tuple[Reviewed, ...] = Field(default=(), description="Texts that were held back and may be published.")
    people: People = Field(default=People(), description="Who is named in public.")
    deid: Literal["report", "block"] = Field(
        default="report",
        description="Headers that contradict or deny de-identification: report a finding, or block the record.",
    )


class Monitoring(Part):
    """Who is told of a run: a file of metrics after each, a webhook and a command where the verdict changed."""

    metrics: Path | None = Field(
        default=None, description="File of OpenMetrics that each run writes, for Prometheus' node exporter."
    )
    webhook: str = Field(default="", description="Address that hears of a run whose verdict changed.")
    webhook_env: VariableOrNone = Field(
        default="",
        description="Name of the variable that holds the webhook's address, where it is a secret.",
        examples=["WEBHOOK_ADDRESS"],
    )
    command: tuple[str, ...] = Field(
        default=(), description="Program and arguments; it gets the summary of such a run on stdin."
    )

    @field_validator("webhook")
    @classmethod
    def _address(cls, value: str) -> str:
        return web_address(value, "name a variable that holds the address: webhook_env", root=False)


LIST = "list"
"""How pydantic tells of a list where there may be a text or a list."""
OneOrMore = Annotated[
    Annotated[str, Tag("text")] | Annotated[tuple[str, ...], Tag(LIST)],
    Discriminator(lambda value: "text" if isinstance(value, str) else LIST),
]


class Config(Part):
    """The whole of img2fair.yaml, as it is for one archive.

    A config of several archives (``archives:``) is read as one config for each; config/load.py.
    """

    archive: Archive = Field(
        description="The archive that is read; archives, with a name for each, in its place where there are several.",
        examples=[{"url": "https://xnat.example.org"}],
    )
    mapping: OneOrMore = Field(
        default="health-ri-core",
        description="Mapping: a shipped one, a file beside the config, or several that are laid over each other.",
    )
    profiles: tuple[str, ...] = Field(
        default=("dcat-ap", "health-ri-core"), description="Profiles that hold back a record that does not conform."
    )
    advisory: tuple[str, ...] = Field(default=(), description="Profiles that advise and hold nothing back.")
    language: Literal["en", "nl"] = Field(default="en", description="Language of reports and worklists.")
    defaults: dict[str, Any] = Field(
        default_factory=dict,
        description="What the archive cannot know, such as publisher and licence; mappings read it as defaults.*.",
    )
    projects: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="Projects: id, and what replaces the defaults for that one."
    )
    targets: dict[str, Annotated[SiteTarget | FdpTarget, Field(discriminator="type")]] = Field(
        default_factory=dict, description="Where records are published: a name of yours for each target."
    )
    work: Path = Field(
        default=Path(".img2fair"), description="Folder for snapshot, records, reports and plans; it may be deleted."
    )
    privacy: Privacy = Field(default=Privacy(), description="What may be said of people; docs/privacy.md.")
    block_on: Literal["violation", "warning", "never"] = Field(
        default="violation", description="Gravest finding that a record may not have: violation, warning, or never."
    )
    cbioportal: Cbioportal = Field(default=Cbioportal(), description="Studies for cBioPortal; docs/cbioportal.md.")
    monitoring: Monitoring = Field(default=Monitoring(), description="Who is told how a run ended.")
