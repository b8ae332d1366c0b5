"""Other programs' formats, out and in, one module each: pure functions between a book and documents.

It owns what a claim is in FollowTheMoney, HURIDOCS, Wikibase, Bayanat and Uwazi, and the list of what could not be
carried. It never makes a claim of what has no number, no words or no source: that is listed instead.
"""
