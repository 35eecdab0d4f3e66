"""Held values do not print, and only the privacy room opens them."""

import copy
import dataclasses
import faulthandler
import json
import logging
import marshal
import pickle
import pprint
import string
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from img2fair.clinical.report import HarmonisationReport
from img2fair.clinical.study_facts import StudyFacts
from img2fair.model import Held, ImagingSubject, Plan, Project, Receipt, Visibility
from img2fair.model.held import total, unseal
from tests.privacy.one_way import PLAIN_TYPES, offences

SECRET = "Jansen^Piet"
PACKAGE = Path(__file__).resolve().parents[2] / "img2fair"
SOURCES = sorted(PACKAGE.rglob("*.py"))
HELD = Held(SECRET)
PROJECT = Project("P", Visibility.PUBLIC, name=HELD, subjects=(ImagingSubject(id=HELD, label=HELD),))


def raised(value: object, *, rich: bool = False) -> str:
    """Return what is shown of an exception whose frames have a value among their variables, and that names it."""
    try:
        raise ValueError("what", value, {"key": [value]}, f"{value} {value!r}")
    except ValueError as error:
        if rich:
            shown = Console(file=StringIO(), width=200)
            shown.print(Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True))
            return str(shown.file.getvalue())  # type: ignore[attr-defined]
        found = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(found.format()) + logging.Formatter().formatException((ValueError, error, error.__traceback__))


def logged(value: object) -> str:
    """Return what a log says of a value, as argument, as extra and as an exception's."""
    target = StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(logging.Formatter("%(message)s %(args)s %(seen)s"))
    log = logging.Logger("a log of one's own")
    log.addHandler(handler)
    try:
        raise ValueError(value)
    except ValueError:
        log.exception("seen %s %r", value, [value], extra={"seen": value})
    return target.getvalue()


