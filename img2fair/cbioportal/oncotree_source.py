"""Where a release of OncoTree comes from: a file, its service, or our own small table.

The service is asked once for a release; what it gave is kept in the work folder and read from there after that. Source:
OncoTree's API, https://oncotree.info/api: ``/versions`` (``api_identifier``, ``visible``) and ``/tumorTypes``.
"""

import difflib
import logging
import re
from pathlib import Path

from img2fair.cbioportal.answers import Service
from img2fair.clinical.oncotree import Tree, own_tree, read_tree, written
from img2fair.errors import RemoteFault, UsageFault
from img2fair.files import write_text

log = logging.getLogger(__name__)

LATEST = "oncotree_latest_stable"
"""The service's word for its newest release; it stands for another one after each, so the dated name is taken."""
_DATED = re.compile(r"oncotree_\d{4}_\d{2}_\d{2}")
_NAME = re.compile(r"oncotree_[a-z0-9]+(?:[._][a-z0-9]+)*")
_WHERE = "cbioportal.oncotree.version"
_LARGEST = 100_000_000
"""Bytes of a file that is read."""


def load_tree(version: str, source: str, cache: Path | None = None, beside: Path | None = None) -> Tree:
    """Return a release of OncoTree.

    :param version: ``oncotree_2025_10_03``, or its date alone; empty: the newest, or the one that the file is named by.
    :param source: a file in one of the forms of the API, the address of its service, or empty for our own table.
    :param cache: the folder that keeps what the service gave; ``None``: nothing is kept.
    :param beside: the folder that the path of a file counts from; the working folder by default.
    :raises UsageFault: there is no such release (the nearest is named) or file, or it is not OncoTree's JSON.
    :raises RemoteFault: the service cannot be asked, and the release is not kept.
    :raises LoginFault: the service wants a log-in.
    """
    version = _full(version)
    if not source:
        return own_tree("" if version == LATEST else version)
    if re.match(r"https?://", source, re.IGNORECASE):
        return _from_service(version, source, cache)
    return _from_file(version, (beside or Path()) / source)


def _full(version: str) -> str:
    version = version.strip()
    if re.match(r"\d{4}_", version):
        version = f"oncotree_{version}"
    if version and not _NAME.fullmatch(version):
        raise UsageFault(
            "this is no release of OncoTree", where=f"{_WHERE}: {version[:80]!r}", cure="such as oncotree_2025_10_03"
        )
    return version


def _from_file(version: str, path: Path) -> Tree:
    named = _DATED.search(path.name)
    if named and version and _DATED.fullmatch(version) and named[0] != version:
        raise UsageFault(
            f"the file is named {named[0]}, and the config says {version}",
            where=str(path),
            cure=f"make {_WHERE} and the file agree",
        )
    return read_tree(_text(path), version or (named[0] if named else ""), str(path))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageFault(
                "the file is larger than a release of OncoTree is",
                where=str(path),
                cure="give the answer of OncoTree's API to tumorTypes, as JSON",
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageFault(
            f"cannot read OncoTree: {error.strerror}", where=str(path), cure="check cbioportal.oncotree.source"
        ) from None
    except UnicodeDecodeError:
        raise UsageFault(
            "cannot read OncoTree: the file is not UTF-8",
            where=str(path),
            cure="give the answer of OncoTree's API to tumorTypes, as JSON",
        ) from None


def _from_service(version: str, url: str, cache: Path | None) -> Tree:
    if _DATED.fullmatch(version) and (kept := _kept(cache, version)) is not None:
        return kept
    with Service(url, "OncoTree's service") as service:
        try:
            version = _chosen(version, _versions(service))
            return _kept(cache, version) or _asked(service, version, cache)
        except RemoteFault as fault:
            newest = _newest_kept(cache) if version in ("", LATEST) else None
            if newest is None:
                raise
            log.warning("%s; going on with %s, which was kept", fault.what, newest.version)
            return newest


def _versions(service: Service) -> list[str]:
    said = service.ask("/api/versions")
    found = [
        entry["api_identifier"]
        for entry in (said if isinstance(said, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("api_identifier"), str)
    ]
    found = [one for one in found if _NAME.fullmatch(one)]
    if not found:
        raise RemoteFault(
            "OncoTree's service names no releases", where=f"{service.url}/api/versions", cure="check the address"
        )
    return found


def _chosen(version: str, known: list[str]) -> str:
    """Return the release to ask for.

    :raises UsageFault: the service has no such release.
    """
    dated = sorted(one for one in known if _DATED.fullmatch(one))
    if version in ("", LATEST):
        return dated[-1] if dated else LATEST
    if version in known:
        return version
    near = _nearest(version, dated) or next(iter(difflib.get_close_matches(version, known, n=1)), "")
    raise UsageFault(
        f"OncoTree has no release '{version}'",
        where=_WHERE,
        cure=f"the nearest is {near}" if near else "take one of " + ", ".join(sorted(known)[:8]),
    )


def _nearest(version: str, dated: list[str]) -> str:
    """Return the last release up to a date, else the first after it."""
    if not _DATED.fullmatch(version) or not dated:
        return ""
    return max((one for one in dated if one <= version), default=dated[0])


def _asked(service: Service, version: str, cache: Path | None) -> Tree:
    """Return what the service gives for a release, and keep it."""
    said = service.ask("/api/tumorTypes", {"version": version})
    where = f"{service.url}/api/tumorTypes?version={version}"
    try:
        tree = read_tree(said, version, where)
    except UsageFault as fault:
        raise RemoteFault(fault.what, where=fault.where, cure="check that the address is that of OncoTree") from None
    if cache is not None and _DATED.fullmatch(version):
        write_text(cache / f"{version}.json", written(tree))
    return tree


def _kept(cache: Path | None, version: str) -> Tree | None:
    """Return a release that was kept; ``None`` without one, or where the file is not whole, which is said."""
    path = (cache or Path()) / f"{version}.json"
    if cache is None or not path.is_file():
        return None
    try:
        return read_tree(_text(path), version, str(path))
    except UsageFault as fault:
        log.warning("%s: %s; asking for it anew", path, fault.what)
        return None


def _newest_kept(cache: Path | None) -> Tree | None:
    names = sorted(path.stem for path in cache.glob("oncotree_*.json")) if cache is not None else []
    kept = (_kept(cache, name) for name in reversed(names) if _DATED.fullmatch(name))
    return next((tree for tree in kept if tree is not None), None)
