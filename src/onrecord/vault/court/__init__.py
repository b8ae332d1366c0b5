"""The custody of one item as a court asks for it: gathered, put into sentences, with its proofs and its gaps.

It owns what such a report says; how it looks on paper is the dossier's.
"""
