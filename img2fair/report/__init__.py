"""Reports, plans and receipts for people and programs.

causes     findings grouped by what is to be mended    text       for a terminal
json_form  the contract of ``--json``, both ways       page       one HTML file for stewards
sarif      for code scanners and editors               junit      for build servers
github     annotations of GitHub Actions               lines      one finding as lines, for these three
plan_text  plans and receipts for a terminal           plain      text that cannot steer a terminal
words      English and Dutch                           examples   what a code looks like, and mended
"""
