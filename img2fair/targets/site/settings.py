"""What an operator says of a site."""

import re
from dataclasses import dataclass
from pathlib import Path

from img2fair.errors import UsageFault
from img2fair.rdf import is_iri

_ADDRESS = re.compile(r"https?://[^/?#@\[\]]+(/[^?#]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where a site lies, under which address the world sees it, and what its pages say of themselves.

    ``base`` is the address of the root, and the beginning of every IRI; ``notice`` is shown at the foot of every page;
    ``language`` is the language of titles and texts to prefer where a record has several.
    """

    name: str
    path: Path
    base: str
    title: str = ""
    notice: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        if not is_iri(self.base) or not _ADDRESS.fullmatch(self.base):
            raise UsageFault(
                f"the base of site '{self.name}' is no web address: {self.base!r}",
                cure="give the address under which the folder is served, such as https://example.org/catalogue",
            )

    @property
    def root(self) -> str:
        """The IRI of the FAIR Data Point itself: the base without a slash at its end."""
        return self.base.rstrip("/")
