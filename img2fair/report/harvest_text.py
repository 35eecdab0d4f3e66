"""What a harvest left out, could not read and saw in headers, for people at a terminal. Never a word of the archive."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from img2fair.model import Header, HeaderEvidence, Visibility
from img2fair.privacy.evidence import EvidenceCounts, evidence_counts
from img2fair.report.plain import plain

NAMED = 5
"""Projects that are named where more have the same reason."""


def withheld_text(header: Header) -> str:
    """Return which projects a harvest left out and why, those with the same reason together; empty where none was."""
    alike: dict[str, list[str]] = defaultdict(list)
    for withheld in header.withheld:
        alike[withheld.reason].append(withheld.project)
    lines = []
    for reason, ids in sorted(alike.items()):
        named = ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED:,} more" if len(ids) > NAMED else "")
        lines.append(f"  left out: {plain(named)}: {plain(reason)}")
    return "\n".join(lines)


def harvest_text(header: Header, evidence: Mapping[str, Sequence[HeaderEvidence]]) -> str:
    """Return what has to be known of a harvest besides its counts; empty where there is nothing.

    :param evidence: what DICOM headers say, by the id of the project.
    """
    lines = [withheld_text(header)] if header.withheld else []
    lines += [
        f"  not read: {plain(unread.project) or 'whole archive'}, {unread.part or 'everything'}: {plain(unread.reason)}"
        for unread in header.unread
    ]
    lines += [f"  being edited: {plain(id_)}; what was read of it may be of two states" for id_ in header.moving]
    lines += [f"  headers of {plain(id_)}: {_evidence(evidence[id_])}" for id_ in sorted(evidence)]
    return "\n".join(lines)


def private_text(visibility: Mapping[str, Visibility]) -> str:
    """Return a reminder of private projects in a snapshot; empty where there is none."""
    private = sorted(id_ for id_, seen in visibility.items() if not seen.publishable)
    return f"  private: {plain(', '.join(private))}; read for an export, and never published" if private else ""


def _evidence(found: Sequence[HeaderEvidence]) -> str:
    """Return a project's evidence over all modalities: how many headers, what they declare, what they still say."""
    counts = evidence_counts(found)
    codes: Counter[str] = Counter()
    for one in found:
        for attribute in one.attributes:
            codes.update({f"{attribute.keyword}={code}": count for code, count in attribute.codes})
    return "; ".join(_parts(counts, [f"{code} in {count}" for code, count in sorted(codes.items())]))


def _parts(counts: EvidenceCounts, codes: Sequence[str]) -> Iterator[str]:
    yield f"{counts.sampled} read" + (f", {counts.unread} could not be" if counts.unread else "")
    if counts.sampled:
        declared = f"{counts.declared} yes" + (f" ({counts.contradicted} contradicted)" if counts.contradicted else "")
        yield f"identity removed: {declared}, {counts.denied} no, {counts.undeclared} say nothing"
    if codes:
        yield f"codes: {', '.join(codes)}"
    if counts.tell_tales:
        yield "filled: " + ", ".join(f"{keyword} in {number}" for keyword, number in counts.tell_tales)
