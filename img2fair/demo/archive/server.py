"""The demo archive's life: started on loopback, filled, broken on demand, stopped."""

from collections.abc import Callable

from img2fair.demo.archive.exchange import Dialect, RequestRecord, Response
from img2fair.demo.archive.faults import Faults
from img2fair.demo.archive.handler import ArchiveHandler
from img2fair.demo.archive.logins import TOKEN_SECONDS, Logins
from img2fair.demo.content import ArchiveContent, load_content
from img2fair.demo.listening import Listening, Running


class DemoArchive(Running):
    """A read-only archive that speaks XNAT's REST API on loopback.

    It listens from construction on and answers between ``with`` and its end. ``content`` may be replaced at any time;
    every request answers from the content it started with. ``on_request`` is called with each request after it was
    answered and before the answer goes out, so a test can edit the content between two requests. ``rewrite`` is given
    each answer, with the path and query it answers; what it returns goes out.

    :param content: what it holds; the bundled content by default.
    :param port: 0 takes a free one.
    :param require_login: whether the site is closed to guests.
    :param idle_seconds: after how long an unused session dies.
    :param context: the path the site lives under, such as ``/xnat``.
    :param token_seconds: for how long an alias token is good.
    :param unsupported: see ``Dialect``.
    :param strict: see ``Dialect``.
    """

    def __init__(
        self,
        content: ArchiveContent | None = None,
        *,
        port: int = 0,
        require_login: bool = False,
        idle_seconds: float = 900,
        context: str = "",
        token_seconds: float = TOKEN_SECONDS,
        unsupported: frozenset[str] = frozenset(),
        strict: bool = False,
    ) -> None:
        self.content = content or load_content()
        self.context = context.rstrip("/")
        self.logins = Logins(require_login=require_login, idle_seconds=idle_seconds, token_seconds=token_seconds)
        self.dialect = Dialect(unsupported, strict)
        self.faults = Faults()
        self.on_request: Callable[[RequestRecord], None] | None = None
        self.rewrite: Callable[[str, str, Response], Response] | None = None
        self.requests: list[RequestRecord] = []
        super().__init__(ArchiveServer(self, port), "demo-archive")

    @property
    def url(self) -> str:
        """The site's address, without a slash at its end."""
        return f"{self.address}{self.context}"


class ArchiveServer(Listening):
    """The archive's HTTP server."""

    def __init__(self, site: DemoArchive, port: int) -> None:
        self.site = site
        super().__init__(ArchiveHandler, port)
