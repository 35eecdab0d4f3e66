"""What is right and wrong with one target of the config: the way to it, the log-in, the target's own preflight."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.archives.failing import failed
from img2fair.config import FdpTarget, Located, SiteTarget, seek_login, seek_token
from img2fair.doctor.network import network_checks
from img2fair.doctor.room import file_system, nearest, room_check
from img2fair.errors import Exit, Fault
from img2fair.model import Check, Standing
from img2fair.publication.settings import target_of
from img2fair.targets.asking import NO_ANSWER, Asking, said_by

_PATIENCE = 3.0


def target_checks(located: Located, name: str) -> Iterator[Check]:
    """Yield the checks of a target; nothing is asked of one that cannot be reached or has no log-in."""
    said = located.config.targets[name]
    if isinstance(said, FdpTarget):
        found = credentials(said)
        yield found
        for check in network_checks(said.url):
            yield check
            if check.standing is Standing.FAIL:
                return
        if found.standing is Standing.FAIL:
            return
    else:
        path = located.path(said.path).absolute()
        yield _writable(path)
        yield room_check(path)
    try:
        target = target_of(located, name)
    except Fault as fault:
        yield failed("settings", fault)
        return
    yield from target.checks()
    if isinstance(said, SiteTarget):
        yield _base(said)


def credentials(said: FdpTarget) -> Check:
    """Return where the log-in of a FAIR Data Point comes from; never the log-in."""
    name = "credentials"
    try:
        token = seek_token(said.token_env, said.url)
        found = None if token else seek_login(said.url, said.user_env, said.password_env)
    except Fault as fault:
        return failed(name, fault)
    if token:
        return Check(name, Standing.PASS, f"the token is from: {token.source}")
    if found:
        return Check(name, Standing.PASS, f"the password is from: {found.source}")
    cure = f"set {said.token_env} to an API key, or {said.user_env} and {said.password_env}"
    return Check(name, Standing.FAIL, "no log-in is set, and without one nothing is published", cure, Exit.LOGIN)


def _writable(path: Path) -> Check:
    """Return whether a new version can be swapped in: it is made beside the site, so the folder around it counts."""
    name, around = "writable", nearest(path.parent)
    if not around.is_dir() or not os.access(around, os.W_OK | os.X_OK):
        cure = f"let this user write there: chown $USER {around}; or name another path"
        return Check(name, Standing.FAIL, f"{around}, in which the site lies, cannot be written by this user", cure)
    return Check(name, Standing.PASS, f"{around} can be written; it lies on {file_system(around)}")


def _base(said: SiteTarget) -> Check:
    """Return whether the address that the pages name answers; a warning at most, for it may not be served yet."""
    name = "base"
    parts = urlsplit(said.base)
    with Asking(f"{parts.scheme}://{parts.netloc}", within=_PATIENCE, patience=_PATIENCE, tries=1) as asking:
        answer = asking.ask(f"{parts.path}/", accept="text/html")
    if answer.status == NO_ANSWER or answer.status >= 400:
        cure = "have the web server show the folder at that address: img2fair serve --emit nginx; or correct 'base'"
        return Check(name, Standing.WARN, f"{said.base} {said_by(answer)} from here", cure)
    return Check(name, Standing.PASS, f"{said.base} answers")
