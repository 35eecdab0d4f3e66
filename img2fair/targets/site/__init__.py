"""A static FAIR Data Point: a folder of pages, Turtle and JSON-LD that any web server can host.

settings   what the operator says            entries    what the site holds, and one change to it
names      file names from slugs             iris       internal IRIs to the site's and back
documents  one record as RDF, both ways      root       the FAIR Data Point's own record
reading    the present site to entries       building   entries to the files of a site
folder     versions and the atomic swap      target     the whole as a Target
labels show graph view pages                 HTML       serve   content negotiation on loopback
"""

from img2fair.targets.site.settings import SiteSettings

__all__ = ["SiteSettings"]
