"""Our form installed by XNAT's own call, and known to a harvest and to the check of mappings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from img2fair.archives import ArchiveSettings, Login
from img2fair.cli import img2fair
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent, User
from img2fair.forms import FORM_TITLES, form_json, save_call
from img2fair.model.held import unseal
from img2fair.model.snapshot_file import read_snapshot
from img2fair.pipeline import harvest_to

MANAGER = User(uid=9, login="manager", password="manager", site_roles=("CustomFormManager",))
PROJECT = "tcga_kich"
PLAIN = ("demo", "demo")


@pytest.fixture
def site(content: ArchiveContent) -> Iterator[DemoArchive]:
    """An archive of one project without forms, and somebody who may make some."""
    (project,) = (one for one in content.projects if one.id == PROJECT)
    bare = replace(content, projects=(replace(project, custom_fields={}),), forms=(), users=(*content.users, MANAGER))
    with DemoArchive(bare) as archive:
        yield archive


def save(site: DemoArchive, sent: object, who: tuple[str, str] = ("manager", "manager")) -> requests.Response:
    return requests.put(f"{site.url}/xapi/customforms/save", json=sent, auth=who, timeout=5)


@pytest.mark.parametrize("projects", [(), (PROJECT,)], ids=["site", "project"])
def test_an_installed_form_is_known_by_its_title_and_keys(
    site: DemoArchive, projects: tuple[str, ...], tmp_path: Path
) -> None:
    answer = save(site, save_call(form_json("nl"), projects))
    assert answer.status_code == 201
    path = tmp_path / "snapshot.jsonl"
    harvest_to(path, "xnat", ArchiveSettings(site.url, login=Login(*PLAIN)))
    (form,) = read_snapshot(path).header.forms
    assert form.title is not None
    assert (form.uuid, unseal(form.title)) == (answer.text, FORM_TITLES[1])
    own = tmp_path / "own.yaml"
    own.write_text("mapping: 1\nextends: dcat-ap\ndataset: {fields: {dct:source: {from: form.birth_sex, as: iri}}}\n")
    warned = [
        "unknown form key" in CliRunner().invoke(img2fair, ["mapping", "check", str(own), *known]).output
        for known in ((), ("--snapshot", str(path)))
    ]
    assert warned == [True, False]


REFUSED = [
    ({"builder": {}}, 400, 'Missing required value "submission"'),
    ({"submission": {"data": {"isThisASiteWideConfiguration": "maybe"}}, "builder": {"title": "x"}}, 400, "SiteWide"),
    (save_call({"title": "a <b>"}), 400, "Invalid characters in form title"),
    (save_call({"title": ""}), 400, "Missing form title"),
]


@pytest.mark.parametrize(("sent", "status", "reason"), REFUSED, ids=lambda value: str(value)[:30])
def test_the_archive_refuses_what_xnat_refuses(site: DemoArchive, sent: object, status: int, reason: str) -> None:
    answer = save(site, sent)
    assert (answer.status_code, reason in answer.text, site.content.forms) == (status, True, ())


@pytest.mark.parametrize("who", [PLAIN, None], ids=["user", "guest"])
def test_only_who_manages_forms_may_save_one(site: DemoArchive, who: tuple[str, str]) -> None:
    assert save(site, save_call(form_json()), who).status_code == 403
    assert site.content.forms == ()
