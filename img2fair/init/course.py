"""The course of init: what an earlier run left, the look, the questions, the proposal, the files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from img2fair.archives import ARCHIVES, Login
from img2fair.config import DEFAULT_FILE, XnatArchive, seek_login
from img2fair.config.source import read_source
from img2fair.errors import LoginFault, RemoteFault, UsageFault
from img2fair.init.drafting import own_keys, texts
from img2fair.init.earlier import earlier, news
from img2fair.init.looking import Sight, look
from img2fair.init.proposing import MAPPING_FILE, Choice, choose, propose
from img2fair.init.questions import (
    ARCHIVE,
    BASE,
    FDP,
    KEYWORD,
    LEFT_OUT,
    NOT_ASKED,
    OF_DEFAULTS,
    OF_FILES,
    POINT,
    QUESTIONS,
    RIGHTS,
    SITE,
    TARGET,
    Question,
)
from img2fair.init.telling import sight_text
from img2fair.init.writing import Fate, Written, untouched, write
from img2fair.mapping import load_mapping
from img2fair.proposal import Proposal
from img2fair.publication.needed import Need, at, needs
from img2fair.shacl import load_profile
from img2fair.shacl.profile import with_bases

Ask = Callable[[Question, str], str]
"""Asks a person; is given what Enter answers."""
Tell = Callable[[str], None]
"""Tells a person something: what the look has shown, before more is asked."""
ABOUT_THE_LOGIN = (
    "A log-in shows more than a guest sees; it is used for this look and kept nowhere. Without: as a guest."
)


class Manner(Enum):
    """How init comes by what no option says."""

    ASK = "ask a person"
    PROPOSE = "take what is proposed, and leave the rest open"
    REFUSE = "refuse where something needed is missing"


@dataclass(frozen=True, slots=True)
class Order:
    """What init is told.

    :param folder: where the files go.
    :param said: name of a question → the answer that an option gives; also ``type`` and ``language``.
    :param offline: whether the archive is left alone.
    :param renew: whether files that nobody has edited are written anew.
    """

    folder: Path
    said: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = Manner.REFUSE
    offline: bool = False
    renew: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What init has done.

    :param proposal: what it proposes.
    :param sight: what it saw; ``None`` where nobody looked.
    :param files: what became of each file.
    :param news: file → keys that it has not and init would write now, with their values.
    """

    proposal: Proposal
    choice: Choice
    sight: Sight | None
    files: tuple[Written, ...]
    news: Mapping[str, Mapping[str, Any]]

    @property
    def to_look_at(self) -> Mapping[str, str]:
        """What a person has to look at: dotted keys and why; nothing where the config is not of this run's making."""
        fates = {one.name: one.fate for one in self.files}
        return self.proposal.open if fates[DEFAULT_FILE] in (Fate.WRITTEN, Fate.RENEWED) else {}

    @property
    def to_fill_in(self) -> Mapping[str, str]:
        """What of that is empty, so that records are held back as long as it is."""
        return {key: why for key, why in self.to_look_at.items() if at(self.proposal.tree, key) in ("", None)}


def initialise(order: Order, ask: Ask, tell: Tell) -> Outcome:
    """Look at an archive and write a config, a mapping and what belongs to them into a folder.

    An earlier config answers what no option does, and stays as it is.

    :raises UsageFault: an answer is no good, something needed is missing, or the folder cannot be written.
    :raises RemoteFault: the archive cannot be read.
    :raises LoginFault: it refuses the log-in, or shows guests nothing.
    """
    before, tree = earlier(order.folder)
    said = {**before, **_checked(order.said)}
    manner = Manner.PROPOSE if before else order.manner
    _ask(said, (ARCHIVE,), manner, ask, {})
    if not said.get("archive"):
        raise _missing([ARCHIVE])
    sight = _look(said, manner, tell, offline=order.offline)
    if sight is not None:
        tell(sight_text(sight))
    choice = choose(said, sight)
    profiles, needed = _demands(order.folder, choice, said)
    _ask(said, _questions(needed), manner, ask, {"keyword": _keyword(sight), "target": SITE})
    said.setdefault("keyword", _keyword(sight))
    _ask(said, (POINT if said.get("target") == FDP else BASE,), manner, ask, {})
    if manner is Manner.REFUSE or said.get("target") == FDP:
        _refuse_missing(said, needed, all_of_them=manner is Manner.REFUSE)
    proposal = propose(said, sight, choice, profiles, needed)
    made = dict(texts(proposal, choice, sight))
    if tree == proposal.tree:  # only where values came from would be told in other words
        made[DEFAULT_FILE] = untouched(order.folder / DEFAULT_FILE) or made[DEFAULT_FILE]
    fresh = {DEFAULT_FILE: news(tree, proposal.tree, order.said), MAPPING_FILE: _fresh(order, choice, sight)}
    files = write(order.folder, made, renew=order.renew)
    stay = {one.name for one in files if one.fate in (Fate.KEPT, Fate.OLDER)}
    return Outcome(proposal, choice, sight, tuple(files), {name: fresh[name] for name in fresh if name in stay})


