"""Where archive and FAIR Data Point are: from the command line, img2catalog's variables, its config, or a person.

img2catalog had them on its command line or in variables, not in its config. What its records say of the archive's
address is read from the FAIR Data Point.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from img2fair.config import FdpTarget
from img2fair.config.parts import web_address
from img2fair.errors import UsageFault, fault_of
from img2fair.migrate.legacy import Legacy
from img2fair.migrate.looking import identifiers_kept, named_by
from img2fair.migrate.proposing import TARGET, Places
from img2fair.model import Standing
from img2fair.publication.settings import fdp_settings
from img2fair.targets import TARGETS, Target
from img2fair.targets.fdp.settings import STOCK

Ask = Callable[[str], str]
"""Asks a person for an address, by what is to be typed; empty where nobody answers."""

_VARIABLES: Mapping[str, tuple[str, ...]] = {"archive": ("XNATPY_HOST", "XNAT_HOST"), "fdp": ("IMG2CATALOG_FDP",)}
"""The variables that img2catalog reads, the first goes before the second (cli_app.py)."""
_QUESTIONS = {
    "archive": "Address of the XNAT",
    "fdp": "Address of the FAIR Data Point",
    "catalog": "Address of the catalogue in it that img2catalog wrote to",
}
_OURS = ("FDP_USER", "FDP_USER_FILE", "FDP_TOKEN", "FDP_TOKEN_FILE")
_THEIRS = ("IMG2CATALOG_FDP_USER", "IMG2CATALOG_FDP_PASS")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says; empty where it says nothing. ``also`` are earlier addresses of the archive."""

    archive: str = ""
    fdp: str = ""
    catalog: str = ""
    also: tuple[str, ...] = ()
    optin: str = ""
    optout: str = ""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)


def find_places(legacy: Legacy, asked: Asked, ask: Ask) -> Places:
    """Return where archive, FAIR Data Point and catalogue are, and what the server says of itself.

    :raises UsageFault: one of them is not said anywhere, or is no web address, or there is no log-in.
    :raises Fault: the FAIR Data Point cannot be used.
    """
    found: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name in _QUESTIONS:
        found[name], sources[name] = _place(name, legacy, asked, ask)
    if asked.also:
        sources["also"] = "From --also-ours."
    theirs = any(asked.environment.get(name) for name in _THEIRS)
    login = _THEIRS if theirs and not any(asked.environment.get(name) for name in _OURS) else None
    places = Places(found["archive"], found["fdp"], found["catalog"], also_ours(asked), login=login, sources=sources)
    return _as_the_server_says(places)


def also_ours(asked: Asked) -> tuple[str, ...]:
    """Return the earlier addresses of the archive that the command line says, as a config has them.

    :raises UsageFault: one of them is no web address.
    """
    return tuple(dict.fromkeys(_address("--also-ours", one) for one in asked.also))


def _place(name: str, legacy: Legacy, asked: Asked, ask: Ask) -> tuple[str, str]:
    """Return an address and where it was said."""
    flag = f"--{name}"
    said = legacy.said("fdp", "catalog") if name == "catalog" else None
    answers = [(getattr(asked, name), flag, f"From {flag}.")]
    answers += [(asked.environment.get(one, ""), one, f"From {one}.") for one in _VARIABLES.get(name, ())]
    answers += [(str(said.value), said.at, said.note)] if said else []
    value, where, source = next((one for one in answers if one[0]), ("", flag, ""))
    if not value:
        value, source = ask(_QUESTIONS[name]), "As you said."
    if not value:
        variables = "".join(f", or set {one}" for one in _VARIABLES.get(name, ())[-1:])
        what = f"nobody says the {_QUESTIONS[name][:1].lower()}{_QUESTIONS[name][1:]}"
        where = "it stood on img2catalog's command line, not in its config"
        raise UsageFault(what, where=where, cure=f"say {flag} URL{variables}")
    return _address(where, value), source


def _address(where: str, value: str) -> str:
    try:
        return web_address(value.strip(), "set XNAT_USER and XNAT_PASS, or FDP_USER and FDP_PASS")
    except ValueError as error:
        raise UsageFault(f"an address {error}", where=where) from None


def _as_the_server_says(places: Places) -> Places:
    """Return the places with the target's profile and the address that img2catalog's records give the archive."""
    said = FdpTarget(type="fdp", url=places.fdp, catalog=places.catalog)
    if places.login:
        said = said.model_copy(update=dict(zip(("user_env", "password_env"), places.login, strict=True)))
    target: Target = TARGETS["fdp"](fdp_settings(TARGET, said))
    profile = ""
    for check in target.checks():
        if check.standing is Standing.FAIL:
            raise fault_of(check.code, check.found, where=f"--fdp {places.fdp}", cure=check.cure)
        if check.name == "schemas" and check.standing is Standing.WARN and f"profile: {STOCK}" in check.cure:
            profile = STOCK
    strangers = target.observe().strangers
    names = named_by(strangers)
    same = [base for base in names if _without_scheme(base) == _without_scheme(places.archive)]
    base = max(same, key=lambda one: (names[one], one), default="")
    kept = identifiers_kept(strangers, [places.archive, *places.also], base or places.archive)
    return replace(places, profile=profile, base=base, kept=kept)


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].rstrip("/").casefold()
