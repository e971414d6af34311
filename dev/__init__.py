"""`python3 dev run | test | check | …`: set-up and embedded services, standard library only.

Nothing here is needed in production, and nothing of the site imports it. Only prepare.py and
mailcatcher.py run inside the environment that the rest sets up.
"""
