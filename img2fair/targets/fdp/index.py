"""The FDP Index of the config: told of changes of a FAIR Data Point, and looked at before (targets/index.py)."""

from urllib.parse import urlsplit

from img2fair.errors import Fault, UsageFault
from img2fair.model import Check, Standing
from img2fair.rdf import is_iri
from img2fair.targets.asking import JSON, Asking, decoded, said_by
from img2fair.targets.fdp.offer import offer_to_guests
from img2fair.targets.fdp.settings import FdpSettings
from img2fair.targets.index import told

_PATIENCE = 10.0
_WITHIN = 30.0
_LOCAL = ("localhost", "127.0.0.1", "::1")


def ping(settings: FdpSettings) -> str:
    """Tell the index of the config that the FAIR Data Point changed; return in words what came of it.

    The text is empty where the config names no index. A ping that fails fails no run: nothing is raised.
    """
    if not settings.index:
        return ""
    try:
        with Asking(settings.root, within=_WITHIN, patience=_PATIENCE) as asking:
            base = offer_to_guests(settings, asking).base
    except Fault as fault:
        return f"the index was not told: {fault.what}"
    return told(settings.index, base)


def index_check(settings: FdpSettings, base: str) -> Check:
    """Return whether the address of the config is that of an index, and whether it will take our address."""
    name, cure = "index", "give the address of an FDP Index, such as https://home.fairdatapoint.org, or leave it out"
    address, host = settings.index, _host(settings.index)
    if not host:
        return Check(name, Standing.WARN, "the address of the index is no web address", cure)
    if _host(base) in _LOCAL and host not in _LOCAL:
        mend = "have the server's administrator set instance.persistentUrl to its public address"
        return Check(name, Standing.WARN, f"no index takes {base}: it is an address of one machine only", mend)
    try:
        with Asking(address.rstrip("/"), within=_PATIENCE / 2, tries=1) as asking:
            answer = asking.ask("/configs/bootstrap", accept=JSON)
    except UsageFault as fault:
        return Check(name, Standing.WARN, f"the index cannot be asked: {fault.what}", fault.cure or cure)
    known = decoded(answer)
    if not isinstance(known, dict):
        return Check(name, Standing.WARN, f"{address} does not look like an FDP Index: it {said_by(answer)}", cure)
    if known.get("index") is not True:
        found = f"{address} is a FAIR Data Point whose index is switched off"
        return Check(name, Standing.WARN, found, cure)
    return Check(name, Standing.PASS, f"{address} is an FDP Index")


def _host(address: str) -> str:
    """Return the host of a web address; empty where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") and is_iri(address) else ""
