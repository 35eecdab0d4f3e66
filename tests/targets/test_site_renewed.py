"""A site follows its config and img2fair itself, also where no record changes."""

from pathlib import Path
from typing import Any

import pytest

from img2fair.model import Action
from img2fair.targets.site.settings import SiteSettings
from img2fair.targets.site.target import SiteTarget
from tests.targets.changes import contents, dataset, everything, settings, stamps, withdraw, write
from tests.targets.test_site_carried_on import _anew

MORE: tuple[dict[str, Any], ...] = (
    {"language": "nl"},
    {"open_in": {"ohif": "https://viewer.example.org/{project}"}},
    {"title": "Another title"},
    {"notice": "A notice"},
    {"request_access": "https://example.org/?d={iri}"},
)


def made(folder: Path, **more: Any) -> SiteTarget:
    folder.mkdir(exist_ok=True)
    return SiteTarget(settings(folder, **more))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_carried_on_is_as_made_anew_in_either_language(tmp_path: Path, language: str) -> None:
    (tmp_path / "anew").mkdir()
    said: SiteSettings = settings(tmp_path / "anew", language=language)
    whole = [everything(), [dataset("LGG", title="New", action=Action.UPDATE)]]
    for changes in whole:
        write(made(tmp_path / "on", language=language), changes)
    assert contents(tmp_path / "on" / "public") == _anew(tmp_path / "anew", whole, said)


@pytest.mark.parametrize("more", MORE, ids=lambda more: next(iter(more)))
def test_another_config_makes_the_pages_anew_once(tmp_path: Path, more: dict[str, Any]) -> None:
    written = [*everything(), withdraw("LUNG")]
    write(made(tmp_path / "one"), written)
    before = stamps(tmp_path / "one" / "public")
    assert not made(tmp_path / "one").renew()
    assert stamps(tmp_path / "one" / "public") == before, "nothing was touched"
    assert made(tmp_path / "one", **more).renew()
    assert not made(tmp_path / "one", **more).renew()
    write(made(tmp_path / "two", **more), written)
    assert contents(tmp_path / "one" / "public") == contents(tmp_path / "two" / "public")


def test_an_absent_site_is_not_made(tmp_path: Path) -> None:
    assert not made(tmp_path).renew()
    assert not (tmp_path / "public").exists()
