"""From an archive to a config that works: ``img2fair init``.

questions   what has to be known, and good answers      needed      what the mapping cannot do without
looking     what the archive shows, marks counted       proposing   the config, every value with its reason
earlier     what an earlier run left                    drafting    the texts of the files
course      all of it in order                          writing     beside what is there, edited files untouched
"""

from img2fair.init.course import Manner, Order, Outcome, initialise

__all__ = ["Manner", "Order", "Outcome", "initialise"]
