"""Versions of a site share what did not change, and a run with nothing to change writes nothing."""

import errno
from pathlib import Path

import pytest

from img2fair.model import Action, Change
from tests.targets.changes import contents, dataset, everything, site, stamps, write


def inodes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_what_did_not_change_is_the_same_file_with_its_date(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    old = (tmp_path / "public").resolve()
    before, files, dates = contents(old), inodes(old), stamps(old)
    write(site(tmp_path), [dataset("LGG", title="A better title", action=Action.UPDATE)])
    new = (tmp_path / "public").resolve()
    same = {name for name, content in contents(new).items() if before.get(name) == content}
    assert {name for name, inode in inodes(new).items() if inode == files.get(name)} == same
    assert {"dataset/LUNG.ttl", "dataset/LUNG.html", "assets/site.css", "profile/dataset.ttl"} <= same
    assert all((new / name).stat().st_mtime_ns == dates[str(old / name)] for name in same)
    assert contents(old) == before, "who reads the version before is not disturbed"


def test_where_there_are_no_hard_links_files_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site(tmp_path), everything())

    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", none)
    write(site(tmp_path), [dataset("LGG", title="x", action=Action.UPDATE)])
    (tmp_path / "again").mkdir()
    write(site(tmp_path / "again"), [*everything(), dataset("LGG", title="x", action=Action.UPDATE)])
    assert contents(tmp_path / "public") == contents(tmp_path / "again" / "public")


def test_a_file_that_was_made_a_link_is_written_anew(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    old = (tmp_path / "public").resolve()
    for name in ("404.html", "dataset/LUNG.html", "catalogue.nq"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        elsewhere = tmp_path / "elsewhere" / Path(name).name
        (old / name).rename(elsewhere)
        (old / name).symlink_to(elsewhere)
    write(site(tmp_path), [dataset("LGG", title="x", action=Action.UPDATE)])
    new = (tmp_path / "public").resolve()
    assert not [path for path in new.rglob("*") if path.is_symlink()]


def test_many_runs_with_nothing_to_change_write_nothing(tmp_path: Path) -> None:
    write(site(tmp_path), everything())
    before = stamps(tmp_path)
    seen = site(tmp_path).observe()
    unchanged = [Change(c.key, c.kind, Action.UNCHANGED, "same") for c in everything()]
    for _ in range(50):
        assert site(tmp_path).observe() == seen
        write(site(tmp_path), unchanged, "2027-01-01T00:00:00Z")
    assert stamps(tmp_path) == before
