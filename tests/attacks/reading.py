"""A program of its own that reads RDF files: what it says of each, how long it takes, how much it grows."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from img2fair.errors import UsageFault
from img2fair.rdf import from_file, from_text
from_text("<urn:x:a> <urn:x:b> 1 .")
for path in map(Path, sys.argv[1:]):
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        said = f"{len(from_file(path))} triples"
    except UsageFault as fault:
        said = f"refused: {fault.what[:80]}"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps([said, time.process_time() - begun, grown]))
"""
Figures = tuple[str, float, float]
"""What is said of a file, in how many seconds, and by how many MiB the program grew."""


def read(*paths: Path) -> list[Figures]:
    """Return what the program says of files, read one after the other; fails where it does not come to its end."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *map(str, paths)], capture_output=True, text=True, check=True)
    return [(said, seconds, grown) for said, seconds, grown in map(json.loads, done.stdout.splitlines())]
