"""The config: every slip is found, with its place and the right word."""

import os
from pathlib import Path

import pytest

from img2fair.config import SiteTarget, XnatArchive, find_login, load_config
from img2fair.errors import UsageFault

GOOD = """\
archive: {url: https://xnat.example.org/xnat/, timezone: Europe/Amsterdam}
mapping: health-ri-core
targets:
  catalogue: {type: site, path: public, base: https://example.org/catalogue/}
"""

# what is wrong, the text of the file, what the message says, where it points
BROKEN = [
    ("a slip in a name", "archiv: {url: https://x.org}\n", "did you mean 'archive'?", "1:1"),
    ("a slip inside", "archive:\n  url: https://x.org\n  timezon: UTC\n", "did you mean 'timezone'?", "3:3"),
    ("a slip in a target", GOOD + "  b: {type: site, path: p, bas: https://x.org}\n", "targets.b.bas", "5:"),
    ("no archive", "mapping: dcat-ap\n", "archive: field required", ""),
    ("not an address", "archive: {url: xnat.example.org}\n", "must be an address", "1:11"),
    ("a login in the address", "archive: {url: 'https://me:word@x.org'}\n", "must not hold a log-in", "1:11"),
    (
        "a login in the catalogue's address",
        GOOD.replace("base: https://", "base: https://me:word@"),
        "must not hold",
        "4:",
    ),
    ("a kind there is not", "archive: {url: https://x.org, type: dicom}\n", "archive.type", "1:31"),
    (
        "a filter there is not",
        "archive:\n  url: https://x.org\n  include:\n    keyword: [a]\n",
        "did you mean 'keywords'",
        "4:5",
    ),
    ("a private opt-in", "archive: {url: https://x.org, include: {access: [private]}}\n", "include.access.0", "1:50"),
    ("a web server without grouping", "archive: {url: https://x.org, type: dicomweb}\n", "archive.grouping", "1:1"),
    (
        "a slip in a grouping",
        "archive:\n  type: dicomweb\n  url: https://x.org\n  grouping: {by: archive, projekt: A}\n",
        "did you mean 'project'",
        "4:27",
    ),
    ("no id for it all", "archive: {url: https://x.org, type: dicomweb, grouping: {}}\n", "project is missing", "1:47"),
    ("a folder without a name", "archive: {type: table, path: a.csv}\n", "archive.iri", "1:1"),
    ("another kind of target", GOOD + "  b: {type: ftp}\n", "targets.b.type", "5:7"),
    ("too many threads", "archive: {url: https://x.org, threads: 100}\n", "archive.threads", "1:31"),
    ("too small a count", GOOD + "privacy: {min_count: 2}\n", "privacy.min_count", "5:11"),
    ("a key twice", "archive: {url: https://x.org}\narchive: {url: https://y.org}\n", "duplicate key", "2:1"),
    ("no YAML", "archive: [\n", "not valid YAML", "2:1"),
    ("nothing", "", "empty", ""),
    ("a list", "- a\n", "empty or not a mapping", ""),
]


@pytest.mark.parametrize(("text", "message", "place"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_slip_is_found_where_it_is(tmp_path: Path, text: str, message: str, place: str) -> None:
    file = tmp_path / "img2fair.yaml"
    file.write_text(text)
    with pytest.raises(UsageFault) as caught:
        load_config(file)
    told = str(caught.value)
    assert message in told
    assert f"img2fair.yaml:{place}" in told or not place
    assert told.count("\n") <= 5
    assert "word@" not in told


def test_a_good_one_is_read(tmp_path: Path) -> None:
    file = tmp_path / "img2fair.yaml"
    file.write_text(GOOD)
    located = load_config(file)
    assert isinstance(located.config.archive, XnatArchive)
    assert located.config.archive.url == "https://xnat.example.org/xnat"
    assert located.config.archive.identity == located.config.archive.url
    target = located.config.targets["catalogue"]
    assert isinstance(target, SiteTarget)
    assert target.base == "https://example.org/catalogue"
    assert located.path(located.config.work) == tmp_path / ".img2fair"
    assert located.config.privacy.min_count == 10


def test_no_config(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot read the config"):
        load_config(tmp_path / "none.yaml")


def test_the_login_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert find_login("https://x.org", "XNAT_USER", "XNAT_PASS") is None
    monkeypatch.setenv("XNAT_USER", "me")
    with pytest.raises(UsageFault, match="half a log-in"):
        find_login("https://x.org", "XNAT_USER", "XNAT_PASS")
    (tmp_path / "secret").write_text("word\n")
    monkeypatch.setenv("XNAT_PASS_FILE", str(tmp_path / "secret"))
    assert find_login("https://x.org", "XNAT_USER", "XNAT_PASS") == ("me", "word")
    monkeypatch.setenv("XNAT_PASS_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(UsageFault, match="cannot read the secret"):
        find_login("https://x.org", "XNAT_USER", "XNAT_PASS")


def test_the_login_from_netrc(monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path(os.environ["HOME"]) / ".netrc"
    file.write_text("machine x.org:8080 login port password a\nmachine x.org login host password b\n")
    file.chmod(0o644)
    with pytest.raises(UsageFault, match="chmod 600"):
        find_login("https://x.org", "XNAT_USER", "XNAT_PASS")
    file.chmod(0o600)
    assert find_login("https://x.org/xnat", "XNAT_USER", "XNAT_PASS") == ("host", "b")
    assert find_login("https://x.org:8080", "XNAT_USER", "XNAT_PASS") == ("port", "a")
    assert find_login("https://other.org", "XNAT_USER", "XNAT_PASS") is None
