"""Requests and answers as values, and the exception that is an answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, serialize

JSON, TURTLE = "application/json", "text/turtle"
FORMS = {
    TURTLE: RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "text/n3": RdfFormat.N3,
}


@dataclass(frozen=True)
class Request:
    """One request; ``path`` has no slash at its beginning, ``user`` is the e-mail address of who sent it."""

    method: str
    path: str
    params: Mapping[str, str]
    body: bytes
    content_type: str
    accept: str
    user: str

    def number(self, name: str, usual: int) -> int:
        """Return a parameter that is a number.

        :raises FdpError: it is none (400), or negative, which the reference notices only when it breaks (500).
        """
        text = self.params.get(name, str(usual))
        if not text.removeprefix("-").isdigit():
            raise FdpError(400)
        if text.startswith("-"):
            raise FdpError(500)
        return int(text)


@dataclass(frozen=True)
class Response:
    """One answer."""

    body: bytes
    content_type: str = JSON
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class FdpError(Exception):
    """An answer other than success, with the message the reference gives.

    It gives none where its framework answers in its place (a wrong method or type, a crash): the status is all then.
    """

    def __init__(self, status: int, message: str = "", report: Iterable[Triple] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.report = list(report)


@dataclass(frozen=True)
class RequestRecord:
    """One line of the request log; ``status`` 0 where the connection was cut before an answer.

    ``begun`` and ``ended`` are by the monotonic clock: whether two requests were worked on at the same time.
    """

    method: str
    path: str
    query: str
    user: str
    status: int
    fault: str = ""
    begun: float = 0.0
    ended: float = 0.0


def as_json(value: object, status: int = 200, request: Request | None = None) -> Response:
    """Return a value as JSON.

    :raises FdpError: the request does not accept JSON (406), found out only now that all is done.
    """
    if request and not takes_json(request.accept):
        raise FdpError(406)
    return Response(json.dumps(value).encode(), JSON, status)


def as_rdf(triples: Iterable[Triple], request: Request, status: int = 200, **headers: str) -> Response:
    """Return triples in the form the request accepts; Turtle unless it names another.

    :raises FdpError: only JSON is accepted, which no RDF endpoint speaks (406).
    """
    kind = rdf_type(request.accept)
    unique = {str(triple): triple for triple in triples}
    body = serialize(unique.values(), format=FORMS[kind]) or b""
    return Response(body, kind, status, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def rdf_type(accept: str) -> str:
    """Return the RDF type to answer with.

    :raises FdpError: there is none.
    """
    wanted = [part.partition(";")[0].strip() for part in accept.split(",")]
    found = next((name for name in wanted if name in FORMS and name != "text/plain"), None)
    if JSON in wanted or (found is None and "*/*" not in wanted):
        raise FdpError(406)
    return found or TURTLE


def takes_json(accept: str) -> bool:
    """Tell whether JSON is accepted."""
    return bool({JSON, "*/*"} & {part.partition(";")[0].strip() for part in accept.split(",")})
