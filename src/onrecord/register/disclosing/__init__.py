"""Tables that may be published: small cells and telling sums hidden, and whatever else they could be worked out from.

It owns what of a table is shown (METHOD 7.4). It counts nobody itself, and never says that a table is safe: for each
cell that it hides it has two tables that nobody outside can tell from the true one.
"""
