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


class TooLarge(Exception):
    """An answer has more bytes than are read of one; the rest is not fetched.

    :param most: how many are.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"the answer is larger than {most >> 20} MiB")


class Unreachable(RemoteFault):
    """The server cannot be used for the rest of the run: no request is sent any more.

    Who catches ``RemoteFault`` to leave one project out lets this one through: it is true of all projects.
    """


def in_words(fault: Exception) -> str:
    """Return the cause of a fault without the library's wrapping; never what an answer says."""
    if isinstance(fault, (Passing, TooLarge)):
        return str(fault)
    text = str(fault)
    return next((words for mark, words in (_UNTRUSTED | _CAUSES).items() if mark in text), type(fault).__name__)


def untrusted(fault: Exception) -> bool:
    """Tell whether a connection failed because the server cannot be trusted, which no other try mends."""
    return isinstance(fault, requests.exceptions.SSLError) and any(mark in str(fault) for mark in _UNTRUSTED)


_UNTRUSTED = {
    "certificate has expired": "its certificate has expired",
    "certificate is not yet valid": "its certificate is not valid yet",
    "Hostname mismatch": "its certificate is that of another host",
    "IP address mismatch": "its certificate is that of another host",
    "self-signed certificate in certificate chain": "its certificate is of an authority that is not trusted",
    "self-signed certificate": "its certificate is signed by itself",
    "unable to get local issuer": "its certificate is of an authority that is not trusted",
    "CERTIFICATE_VERIFY_FAILED": "its certificate cannot be trusted",
    "UNSUPPORTED_PROTOCOL": "it speaks no TLS of version 1.2 or later",
    "ALERT_PROTOCOL_VERSION": "it speaks no TLS of version 1.2 or later",
    "WRONG_VERSION_NUMBER": "it does not speak TLS at this port",
}
_CAUSES = {
    "Connection refused": "connection refused",
    "Unable to connect to proxy": "the proxy cannot be used",
    "Tunnel connection failed": "the proxy cannot be used",
    "Name or service not known": "there is no host of that name",
    "Temporary failure in name resolution": "the host's name cannot be resolved",
    "timed out": "no answer in time",
    "IncompleteRead": "the answer was cut short",
    "EOF occurred in violation": "the connection was cut",
    "Connection aborted": "the connection was cut",
    "Connection broken": "the answer was cut short",
}
