"""Logging in and out, and alias tokens (XNAT's UserSession, AliasTokenRestlet)."""

import uuid
from dataclasses import replace
from urllib.parse import parse_qs

from img2fair.demo.archive.exchange import TEXT, ArchiveError, Request, Response, not_found
from img2fair.demo.archive.logins import GUEST, Login, Logins, Token, UnauthorizedError
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.tables import as_json
from img2fair.demo.content import ArchiveContent

LOGIN_PAGE = "/app/template/Login.vm"
BAD_LOGIN = "Login attempt failed. Please try again."


def session_cookie(login: Login, context: str) -> str:
    """Return the cookie of an open session."""
    return f"JSESSIONID={login.id}; Path={context or '/'}; HttpOnly"


def jsession(request: Request, logins: Logins) -> Response:
    """Answer ``/data/JSESSION``: the session's id as text; ``DELETE`` ends it."""
    if request.method == "DELETE":
        logins.close(request.session_id)
        return Response(b"", TEXT)
    csrf = f"; XNAT_CSRF={uuid.uuid4()}" if request.params.get("CSRF") == "true" else ""
    return Response(f"{request.session_id}{csrf}".encode(), TEXT)


def auth(request: Request, _: Logins) -> Response:
    """Answer ``/data/auth``: who is logged in."""
    return Response(f"User '{request.viewer.login}' is logged in".encode(), TEXT)


def services_auth(body: bytes, logins: Logins, content: ArchiveContent, context: str) -> Response:
    """Answer ``PUT /data/services/auth``, which needs no session: it is how one begins."""
    login = _form_login(body, logins, content)
    if not login:
        return page("status.html", status=401, reason=BAD_LOGIN)
    return Response(login.id.encode(), TEXT, headers=(("Set-Cookie", session_cookie(login, context)),))


def form_login(body: bytes, logins: Logins, content: ArchiveContent, context: str) -> Response:
    """Answer the form of the login page, for people with a browser."""
    login = _form_login(body, logins, content)
    if not login:
        return page("login.html", message=BAD_LOGIN, sources=content.sources)
    headers = (("Set-Cookie", session_cookie(login, context)), ("Location", f"{context}/"))
    return replace(Response(b"", TEXT, 302), headers=headers)


def _form_login(body: bytes, logins: Logins, content: ArchiveContent) -> Login | None:
    form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    try:
        user = logins.check(form.get("username", ""), form.get("password", ""), content)
        return logins.open(user.login)
    except UnauthorizedError:
        return None


def tokens(request: Request, logins: Logins, rest: str) -> Response:
    """Answer ``/data/services/tokens/...``: issue, show, validate, invalidate.

    :raises ArchiveError: 403 to the guest, who has nothing to stand in for.
    """
    if request.viewer.login == GUEST:
        raise ArchiveError(403, "You must be logged in to use alias tokens.")
    operation, *arguments = rest.split("/")
    if operation == "issue" and (not arguments or arguments[:1] == ["user"]):
        if arguments and arguments[1:] != [request.viewer.login]:
            raise ArchiveError(403, "Only administrators can issue tokens for somebody else.")
        return as_json(logins.issue(request.viewer.login).as_json())
    if operation == "show" and not arguments:
        return as_json([token.as_json() for token in logins.tokens(request.viewer.login)])
    if operation in {"validate", "invalidate"} and arguments:
        return _on_token(operation, _own_token(request, logins, arguments[0]), arguments[1:], logins)
    raise not_found("The server has not found anything matching the request URI")


def _own_token(request: Request, logins: Logins, alias: str) -> Token:
    """Return the caller's own token.

    :raises ArchiveError: 404 where there is none, 403 where it is somebody else's.
    """
    token = logins.token(alias)
    if not token:
        raise not_found(f"Can't find an alias token with the alias {alias}")
    if token.login != request.viewer.login:
        raise ArchiveError(403, "Non-admin users can only request operations on alias tokens for their own account")
    return token


def _on_token(operation: str, token: Token, rest: list[str], logins: Logins) -> Response:
    if operation == "invalidate":
        logins.invalidate(token.alias)
        return as_json({"result": "OK"})
    if not rest:
        raise ArchiveError(401, "You must specify both token and secret to validate a token.")
    return as_json({"valid": token.login if token.opened_by(rest[0]) else None})
