"""A record taken out of what the one above it says: where it moved elsewhere, or is gone and named all the same.

The server takes out a deleted record's link only. Where somebody edited the record above in the server's form, which
sends back all it got, the containers of a GET are stored with it, and go on naming what was deleted
(FAIRDataTeam/FAIRDataPoint#605; run on 1.20.3).
"""

import logging

from pyoxigraph import NamedNode

from img2fair.rdf import to_text
from img2fair.targets.fdp.graphs import Frame, without_link
from img2fair.targets.fdp.inventory import Reader
from img2fair.targets.fdp.locks import Gate

log = logging.getLogger(__name__)


def unlink(reader: Reader, gate: Gate, parent: str, child: str) -> bool:
    """Write a record again as it is, less all it says of one below it; tell whether that was needed and worked.

    :raises RemoteFault: the server cannot be used any more.
    :raises LoginFault: it refuses the log-in.
    """
    kind = reader.offer.of(parent)
    with gate.alone():
        present = reader.graph(parent)
        if kind is None or present is None or not any(t.object == NamedNode(child) for t in present):
            return False
        text = to_text(without_link(present, Frame(parent, kind, reader.offer.base), child), "turtle")
        answer = reader.connection.send("PUT", reader.offer.path(parent), text)
    log.info("%s no longer names %s: %s", parent, child, answer.status)
    return answer.status in (200, 204)
