"""What the config tells a mapping."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from img2fair.errors import UsageFault
from img2fair.mapping.titles import tells_forms
from img2fair.model import FormDefinition, Header
from img2fair.privacy import ALL_NAMED, Contributors, Review

OF_A_PROJECT = frozenset({"species", "dates", "distributions"})
"""Keys of a project's settings that are no overrides of the defaults."""


@dataclass(frozen=True)
class Settings:
    """What no archive knows: the site, the defaults, what the config says of single projects.

    :param site: ``url``, ``type`` (the kind of archive; XNAT where none is said), ``name``, ``description``,
        ``language``, ``version``, ``public_requires_login``.
    :param defaults: nested values for ``defaults.*``.
    :param projects: by id: overrides of the defaults; ``species``; ``dates: true`` where dates of acquisition are not
        shifted; ``distributions``: by resource label, what ``resource.defaults`` is.
    :param timezone: the archive's, for dates and times without one.
    :param forms: the archive's custom forms, as the snapshot's header has them.
    :param forms_told: whether the archive tells which forms its projects have, so that what no form asks is known.
    :param reviews: texts that somebody has looked at and let out; ``today``: the day on which they are looked at, that
        of the harvest, so that the same snapshot gives the same records.
    :param contributors: whether those who made a dataset are named.
    :param block_on_evidence: whether headers that contradict or deny de-identification keep a record back.
    """

    site: dict[str, Any]
    defaults: dict[str, Any]
    projects: dict[str, dict[str, Any]] = field(default_factory=dict)
    min_count: int = 10
    timezone: str = "UTC"
    forms: tuple[FormDefinition, ...] = ()
    forms_told: bool = False
    reviews: tuple[Review, ...] = ()
    today: dt.date | None = None
    contributors: Contributors = ALL_NAMED
    block_on_evidence: bool = False

    def __post_init__(self) -> None:
        for project, said in self.projects.items():
            own = said.get("distributions") if said else None
            if own is not None and not (isinstance(own, Mapping) and all(isinstance(v, Mapping) for v in own.values())):
                cure = "write for each resource label what holds for it: {DICOM: {license: …}}"
                raise UsageFault("expected labels and settings", where=f"projects: {project}: distributions", cure=cure)
        try:
            ZoneInfo(self.timezone)
        except (ValueError, LookupError, OSError):
            cure = "name a zone such as Europe/Amsterdam"
            raise UsageFault(f"unknown time zone '{self.timezone}'", where="archive: timezone", cure=cure) from None

    @classmethod
    def of_header(cls, header: Header) -> "Settings":
        """Return what is known without a config: the archive's address, kind and forms, and the day of the harvest."""
        site = {"url": header.archive, "type": header.kind, "name": "", "language": "en"}
        defaults = {"public_requires_login": False}
        told = tells_forms(header)
        return cls(site=site, defaults=defaults, forms=header.forms, forms_told=told, today=header.time.date())

    def of(self, project: str) -> dict[str, Any]:
        """Return what the config says of one project."""
        return self.projects.get(project) or {}

    def overrides_of(self, project: str) -> dict[str, Any]:
        """Return what a project's own settings lay over the defaults, key by key at every depth."""
        return {key: value for key, value in self.of(project).items() if key not in OF_A_PROJECT}

    def dates_true(self, project: str) -> bool:
        """Tell whether a project's dates of acquisition are known not to be shifted (design.md D12)."""
        said = self.of(project).get("dates", self.defaults.get("dates"))
        return said is True or str(said).casefold() == "true"


def overridden(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested values with others laid over them."""
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        merged[key] = overridden(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return merged
