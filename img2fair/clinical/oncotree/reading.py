"""Reading OncoTree: the two forms in which its service and its repository give a release.

Source: OncoTree's API, https://oncotree.info/api: ``/tumorTypes`` (a list), ``/tumorTypes/tree`` (nested, as the files
of its releases are).
"""

import json
import re
from collections.abc import Iterator, Mapping

from img2fair.characters import NOT_TEXT
from img2fair.clinical.oncotree.tree import ROOT, Node, Tree
from img2fair.errors import UsageFault

LARGEST = 20_000_000
"""Characters of a release that are read; those of 2025 have 400 thousand."""
_MOST_NODES = 20_000
_CODE = re.compile(r"[A-Za-z0-9_/-]{1,63}")
"""``MDS/MPN`` and ``HCL-V`` are codes too."""
_LONGEST = 255
"""Characters of a name; cBioPortal's column holds as many."""
_MEND = "take the answer of https://oncotree.info/api/tumorTypes?version=<version>"

Json = Mapping[str, object]


def read_tree(text: object, version: str = "", where: str = "") -> Tree:
    """Return the release that OncoTree's JSON holds, the list or the nested form.

    :param text: the JSON, as text or already decoded.
    :param version: which it is; the text does not tell.
    :param where: the file or address, for faults.
    :raises UsageFault: it is neither form, a type lacks its code or name, stands twice, or hangs on nothing.
    """
    said = _decoded(text, where) if isinstance(text, str) else text
    if isinstance(said, dict) and isinstance(said.get(ROOT), dict):
        found = _nested(said[ROOT], where)
    elif isinstance(said, list):
        found = iter(said)
    else:
        raise _bad("neither a list of types nor the tree under TISSUE", where)
    return Tree(version, _joined(found, where))


def _decoded(text: str, where: str) -> object:
    if len(text) > LARGEST:
        raise _bad("the text is longer than a release is", where)
    try:
        said: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise _bad(f"not JSON: {error.msg}", f"{where}:{error.lineno}:{error.colno}" if where else "") from None
    except (ValueError, RecursionError):
        raise _bad("the JSON nests too deep, or has a number of thousands of digits", where) from None
    return said


def _nested(root: Json, where: str) -> Iterator[object]:
    """Yield all types of the nested form, each before those under it."""
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        yield node
        children = node.get("children") if isinstance(node, dict) else None
        if children is not None and not isinstance(children, dict):
            raise _bad("'children' is no object", _at(where, _shown(node)))
        waiting += reversed((children or {}).values())


def _joined(found: Iterator[object], where: str) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for number, said in enumerate(found):
        place = _at(where, f"type {number + 1}, {_shown(said)}")
        if number >= _MOST_NODES:
            raise _bad(f"there are more than {_MOST_NODES} types", where)
        node = _node(said, place)
        if node.code in nodes:
            raise _bad("the code stands twice", place)
        nodes[node.code] = node
    nodes.pop(ROOT, None)
    if not nodes:
        raise _bad("there are no types in it", where)
    _check_parents(nodes, where)
    return dict(sorted(nodes.items()))


def _check_parents(nodes: Mapping[str, Node], where: str) -> None:
    """Refuse a type whose parent is missing, or that stands above itself."""
    ends: set[str] = set()
    for code in nodes:
        way: list[str] = []
        while code and code not in ends:
            if code not in nodes:
                raise _bad(f"its parent '{code}' is missing", _at(where, way[-1]))
            if code in way:
                raise _bad("it stands above itself", _at(where, code))
            way.append(code)
            code = nodes[code].parent
        ends.update(way)


def _node(said: object, place: str) -> Node:
    if not isinstance(said, dict):
        raise _bad("a type is no object", place)
    code = _text(said, "code", place)
    if not _CODE.fullmatch(code):
        raise _bad("the code is missing or none", place)
    name = _text(said, "name", place)
    if not name:
        raise _bad("the name is missing", place)
    parent = _text(said, "parent", place)
    references = said.get("externalReferences") or {}
    if not isinstance(references, dict):
        raise _bad("'externalReferences' is no object", place)
    return Node(
        code=code,
        name=name,
        main_type=_text(said, "mainType", place),
        tissue=_text(said, "tissue", place),
        parent="" if parent == ROOT else parent,
        colour=_text(said, "color", place),
        nci=_codes(references, "NCI", place),
        umls=_codes(references, "UMLS", place),
        history=_codes(said, "history", place),
        precursors=_codes(said, "precursors", place),
        revocations=_codes(said, "revocations", place),
    )


def _text(said: Json, name: str, place: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST or NOT_TEXT.search(value) or set("\t\n\r") & set(value):
        raise _bad(f"'{name}' is no short text of one line", place)
    return value.strip()


def _codes(said: Json, name: str, place: str) -> tuple[str, ...]:
    value = said.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) and _CODE.fullmatch(one.strip()) for one in value):
        raise _bad(f"'{name}' is no list of codes", place)
    return tuple(sorted(one.strip() for one in value))  # OncoTree has codes with a blank after them


def _at(where: str, what: str) -> str:
    return f"{where}: {what}" if where else what


def _shown(said: object) -> str:
    code = said.get("code") if isinstance(said, dict) else None
    return f"code {code}" if isinstance(code, str) and _CODE.fullmatch(code) else "without a code"


def _bad(what: str, where: str) -> UsageFault:
    return UsageFault(f"this is no release of OncoTree: {what}", where=where, cure=_MEND)


def written(tree: Tree) -> str:
    """Return a release in the list form, as :func:`read_tree` reads it back."""
    return json.dumps([_as_json(node) for node in tree.nodes.values()], ensure_ascii=False, indent=0) + "\n"


def _as_json(node: Node) -> Json:
    return {
        "code": node.code,
        "name": node.name,
        "mainType": node.main_type,
        "tissue": node.tissue,
        "parent": node.parent or ROOT,
        "color": node.colour,
        "externalReferences": {"NCI": node.nci, "UMLS": node.umls},
        "history": node.history,
        "precursors": node.precursors,
        "revocations": node.revocations,
    }
