"""RDF that nests deeper than a parser's stack: refused in words, where it would end the process."""

from collections.abc import Mapping

import pytest

from tests.attacks.reading import Figures, read

DEEP, SHALLOW = 60_000, 400
NESTED: Mapping[str, tuple[str, str, str, str, str]] = {
    # suffix, what begins it, opens a level, closes it, and ends it
    "objects": (".jsonld", "", '{"urn:x:a":', "}", ""),
    "lists": (".jsonld", '{"@id":"urn:x:a","urn:x:b":', '{"@list":[', "]}", "}"),
    "lists, with brackets in texts": (".jsonld", '{"urn:x:b":["]]}}",', '{"urn:x:c":["\\"]}}",', "]}", "]}"),
    "triple terms": (".ttl", "<urn:x:a> <urn:x:b> ", "<<( <urn:x:a> <urn:x:b> ", " )>>", " ."),
    "triple terms, with closing ones that are none": (
        ".ttl", "<urn:x:a> <urn:x:b> ", "<<( <urn:x:a> # ')>> \"\n<urn:x:b#c> ", " )>>", " .",
    ),
    "triple terms of N-Triples": (".nt", "<urn:x:a> <urn:x:b> ", "<<( <urn:x:a> <urn:x:b> ", " )>>", " ."),
}  # fmt: skip
WIDE: Mapping[str, tuple[str, str]] = {
    "texts with marks": (".ttl", '<urn:x:a> <urn:x:b> "<< <<", """ << " << """, \'<<\' .\n' * 400),
    "a row of triple terms": (".ttl", "<urn:x:a> <urn:x:b> <<( <urn:x:a> <urn:x:b> 1 )>> .\n" * 600),
    "a row of objects": (".jsonld", "[" + ",".join(['{"@id":"urn:x:a","urn:x:b":["[[{{","\\\\"]}'] * 600) + "]"),
}
"""What has as many marks as a deep text, side by side."""


def texts() -> dict[str, tuple[str, str]]:
    """Return all texts by name, each with its suffix; the deep ones once within the bounds and once beyond."""
    made = dict(WIDE)
    for name, (suffix, first, opens, closes, last) in NESTED.items():
        for kind, depth in (("deep", DEEP), ("shallow", SHALLOW if suffix == ".ttl" else SHALLOW // 2)):
            made[f"{kind} {name}"] = (suffix, f"{first}{opens * depth}1{closes * depth}{last}")
    return made


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    """All texts read by one program, which would not come to its end."""
    folder, made = tmp_path_factory.mktemp("nested"), texts()
    paths = [folder / f"{number}{suffix}" for number, (suffix, _) in enumerate(made.values())]
    for path, (_, text) in zip(paths, made.values(), strict=True):
        path.write_text(text)
    return dict(zip(made, read(*paths), strict=True))


@pytest.mark.parametrize("name", NESTED)
def test_what_nests_too_deep_is_refused(figures: dict[str, Figures], name: str) -> None:
    said, seconds, grown = figures[f"deep {name}"]
    assert said.startswith("refused:") and ("nests deeper" in said or name == "triple terms of N-Triples")
    assert seconds < 1 and grown < 50


@pytest.mark.parametrize("name", [*WIDE, *(f"shallow {name}" for name in NESTED if "N-Triples" not in name)])
def test_what_does_not_is_read(figures: dict[str, Figures], name: str) -> None:
    said, seconds, _ = figures[name]
    assert said.endswith("triples") and not said.startswith("0 ") and seconds < 2, said
