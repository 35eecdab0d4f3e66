"""Reading over HTTP: one pooled session, time-outs on everything, retries for reads, never a redirect followed.

Only GET is retried, on connection faults and 429, 502, 503, 504; ``Retry-After`` is honoured up to 300 s, by all
threads. An answer cut short, or slower than a floor, is a connection fault. A redirect is refused, so that a login
never travels to another host. A server that is dead is not asked for ever.

    client.py   the client            pace.py      rate, waiting, when a server counts as dead
    body.py     slow bodies           journal.py   the numbered requests of a run
    faults.py   what can go wrong
"""

from img2fair.http.body import Floor
from img2fair.http.client import ATTEMPTS, LONGEST_WAIT, TIMEOUT, Client, Guard, Params, Sign
from img2fair.http.faults import CUT_SHORT, Passing, Unreachable
from img2fair.http.journal import Journal

__all__ = [
    "ATTEMPTS",
    "CUT_SHORT",
    "LONGEST_WAIT",
    "TIMEOUT",
    "Client",
    "Floor",
    "Guard",
    "Journal",
    "Params",
    "Passing",
    "Sign",
    "Unreachable",
]
