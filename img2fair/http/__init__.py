"""Reading over HTTP: one pooled session, time-outs on everything, retries for reads, never a redirect followed.

Only GET is retried, on connection faults and 429, 502, 503, 504; ``Retry-After`` is honoured up to 300 s, by all
threads. An answer cut short, or slower than a floor, is a connection fault; one that unpacks to more than is read of
one is a fault at once. A redirect is refused, so that a login never travels to another host. A server that is dead is
not asked for ever.

    client.py   the client                  pace.py      rate, waiting, when a server counts as dead
    wire.py     certificates, headers       journal.py   the numbered requests of a run
    body.py     slow and large bodies       faults.py    what can go wrong
    addresses.py   what is told of addresses        tries.py     how many requests were sent again
"""

from img2fair.http.body import DOCUMENT, STREAM, Floor, streamed
from img2fair.http.client import ATTEMPTS, LONGEST_WAIT, TIMEOUT, Client, Guard, Params, Sign
from img2fair.http.faults import CUT_SHORT, Passing, TooLarge, Unreachable, in_words
from img2fair.http.journal import Journal
from img2fair.http.pace import retry_after
from img2fair.http.tries import retries, sent_again
from img2fair.http.wire import BUNDLES, Adapter

__all__ = [
    "ATTEMPTS",
    "BUNDLES",
    "CUT_SHORT",
    "DOCUMENT",
    "LONGEST_WAIT",
    "STREAM",
    "TIMEOUT",
    "Adapter",
    "Client",
    "Floor",
    "Guard",
    "Journal",
    "Params",
    "Passing",
    "Sign",
    "TooLarge",
    "Unreachable",
    "in_words",
    "retries",
    "retry_after",
    "sent_again",
    "streamed",
]
