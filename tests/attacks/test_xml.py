"""XML that attacks, by every way it can come in: refused before it is parsed, in no time and no memory."""

from pathlib import Path

import pytest

from tests.attacks.hostile import head, hostile
from tests.attacks.reading import Figures, read
from tests.sizes import size

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:x:"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def document(doctype: str, text: str) -> str:
    """An RDF/XML document."""
    return f'<?xml version="1.0"?>\n{doctype}<rdf:RDF {RDF}><e:a rdf:about="urn:x:a"><e:b>{text}</e:b></e:a></rdf:RDF>'


DOCUMENTS: dict[str, bytes] = {
    "billion laughs": document(f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]>', "&l9;").encode(),
    "quadratic": document(f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 10_000).encode(),
    "a file": document('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;").encode(),
    "an address": document('<!DOCTYPE r [<!ENTITY x SYSTEM "{url}/x">]>', "&x;").encode(),
    "a parameter": document('<!DOCTYPE r [<!ENTITY % x SYSTEM "{url}/x"> %x;]>', "x").encode(),
    "another DTD": document('<!DOCTYPE r SYSTEM "{url}/x.dtd">', "x").encode(),
    "a public DTD": document('<!DOCTYPE r PUBLIC "-//x//x" "{url}/x.dtd">', "x").encode(),
    "an attribute's default": document('<!DOCTYPE r [<!ATTLIST e:b rdf:resource CDATA "urn:x:y">]>', "x").encode(),
    "an empty DTD": document("<!DOCTYPE r []>", "x").encode(),
    "after a comment": document("<!-- x --><?x y?>\n\n<!DOCTYPE r [<!ENTITY l0 'x'>]>", "&l0;").encode(),
    "UTF-16": document('<!DOCTYPE r [<!ENTITY x "y">]>', "&x;").encode("utf-16"),
    "UTF-16 without a mark": document('<!DOCTYPE r [<!ENTITY x "y">]>', "&x;").encode("utf-16-be"),
    "UTF-7": document("+ADwAIQ-DOCTYPE r []+AD4-", "x").replace('"1.0"', '"1.0" encoding="UTF-7"').encode(),
    "UTF-32": document('<!DOCTYPE r [<!ENTITY x "y">]>', "&x;").encode("utf-32"),
    "entities of nobody": document("", "&x;").encode(),
}
WHOLE: dict[str, bytes] = {
    "XInclude": document("", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{url}/x"/>').encode(),
    "a style": document('<?xml-stylesheet href="{url}/x" type="text/xsl"?>\n', "x").encode(),
    "a place of a schema": document("", "x").replace("<e:b>", '<e:b e:schemaLocation="{url}/x">').encode(),
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figures]:
    """All documents read by one program, while a server listens whose address they name."""
    folder = tmp_path_factory.mktemp("xml")
    with hostile(lambda _: [head("404 No")]) as sentinel:
        paths = {name: folder / f"{name.replace(' ', '-')}.rdf" for name in DOCUMENTS | WHOLE}
        for name, text in (DOCUMENTS | WHOLE).items():
            paths[name].write_bytes(text.replace(b"{url}", sentinel.url.encode()))
        found = dict(zip(paths, read(*paths.values()), strict=True))
        assert sentinel.heard == []
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_type_is_refused(figures: dict[str, Figures], name: str) -> None:
    said, seconds, grown = figures[name]
    assert said.startswith("refused:") and "root:" not in said
    assert seconds < 1 and grown < 50


@pytest.mark.parametrize("name", WHOLE)
def test_what_names_another_place_is_not_fetched(figures: dict[str, Figures], name: str) -> None:
    _, seconds, grown = figures[name]
    assert seconds < 1 and grown < 50


def test_many_megabytes_in_one_attribute(tmp_path: Path) -> None:
    """They are below the largest file that is read; what they take grows with them and no faster."""
    count = size(10_000_000, 100_000_000)
    path = tmp_path / "a.rdf"
    path.write_text(document("", "x").replace("<e:b>", f'<e:b e:c="{"a" * count}">'))
    ((said, seconds, grown),) = read(path)
    assert seconds < count / 1e7 and grown < count / 5e4, (said, seconds, grown)
