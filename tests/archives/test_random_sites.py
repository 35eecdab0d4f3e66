"""Whatever an archive holds: the snapshot says it, whichever of its lists work."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.model import Header, Project
from tests.archives.random_site import sites
from tests.archives.reading import read, without_waits
from tests.archives.truth import as_held, as_read
from tests.sizes import size

__all__ = ["without_waits"]

pytestmark = pytest.mark.usefixtures("without_waits")

NOT_KNOWN = [
    "xnat:projectData/custom_fields", "xnat:projectData/investigators", "xnat:subjectData/sharing",
    "xnat:imageSessionData/sharing", "xnat:mrSessionData/fieldStrength",
    "xnat:imageScanData/file",
]  # fmt: skip

sized = settings(
    max_examples=size(60, 1500),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a site takes hours
)


def harvested(site: ArchiveContent, **server: Any) -> tuple[Header, list[Project]]:
    with DemoArchive(site, **server) as archive, TemporaryDirectory() as room:
        return read(archive, Path(room, "s.jsonl"))


def check(site: ArchiveContent, header: Header, projects: list[Project]) -> None:
    roles = site.users[0].roles
    readable = {*roles, *(p.id for p in site.projects if p.accessibility == "public")}
    shown = [p for p in site.projects if p.accessibility in ("public", "protected")]
    assert [project.id for project in projects] == sorted(project.id for project in shown)
    assert header.complete
    assert not header.moving
    for project in projects:
        if project.id in readable:
            assert as_read(project) == as_held(site, project.id, readable)
        else:
            assert {"subjects", "sessions"} <= project.unread
            assert not project.subjects
            assert not project.sessions


@sized
@given(site=sites())
def test_the_snapshot_of_a_random_site_is_its_truth(site: ArchiveContent) -> None:
    check(site, *harvested(site))


@sized
@given(site=sites(), missing=st.sets(st.sampled_from(NOT_KNOWN), min_size=1))
def test_it_is_the_same_where_some_lists_do_not_work(site: ArchiveContent, missing: set[str]) -> None:
    check(site, *harvested(site, unsupported=frozenset(missing)))
