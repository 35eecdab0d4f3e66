"""Clinical values: what is decided about a source field, what spellings mean, and what came of a cohort's values.

Nothing here opens a ``Held`` value: the privacy room reads, and asks here what a text means. Types shared by the
export, its reports and its mapping file stand here too.
"""
