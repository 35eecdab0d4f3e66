"""The targets a config can name: a static site, a FAIR Data Point."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from img2fair.config.parts import Part, Variable, web_address


class SiteTarget(Part):
    """A static catalogue in a folder; docs/site.md."""

    type: Literal["site"] = Field(description="The kind of target: site, a static catalogue in a folder.")
    path: Path = Field(description="Folder that the pages are written to.", examples=["public"])
    base: str = Field(
        description="Address that the folder is served at, the beginning of every identifier; it stays for ever.",
        examples=["https://example.org/catalogue"],
    )
    title: str = Field(default="", description="Title of the pages; by default that of the catalogue.")
    notice: str = Field(default="", description="Text at the foot of every page; addresses in it become links.")
    language: Literal["en", "nl"] = Field(default="en", description="Language of the pages one comes to first.")
    open_in: dict[str, str] = Field(
        default_factory=dict,
        description="Viewers: name and address, in which {project}, {iri} and {title} are filled in.",
    )
    request_access: str = Field(
        default="", description="Address where one asks for data; {project}, {iri} and {title} are filled in."
    )
    index: str = Field(default="", description="Address of an FDP Index that is told of changes; empty: none.")

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


class FdpTarget(Part):
    """A FAIR Data Point; where its log-in comes from is in docs/fdp.md."""

    type: Literal["fdp"] = Field(description="The kind of target: fdp, a FAIR Data Point.")
    url: str = Field(description="Address of the FAIR Data Point.", examples=["https://fdp.example.org"])
    catalog: str = Field(
        default="", description="Address of a catalogue in it that datasets go into; empty: one of our own is made."
    )
    profile: str = Field(
        default="", description="Profile that says what this FAIR Data Point takes; empty: what its own shapes say."
    )
    withdraw: Literal["delete", "mark"] = Field(
        default="delete",
        description="What a withdrawal does: delete the record (as an administrator), or mark it as withdrawn.",
    )
    index: str = Field(default="", description="Address of an FDP Index that is told of changes; empty: none.")
    siblings: int = Field(default=4, ge=1, le=4, description="Datasets that are written at the same time, 1 to 4.")
    user_env: Variable = Field(default="FDP_USER", description="Name of the variable that holds the e-mail address.")
    password_env: Variable = Field(default="FDP_PASS", description="Name of the variable that holds the password.")
    token_env: Variable = Field(default="FDP_TOKEN", description="Name of the variable that holds the API key.")

    @field_validator("url", "catalog", "index")
    @classmethod
    def _address(cls, value: str) -> str:
        return web_address(value, "set FDP_USER and FDP_PASS, or FDP_TOKEN")
