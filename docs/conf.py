"""How the documentation is built: `sh scripts/docs`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from img2fair import __version__

project = "img2fair"
author = "The img2fair maintainers"
copyright = author  # noqa: A001 - Sphinx's name
version = release = __version__
language = "en"

extensions = ["myst_parser", "reference"]
exclude_patterns = ["_build", "_ext", "_templates", "Thumbs.db", "notebooks/*.ipynb"]
suppress_warnings = ["misc.highlighting_failure"]  # `text triples` and the like are ours
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "img2fair"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None  # the same sources give the same pages
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5c6b", "color-brand-content": "#0b5c6b"},
    "dark_css_variables": {"color-brand-primary": "#6fc7d6", "color-brand-content": "#6fc7d6"},
}
pygments_style = "friendly"
pygments_dark_style = "monokai"
