"""The notebook of the docs, run from its first cell to its last, and its outputs as they are stored.

``python -m tests.library.notebook`` runs it and stores what came out. Nothing that differs from run to run is kept.
"""

import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "first-look.ipynb"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def read(path: Path = NOTEBOOK) -> NotebookNode:
    """Return a notebook as it is stored."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return a notebook with the outputs of a run in a folder; a cell that raises ends it.

    What the kernel says of itself is left out: its version, when each cell ran.
    """
    client = NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    made: NotebookNode = client.execute()
    made.metadata = nbformat.from_dict({"kernelspec": _KERNEL, "language_info": {"name": "python"}})  # type: ignore[no-untyped-call]
    for cell in made.cells:
        cell.metadata.clear()
    return made


def texts(notebook: NotebookNode) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the source of each code cell with its outputs: texts as they are, of pictures that they are there."""
    return [(cell.source, [_text(one) for one in cell.outputs]) for cell in notebook.cells if cell.cell_type == "code"]


def _text(output: NotebookNode) -> dict[str, str]:
    if output.output_type == "stream":
        return {output.name: output.text}
    return {kind: content if kind.startswith("text/") else "there" for kind, content in output.data.items()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        nbformat.write(executed(read(), Path(room)), NOTEBOOK)  # type: ignore[no-untyped-call]
    sys.stdout.write(f"{NOTEBOOK} has the outputs of this run\n")
