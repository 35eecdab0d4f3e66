"""A proposed config: what is written is read back, whatever it is, and its comments never lie."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.characters import NOT_TEXT
from img2fair.config import XnatArchive, load_configs
from img2fair.config.source import read_source
from img2fair.proposal import Proposal, config_text
from tests.sizes import size

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: not NOT_TEXT.search(text))
WORDS = """no yes on off y N ~ null Null true 1e3 1_000 0x1F 0o17 012 12:30 2026-11-22 2026-11-22T10:00:00Z - -- : ? ?a
    -a    a: a:b #a a# @a `a !a !!str &a *a %a |a >a {a [a a} a] a,b , << = .inf .nan . .. +1 1. .5 '' " ' \\ \\n
    TEST_* --- ... https://x.org/a?b=c&d=#e é 中文 😀""".split()
LINES = [
    " a",
    "a ",
    "a #b",
    "a: b",
    "a, b",
    "a\nb",
    "\n",
    "a\n\n",
    "  a\n b",
    "\ta",
    "a\tb",
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
]
ODD = st.sampled_from(
    [*WORDS, *LINES, "", " ", "\u00a0", "\u200f", "%YAML 1.1", "{{ id }}", "a b  c", "a" * 300, "a" + " b" * 200]
)
TEXT = TEXTS | ODD
SINGLE = TEXT | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates()
KEY = st.one_of(TEXTS.filter(bool), ODD.filter(lambda text: len(text) < 100))
TREES = st.dictionaries(
    KEY,
    st.recursive(
        SINGLE, lambda below: st.lists(below, max_size=4) | st.dictionaries(KEY, below, max_size=4), max_leaves=12
    ),
    max_size=5,
)


def read_back(text: str, folder: Path) -> Any:
    path = folder / "img2fair.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return read_source(path).tree


@given(tree=TREES)
@settings(max_examples=size(80, 2000), deadline=None)
def test_any_tree_is_read_back_as_it_is(tmp_path_factory: pytest.TempPathFactory, tree: dict[str, Any]) -> None:
    found = read_back(config_text(Proposal(tree)), tmp_path_factory.mktemp("any"))
    assert (found or {}) == tree
    assert list(found or {}) == list(tree)


@given(note=TEXTS | ODD, tree=TREES)
@settings(max_examples=size(30, 1000), deadline=None)
def test_a_comment_is_never_read_as_a_value(
    tmp_path_factory: pytest.TempPathFactory, note: str, tree: dict[str, Any]
) -> None:
    proposal = Proposal({"archive": {"url": "https://x.org"}, **tree}, {"archive.url": note}, {"archive": note})
    assert read_back(config_text(proposal), tmp_path_factory.mktemp("notes")) == proposal.tree


WHOLE: list[dict[str, Any]] = [
    {"archive": {"url": "https://x.org"}},
    {
        "archive": {"url": "https://x.org", "include": {"keywords": ["fair"]}},
        "mapping": ["health-ri-core", "analytics"],
        "defaults": {"publisher": {"name": "no"}},
        "targets": {"catalogue": {"type": "site", "path": "public", "base": "https://x.org/c"}},
        "privacy": {"min_count": 12},
    },
    {
        "archive": {"type": "dicomweb", "url": "https://x.org", "grouping": {"by": "archive", "project": "A"}},
        "targets": {"fdp": {"type": "fdp", "url": "https://fdp.example.org"}},
    },
    {
        "archives": {
            "one": {"url": "https://x.org", "mapping": "dcat-ap", "privacy": {"min_count": 20}},
            "two": {"type": "table", "path": "a.csv", "iri": "https://two.example.org"},
        },
        "cbioportal": {"projects": {"A": {"cancer_type": "brca"}}},
        "projects": {"A": {"license": "CC0"}},
    },
]


@pytest.mark.parametrize("tree", WHOLE)
def test_what_is_written_is_a_config(tmp_path: Path, tree: dict[str, Any]) -> None:
    said = read_back(config_text(Proposal(tree), schema="img2fair.schema.json"), tmp_path)
    assert said == tree
    load_configs(tmp_path / "img2fair.yaml")


@pytest.mark.parametrize("tree", WHOLE)
def test_entries_that_are_commented_out_hold_anyway(tmp_path: Path, tree: dict[str, Any]) -> None:
    """Whoever takes the # away has the same config as before, for each of its archives."""
    written = tmp_path / "img2fair.yaml"
    written.write_text(config_text(Proposal(tree)), encoding="utf-8")
    taken = tmp_path / "taken.yaml"
    text = re.sub(r"(?m)^( *)# ( *[a-z_]+:(?: .*)?)$", r"\1\2", written.read_text(encoding="utf-8"))
    taken.write_text(text, encoding="utf-8")
    assert text.count("\n#") < 40, "the entries were found"
    for before, after in zip(load_configs(written), load_configs(taken), strict=True):
        assert after.config == before.config


def test_an_entry_tells_what_it_is_why_it_is_so_and_who_has_to_look() -> None:
    proposal = Proposal(
        {"archive": {"url": "https://x.org", "timezone": "UTC"}},
        notes={"archive.timezone": "The zone of this machine."},
        open={"archive.timezone": "is it the archive's?"},
    )
    lines = config_text(proposal).splitlines()
    at = lines.index("  timezone: UTC")
    about = XnatArchive.model_fields["timezone"].description
    assert lines[at - 2 : at] == [f"  # {about} The zone of this machine.", "  # look at this: is it the archive's?"]


def test_every_entry_of_the_models_tells_what_it_is() -> None:
    for tree in WHOLE:
        undescribed = [
            line for line in config_text(Proposal(tree)).splitlines() if re.fullmatch(r" *# [a-z_]+: .*", line)
        ]
        assert all("  # " in line for line in undescribed if ": {" not in line)
