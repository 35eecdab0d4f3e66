"""What a harvest left out, could not read and saw in headers, for people at a terminal. Never a word of the archive."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from img2fair.model import Header, HeaderEvidence, Visibility
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
        f"  not read: {unread.project or 'whole archive'}, {unread.part or 'everything'}: {unread.reason}"
        for unread in header.unread
    ]
    lines += [f"  being edited: {id_}; what was read of it may be of two states" for id_ in header.moving]
    lines += [f"  headers of {id_}: {_evidence(evidence[id_])}" for id_ in sorted(evidence)]
    return "\n".join(lines)


def private_text(visibility: Mapping[str, Visibility]) -> str:
    """Return a reminder of private projects in a snapshot; empty where there is none."""
    private = sorted(id_ for id_, seen in visibility.items() if not seen.publishable)
    return f"  private: {', '.join(private)}; read for an export, and never published" if private else ""


def _evidence(found: Sequence[HeaderEvidence]) -> str:
    """Return a project's evidence over all modalities: how many headers, what they declare, what they still say."""
    sampled, unread = sum(one.sampled for one in found), sum(one.unread for one in found)
    present: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for one in found:
        for attribute in one.attributes:
            present[attribute.keyword] += attribute.present
            codes.update({f"{attribute.keyword}={code}": count for code, count in attribute.codes})
    declared = [f"{code} in {count}" for code, count in sorted(codes.items())]
    said = {code.partition("=")[0] for code in codes}
    still = [f"{keyword} in {count}" for keyword, count in sorted(present.items()) if count and keyword not in said]
    return "; ".join(_parts(sampled, unread, declared, still))


def _parts(sampled: int, unread: int, declared: Sequence[str], still: Sequence[str]) -> Iterator[str]:
    yield f"{sampled} read" + (f", {unread} could not be" if unread else "")
    if sampled:
        yield f"declared: {', '.join(declared)}" if declared else "nothing declared on de-identification"
    if still:
        yield f"filled: {', '.join(still)}"
