"""init from nothing to a catalogue: by options, at a terminal, as a guest and logged in; and again."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.assets import find_folder
from img2fair.cli import run
from img2fair.config import load_config
from img2fair.demo.archive import DemoArchive
from img2fair.demo.archive.exchange import Response
from img2fair.demo.content import ArchiveContent, CustomForm, Json, Project
from img2fair.demo.fdp import DemoFdp
from img2fair.errors import Exit
from img2fair.mapping import load_mapping
from tests.init.terminal import typed

PRIVATE = "breast_diagnosis"
SHOWN = ("b_mode_and_ceus_liver", "cmb_pca", "qin_prostate_repeatability", "tcga_kich")
"""Public projects, the first of which has no description and is held back."""
FILES = {"img2fair.yaml", "mapping.yaml", ".gitignore", "schemas/img2fair.schema.json", "schemas/mapping.schema.json"}
PUBLISHER = ["--publisher", "Example Institute"]
WHOLE = [*PUBLISHER, "--homepage", "https://ror.org/00example", "--contact-email", "data@example.org",
         "--license", "CC BY 4.0", "--rights", "https://example.org/terms"]  # fmt: skip
LOGIN = {"XNAT_USER": "demo", "XNAT_PASS": "demo"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder of one's own, with nobody at a terminal and a zone that is the machine's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    yield tmp_path


def written(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def init(*arguments: str) -> int:
    return run(["init", *arguments])


def log_in(monkeypatch: pytest.MonkeyPatch, login: Mapping[str, str]) -> None:
    for name, value in login.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("login", [{}, LOGIN], ids=["guest", "user"])
def test_from_nothing_to_a_catalogue_by_options(
    archive: DemoArchive,
    here: Path,
    login: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_in(monkeypatch, login)
    archive.content = archive.content.only(PRIVATE, *SHOWN)
    assert init("--archive", archive.url, *PUBLISHER, "--keyword", "-", "--no-input") == Exit.DONE
    told = capsys.readouterr().err
    assert ("1 private" in told) == bool(login)
    assert PRIVATE not in told + json.dumps(written(here))
    assert {*written(here)} == FILES
    assert all(one.method == "GET" or one.path == "/data/JSESSION" for one in archive.requests)
    assert run(["mapping", "check", "mapping.yaml"]) == Exit.DONE
    assert "warning" not in capsys.readouterr().err
    assert not login or run(["doctor"]) == Exit.DONE
    assert run(["publish", "--yes"]) in (Exit.DONE, Exit.INVALID)  # one project has no description
    published = {path.name for path in (here / "public" / "dataset").glob("*.ttl")}
    assert published == {f"{name}.ttl" for name in SHOWN} - {"b_mode_and_ceus_liver.ttl"}
    assert run(["validate", "public/catalogue.nq", "--profile", "dcat-ap"]) == Exit.DONE


def test_at_a_terminal_every_question_is_asked_once(archive: DemoArchive, here: Path) -> None:
    answers = [
        ("archive", "xnat.example.org"),
        ("archive", f"{archive.url}/"),
        ("user name", "demo"),
        ("password", "demo"),
        ("keyword [fair]", ""),
        ("publisher", 'Example Institute: no. 1 # "imaging"'),
        ("homepage", "https://ror.org/00example"),
        ("contact email", "nobody"),
        ("contact email", "data@example.org"),
        ("license", "CC BY"),
        ("license", "CC BY 4.0"),
        ("target [site]", ""),
        ("base", "https://catalogue.example.org"),
    ]
    environment = {**os.environ, "COLUMNS": "200"}
    code, shown = typed(["init"], answers, here, environment)
    assert code == Exit.DONE, shown
    assert len({question for question, _ in answers}) <= 10
    assert {*written(here)} == FILES
    config = load_config(here / "img2fair.yaml").config
    assert config.archive.include.keywords == ("fair",)
    assert config.defaults["publisher"]["name"] == 'Example Institute: no. 1 # "imaging"'
    assert "demo" not in re.sub(r"img2fair demo", "", json.dumps(written(here)))
    assert PRIVATE not in shown + json.dumps(written(here))
    code, shown = typed(["publish"], [("Write this?", "y")], here, {**environment, **LOGIN})
    assert code == Exit.DONE, shown
    assert run(["validate", "public/catalogue.nq", "--profile", "dcat-ap"]) == Exit.DONE


def test_run_again_it_changes_nothing(archive: DemoArchive, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init("--archive", archive.url, *WHOLE)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in here.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert init() == Exit.DONE
    assert "unchanged" in capsys.readouterr().err
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in here.rglob("*") if path.is_file()} == before


def with_news(content: ArchiveContent) -> ArchiveContent:
    """Return a content in which somebody has made a form and a few projects more."""
    contents: dict[str, Json] = {"title": "Lab form", "display": "form", "components": [
        {"key": "study_title", "type": "textfield", "input": True, "label": "Title of the study"},
        {"key": "title", "type": "textfield", "input": True, "label": "Title"},
    ]}  # fmt: skip
    form = CustomForm(uuid="u-1", title="Lab form", display_order=1, created="2026-01-01 00:00:00.0", contents=contents)
    hidden = replace(
        form, uuid="u-2", title="Secret form", projects=(PRIVATE,), contents={**contents, "title": "Secret form"}
    )
    trial = Project(id="TEST_1", name="A test", keywords="nofair", last_modified="2026-01-01 00:00:00.0")
    return replace(content, forms=(*content.forms, form, hidden), projects=(*content.projects, trial))


@pytest.mark.parametrize("renew", [False, True])
@pytest.mark.parametrize("edited", [False, True])
def test_what_is_new_is_told_and_what_is_edited_stays(
    archive: DemoArchive, here: Path, edited: bool, renew: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    init("--archive", archive.url, *PUBLISHER)
    if edited:
        for name in ("img2fair.yaml", "mapping.yaml"):
            with (here / name).open("a") as file:
                file.write("# mine\n")
    (here / ".gitignore").unlink()
    before = written(here)
    archive.content = with_news(archive.content)
    capsys.readouterr()
    assert init("--publisher", "Another", *(["--renew"] if renew else [])) == Exit.DONE
    told = capsys.readouterr().err
    after = written(here)
    assert ".gitignore" in after
    assert "Secret form" not in told + json.dumps(after)
    if renew and not edited:
        assert "study_title" in after["mapping.yaml"]
        assert "TEST_*" in after["img2fair.yaml"]
        assert "name: Another" in after["img2fair.yaml"]
    else:
        assert {name: after[name] for name in before} == before
        for new in ("study_title", "TEST_*", "nofair", "defaults.publisher.name: Another"):
            assert new in told
    assert run(["mapping", "check", "mapping.yaml"]) == Exit.DONE


def test_forms_keywords_and_tests_are_found(
    content: ArchiveContent, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoArchive(with_news(content)) as archive:
        init("--archive", archive.url, *PUBLISHER)
    config = load_config(here / "img2fair.yaml").config
    assert (config.archive.exclude.keywords, config.archive.exclude.projects) == (("nofair",), ("TEST_*",))
    text = written(here)["mapping.yaml"]
    assert "forms:\n  - study_title\n" in text
    assert "'Lab form'" in text
    assert "Secret form" not in text + capsys.readouterr().err


@pytest.mark.parametrize(
    ("projects", "mapping", "advisory"), [((), "health-ri-core", ()), (None, "dcat-ap", ("health-ri-core",))]
)
def test_the_mapping_follows_the_forms(
    content: ArchiveContent, here: Path, projects: tuple[str, ...] | None, mapping: str, advisory: tuple[str, ...]
) -> None:
    form = next(form for form in content.forms if form.title == "Health-RI dataset")
    content = content if projects is None else replace(content, forms=(replace(form, projects=projects),))
    with DemoArchive(content) as archive:
        assert init("--archive", archive.url, *WHOLE) == Exit.DONE
    assert f"extends: {mapping}\n" in written(here)["mapping.yaml"]
    assert load_config(here / "img2fair.yaml").config.advisory == advisory


@pytest.mark.parametrize(
    ("keyword", "note", "look"),
    [
        ("Fair", "1 project of 9 had it.", "only these"),
        ("kidneys", "0 projects of 9 had it.", "no project that was seen"),
    ],
)
def test_how_many_projects_have_the_keyword_is_true(
    archive: DemoArchive, here: Path, keyword: str, note: str, look: str, capsys: pytest.CaptureFixture[str]
) -> None:
    init("--archive", archive.url, *PUBLISHER, "--keyword", keyword)
    assert note in written(here)["img2fair.yaml"]
    assert f"archive.include.keywords: {look}" in capsys.readouterr().err


def test_a_keyword_that_is_none_of_the_known_marks_is_counted(
    content: ArchiveContent, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    projects = [replace(one, keywords="zebra", accessibility=one.accessibility) for one in content.projects]
    with DemoArchive(replace(content, projects=tuple(projects))) as archive:
        init("--archive", archive.url, *PUBLISHER, "--keyword", "zebra")
        assert "zebra" not in capsys.readouterr().err, "nobody is told what keywords there are"
        assert "9 projects of 9 had it." in written(here)["img2fair.yaml"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--keyword", "-"], ["no archive.include"]),
        (["--fdp", "https://fdp.example.org"], ["targets: {fdp: {type: fdp, url: https://fdp.example.org"]),
        (
            ["--mapping", "health-ri-core"],
            ["profiles: [dcat-ap, health-ri-core]", "no advisory", "extends: health-ri-core"],
        ),
    ],
)
def test_what_an_option_says_otherwise_is_told(
    archive: DemoArchive, here: Path, options: list[str], told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    init("--archive", archive.url, *PUBLISHER)
    before = written(here)
    capsys.readouterr()
    assert init(*options) == Exit.DONE
    said = capsys.readouterr().err
    assert all(one in said for one in told), said
    assert written(here) == before


def test_the_language_of_the_machine_is_to_be_looked_at(
    archive: DemoArchive, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    init("--archive", archive.url, *PUBLISHER)
    assert "archive.language: are titles" in capsys.readouterr().err


def test_a_broken_mapping_stops_it_before_anything_is_written(archive: DemoArchive, here: Path) -> None:
    (here / "mapping.yaml").write_text("mapping: [")
    assert init("--archive", archive.url, *PUBLISHER) == Exit.USAGE
    assert written(here) == {"mapping.yaml": "mapping: ["}


def test_without_a_form_the_next_step_is_told(
    content: ArchiveContent, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoArchive(replace(content, forms=())) as archive:
        init("--archive", archive.url, *PUBLISHER)
    assert "`img2fair form`" in capsys.readouterr().err


def test_examples_of_the_mapping_are_good(archive: DemoArchive, here: Path) -> None:
    init("--archive", archive.url, *PUBLISHER)
    text = written(here)["mapping.yaml"]
    head, _, examples = text.partition("# Examples")
    taken = head + "#" + re.sub(r"(?m)^# ((?:  )*[a-z:]+.*)$", r"\1", examples)
    assert "\ndataset:\n" in taken
    (here / "taken.yaml").write_text(re.sub(r"(?m)^Written.*$", "", taken), encoding="utf-8")
    assert load_mapping("taken.yaml").warnings == ()


def test_a_site_is_called_as_it_calls_itself(archive: DemoArchive, here: Path) -> None:
    def named(path: str, _query: str, answer: Response) -> Response:
        found = path == "/xapi/siteConfig/values/siteId"
        return Response(b'{"siteId": "Example imaging archive"}') if found else answer

    archive.rewrite = named
    init("--archive", archive.url, *PUBLISHER)
    assert load_config(here / "img2fair.yaml").config.archive.name == "Example imaging archive"


@pytest.mark.parametrize("said", ["<script>", "write to me@example.org", "x" * 200, 7, None, ["a"]])
def test_a_name_that_is_none_is_not_taken(archive: DemoArchive, here: Path, said: object) -> None:
    def named(path: str, _query: str, answer: Response) -> Response:
        found = path == "/xapi/siteConfig/values/siteId"
        return Response(json.dumps({"siteId": said}).encode()) if found else answer

    archive.rewrite = named
    init("--archive", archive.url, *PUBLISHER)
    assert load_config(here / "img2fair.yaml").config.archive.name in ("127.0.0.1", "7")


def test_a_closed_site_is_noticed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoArchive(require_login=True) as archive:
        assert init("--archive", archive.url, *PUBLISHER) == Exit.LOGIN
        assert "--offline" in capsys.readouterr().err
        log_in(monkeypatch, LOGIN)
        assert init("--archive", archive.url, *PUBLISHER) == Exit.DONE
    assert load_config(here / "img2fair.yaml").config.archive.public_requires_login
    assert "demo" not in re.sub("127", "", written(here)["img2fair.yaml"])


def test_a_wrong_password_is_not_told(
    archive: DemoArchive, monkeypatch: pytest.MonkeyPatch, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log_in(monkeypatch, {"XNAT_USER": "demo", "XNAT_PASS": "canary-4711"})
    assert init("--archive", archive.url, *PUBLISHER, "-vv", "--debug") == Exit.LOGIN
    assert "canary-4711" not in "".join(capfd.readouterr())
    assert written(here) == {}


def test_an_archive_that_is_down(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with DemoArchive() as gone:
        url = gone.url
    assert init("--archive", url, *PUBLISHER) == Exit.UNAVAILABLE
    assert "--offline" in capsys.readouterr().err
    assert written(here) == {}
    assert init("--archive", url, *PUBLISHER, "--offline") == Exit.DONE
    assert {*written(here)} == FILES


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--no-input"], ["--archive"]),
        ([], ["--archive"]),
        (["--archive", "URL"], ["--publisher"]),
        (["--archive", "URL", "--mapping", "health-ri-core", *PUBLISHER], ["--homepage", "--license", "--rights"]),
        (["--archive", "URL", *PUBLISHER, "--target", "fdp"], ["--fdp"]),
        (["--archive", "URL", *PUBLISHER, "--target", "fdp", "--defaults"], ["--fdp"]),
        (["--archive", "xnat.example.org"], ["--archive", "https://"]),
        (["--archive", "https://me:secret@x.org"], ["--archive", "must not hold a log-in"]),
        (["--archive", "https://x.org/app/template/Login.vm?a=1#b"], ["did you mean 'https://x.org'?"]),
        (["--archive", "https://x.org/xnat/#/home"], ["did you mean 'https://x.org/xnat'?"]),
        (["--archive", "URL", "--license", "cc-by"], ["did you mean 'CC BY 4.0'?"]),
        (["--archive", "URL", "--contact-email", "me"], ["--contact-email"]),
        (["--archive", "URL", "--license", "CC BY"], ["--license", "CC BY 4.0"]),
        (["--archive", "URL", "--timezone", "Amsterdam"], ["--timezone"]),
        (["--archive", "URL", "--mapping", "helth"], ["helth"]),
        (["--archive", "URL", "--base", "https://x.org", "--target", "fdp"], ["--base"]),
        (["--archive", "URL", "--type", "orthanc"], ["--type"]),
        (["--defaults", "--no-input"], ["--defaults"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(
    archive: DemoArchive, here: Path, arguments: list[str], named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(*(archive.url if one == "URL" else one for one in arguments)) == Exit.USAGE
    told = capsys.readouterr().err
    assert all(one in told for one in named)
    assert "secret" not in told
    assert written(here) == {}


def test_what_nobody_says_is_left_open_and_marked(
    archive: DemoArchive, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init("--archive", archive.url, "--mapping", "health-ri-core", "--defaults") == Exit.DONE
    told = capsys.readouterr().err
    for key in ("publisher.name", "publisher.homepage", "contact_point.email", "license", "rights"):
        assert f"defaults.{key}: records are held back without it" in told.partition("Look at these")[0]
    assert written(here)["img2fair.yaml"].count("# look at this: ") == told.count(": records are held back") + 3
    load_config(here / "img2fair.yaml")


def test_a_fair_data_point_in_dutch(archive: DemoArchive, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with DemoFdp("https://w3id.org/x") as fdp:
        assert (
            init("--archive", archive.url, *WHOLE, "--fdp", fdp.url, "--language", "nl", "--mapping", "fdp-default")
            == Exit.DONE
        )
    config = load_config(here / "img2fair.yaml").config
    assert config.targets["fdp"].type == "fdp"
    assert (config.language, config.archive.language, config.profiles) == ("nl", "nl", ("fdp-default",))
    assert config.defaults["catalog"]["title"].startswith("Beeldvormende data")


@pytest.mark.parametrize(
    ("kind", "place"),
    [("dicomweb", "https://pacs.example.org/dicom-web"), ("dicom_folder", "images"), ("table", "sets.csv")],
)
def test_other_archives_get_a_config_without_a_look(
    here: Path, kind: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        init("--type", kind, "--archive", place, *WHOLE, "--base", "https://c.example.org", "--defaults") == Exit.DONE
    )
    config = load_config(here / "img2fair.yaml").config
    assert config.archive.type == kind
    assert "nothing is published" in capsys.readouterr().err


def test_a_program_reads_one_object(archive: DemoArchive, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init("there", "--archive", archive.url, *PUBLISHER, "--json") == Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["found"]["projects"] == {"public": 8, "protected": 1}
    assert {one["path"] for one in found["files"]} == {f"there/{name}" for name in FILES}
    assert found["next"][0] == "img2fair doctor -c there/img2fair.yaml"


def test_a_config_that_is_wrong_or_of_several_archives_is_left_alone(archive: DemoArchive, here: Path) -> None:
    for text in ("archive: [\n", "archives:\n  a: {url: https://a.example.org}\n  b: {url: https://b.example.org}\n"):
        (here / "img2fair.yaml").write_text(text)
        assert init("--archive", archive.url, *PUBLISHER) == Exit.USAGE
        assert written(here) == {"img2fair.yaml": text}


def test_all_files_or_none(archive: DemoArchive, here: Path) -> None:
    (here / "schemas").write_text("in the way")
    assert init("--archive", archive.url, *PUBLISHER) == Exit.USAGE
    assert written(here) == {"schemas": "in the way"}


def test_same_answers_same_bytes(archive: DemoArchive, here: Path) -> None:
    digests = set()
    for name in ("a", "b"):
        init(name, "--archive", archive.url, *WHOLE)
        digests.add(hashlib.sha256(json.dumps(written(here / name)).encode()).hexdigest())
    assert len(digests) == 1


def test_the_schemas_are_the_shipped_ones(archive: DemoArchive, here: Path) -> None:
    init("--archive", archive.url, *PUBLISHER)
    for name in ("img2fair.schema.json", "mapping.schema.json"):
        assert written(here)[f"schemas/{name}"] == (find_folder("mappings") / name).read_text(encoding="utf-8")


def test_an_address_in_the_place_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "https://xnat.example.org"]) == 2
    assert "after --archive" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]
