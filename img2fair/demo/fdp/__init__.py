"""A FAIR Data Point in memory that behaves as the reference implementation does, quirks included, for demo and tests.

exchange     requests and answers as values       accounts    who may log in, tokens, rights
definitions  the types of a fresh installation    store       the records, their links and states
enhancing    what the server writes into records  schemas     SHACL by schemas of our own writing
reading      answers to GET                       writing     POST, PUT, DELETE and states
faults       what goes wrong on demand            handler     one HTTP request
server       the whole, started and stopped

It knows nothing of the client that publishes to it. Source: the reference 1.20, run and read.
"""

from img2fair.demo.fdp.accounts import ADMIN, PUBLISHER
from img2fair.demo.fdp.exchange import RequestRecord
from img2fair.demo.fdp.faults import Fault, Faults
from img2fair.demo.fdp.server import DemoFdp
from img2fair.demo.fdp.store import StoredRecord

__all__ = ["ADMIN", "PUBLISHER", "DemoFdp", "Fault", "Faults", "RequestRecord", "StoredRecord"]
