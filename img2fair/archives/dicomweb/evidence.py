"""Evidence of de-identification from one object of a few series of a project (``--deid-evidence``)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from img2fair.archives.dicom.evidence import EVIDENCE_TAGS, evidence_of
from img2fair.archives.dicom.series import Series
from img2fair.archives.dicomweb.connection import Connection
from img2fair.archives.dicomweb.objects import ObjectReader
from img2fair.model import HeaderEvidence

MOST = 60
"""Series of one project that are looked into, whatever was asked."""


def read_evidence(server: Connection, series: Iterable[Series], most: int, threads: int) -> tuple[HeaderEvidence, ...]:
    """Return what the headers of up to ``most`` series per modality say; nothing where ``most`` is 0."""
    if not most:
        return ()
    sample = sampled(series, most)
    with ThreadPoolExecutor(threads) as pool:
        headers = list(pool.map(ObjectReader(server, EVIDENCE_TAGS).read, sample))
    modalities = (one.values.get("Modality", "") for one in sample)
    return evidence_of(zip(modalities, headers, strict=True))


def sampled(series: Iterable[Series], most: int) -> Sequence[Series]:
    """Return up to ``most`` series of each modality, from different studies as far as there are; always the same."""
    by_modality: dict[str, dict[str, list[Series]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(series, key=lambda each: each.values["SeriesInstanceUID"]):
        by_modality[one.values.get("Modality", "")][one.values["StudyInstanceUID"]].append(one)
    chosen: list[Series] = []
    for _, studies in sorted(by_modality.items()):
        ranked = sorted((place, uid) for uid, own in studies.items() for place in range(len(own)))
        chosen += [studies[uid][place] for place, uid in ranked[:most]]
    return chosen[:MOST]
