"""A static FAIR Data Point: a folder of pages, Turtle and JSON-LD that any web server can host.

settings   what the operator says            entries    what the site holds, and one change to it
names      file names from slugs             iris       internal IRIs to the site's and back
documents  one record as RDF, both ways      root       the FAIR Data Point's own record
reading    the present site to entries       building   entries to the files of a site
past       what the version before lends     whole      the catalogue in one file
feed sitemap signposting                     what robots are told; dates texts   how
folder     versions and the atomic swap      target     the whole as a Target
pages                                        HTML (see there)
serve answering negotiation                  content negotiation on loopback; snippets   the same on nginx and Apache
"""

from img2fair.targets.site.settings import SiteSettings

__all__ = ["SiteSettings"]
