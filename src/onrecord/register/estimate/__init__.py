"""Owns the estimate of those whom no list has: tables, gates, methods side by side. The default answer is no estimate.

Every method has a version in its name and is not edited once a number of it is published (docs/adr/0010). numpy is at
home here and nowhere else in the register; it loads when a method is asked.
"""
