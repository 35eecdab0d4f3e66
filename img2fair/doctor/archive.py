"""What is right and wrong with one archive of the config: the way to it, the log-in, the archive itself."""

import time
from collections.abc import Collection, Iterator

from img2fair.archive_settings import archive_settings
from img2fair.archives import WITHIN, checks
from img2fair.archives.failing import failed
from img2fair.config import DicomwebArchive, Located, XnatArchive, seek_login
from img2fair.doctor.network import network_checks
from img2fair.errors import Fault
from img2fair.model import Check, Standing

PARTING = 1.5
"""Seconds kept for the log-out: who is still in when the time is up leaves a session behind."""


def archive_checks(located: Located, form_keys: Collection[str], ends: float) -> Iterator[Check]:
    """Yield the checks of an archive; nothing is asked of one that cannot be reached.

    :param ends: the moment, by the monotonic clock, by which all have to be there.
    """
    said = located.config.archive
    if isinstance(said, (XnatArchive, DicomwebArchive)):
        found = credentials(said)
        yield found
        for check in network_checks(said.url):
            yield check
            if check.standing is Standing.FAIL:
                return
        if found.standing is Standing.FAIL:
            return
    try:
        settings = archive_settings(located)
    except Fault as fault:
        yield failed("settings", fault)
        return
    yield from checks(said.type, settings, form_keys, min(WITHIN, ends - time.monotonic() - PARTING))


def credentials(said: XnatArchive | DicomwebArchive) -> Check:
    """Return where the log-in of an archive comes from; never the log-in."""
    name = "credentials"
    try:
        found = seek_login(said.url, said.user_env, said.password_env)
    except Fault as fault:
        return failed(name, fault)
    if found is None:
        cure = f"set {said.user_env} and {said.password_env} (or {said.password_env}_FILE), or a .netrc entry"
        return Check(name, Standing.SKIP, "none is set: the archive is read as a guest", cure)
    return Check(name, Standing.PASS, f"the password is from: {found.source}")
