"""Every error of the program is in the reference, with a cure; so is every entry of the config and every format."""

import sys

import pytest

from img2fair.config import Config
from img2fair.errors import Exit
from tests.docs.pages import DOCS

sys.path.insert(0, str(DOCS / "_ext"))  # the extension is not installed

from reference.entries import sections
from reference.faults import Raised, harvested
from reference.formats import FORMATS, told
from reference.writing import pages

PASSED_ON = {
    "archives.dicom.grouping.__post_init__": "the check of the grouping says what is wrong",
    "archives.dicom.project_table._rows": "the reader of a row says what is wrong",
    "archives.dicomweb.connection.get": "the client's message",
    "archives.dicomweb.connection.odd": "who calls it says what is odd",
    "cbioportal.harmonisation.reading.read_decisions": "all problems of the file at once",
    "cbioportal.harmonisation.values.read_values": "the reader of a value says what is wrong",
    "cbioportal.oncotree_source._asked": "the client's message",
    "exporting.making.export": "the decisions that are open",
    "http.client.get": "the reader of the answer says what is odd",
    "init.questions.taken": "the config's own message",
    "mapping.construct._prepared": "rdflib's message",
    "mapping.load.load_mapping": "all problems of the mapping at once",
    "mapping.tree.read_tree": "all problems of the mapping at once",
    "migrate.places._as_the_server_says": "the client's message",
    "publication.preparing._look": "the first check of the target that failed",
    "report.files.read_report": "the reader's message",
    "shacl.sources.read": "the RDF reader's message",
    "targets.fdp.connection._known": "the client's message",
}
"""Places that pass on what another says, and what that is; the other has its own entry, or the text is a library's."""

WITHOUT_CURE = {
    "cbioportal.text": "a bug of ours, not of the user",
    "privacy.gate": "a bug of ours: a mapping that names such a field is refused when it is loaded",
    "schedule.notify": "told in one warning that names the webhook or command",
    "targets.fdp.target": "the checks that failed bring their cures",
    "config.source": "the file is none of ours: nothing to mend but to name another",
    "config.secret_files": "the file is none of ours: nothing to mend but to name another",
    "migrate.toml_file": "the file is none of ours: nothing to mend but to name another",
    "migrate.places": "the message says how an address is written",
    "init.course": "the message names the option to leave out",
    "init.writing": "the message names the file",
    "forms.choices": "a bug of ours, found by the tests of the form",
}
"""Modules with messages that have no cure of their own, and why not."""


@pytest.fixture(scope="module")
def raised() -> tuple[Raised, ...]:
    return harvested()


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_the_source_is_read_whole(raised: tuple[Raised, ...]) -> None:
    assert len(raised) > 250
    assert {one.code for one in raised} >= {Exit.USAGE, Exit.UNAVAILABLE, Exit.LOGIN, Exit.LOCKED, Exit.SAFETY}
    known = next(one for one in raised if one.module == "img2fair.config.logins" or "half a log-in" in str(one.texts))
    assert known.told


def test_every_error_is_told(raised: tuple[Raised, ...]) -> None:
    silent = {f"{one.module.removeprefix('img2fair.')}.{one.function}" for one in raised if not one.told}
    assert silent <= set(PASSED_ON)


def test_every_error_has_a_cure(raised: tuple[Raised, ...]) -> None:
    by_place = ("notes.error", "ValueError")  # told with the line or entry to mend
    bare = {
        (one.module.removeprefix("img2fair."), what)
        for one in raised
        if one.kind not in by_place
        for what, cure in one.told
        if not cure.strip("… /")
    }
    assert {(module, what) for module, what in bare if module not in WITHOUT_CURE} == set()


def test_every_error_is_on_its_page(raised: tuple[Raised, ...], made: dict[str, str]) -> None:
    for one in raised:
        page = made[f"reference/errors/{one.room}.md"] if one.told else ""
        assert page.count("\n## ") >= len(one.told)
        assert not one.told or f"exit-codes/{int(one.code)}.md" in page


def test_every_part_of_the_config_is_there(made: dict[str, str]) -> None:
    named = {entry.name for section in sections() for entry in section.entries}
    assert {*Config.model_fields} <= named
    assert {"archive.url", "targets.<name>.url", "privacy.min_count", "archive.grouping.by"} <= named
    assert {name for name in named if f"| `{name}` |" not in made["reference/config.md"]} == set()
    assert len({section.anchor for section in sections()}) == len(sections())


def test_every_entry_of_the_config_has_a_description() -> None:
    bare = [entry.name for section in sections() for entry in section.entries if not entry.description]
    assert bare == []


def test_every_format_is_told() -> None:
    assert set(told()) == {one.schema for one in FORMATS}


def test_the_pages_are_the_same_each_time(made: dict[str, str]) -> None:
    assert pages() == made
