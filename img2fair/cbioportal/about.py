"""What a study tells of itself: plain texts that may stand in it, and where its data come from."""

from dataclasses import dataclass
from urllib.parse import quote

XNAT = "xnat"
"""The kind of archive whose projects and sessions have pages of their own."""


@dataclass(frozen=True, slots=True)
class About:
    """What is not of its people: every text is released, or the config's own.

    :param project: the project's id; ``archive``: the archive's address, ``kind`` its kind (a config's ``type``).
    :param name: the study's name; ``text``: what it is about.
    :param public: whether everybody may read the project in the archive.
    """

    project: str
    archive: str
    name: str
    text: str = ""
    kind: str = XNAT
    public: bool = False

    @property
    def where(self) -> str:
        """Return what findings name the project by."""
        return f"{self.archive}/{self.project}"

    @property
    def project_page(self) -> str:
        """Return the address of the project in XNAT; empty in other archives, or where it is not https.

        XNAT REST API: ``/data/projects/{id}`` with ``format=html``.
        """
        base = self._pages
        return f"{base}/data/projects/{_quoted(self.project)}?format=html" if base else ""

    def session_page(self, session_id: str) -> str:
        """Return the address of a session in XNAT, by its id (its label can tell of a person); empty as above."""
        base = self._pages
        return f"{base}/data/experiments/{_quoted(session_id)}?format=html" if base and session_id else ""

    @property
    def _pages(self) -> str:
        safe = self.kind == XNAT and self.archive.startswith("https://")
        return self.archive.rstrip("/") if safe else ""


def _quoted(id_: str) -> str:
    return quote(id_, safe="")
