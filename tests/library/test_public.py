"""The public names: where they are, what they say of themselves, and what a type checker makes of them."""

import ast
import inspect
import pkgutil
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import img2fair

CHECKOUT = Path(__file__).resolve().parents[2]
STUB = ast.parse((CHECKOUT / "img2fair" / "__init__.pyi").read_text("utf-8"))
PUBLIC = {name: getattr(img2fair, name) for name in img2fair.__all__ if name != "__version__"}
FUNCTIONS = {name: one for name, one in PUBLIC.items() if not isinstance(one, type)}
NEVER_RAISE = {"cause_rows", "list_profiles", "rdf_to_text"}
"""Functions that only poor arguments make fail."""

PROGRAM = """
import img2fair
from img2fair import Fault, Finding, Report


def worst(address: str, file: str) -> list[Finding]:
    try:
        img2fair.harvest_to(file, "xnat", img2fair.ArchiveSettings(address))
    except Fault as fault:
        raise SystemExit(int(fault.code)) from fault
    snapshot = img2fair.read_snapshot(file)
    scans: int = sum(row["scans"] for row in img2fair.scan_rows(snapshot) if row["modality"] == "MR")
    mapped = img2fair.map_snapshot(snapshot, img2fair.load_mapping("health-ri-core"))
    report: Report = img2fair.validate(mapped, [img2fair.load_profile("dcat-ap")])
    return [one for one in report.findings if one.severity is img2fair.Severity.VIOLATION][:scans]
"""
SLIPS = {
    "img2fair.harvest('a')": "attr-defined",
    "img2fair.read_snapshot(1)": "arg-type",
    "img2fair.harvest_to('a', 'xnat', 'https://xnat.example.org')": "arg-type",
    "next(img2fair.scan_rows(img2fair.read_snapshot('a')))['label']": "typeddict-item",
    "title: str | None = next(img2fair.read_snapshot('a').projects()).name": "assignment",
}
"""What a user may get wrong, and the error of mypy that tells it."""


def test_the_stub_says_the_same() -> None:
    told = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in STUB.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == vars(img2fair)["_WHERE"]
    (listed,) = (node.value for node in STUB.body if isinstance(node, ast.Assign))
    assert sorted(ast.literal_eval(listed)) == sorted(img2fair.__all__)


def test_no_name_is_a_modules_too() -> None:
    """Importing ``img2fair.x`` makes ``x`` the module, whoever does it, and nobody's function any more."""
    assert not {one.name for one in pkgutil.iter_modules(img2fair.__path__)} & {*img2fair.__all__}


def test_names_are_found_by_completion() -> None:
    assert {*img2fair.__all__} <= {*dir(img2fair)}
    with pytest.raises(AttributeError, match="has no attribute 'harvets'"):
        getattr(img2fair, "harvets")  # noqa: B009 - as somebody who does not read types would


@pytest.mark.parametrize("one", PUBLIC.values(), ids=PUBLIC)
def test_every_name_explains_itself(one: Any) -> None:
    told = inspect.getdoc(one) or ""
    assert told.partition("\n")[0].endswith(".") or len(told.splitlines()) > 1
    assert not told.startswith(f"{one.__name__}("), "what dataclasses write where nobody did"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_goes_in_and_what_is_raised(name: str) -> None:
    told = inspect.getdoc(FUNCTIONS[name]) or ""
    taken = inspect.signature(FUNCTIONS[name]).parameters
    assert not [one for one in taken if f":param {one}:" not in told]
    assert (":raises" in told) is (name not in NEVER_RAISE)
    raised = [one.strip() for listed in re.findall(r":raises ([^:]+):", told) for one in re.split(",| or ", listed)]
    assert not {*raised} - {*img2fair.__all__}, "nobody can catch it by a public name"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_typed(name: str) -> None:
    signature = inspect.signature(FUNCTIONS[name])
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())


def test_importing_costs_nothing() -> None:
    code = "import img2fair, sys; print(*[one for one in sys.modules if one.startswith('img2fair.')])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "\n"
    bare, ours = (min(_seconds(code) for _ in range(5)) for code in ("pass", "import img2fair"))
    assert ours - bare < 0.03


def _seconds(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


@pytest.mark.timeout(300)
def test_a_users_program_type_checks_and_slips_are_told(tmp_path: Path) -> None:
    """A program outside the checkout, as strictly as mypy can; the cache makes the second run quick."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "slips.py").write_text("import img2fair\n" + "\n".join(SLIPS) + "\n")
    how = ["--strict", "--config-file=", f"--python-executable={sys.executable}", "--no-error-summary"]
    how += [f"--cache-dir={CHECKOUT / '.mypy_cache' / 'of-a-user'}", "program.py", "slips.py"]
    mypy = [sys.executable, "-m", "mypy", *how]
    told = subprocess.run(mypy, check=False, capture_output=True, text=True, cwd=tmp_path).stdout.splitlines()
    errors = [line for line in told if ": error: " in line]
    assert {line.partition(":")[0] for line in errors} == {"slips.py"}
    found = {int(line.split(":")[1]): line.rpartition("[")[2].rstrip("]") for line in errors}
    assert found == dict(enumerate(SLIPS.values(), start=2))


def test_a_slip_at_run_time_is_told(tmp_path: Path) -> None:
    with pytest.raises(img2fair.UsageFault, match="no kind of archive 'xnatt'") as told:
        img2fair.harvest_to(tmp_path / "s.jsonl", "xnatt", img2fair.ArchiveSettings("https://xnat.example.org"))
    assert "dicom_folder" in told.value.cure
    assert img2fair.ArchiveSettings("https://xnat.example.org").iri == "https://xnat.example.org"


def test_a_log_in_is_not_shown() -> None:
    settings = img2fair.ArchiveSettings("https://xnat.example.org", login=img2fair.Login("anna", "s3cr3t-of-anna"))
    assert "s3cr3t" not in repr(settings)
