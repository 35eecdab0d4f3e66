"""An FDP Index: told that a FAIR Data Point changed, so that it comes and looks.

Source: IndexPingController and EventService of the reference 1.20, which is an index too where its index is switched
on. It takes ten pings in six hours of one sender, and none for addresses on its list of those it does not want.
"""

from urllib.parse import urlsplit

from img2fair.errors import Fault, UsageFault
from img2fair.model import Check, Standing
from img2fair.rdf import is_iri
from img2fair.targets.fdp.asking import Asking, decoded, offer_to_guests, said_by
from img2fair.targets.fdp.connection import JSON, Answer
from img2fair.targets.fdp.settings import FdpSettings

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


def told(index: str, base: str) -> str:
    """Tell an index that the FAIR Data Point with this address changed; return in words what came of it."""
    root = index.rstrip("/")
    try:
        with Asking(root, within=_WITHIN, patience=_PATIENCE, tries=2) as asking:
            return in_words(root, base, asking.ask("/", accept=JSON, body={"clientUrl": base}))
    except Fault as fault:
        return f"the index was not told: {fault.what}"


def in_words(index: str, base: str, answer: Answer) -> str:
    """Return what an index answered to a ping for the FAIR Data Point whose identifiers begin with ``base``."""
    if 200 <= answer.status < 300:
        return f"the index {index} was told and will read {base}"
    why = {
        400: f"it takes {base} for no web address",
        403: f"it does not want {base} (its administrator keeps a list of such addresses; localhost is on it)",
        404: "there is no index at that address",
        405: "there is no index at that address",
        429: "too many told it of changes in the last hours; it is told again after the next one",
    }.get(answer.status, f"it {said_by(answer)}")
    if answer.status == 500:
        why = "it answers 500, as a FAIR Data Point does whose index is switched off"
    return f"the index {index} took no note: {why}"


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
    told = decoded(answer)
    if not isinstance(told, dict):
        return Check(name, Standing.WARN, f"{address} does not look like an FDP Index: it {said_by(answer)}", cure)
    if told.get("index") is not True:
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
