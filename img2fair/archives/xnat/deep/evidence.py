"""What DICOM headers say of de-identification, from a sample of a project's scans (``--deid-evidence``).

The archive's own reading of a header (``dicomdump``) is asked first: one small answer per scan, of the wanted tags
alone. Where it is not to be had, the first kilobytes of one file are read. Values are counted here and forgotten.
Source: XNAT's DicomDump and DicomHeaderDump (rows of tag1, tag2, vr, value, desc; one level of nesting).
"""

import hashlib
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import requests

from img2fair.archives.dicom.evidence import EVIDENCE_TAGS, evidence_of, method_code
from img2fair.archives.dicom.headers import FIRST, NoHeader, read_header
from img2fair.archives.xnat.answers import Refused, Row, rows_without_id
from img2fair.archives.xnat.deep.asking import GUESSED, JSON, Asker
from img2fair.archives.xnat.deep.bodies import beginning
from img2fair.archives.xnat.deep.extras import ScanSeed
from img2fair.errors import RemoteFault
from img2fair.http import Client, Params, Unreachable
from img2fair.model import HeaderEvidence

log = logging.getLogger(__name__)

MOST_BYTES = 65_536
"""Bytes of a file looked at; of 165 real headers all end within."""

_WITNESS = "00080016"
"""SOPClassUID, which every object has: a dump without it is a dump of nothing."""
_KEYWORDS: Mapping[str, str] = {tag: keyword for keyword, tag in EVIDENCE_TAGS.items()}
_CODE_VALUE, _CODING_SCHEME = "00080100", "00080102"
_CODES = "DeidentificationMethodCodeSequence"
_NO_HEX = re.compile(r"[^0-9A-F]")


def read_evidence(
    client: Client, project_id: str, scans: Sequence[ScanSeed], most: int, cap: int = 60
) -> tuple[HeaderEvidence, ...]:
    """Return what the headers of a sample of scans say, by modality.

    :param most: scans per modality, of different sessions where there are as many; ``cap``: scans in all.
    :raises RemoteFault: the archive cannot be reached; a header that cannot be read is counted and raises nothing.
    """
    looking = _Looking(Asker(client, project_id, "evidence"))
    return evidence_of((scan.modality, looking.header(scan)) for scan in sample(scans, most, cap))


def sample(scans: Iterable[ScanSeed], most: int, cap: int) -> list[ScanSeed]:
    """Return up to ``most`` scans of each modality and ``cap`` in all, the same for the same scans in any order.

    Sessions come in the order of a digest of their ids, so that the sample is of all years and changes little when
    sessions are added; a session has its second turn when all others have had their first.
    """
    turns: dict[str, list[tuple[int, str, ScanSeed]]] = defaultdict(list)
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for scan in sorted(scans, key=lambda scan: (scan.session_id, scan.scan_id, scan.modality)):
        key = (scan.modality.strip(), scan.session_id)
        turns[key[0]].append((taken[key], hashlib.sha256(scan.session_id.encode()).hexdigest(), scan))
        taken[key] += 1
    chosen = (
        (place, modality, turn[2])
        for modality, said in turns.items()
        for place, turn in enumerate(sorted(said, key=lambda turn: turn[:2])[: max(most, 0)])
    )
    return [scan for _, _, scan in sorted(chosen, key=lambda one: one[:2])][: max(cap, 0)]


class _Looking:
    """Looks into the scans of one project; remembers whether the archive dumps headers."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._dumped = 0
        self._dumps = True

    def header(self, scan: ScanSeed) -> Mapping[str, str] | None:
        """Return a header of a scan (DICOM keyword → text), or ``None`` where none can be read."""
        try:
            found = self._dump(scan)
            return self._file(scan) if found is None else found
        except Unreachable:
            raise
        except (Refused, RemoteFault, NoHeader):
            return None

    def _dump(self, scan: ScanSeed) -> Mapping[str, str] | None:
        """Return what the archive dumps; where the first dump of a project fails, no other is asked for."""
        if not self._dumps:
            return None
        source = f"/archive/projects/{self._asker.project}/experiments/{scan.session_id}/scans/{scan.scan_id}"
        asked: Params = {**JSON, "src": source, "field": [_WITNESS, *_KEYWORDS]}
        try:
            rows = self._asker.get("/data/services/dicomdump", params=asked, read=rows_without_id, tries=GUESSED)
        except Unreachable:
            raise
        except (Refused, RemoteFault):
            rows = []
        found = dumped(rows)
        self._dumped += found is not None
        if not self._dumped:
            self._dumps = False
            log.info("project %s: the archive dumps no headers; reading the first bytes of files", self._asker.project)
        return found

    def _file(self, scan: ScanSeed) -> Mapping[str, str] | None:
        """Return the header of the first file of the scan's DICOM resource.

        :raises Refused: it has none, or it is not shown.
        """
        below = "/data/experiments/{}/scans/{}/resources/DICOM/files"
        places = scan.session_id, scan.scan_id
        rows = self._asker.get(below, *places, params=JSON, read=rows_without_id)
        named = sorted(name for row in rows if (name := row.get("URI", "").partition("/files/")[2] or row.get("Name")))
        if not named:
            return None
        steps = named[0].split("/")
        return self._asker.get(f"{below}/{'/'.join('{}' for _ in steps)}", *places, *steps, read=_first_bytes)


def dumped(rows: Iterable[Row]) -> dict[str, str] | None:
    """Return a dump as DICOM keyword → text; of the code sequence what ``method_code`` keeps, joined by a backslash.

    :return: ``None`` where the dump is of no object.
    """
    found: dict[str, str] = {}
    codes: list[tuple[str, str]] = []
    seen = False
    for row in rows:
        outer, inner, text = _tag(row.get("tag1")), _tag(row.get("tag2")), row.get("value", "").strip()
        seen = seen or outer == _WITNESS
        keyword = _KEYWORDS.get(outer)
        if keyword == _CODES:
            codes = _with(codes, inner, outer, text)
        elif keyword is not None and text and not inner:
            found[keyword] = text
    if codes:
        found[_CODES] = "\\".join(method_code(code, scheme) for code, scheme in codes)
    return found if seen else None


def _with(codes: list[tuple[str, str]], inner: str, outer: str, text: str) -> list[tuple[str, str]]:
    """Return the codes (value and scheme) with one more row of the sequence: a new item, or a part of the last."""
    if inner in ("", outer):
        return [*codes, ("", "")]
    before, (code, scheme) = codes[:-1], codes[-1] if codes else ("", "")
    return [*before, (text if inner == _CODE_VALUE else code, text if inner == _CODING_SCHEME else scheme)]


def _tag(written: str | None) -> str:
    """Return a tag such as (0012,0062) as eight hex digits."""
    return _NO_HEX.sub("", (written or "").upper())


def _first_bytes(answer: requests.Response) -> dict[str, str] | None:
    def look(data: bytes, ended: bool) -> dict[str, str] | None:
        return read_header(data, whole=ended)

    return beginning(answer, FIRST, MOST_BYTES, look)
