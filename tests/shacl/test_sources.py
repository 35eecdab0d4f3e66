"""Shapes from files, addresses and texts: asked for once, nothing followed, what was repaired is said."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from img2fair.errors import Exit, Fault, RemoteFault, UsageFault
from img2fair.shacl import load_profile, load_profile_text, sources, validate_graph
from tests.shacl.cases import lgg

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
<> <http://www.w3.org/2002/07/owl#imports> <{root}/more> .
<#S> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property <#nothing> , [ sh:path dcat:theme ; sh:maxCount 0 ] .
"""


@contextmanager
def serving(answers: dict[str, tuple[int, dict[str, str], str]]) -> Iterator[tuple[str, list[str]]]:
    """A server with these answers by path: its address, and what was asked."""
    asked: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, text = answers.get(self.path, (404, {}, ""))
            data = text.replace("{root}", root).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        root = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield root, asked
        finally:
            server.shutdown()
            thread.join()


TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}


def test_an_address_is_asked_once_and_nothing_it_names() -> None:
    with serving({"/shapes?v=1": (200, TURTLE, SHAPES)}) as (root, asked):
        profile = load_profile("web", shapes=[f"{root}/shapes?v=1"])
        assert len(validate_graph(lgg(), [profile], source="x").findings) == 1
        again = pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own
        assert again.shapes().infos and asked == ["/shapes?v=1"]
    assert profile.source == f"{root}/shapes?v=1"
    assert profile.notes == (
        "left out 1 links (sh:property) to shapes that the file does not define",
        f"did not fetch {root}/more (owl:imports)",
    )


@pytest.mark.parametrize(
    ("answer", "said", "code"),
    [
        ((404, {}, ""), "answers 404", Exit.UNAVAILABLE),
        ((401, {}, ""), "wants a log-in", Exit.UNAVAILABLE),
        ((302, {"Location": "http://other.example.org/s.ttl"}, ""), "sends us elsewhere", Exit.UNAVAILABLE),
        ((200, {"Content-Type": "text/html"}, "<html></html>"), "a page for people", Exit.USAGE),
        ((200, TURTLE, "nonsense"), "do not parse as turtle", Exit.USAGE),
        ((200, TURTLE, ""), "the shapes say nothing", Exit.USAGE),
        ((200, TURTLE, "<urn:a> <urn:b> <urn:c> ."), "no shape in it looks at anything", Exit.USAGE),
        ((200, {"Content-Type": "application/ld+json"}, '{"@context": "{root}/c"}'), "remote context", Exit.USAGE),
        ((200, TURTLE, "x" * 3000), "larger than", Exit.USAGE),
    ],
)
def test_an_address_without_shapes(
    answer: tuple[int, dict[str, str], str], said: str, code: Exit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST", 2000)
    with serving({"/s": answer}) as (root, asked):
        with pytest.raises(Fault, match=said) as caught:
            load_profile("web", shapes=[f"{root}/s"])
        assert asked == ["/s"] and caught.value.code is code
    assert root in caught.value.where and "XNAT" not in caught.value.cure


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("sh:property [ sh:path dcat:theme ; sh:minCont 1 ]", "sh:minCont is no term of SHACL"),
        ("sh:property [ sh:path dcat:theme ; sh:node <#None> ]", "#None is not in the file"),
        ("sh:or ( <#Here> <#None> ) . <#Here> sh:nodeKind sh:IRI", "#None is not in the file"),
        ("sh:not [ sh:nodeKind sh:Literal ]", ""),
    ],
)
def test_what_judges_nothing_is_said(text: str, note: str) -> None:
    shape = "<https://s.example.org/S> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:nodeKind sh:IRI"
    turtle = f"{SHAPES.splitlines()[0]}\n{shape} ; {text} ."
    notes = load_profile_text("mine", turtle, "https://s.example.org/").notes
    assert (len(notes) == 1 and note in notes[0]) if note else notes == ()


def test_an_address_that_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({}) as (root, _):
        pass
    with pytest.raises(RemoteFault, match="cannot be had"):
        load_profile("web", shapes=[f"{root}/s.ttl"])


@pytest.mark.parametrize("kind", ["application/rdf+xml", "application/ld+json", "application/n-triples"])
def test_the_syntax_is_what_the_server_says(kind: str) -> None:
    from rdflib import Graph

    turtle = SHAPES.replace("<#nothing> ,", "").replace("{root}", "http://x.example.org")
    graph = Graph().parse(data=turtle, publicID="http://x.example.org/s")
    text = graph.serialize(format={"application/rdf+xml": "xml", "application/ld+json": "json-ld"}.get(kind, "nt"))
    with serving({"/s": (200, {"Content-Type": kind}, text)}) as (root, _):
        assert load_profile("web", shapes=[f"{root}/s"]).shapes().targets.classes


def test_a_text_is_a_profile_that_crosses_processes() -> None:
    profile = load_profile_text(
        "fdp", SHAPES.replace("{root}", "https://fdp.example.org"), "https://fdp.example.org/spec"
    )
    assert profile.source == "https://fdp.example.org/spec" and profile.base == ()
    found = validate_graph(lgg(), [profile], source="x").findings
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301 - our own
    assert [finding.profile for finding in found] == ["fdp"]
    assert found[0].shape == "https://fdp.example.org/spec#S"
    with pytest.raises(UsageFault, match="do not parse"):
        load_profile_text("fdp", "<urn:a>", "https://fdp.example.org/spec")


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
    for name in ("theme", "keyword"):
        (tmp_path / f"{name}.ttl").write_text(
            f"{head}_:s a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property _:p .\n"
            f"_:p sh:path dcat:{name} ; sh:maxCount 0 ."
        )
    profile = load_profile("two", shapes=[tmp_path / "theme.ttl", tmp_path / "keyword.ttl"])
    found = validate_graph(lgg(), [profile], source="x").findings
    assert {finding.property.rpartition("#")[2] for finding in found} == {"theme", "keyword"}
