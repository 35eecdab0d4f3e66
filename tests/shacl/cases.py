"""Where the cases of these tests are, and short ways to read them."""

from pathlib import Path

import pyoxigraph as ox

from img2fair.rdf import expand, from_file

CASES = Path(__file__).parents[1] / "cases" / "shacl"
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
X = "https://xnat.example.org/"


def good() -> list[ox.Triple]:
    return from_file(CASES / "good.ttl")


def node(name: str) -> ox.NamedNode:
    """A node of ours (x:glioma) or any CURIE."""
    return ox.NamedNode(X + name[2:] if name.startswith("x:") else expand(name))
