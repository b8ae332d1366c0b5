"""Tables that people keep: files of rows in every form, mappings from their columns, and updates by spreadsheet.

It owns how a table of somebody else's becomes rows of ours. It never decides what may be claimed: the ledger's rules do.
"""
