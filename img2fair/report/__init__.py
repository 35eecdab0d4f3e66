"""Reports, plans and receipts for people and programs.

causes     findings grouped by what is to be mended    text       for a terminal
json_form  the contract of ``--json``, both ways       page       one HTML file for stewards
plan_text  plans and receipts for a terminal           plain      text that cannot steer a terminal
"""