def _checked(said: Mapping[str, str]) -> dict[str, str]:
    """Return what options say, each as it is taken.

    :raises UsageFault: one is no good.
    """
    by_name = {question.name: question for question in (*QUESTIONS, *NOT_ASKED)}
    of_files = said.get("type") in OF_FILES
    taken = {
        name: by_name[name].taken(value) if name in by_name and not (name == "archive" and of_files) else value
        for name, value in said.items()
    }
    for name, option in (("base", FDP), ("fdp", SITE)):
        if name in taken and taken.get("target") == option:
            raise UsageFault(f"--{name} has no meaning with --target {option}", where=f"--{name}")
    if "fdp" in taken:
        taken.setdefault("target", FDP)
    return taken


def _ask(
    said: dict[str, str], questions: tuple[Question, ...], manner: Manner, ask: Ask, proposed: Mapping[str, str]
) -> None:
    """Ask a person for what is not said."""
    if manner is Manner.ASK:
        for question in questions:
            if question.name not in said:
                said[question.name] = ask(question, proposed.get(question.name, ""))


def _questions(needed: tuple[Need, ...]) -> tuple[Question, ...]:
    """Return what is asked after the look; for the terms of use only where the profile demands them."""
    wanted = {key for need in needed for key in need.keys}
    of_defaults = tuple(one for one in OF_DEFAULTS if one is not RIGHTS or wanted & {*RIGHTS.keys})
    return (KEYWORD, *of_defaults, TARGET)


def _keyword(sight: Sight | None) -> str:
    return next(iter(sight.opt_in), LEFT_OUT) if sight is not None else LEFT_OUT


def _look(said: Mapping[str, str], manner: Manner, tell: Tell, *, offline: bool) -> Sight | None:
    """Return what the archive shows; ``None`` where nobody is to look, or it is of a kind that only a harvest reads."""
    kind = said.get("type") or "xnat"
    if kind not in ARCHIVES:
        raise UsageFault(
            f"there is no archive of the kind '{kind}'", where="--type", cure=f"there are: {', '.join(ARCHIVES)}"
        )
    if offline or kind != "xnat":
        return None
    user, password = (XnatArchive.model_fields[name].default for name in ("user_env", "password_env"))
    login = seek_login(said["archive"], user, password, prompt=manner is Manner.ASK)
    if login is None and manner is Manner.ASK:
        tell(f"\n{ABOUT_THE_LOGIN}")
        login = seek_login(said["archive"], user, password, needed=True)
    try:
        return look(said["archive"], Login(login.user, login.password) if login else None)
    except (RemoteFault, LoginFault) as fault:
        cure = f"{fault.cure}; or write the files without looking: img2fair init --offline"
        raise type(fault)(fault.what, where=fault.where, cure=cure) from None


def _demands(folder: Path, choice: Choice, said: Mapping[str, str]) -> tuple[list[str], tuple[Need, ...]]:
    """Return the profiles that hold records back, and what the mapping needs to meet them."""
    mapping = load_mapping(choice.mapping, beside=folder)
    profiles = [one.name for one in with_bases([load_profile(mapping.profile or "dcat-ap")])]
    ordered = sorted(profiles, key=lambda name: name == mapping.profile)
    return ordered, needs(mapping, ordered, said.get("type") or "xnat")


def _refuse_missing(said: Mapping[str, str], needed: tuple[Need, ...], *, all_of_them: bool) -> None:
    """Name the options of what is needed and not said.

    :raises UsageFault: there are some.
    """
    given = {key for question in OF_DEFAULTS if said.get(question.name, LEFT_OUT) != LEFT_OUT for key in question.keys}
    open_keys = {key for need in needed if not given & {*need.keys} for key in need.keys}
    missing = [one for one in OF_DEFAULTS if all_of_them and one.name not in said and open_keys & {*one.keys}]
    if said.get("target") == FDP and not said.get("fdp"):
        missing.append(POINT)
    if missing:
        raise _missing(missing)


def _missing(questions: list[Question]) -> UsageFault:
    options = ", ".join(one.option for one in questions)
    cure = "say it, or run init on a terminal, which asks"
    if ARCHIVE not in questions and POINT not in questions:
        cure += "; --defaults leaves it open for you to fill in"
    return UsageFault(f"needed, and not said: {options}", where="img2fair init", cure=cure)


def _fresh(order: Order, choice: Choice, sight: Sight | None) -> dict[str, Any]:
    """Return what the mapping of an earlier run lacks: keys of forms, and the shipped mapping that an option names."""
    path = order.folder / MAPPING_FILE
    tree = read_source(path).tree if path.exists() else {}
    known = at(tree, "forms") or []
    forms = [key for key in own_keys(sight) if key not in known]
    named = {"extends": choice.mapping} if "mapping" in order.said and at(tree, "extends") != choice.mapping else {}
    return {**named, **({"forms": forms} if forms else {})}
