"""Records judged by the schemas of the server: all of them together, not only the record's own type's.

The schemas are of our own writing (templates/fdp) and ask what those of a fresh installation ask. The report is as the
reference gives it: without messages, with the failed shape in it (MetadataValidator, ShaclSail).
"""

from collections.abc import Iterable
from functools import cache

import pyshacl
import rdflib
from pyoxigraph import Triple, parse

from img2fair.assets import find_folder
from img2fair.demo.fdp.exchange import FdpError
from img2fair.rdf import FORMATS, to_text

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@cache
def names() -> list[str]:
    """Return the names of the schemas."""
    return sorted(path.stem for path in (find_folder("templates") / "fdp").glob("*.ttl"))


def schema(*wanted: str) -> list[Triple]:
    """Return the shapes of schemas by name."""
    folder = find_folder("templates") / "fdp"
    texts = [(folder / f"{name}.ttl").read_bytes() for name in wanted]
    return [quad.triple for text in texts for quad in parse(text, format=FORMATS["turtle"], rename_blank_nodes=True)]


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=to_text(schema(*names()), "ntriples"), format="nt")


def judge(triples: Iterable[Triple]) -> None:
    """Accept a record or refuse it.

    :raises FdpError: 400 with the validation report.
    """
    data = rdflib.Graph().parse(data=to_text(triples, "ntriples"), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", meta_shacl=False)
    if conforms:
        return
    report.remove((None, SH.resultMessage, None))
    for shape in set(report.objects(None, SH.sourceShape)):
        for triple in _shapes().triples((shape, None, None)):
            report.add(triple)
    text = report.serialize(format="nt")
    raise FdpError(400, "Validation failed", [quad.triple for quad in parse(text, format=FORMATS["ntriples"])])
