"""Where chunks are judged changes nothing: this process, others, a Dask cluster; and few are under way at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import pytest

from img2fair.shacl import load_profile, load_profile_text, process_pool, validate_groups
from img2fair.shacl.records import Group
from tests.shacl.test_rooms import broken

P = ParamSpec("P")
T = TypeVar("T")

OWN = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
<https://s.example.org/S> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcat:theme ; sh:maxCount 0 ; sh:message "No theme, please."@en ] ."""


@pytest.mark.parametrize("engine", ["pyshacl", "auto"])
def test_processes_find_the_same(engine: str) -> None:
    profiles = [load_profile("health-ri-core"), load_profile_text("fdp", OWN, "https://fdp.example.org")]
    here = validate_groups(broken(7), profiles, engine=engine)
    assert any(found.profile == "fdp" for found in here.findings)
    with process_pool(2) as pool:
        assert validate_groups(broken(7), profiles, executor=pool, chunk=2, engine=engine) == here


def test_a_dask_cluster_finds_the_same() -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    profiles = [load_profile("health-ri-core")]
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=None, processes=True, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        found = validate_groups(broken(7), profiles, executor=executor, chunk=2)
    assert found == validate_groups(broken(7), profiles)


class Watched(Executor):
    """Threads; counts the chunks that were given to it and not yet taken back."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)
        self.given = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.given += 1
        return self.pool.submit(fn, *args, **kwargs)


def test_only_a_few_chunks_are_under_way() -> None:
    """Groups are asked for as they are needed: by the time the last is, most chunks have been given and taken back."""
    executor = Watched()
    ahead: list[int] = []

    def counted() -> Iterator[Group]:
        for number, group in enumerate(broken(30)):
            ahead.append(number - executor.given)
            yield group

    with executor.pool:
        report = validate_groups(counted(), [load_profile("health-ri-core")], executor=executor, chunk=1)
    assert len(report.checked) == 60 and executor.given == 30
    assert max(ahead) <= 2
