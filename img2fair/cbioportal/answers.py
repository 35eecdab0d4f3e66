"""Questions to a service that answers in JSON, a cBioPortal or OncoTree's, and what else may come in place of it."""

import json
import re
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests

from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.http import Client, Journal, Params, Passing

TRIES = 3
"""How often a question is sent at most."""
_HERE = ("127.0.0.1", "::1", "localhost")
_LOGIN = re.compile(rb"password|log.?in|sign.?in|wachtwoord|inloggen|passwort|anmelden", re.IGNORECASE)
_WAY_TO_LOGIN = re.compile(r"log.?in|sign.?in|auth|saml|sso|realms|oidc", re.IGNORECASE)
_REFUSED = frozenset({401, 403})


class Service:
    """Asks one service. Use it in a ``with`` block.

    :param url: its address, without ``/api``.
    :param name: what it is called in faults, such as ``the portal``.
    :param token: sent as a bearer token; empty: nobody is logged in.
    :param variable: the environment variable that a token comes from; empty where the service takes none.
    :raises UsageFault: the address is none, or would carry the token unencrypted over a network.
    """

    def __init__(self, url: str, name: str, token: str = "", variable: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageFault(
                f"the address of {name} must begin with https://", where=url, cure="write the address with https://"
            )
        if token and parts.scheme == "http" and parts.hostname not in _HERE:
            raise UsageFault(
                f"the token would be sent to {name} unencrypted", where=url, cure="give an address with https://"
            )
        self.name = name
        self._client = Client(url.rstrip("/").removesuffix("/api"), Journal(), threads=1)
        self._client.session.headers["Accept"] = "application/json"
        self._client.guard = _Reception(name, token, variable)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._client.session.close()

    @property
    def url(self) -> str:
        """Return the address that paths are added to."""
        return self._client.base

    def ask(self, path: str, params: Params | None = None) -> object:
        """Return the JSON that a path gives.

        :raises RemoteFault: the service is down, keeps failing, or answers something else than JSON.
        :raises LoginFault: it wants a log-in, refuses ours, or shows a page to log in on.
        """
        return self._client.get(path, params, read=self._json, tries=TRIES)

    def _json(self, answer: requests.Response) -> object:
        if answer.status_code != 200:
            raise self._odd(f"answers {answer.status_code}", answer)
        body = answer.content
        if "html" in answer.headers.get("Content-Type", "").lower() or body.lstrip()[:1] == b"<":
            if _LOGIN.search(body):
                raise _wants_login(self._client.guard, answer.url)
            raise self._odd("gives a page for people in place of JSON", answer)
        try:
            found: object = json.loads(body)
        except ValueError:
            raise Passing("the answer is not whole JSON") from None
        except RecursionError:
            raise self._odd("gives JSON that nests too deep", answer) from None
        return found

    def _odd(self, what: str, answer: requests.Response) -> RemoteFault:
        return RemoteFault(
            f"{self.name} {what}", where=answer.url, cure="check that the address is its own, and that it is up"
        )


class _Reception:
    """Says who asks, and tells when that will not do (``http.Guard``)."""

    def __init__(self, name: str, token: str, variable: str) -> None:
        self.name, self.variable = name, variable
        self._token = token

    @property
    def named(self) -> bool:
        return bool(self._token)

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def again(self, answer: requests.Response) -> bool:
        sent_to_login = answer.is_redirect and _WAY_TO_LOGIN.search(answer.headers["Location"])
        if answer.status_code in _REFUSED or sent_to_login:
            raise _wants_login(self, answer.url)
        return False


def _wants_login(guard: object, where: str) -> LoginFault:
    reception = guard if isinstance(guard, _Reception) else _Reception("the service", "", "")
    cure = "give the address of a service that is open to all"
    if reception.variable:
        cure = f"set {reception.variable} to a data access token of it (its page of the web, under the account)"
    what = "does not take the token" if reception.named else "wants a log-in"
    return LoginFault(f"{reception.name} {what}", where=where, cure=cure)
