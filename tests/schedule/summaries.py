"""Summaries for tests: an ordinary one, and any that there can be."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from img2fair.errors import Exit
from img2fair.schedule import ArchiveRead, Summary, TargetRun

STARTED = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


def target(*, failed: int = 0, blocked: int = 0, unknown: int = 0, withdrawn: int = 0) -> TargetRun:
    """What came of a plan for a target of nine datasets."""
    changes = {"create": 3, "unchanged": 6, "blocked": blocked, "unknown": unknown, "failed": failed}
    return TargetRun(changes, {"published": 9, "blocked": blocked}, withdrawn)


def summary(code: Exit = Exit.DONE, **targets: TargetRun) -> Summary:
    """What came of a run."""
    read = {"xnat": ArchiveRead(complete=True, projects=9, requests=40)}
    return Summary("0a1b2c3d", "0.1.0", STARTED, 12.5, code, read, targets, retries=2)


counts = st.integers(0, 10**9)
names = st.text(min_size=1, max_size=8)
archives = st.builds(ArchiveRead, st.booleans(), counts, counts)
targets = st.builds(
    TargetRun,
    st.dictionaries(st.sampled_from(["create", "blocked", "unknown", "failed", "keep_theirs"]), counts),
    st.dictionaries(st.sampled_from(["published", "blocked", "unknown", "kept_theirs"]), counts),
    counts,
)
summaries = st.builds(
    Summary,
    run=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    tool=st.just("0.1.0"),
    started=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda time: time.replace(microsecond=0)
    ),
    seconds=st.integers(0, 10**8).map(lambda thousandths: thousandths / 1000),
    code=st.sampled_from(Exit),
    archives=st.dictionaries(names, archives, max_size=3),
    targets=st.dictionaries(names, targets, max_size=3),
    retries=counts,
    vanishing=st.lists(names).map(tuple),
    untold=st.booleans(),
)
"""Any summary; names are what a config can call an archive or a target."""
