"""The demo archive, and who asks it."""

from collections.abc import Iterator

import pytest

from img2fair.demo.archive import DemoArchive
from tests.demo.caller import Caller


@pytest.fixture
def archive() -> Iterator[DemoArchive]:
    with DemoArchive() as running:
        yield running


@pytest.fixture
def closed() -> Iterator[DemoArchive]:
    with DemoArchive(require_login=True) as running:
        yield running


@pytest.fixture
def guest(archive: DemoArchive) -> Iterator[Caller]:
    with Caller(archive) as caller:
        yield caller


@pytest.fixture
def demo(archive: DemoArchive) -> Iterator[Caller]:
    with Caller(archive, "demo") as caller:
        yield caller


@pytest.fixture
def outsider(archive: DemoArchive) -> Iterator[Caller]:
    with Caller(archive, "outsider") as caller:
        yield caller
