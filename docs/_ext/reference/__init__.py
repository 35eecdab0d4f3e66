"""The reference, made from the program each time the documentation is built; nothing of it is kept in git."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: "Sphinx") -> dict[str, bool]:
    """Let Sphinx write the pages before it looks for sources."""
    app.connect("builder-inited", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write(app: "Sphinx") -> None:
    from pathlib import Path

    from reference.writing import write

    write(Path(app.srcdir))
