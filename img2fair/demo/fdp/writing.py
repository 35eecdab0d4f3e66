"""POST, PUT and DELETE: what is checked in which order, what is replaced, linked and left behind."""

import json
from threading import RLock

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from img2fair.demo.fdp.accounts import Accounts
from img2fair.demo.fdp.definitions import Definition
from img2fair.demo.fdp.enhancing import enhanced, parsed, rebased, touched
from img2fair.demo.fdp.exchange import FdpError, Request, Response, as_json, as_rdf, rdf_type
from img2fair.demo.fdp.schemas import judge
from img2fair.demo.fdp.store import DRAFT, PUBLISHED, Store, StoredRecord
from img2fair.rdf import iri


class Writing:
    """Answers requests that change something."""

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts
        self._lock = RLock()

    def answer(self, request: Request, *, half: bool = False, unlinked: bool = False) -> Response:
        """Return the answer to a POST, PUT or DELETE.

        :param half: die between storing a new record and giving it a state.
        :param unlinked: lose the links to children of the record that is written back.
        :raises FdpError: it is none of success.
        """
        parts = request.path.split("/") if request.path else []
        with self._lock:
            if request.method == "POST" and request.path == "tokens":
                return self._token(request)
            if request.method == "POST" and request.path == "api-keys":
                return as_json({"uuid": "key", "token": self._accounts.key(request.user)}, 201)
            if request.method == "PUT" and parts[-2:] == ["meta", "state"]:
                return self._state(request, self._node(parts[:-2]))
            if (request.method, len(parts)) not in (("POST", 1), ("PUT", 0), ("PUT", 2), ("DELETE", 2)):
                raise FdpError(405)
            rdf_type(request.accept)
            if request.method == "POST":
                answer = self._post(request, parts[0], half=half)
                self._unlink(self._parent(answer), unlinked=unlinked)
                return answer
            if request.method == "PUT":
                return self._put(request, self._node(parts), unlinked=unlinked)
            return self._delete(request, self._node(parts))

    def _node(self, parts: list[str]) -> str:
        prefix, identifier = parts or ("", "")
        self._store.definitions.get(prefix)
        return self._store.at(prefix, identifier)

    def _token(self, request: Request) -> Response:
        told = _json(request)
        return as_json({"token": self._accounts.log_in(told.get("email"), told.get("password"))})

    def _post(self, request: Request, prefix: str, *, half: bool) -> Response:
        if not request.user:
            raise FdpError(403, "You have to be login at first")
        definition = self._store.definitions.get(prefix)
        node = self._store.mint(prefix)
        triples = rebased(parsed(request.body, request.content_type, node), node, definition)
        triples = [t for t in triples if t.predicate.value not in definition.relations]
        above = self._above(triples, definition)
        if prefix != "catalog" and not self._accounts.may(request.user, above, "CREATE"):
            raise FdpError(403, "You are not allow to add new entry")
        judge(triples)
        record = StoredRecord(node, prefix, enhanced(triples, node, definition))
        self._store.records[node] = record
        touched(self._store, node, definition)
        if half:
            raise ConnectionError
        self._accounts.grant(request.user, node, "CREATE", "WRITE", "DELETE", "ADMIN")
        record.state = DRAFT
        return as_rdf(record.triples, request, 201, Location=node)

    def _parent(self, answer: Response) -> str:
        """Return the record above a new one."""
        return self._store.get(dict(answer.headers)["Location"]).first(iri("dct:isPartOf")) or ""

    def _unlink(self, node: str, *, unlinked: bool) -> None:
        if unlinked:
            record = self._store.get(node)
            relations = self._store.definitions.get(record.prefix).relations
            self._store.replace(node, [t for t in record.triples if t.predicate.value not in relations])

    def _put(self, request: Request, node: str, *, unlinked: bool) -> Response:
        if not self._accounts.may(request.user, node, "WRITE"):
            raise FdpError(403, "Access Denied" if request.user else "")
        definition = self._store.definition(node)
        triples = parsed(request.body, request.content_type, node)
        for relation in definition.relations:
            first = next((t.object for t in triples if t.predicate.value == relation), None)
            if isinstance(first, BlankNode | Literal):
                raise FdpError(500)
            triples = [t for t in triples if t.subject != first]
        if definition.prefix:
            self._above(triples, definition)
        judge(triples)
        old = self._store.get(node)
        self._store.replace(node, enhanced(triples, node, definition, old))
        self._unlink(node, unlinked=unlinked)
        touched(self._store, node, definition)
        return as_rdf(self._store.get(node).triples, request)

    def _delete(self, request: Request, node: str) -> Response:
        if not self._accounts.is_admin(request.user):
            raise FdpError(403, "Access Denied")
        self._remove(node)
        return Response(b"", status=204)

    def _remove(self, node: str) -> None:
        record = self._store.get(node)
        definition = self._store.definition(node)
        if any(map(record.has_blank, definition.relations)):
            raise FdpError(500)
        for _, child in self._store.children(record):
            self._remove(child)
        above = self._store.records.get(record.first(iri("dct:isPartOf")) or "")
        if above is not None:
            kept = [t for t in above.triples if t.object != NamedNode(node) or not self._links(t, above, definition)]
            upper = self._store.definition(above.iri)
            self._store.replace(above.iri, enhanced(kept, above.iri, upper, above))
            touched(self._store, above.iri, upper)
        del self._store.records[node]

    def _links(self, triple: Triple, above: StoredRecord, definition: Definition) -> bool:
        relations = self._store.definitions.get(above.prefix).relations
        return relations.get(triple.predicate.value) == definition.prefix

    def _state(self, request: Request, node: str) -> Response:
        self._accounts.account(request.user)
        wanted = _json(request).get("current")
        if wanted not in (None, DRAFT, PUBLISHED):
            raise FdpError(400)
        self._store.get(node)
        state = self._store.state(node)
        if wanted is None:
            raise FdpError(500)
        if wanted == DRAFT:
            raise FdpError(400, "You can not change state to DRAFT")
        if state == PUBLISHED:
            raise FdpError(400, "Metadata is already published")
        self._store.get(node).state = PUBLISHED
        return as_json({"current": PUBLISHED}, request=request)

    def _above(self, triples: list[Triple], definition: Definition) -> str:
        """Return the record above, by the first dct:isPartOf of any node.

        :raises FdpError: there is none, or it is of a type that has no such records below it.
        """
        found = next((t.object for t in triples if t.predicate == iri("dct:isPartOf")), None)
        if not isinstance(found, NamedNode):
            raise FdpError(400, "Metadata has no parent") if found is None else FdpError(500)
        upper = self._store.definition(found.value)
        if definition.prefix not in upper.relations.values():
            raise FdpError(400, f"Parent is not of correct type (RD: {upper.name})")
        parent = self._store.records.get(found.value)
        classes = parent.objects(iri("rdf:type").value) if parent else []
        lacking = [name for name in upper.target_classes if name not in classes]
        if lacking:
            raise FdpError(400, f"Parent is not of type (missing type: {lacking[0]})")
        return found.value


def _json(request: Request) -> dict[str, object]:
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise FdpError(400)
    return told
