"""Every error of the program is in the reference, with a cure."""

import sys

import pytest

from img2fair.errors import Exit
from tests.docs.pages import DOCS

sys.path.insert(0, str(DOCS / "_ext"))

from reference.entries import sections  # noqa: E402 - the extension is not installed
from reference.faults import Raised, harvested  # noqa: E402
from reference.formats import FORMATS, told  # noqa: E402
from reference.writing import pages  # noqa: E402

PASSED_ON = {
    "archives.dicom.grouping._Group.__post_init__": "",
}
"""Functions that pass on what another place says, which has its own entry."""


@pytest.fixture(scope="module")
def raised() -> tuple[Raised, ...]:
    return harvested()


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()
