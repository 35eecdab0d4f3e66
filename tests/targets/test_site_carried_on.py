"""A site carried on from version to version is byte by byte the one that would be made anew."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from img2fair.model import Change
from img2fair.targets import TARGETS
from img2fair.targets.site.pages import Pages
from img2fair.targets.site.settings import SiteSettings
from tests.sizes import size
from tests.targets.changes import (
    BASE,
    CATALOG_TEXT,
    catalog,
    contents,
    dataset,
    distribution,
    everything,
    key_of,
    site,
    withdraw,
    write,
)

NAMES = ("LGG", "LUNG", "PROSTATE", "P-4")
LINKS = ["", *(f"<> dct:relation <{key_of(name)}> ." for name in NAMES), "<> dct:relation [ dct:title 'blank' ] .",
         f"<> dct:relation <{BASE}/dataset/P-4>, <{BASE}/dataset/LUNG#part> ."]  # fmt: skip
COUNTS = "about,value,subjects\nsex,female,20\n"
datasets = some.builds(
    lambda name, title, link, counts: replace(
        dataset(name, title=title, extra=link), files={f"{name}/counts.csv": COUNTS} if counts else {}
    ),
    some.sampled_from(NAMES), some.sampled_from(["", "another title"]), some.sampled_from(LINKS), some.booleans(),
)  # fmt: skip
others = some.one_of(
    some.sampled_from(NAMES).map(distribution),
    some.sampled_from(NAMES).map(withdraw),
    some.sampled_from([catalog(), catalog(CATALOG_TEXT.replace("imaging data", "pictures"))]),
)
steps = some.lists(some.lists(some.one_of(datasets, others), min_size=1, max_size=3), min_size=1, max_size=3)


def _anew(folder: Path, history: list[list[Change]], say: SiteSettings) -> dict[str, bytes]:
    """What the same history makes where no version lends anything: its manifest tells of other inputs."""
    public = folder / "public"
    for changes in history:
        before, manifest = public.resolve(), public / "img2fair-site.json"
        text = manifest.read_text() if manifest.exists() else ""
        if text:
            manifest.write_text(text.replace('"inputs": "', '"inputs": "-'))
        write(TARGETS["site"](replace(say, path=public)), changes)
        if public.resolve() == before:
            manifest.write_text(text)
    return contents(public)


@settings(max_examples=size(4, 300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_carried_on_and_made_anew_are_the_same(history: list[list[Change]]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        target = site(Path(one))
        whole = [everything(), *history]
        for changes in whole:
            write(target, changes)
        say = SiteSettings("catalogue", Path(two), BASE)
        assert contents(Path(one) / "public") == _anew(Path(two), whole, say)


def _rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note whose pages are made from now on."""
    made, files = list[str](), Pages.files

    def noted(self: Pages, entry: object) -> object:
        made.append(entry.slug)  # type: ignore[attr-defined]
        return files(self, entry)  # type: ignore[arg-type]

    monkeypatch.setattr(Pages, "files", noted)
    return made


def test_one_change_makes_the_pages_that_show_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site(tmp_path), everything())
    made = _rendered(monkeypatch)
    write(site(tmp_path), [dataset("LGG", title="another title")])
    assert sorted(made) == ["LGG", "LGG-dicom", "imaging"]


@pytest.mark.parametrize("name", ["dataset/LUNG.html", "dataset/LUNG.jsonld", "dataset/LUNG.linkset.json"])
def test_a_file_that_was_edited_or_lost_is_put_right(tmp_path: Path, name: str) -> None:
    write(site(tmp_path), everything())
    before = contents(tmp_path / "public")
    for spoil in (lambda path: path.write_text("by hand"), Path.unlink):
        spoil(tmp_path / "public" / name)
        write(site(tmp_path), [dataset("LGG", title="another")])
        write(site(tmp_path), [dataset("LGG")])
        assert contents(tmp_path / "public")[name] == before[name]


def test_other_settings_show_on_every_page_with_the_next_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site(tmp_path), everything())
    made = _rendered(monkeypatch)
    write(site(tmp_path, notice="Another notice."), [dataset("LGG", title="another title")])
    assert len(made) == len(everything())
    pages = [path for path in (tmp_path / "public").rglob("*.html") if path.name != "404.html"]
    assert all("Another notice." in page.read_text() for page in pages)
