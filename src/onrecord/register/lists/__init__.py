"""Lists of people and of losses: taken in from somebody's table, kept up to date, read back from the ledger.

It owns what a list is and how its rows become claims. Who is the same person it does not say, and it adds no list to
another: two lists may hold the same house.
"""
