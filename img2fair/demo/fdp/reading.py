"""Answers to GET: configuration, records, pages of children, states, who one is."""

from collections.abc import Callable
from math import ceil
from typing import Any

from img2fair.demo.fdp.accounts import Account, Accounts
from img2fair.demo.fdp.enhancing import shown
from img2fair.demo.fdp.exchange import FdpError, Request, Response, as_json, as_rdf
from img2fair.demo.fdp.schemas import schema
from img2fair.demo.fdp.store import DRAFT, PUBLISHED, Store, StoredRecord
from img2fair.rdf import iri

VERSION = "v1.20.3~demo"
HIDDEN = "You are not allow to view this record in state DRAFT"


class Reading:
    """Answers GET requests."""

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts

    def answer(self, request: Request) -> Response:
        """Return the answer to a GET.

        :raises FdpError: it is none of success.
        """
        fixed: dict[str, Callable[[Request], Response]] = {
            "configs/bootstrap": self._bootstrap,
            "actuator/info": lambda _: as_json({"name": "fairdatapoint", "version": VERSION}),
            "resource-definitions": lambda _: as_json(self._store.definitions.told()),
            "users/current": lambda r: as_json(_person(self._accounts.account(r.user))),
        }
        if request.path in fixed:
            return fixed[request.path](request)
        if request.path == "spec" or request.path.endswith("/spec"):
            prefix = request.path.removesuffix("spec").rstrip("/")
            return as_rdf(schema(*self._store.definitions.get(prefix).schemas), request)
        return self._of_record(request)

    def _of_record(self, request: Request) -> Response:
        parts = request.path.split("/") if request.path else []
        root = not parts or parts[0] in ("page", "meta")
        head, tail = ([], parts) if root else (parts[:2], parts[2:])
        if any(not part or "." in part for part in parts):
            raise FdpError(404)
        if len(head) == 1:
            raise FdpError(405)
        prefix, identifier = head or ("", "")
        self._store.definitions.get(prefix)
        node = self._store.at(prefix, identifier)
        if not tail:
            return self._record(request, node)
        if tail == ["meta"]:
            return as_json(self._meta(request, node), request=request)
        if len(tail) == 2 and tail[0] == "page":
            return self._page(request, node, tail[1])
        raise FdpError(404)

    def _bootstrap(self, _: Request) -> Response:
        return as_json({
            "persistentUrl": self._store.base,
            "resourceDefinitions": self._store.definitions.told(),
            "index": False,
            "appTitle": "Demo FAIR Data Point",
            "appSubtitle": None,
        })  # fmt: skip

    def _visible(self, request: Request, node: str) -> StoredRecord:
        record = self._store.get(node)
        if self._store.state(node) == DRAFT and not request.user:
            raise FdpError(403, HIDDEN)
        return record

    def _record(self, request: Request, node: str) -> Response:
        return as_rdf(shown(self._visible(request, node), self._store, not request.user), request)

    def _page(self, request: Request, node: str, child_prefix: str) -> Response:
        record = self._visible(request, node)
        definition = self._store.definitions.get(record.prefix)
        self._store.definitions.get(child_prefix)
        relation = next((found for found, prefix in definition.relations.items() if prefix == child_prefix), None)
        if relation is None:
            return as_rdf((), request)
        if record.has_blank(relation):
            raise FdpError(400, "Unsupported URL")
        ours = [child for child in record.objects(relation) if child.startswith(f"{self._store.base}/")]
        children = [self._store.get(child) for child in ours]
        if not request.user:
            children = [child for child in children if self._store.state(child.iri) == PUBLISHED]
        titled = sorted(children, key=_title) if len(children) > 1 else children
        page, size = request.number("page", 0), request.number("size", 10)
        wanted = titled[page * size : (page + 1) * size]
        links = ", ".join(
            _links(f"{node}/page/{child_prefix}", page, size, ceil(len(titled) / size) - 1 if size else 2147483646)
        )
        return as_rdf([triple for child in wanted for triple in child.triples], request, Link=links)

    def _meta(self, request: Request, node: str) -> dict[str, Any]:
        record, state = self._store.get(node), self._store.state(node)
        below = [self._store.records.get(child) for _, child in self._store.children(record)]
        children = {child.iri: child.state for child in below if child is not None and child.state}
        person = self._accounts.account(request.user) if request.user else None
        rights = self._accounts.rights(request.user, node)
        membership = {"name": "Owner", "permissions": [{"code": right} for right in rights]} if rights else None
        return {
            "member": {"user": _person(person), "membership": membership} if person and membership else {},
            "state": {"current": state, "children": children} if person else None,
            "path": self._path(record),
        }

    def _path(self, record: StoredRecord) -> dict[str, dict[str, str | None]]:
        path: dict[str, dict[str, str | None]] = {}
        found: StoredRecord | None = record
        while found is not None:
            above = found.first(iri("dct:isPartOf"))
            uuid = self._store.definitions.get(found.prefix).uuid
            path[found.iri] = {"resourceDefinitionUuid": uuid, "title": _title(found), "parent": above}
            found = self._store.records.get(above or "")
        return path


def _title(record: StoredRecord) -> str:
    title = record.first(iri("dct:title"))
    if title is None:
        raise FdpError(500)  # the reference compares titles without looking whether there are any
    return title


def _links(address: str, page: int, size: int, last: int) -> list[str]:
    found = [(0, "first"), (last, "last")]
    found += [(page - 1, "prev")] if 0 < page <= last else []
    found += [(page + 1, "next")] if page < last else []
    return [f'<{address}?page={number}&size={size}>; rel="{name}"' for number, name in found]


def _person(person: Account) -> dict[str, str]:
    return {"uuid": person.uuid, "firstName": person.first, "lastName": person.last, "email": person.email,
            "role": person.role}  # fmt: skip
