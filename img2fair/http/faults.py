"""What can go wrong between a request and the end of its answer."""

import requests
import urllib3

from img2fair.errors import RemoteFault

CUT_SHORT = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    urllib3.exceptions.DecodeError,
    urllib3.exceptions.ProtocolError,
    urllib3.exceptions.ReadTimeoutError,
)
"""What the libraries raise where a connection or an answer breaks off."""


class Passing(Exception):
    """A fault that may pass: the request is sent again."""


class Absent(Passing):
    """The server itself does not answer: its gateway says so in its place, or the answer trickles."""


class Unreachable(RemoteFault):
    """The server cannot be used for the rest of the run: no request is sent any more.

    Who catches ``RemoteFault`` to leave one project out lets this one through: it is true of all projects.
    """


def in_words(fault: Exception) -> str:
    """Return the cause of a fault without the library's wrapping; never what an answer says."""
    if isinstance(fault, Passing):
        return str(fault)
    text = str(fault)
    return next((words for mark, words in _CAUSES.items() if mark in text), type(fault).__name__)


_CAUSES = {
    "Connection refused": "connection refused",
    "Name or service not known": "there is no host of that name",
    "Temporary failure in name resolution": "the host's name cannot be resolved",
    "CERTIFICATE_VERIFY_FAILED": "its certificate cannot be trusted",
    "timed out": "no answer in time",
    "IncompleteRead": "the answer was cut short",
    "Connection aborted": "the connection was cut",
    "Connection broken": "the answer was cut short",
}
