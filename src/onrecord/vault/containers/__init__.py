"""Containers: ZIP, TAR, mail and web archives, read member by member, with every limit in one place.

They own what is inside and why a member is refused. They never write: members stream into the store and nowhere else,
and what cannot be opened stays whole in its container.
"""
