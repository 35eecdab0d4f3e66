"""An FDP Index: told that a FAIR Data Point changed, so that it comes and looks.

Source: IndexPingController and EventService of the reference 1.20, which is an index too where its index is switched
on. It takes ten pings in six hours of one sender, and none for addresses on its list of those it does not want.
"""

from img2fair.errors import Fault
from img2fair.targets.asking import JSON, Answer, Asking, said_by

_PATIENCE, _WITHIN = 10.0, 30.0


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
