"""What waits for whom: lists of work on the dashboard, each for the roles that it concerns.

`steps` reads the workflows, `pages` what stands on the site, `lists` says which list is for whom, `panel` shows them.
"""
