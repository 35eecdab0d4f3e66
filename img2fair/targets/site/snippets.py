"""Settings for web servers that show a site to the world as ``img2fair serve`` shows it here.

They are written for one site, from its manifest: its base, its folder, the languages of its pages. They need not be
made again when records come and go: what was withdrawn is told by a file beside it (``building.GONE``). Sources:
nginx ngx_http_map_module and ngx_http_core_module; Apache 2.4 mod_negotiation and mod_rewrite.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from img2fair.errors import UsageFault
from img2fair.model import KINDS
from img2fair.targets.site.answering import OFFERED, TYPES
from img2fair.targets.site.reading import read_manifest
from img2fair.targets.site.texts import plain

SERVERS = ("nginx", "apache")
WHOLE = tuple(suffix for suffix in OFFERED.values() if suffix != ".html")
RECORD = tuple(suffix for suffix in OFFERED.values() if suffix != ".nq")
SHAPES = (".ttl", ".jsonld")
_PLAIN_PATH = re.compile(r"(/[A-Za-z0-9_~][A-Za-z0-9._~-]*)*")
_PLAIN_FOLDER = re.compile(r"(/[\w~][\w.~+@-]*)+")
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.-]+")


def snippet(folder: Path, server: str, at: str | None = None) -> str:
    """Return the settings of a web server for a published site.

    :param server: one of ``SERVERS``.
    :param at: the path under which the server shows the site, where that is not the base's own (a base at w3id.org that
        leads here).
    :raises UsageFault: the folder is no site of ours, or a name has characters that mean something in settings.
    """
    told = read_manifest(folder)
    base = urlsplit(told["base"])
    path = base.path if at is None else at.rstrip("/")
    place = str(folder.absolute())  # not resolved: the link leads to the version of the day
    host = base.hostname if at is None else "localhost"
    for text, plainly in ((path, _PLAIN_PATH), (place, _PLAIN_FOLDER), (host or "", _PLAIN_HOST)):
        if not plainly.fullmatch(text):
            raise UsageFault(
                "this name cannot stand in the settings of a web server",
                where=repr(text),
                cure="serve the site from a folder, and under a path, of plain letters, digits, dots and hyphens",
            )
    first, *others = told.get("languages") or ["en"]
    return plain(
        f"snippets/{server}.conf",
        base=told["base"],
        path=path,
        pattern=re.escape(path),
        folder=place,
        host=host,
        kinds="|".join(KINDS),
        first=first,
        others=others,
        offered={suffix: (kind, kind.split("/")[0]) for kind, suffix in OFFERED.items()},
        choices={"record": RECORD, "whole": WHOLE, "shapes": SHAPES},
        types={end: kind.partition(";")[0] for end, kind in TYPES.items() if end.count(".") == 1 and end[0] == "."},
        named={end: kind for end, kind in TYPES.items() if end.count(".") != 1 or end[0] != "."},
    )
