"""Texts beside a record of a site: shown with it, kept while others change, gone with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from img2fair.model import Verdict
from img2fair.targets.site.answering import answer
from tests.targets.changes import catalog, dataset, site, withdraw, write

COUNTS = {"LGG/counts.csv": "about,value,subjects\nsex,female,20\n"}


def test_a_file_stands_beside_its_record_until_that_goes(tmp_path: Path) -> None:
    lgg = replace(dataset("LGG"), files=COUNTS)
    write(site(tmp_path), [catalog(), lgg])
    file = tmp_path / "public" / "files" / "LGG" / "counts.csv"
    assert file.read_text() == COUNTS["LGG/counts.csv"]
    write(site(tmp_path), [dataset("PROSTATE")])
    assert file.read_text() == COUNTS["LGG/counts.csv"], "a change elsewhere leaves it as it is"
    shown = answer(tmp_path / "public", "/files/LGG/counts.csv", "*/*")
    assert (shown.status, shown.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    write(site(tmp_path), [withdraw("LGG")])
    assert not file.exists()
    assert answer(tmp_path / "public", "/files/LGG/counts.csv", "*/*").status == 404


def test_another_text_alone_is_a_change(tmp_path: Path) -> None:
    write(site(tmp_path), [catalog(), replace(dataset("LGG"), files=COUNTS)])
    before = (tmp_path / "public").resolve()
    write(site(tmp_path), [replace(dataset("LGG"), files={"LGG/counts.csv": "about,value,subjects\n"})])
    assert (tmp_path / "public").resolve() != before
    assert (tmp_path / "public" / "files" / "LGG" / "counts.csv").read_text() == "about,value,subjects\n"


@pytest.mark.parametrize("path", ["../x.csv", "/etc/x.csv", "a/b/c.csv", "x.html", "x.js", "a/../x.csv", ".x.csv", "x"])
def test_no_other_place_and_nothing_that_runs(tmp_path: Path, path: str) -> None:
    outcomes = write(site(tmp_path), [catalog(), replace(dataset("LGG"), files={path: "x"})])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.DONE, Verdict.FAILED]
    assert path in outcomes[1].answer


def test_a_file_of_another_record_is_not_written_over(tmp_path: Path) -> None:
    files = {"LGG/counts.csv": "a,b\n"}
    first, second = (replace(dataset(name), files=files) for name in ("LGG", "LUNG"))
    done = write(site(tmp_path), [catalog(), first, second])
    assert [outcome.verdict for outcome in done] == [Verdict.DONE, Verdict.DONE, Verdict.FAILED]
    assert "another record's" in done[2].answer
    assert (tmp_path / "public" / "files" / "LGG" / "counts.csv").read_text() == "a,b\n"
