"""The file of metrics, read by the rules of OpenMetrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.errors import Exit
from img2fair.schedule import Summary, metrics_text
from tests.schedule.openmetrics import Labels, read
from tests.schedule.summaries import STARTED, names, summaries, summary, target

ENDED = STARTED.timestamp() + 12.5
SUCCESS = "img2fair_last_success_timestamp_seconds"


def at(**labels: str) -> Labels:
    return frozenset(labels.items())


def value(text: str, name: str, **labels: str) -> float | None:
    found = read(text)
    return found[name].samples.get(at(**labels)) if name in found else None


def test_what_the_metrics_say() -> None:
    text = metrics_text(summary(Exit.PARTLY, production=target(failed=1, blocked=2, withdrawn=3)))
    assert value(text, "img2fair_last_run_timestamp_seconds") == ENDED
    assert value(text, "img2fair_last_run_exit_code") == 8
    assert value(text, "img2fair_last_run_duration_seconds") == 12.5
    assert value(text, "img2fair_retries") == 2
    assert value(text, "img2fair_build", version="0.1.0") == 1
    assert value(text, "img2fair_requests", archive="xnat") == 40
    assert value(text, "img2fair_archive_complete", archive="xnat") == 1
    assert value(text, "img2fair_datasets", target="production", state="published") == 9
    assert value(text, "img2fair_datasets", target="production", state="blocked") == 2
    assert value(text, "img2fair_records", target="production", action="unchanged") == 6
    assert value(text, "img2fair_blocked", target="production") == 2
    assert value(text, "img2fair_failed", target="production") == 1
    assert value(text, "img2fair_withdrawn", target="production") == 3


@given(summaries)
def test_any_metrics_follow_the_rules(any_summary: Summary) -> None:
    found = read(metrics_text(any_summary))
    for name, run in any_summary.targets.items():
        assert found["img2fair_withdrawn"].samples[at(target=name)] == run.withdrawn
    for name, archive in any_summary.archives.items():
        assert found["img2fair_requests"].samples[at(archive=name)] == archive.requests


@given(names | st.sampled_from(['a"b', "a\\", "a\nb", '\\n"', "{}", "a,b=c", "#"]))
def test_any_name_of_the_config_is_a_label(name: str) -> None:
    assert value(metrics_text(summary(Exit.DONE, **{name: target()})), "img2fair_blocked", target=name) == 0


@pytest.mark.parametrize("code", Exit)
def test_the_last_success_is_kept_by_a_run_that_fails(code: Exit) -> None:
    good = metrics_text(summary(Exit.DONE))
    later = metrics_text(summary(code), good.replace(f"{SUCCESS} {ENDED}", f"{SUCCESS} 5.25"))
    assert value(good, SUCCESS) == ENDED
    assert value(later, SUCCESS) == (ENDED if code in (0, 3, 7) else 5.25)
    assert value(metrics_text(summary(code), later), SUCCESS) == value(later, SUCCESS)


@given(st.text())
def test_what_stood_there_before_may_be_anything(before: str) -> None:
    assert value(metrics_text(summary(Exit.UNAVAILABLE), before), SUCCESS) is None


def test_unknown_is_not_zero() -> None:
    """A run that never read the archive nor made a plan says nothing of datasets."""
    failed = Summary("0a1b2c3d", "0.1.0", STARTED, 0.5, Exit.LOGIN)
    assert set(read(metrics_text(failed))) == {
        "img2fair_build",
        "img2fair_last_run_timestamp_seconds",
        "img2fair_last_run_exit_code",
        "img2fair_last_run_duration_seconds",
        "img2fair_retries",
    }


@pytest.mark.parametrize(
    "broken",
    [
        "# TYPE a gauge\n# HELP a b\na 1\n",
        "# TYPE a gauge\n# HELP a b\na 1\na 2\n# EOF\n",
        "# TYPE a gauge\n# HELP a b\n# EOF\n",
        "# TYPE a_total gauge\n# HELP a_total b\na_total 1\n# EOF\n",
        '# TYPE a gauge\n# HELP a b\na{b="c\\d"} 1\n# EOF\n',
        '# TYPE a gauge\n# HELP a b\na{b="c",b="d"} 1\n# EOF\n',
        "# TYPE a gauge\n# HELP a b\na one\n# EOF\n",
        "# TYPE a gauge\n\n# HELP a b\na 1\n# EOF\n",
        "# TYPE a_seconds gauge\n# HELP a_seconds b\na_seconds 1\n# EOF\n",
        '# TYPE a gauge\n# HELP a b\na 1\n# TYPE b gauge\n# HELP b b\nb 1\na{c="d"} 1\n# EOF\n',
    ],
)
def test_the_reader_is_strict(broken: str) -> None:
    with pytest.raises(AssertionError):
        read(broken)
