"""What an operator says of a FAIR Data Point."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from img2fair.errors import UsageFault
from img2fair.log import hide
from img2fair.rdf import is_iri

STOCK = "fdp-default"
"""The profile of a fresh installation; its schemas contradict DCAT-AP in places (stock.py)."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class FdpSettings:
    """Where a FAIR Data Point answers, who we are there, and which catalogue of it is meant.

    ``url`` is the address requests go to; the beginning of identifiers may be another one and is asked of the server.
    ``catalog`` is the IRI of a catalogue that is there already; empty means one of our own. ``login`` is an e-mail
    address and its password, ``token`` an API key; either will do. ``withdraw`` is ``delete`` (the account must be
    administrator) or ``mark``; ``index`` the address of an FDP Index to be told of changes; ``siblings`` how many
    datasets are written at the same time.
    """

    name: str
    url: str
    catalog: str = ""
    login: tuple[str, str] | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)
    profile: str = ""
    withdraw: str = "delete"
    index: str = ""
    siblings: int = 4

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not is_iri(self.url):
            raise UsageFault(
                f"the url of target '{self.name}' is no web address: {self.url!r}",
                cure="give the address of the FAIR Data Point, such as https://fdp.example.org",
            )
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise UsageFault(
                "the log-in would travel unencrypted", where=self.url, cure="use the https:// address of the target"
            )
        for secret in (self.token, self.login[1] if self.login else ""):
            hide(secret)
        if not self.token and self.login is None:
            raise UsageFault(
                f"there is no log-in for target '{self.name}'",
                where=self.url,
                cure="set FDP_USER and FDP_PASS, or FDP_TOKEN (each also as …_FILE)",
            )

    @property
    def root(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")
