"""Second copies of an archive: encrypted snapshots in a place elsewhere, their restoring, drills, repair, tombstones.

It owns what must be true so that an archive survives its machine. It never decides what is evidence or what is erased.
"""