def dumped_by_a_fault(value: object) -> str:
    """Return what faulthandler shows while a value is in hand."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        return f"{file.read()} {value}"


def refused_by_pydantic(value: object) -> str:
    """Return what pydantic says of a value that is of the wrong type, input included."""

    class Model(BaseModel):
        field: int

    try:
        Model.model_validate({"field": value})
    except ValidationError as error:
        return f"{error} {error!r} {error.errors()} {error.json()}"
    raise AssertionError("it is no number")


def walked(value: object) -> str:
    """Return what one gets who walks through all that dir() names."""
    return " ".join(f"{name}={getattr(value, name, None)!r}" for name in dir(value) if name != "_Held__value")


SHOWN: dict[str, Callable[[Any], object]] = {
    "str": str,
    "repr": repr,
    "ascii": ascii,
    "format": lambda value: f"{value} {value!r} {value!s} {value!a} {value:>20}",
    "percent": lambda value: "%s %r %a" % (value, value, value),  # noqa: UP031
    "braces": lambda value: "{0} {0!r} {a[0]}".format(value, a=[value]),  # noqa: UP032
    "template": lambda value: string.Template("$a").substitute(a=value),
    "print": lambda value: print(value, [value], file=(file := StringIO())) or file.getvalue(),
    "list": lambda value: str([value, (value,), {value}, {value: value}]),
    "pprint": lambda value: pprint.pformat({"a": [value]}),
    "rich": lambda value: pretty_repr([value], expand_all=True),
    "json with default=str": lambda value: json.dumps([value], default=str),
    "json with default=repr": lambda value: json.dumps({"a": value}, default=repr),
    "traceback": raised,
    "rich's traceback": lambda value: raised(value, rich=True),
    "log": logged,
    "a fault": dumped_by_a_fault,
    "pydantic's errors": refused_by_pydantic,
    "dir": walked,
    "dataclass": lambda value: repr(dataclasses.make_dataclass("Some", ["a"])(value)),
    "replace": lambda value: repr(dataclasses.replace(PROJECT, description=value)),
    "KeyError": lambda value: str(KeyError(value)),
    "hash": lambda value: str(hash(value) is None),
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("value", [HELD, Held({"name": SECRET}), Held((SECRET,))], ids=["text", "answers", "several"])
def test_it_prints_as_a_mask(show: Callable[[Any], object], value: object) -> None:
    try:
        shown = str(show(value))
    except (TypeError, ValueError, AttributeError) as error:
        shown = "".join(traceback.format_exception(error))
    assert SECRET not in shown
    assert "Jansen" not in shown


def test_a_text_that_is_not_held_would_be_seen() -> None:
    blind = ("hash", "a fault", "dir", "braces")
    for name, show in SHOWN.items():
        assert name in blind or "Jansen" in str(show(SECRET).replace("\\", "")), name  # type: ignore[attr-defined]


@pytest.mark.parametrize("show", [repr, str, pprint.pformat, pretty_repr, lambda project: f"{project}"])
def test_what_holds_it_prints_masks(show: Callable[[object], str]) -> None:
    assert "Jansen" not in show(PROJECT)
    assert "***" in show(PROJECT)


SLIPS: list[Callable[[Any], object]] = [
    json.dumps, pickle.dumps, marshal.dumps, copy.copy, copy.deepcopy, len, iter, bytes, int, float, list, sorted, vars,
    lambda value: pickle.dumps(value, protocol=0), lambda value: value.__reduce_ex__(4), lambda value: value + "",
    lambda value: "" + value, lambda value: "".join([value]), lambda value: value[0], lambda value: value * 2,
    lambda value: dataclasses.asdict(dataclasses.replace(PROJECT, name=value)), lambda value: value.__dict__,
    lambda value: dataclasses.astuple(PROJECT), lambda value: json.dumps([{"a": value}]), lambda value: value.value,
    lambda value: value.encode(), lambda value: StringIO().write(value), lambda value: Path(value),
    lambda value: sys.intern(value), lambda value: value < "z", lambda value: max(value, "z"),
    lambda value: json.dumps(value, default=vars), lambda value: json.dumps(value, default=lambda one: one.__dict__),
]  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_it_does_not_slip_into_other_forms(slip: Callable[[Any], object]) -> None:
    with pytest.raises((TypeError, AttributeError, ValueError)) as caught:
        slip(HELD)
    assert "Jansen" not in "".join(traceback.format_exception(caught.value))


def test_it_does_not_change() -> None:
    with pytest.raises(AttributeError):
        setattr(HELD, "value", 1)  # noqa: B010 - as somebody who does not read types would
    with pytest.raises(AttributeError):
        setattr(HELD, "_Held__value", "another")  # noqa: B010
    assert not hasattr(HELD, "__dict__")


@given(st.text(), st.text())
def test_it_can_be_compared_and_counted(one: str, other: str) -> None:
    assert (Held(one) == Held(other)) == (one == other)
    assert len({Held(one), Held(one)}) == 1
    assert Held(one) != one


@given(st.text(min_size=3).filter(lambda text: text not in "a held value is not pickled: release it first ***"))
def test_no_text_is_ever_shown(text: str) -> None:
    assert text not in f"{Held(text)}{Held(text)!r}{[Held(text)]}"


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    assert total([Held(1), Held(2)]) == Held(3)
    assert total([Held(1), None]) is None
    assert total([]) is None


def test_unseal_gives_the_value_back() -> None:
    assert unseal(HELD) == SECRET


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_there_is_no_second_way_out(path: Path) -> None:
    assert offences(str(path.relative_to(PACKAGE)), path.read_text("utf-8")) == set()


WAYS_ROUND = {
    "from img2fair.model.held import unseal\n": "opens",
    "from img2fair.privacy.gate import unseal as innocent\n": "opens",
    "from img2fair.model.held import _content\n": "opens",
    "from img2fair.model import held\nheld._content(value)\n": "opens",
    "import img2fair.model.held as h\nh._seal(value, 1)\n": "opens",
    "value._Held__value\n": "opens",
    "name = '_Held__value'\n": "opens",
    "object.__getattribute__(value, name)\n": "tricks",
    "getattr(value, '_Held' + '__value')\n": "tricks",
    "getattr(value, f'_{kind}')\n": "tricks",
    "getattr(value, '_value')\n": "tricks",
    "vars(value)\n": "tricks",
    "from operator import attrgetter\n": "tricks",
    "function.__closure__[0].cell_contents\n": "tricks",
    "import sys\nsys._getframe(1).f_locals\n": "tricks",
    "eval('value')\n": "tricks",
    "from pydantic import TypeAdapter\nTypeAdapter(Project).dump_json(project)\n": "serialises",
    "import pydantic\npydantic.TypeAdapter(tuple[Project, ...])\n": "serialises",
    "from pydantic_core import to_jsonable_python\n": "serialises",
    "from pydantic import RootModel\n": "serialises",
    "import pickle\n": "looks",
    "from pickle import dumps\n": "looks",
    "import copyreg, os\n": "looks",
    "import inspect\n": "looks",
    "import gc\n": "looks",
    "import ctypes\n": "looks",
    "import traceback\n": "looks",
    "from img2fair.privacy import release\n": "releases",
    "from img2fair.privacy import release as shown\n": "releases",
    "import img2fair.privacy as p\np.release_answer(held, 'a', rule)\n": "releases",
    "from img2fair.privacy.cohort import release_cohort\n": "exports",
    "log.exception('what happened')\n": "logs errors",
    "log.info('what happened', exc_info=True)\n": "logs errors",
}
"""Sources that a careless hand could write, and what is said against them."""


@pytest.mark.parametrize(("source", "rule"), WAYS_ROUND.items())
@pytest.mark.parametrize("module", ["report/page.py", "archives/xnat/project.py", "plan/files.py"])
def test_a_planted_way_round_is_found(tmp_path: Path, source: str, rule: str, module: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(source)
    assert rule in offences(module, planted.read_text())


def test_what_the_rooms_do_is_let_through() -> None:
    assert offences("privacy/gate.py", "from img2fair.model.held import Held, unseal\nunseal(held)\n") == set()
    assert offences("mapping/views.py", "from img2fair.privacy import Rule, release\nrelease(held, rule)\n") == set()
    assert offences("cbioportal/builder.py", "from img2fair.privacy.cohort import release_cohort\n") == set()
    assert offences("archives/values.py", "from img2fair.model.held import Held\nHeld(1)\n") == set()
    assert "opens" in offences("mapping/views.py", "from img2fair.model.held import unseal\n")


def types_within(type_: Any, seen: set[Any] | None = None) -> Iterator[Any]:
    """Yield all types that a type is made of."""
    known = set() if seen is None else seen
    if type_ in known:
        return
    known.add(type_)
    yield type_
    inner = [*get_args(type_), getattr(type_, "__origin__", None)]
    if dataclasses.is_dataclass(type_):
        inner += get_type_hints(type_, include_extras=False).values()
    for one in inner:
        if one is not None and isinstance(one, object) and not isinstance(one, (str, bytes, int)):
            yield from types_within(one, known)


def holds(type_: Any) -> bool:
    """Whether a value of a type can have something held in it."""
    return any(one is Held or getattr(one, "__origin__", None) is Held for one in types_within(type_))


def test_what_is_serialised_elsewhere_holds_nothing() -> None:
    plain = {"tuple[Plan, ...]": tuple[Plan, ...], "tuple[Receipt, ...]": tuple[Receipt, ...],
             "StudyFacts": StudyFacts, "HarmonisationReport": HarmonisationReport}  # fmt: skip
    assert plain.keys() == frozenset().union(*PLAIN_TYPES.values())
    assert not [name for name, type_ in plain.items() if holds(type_)]
    assert holds(Project), "the test finds what there is to find"


def test_the_snapshots_door_is_the_only_one() -> None:
    """pydantic opens held values, wherever it is asked: so nobody else may ask it (``serialises``)."""
    assert b"Jansen" in TypeAdapter(Project).dump_json(PROJECT)
    openers = {str(path.relative_to(PACKAGE)) for path in SOURCES if "TypeAdapter" in path.read_text("utf-8")}
    assert openers == {"model/snapshot_file.py", *PLAIN_TYPES}
