"""Tables that people keep: files of rows in every form, mappings from their columns, and updates by spreadsheet.

It owns how a table of somebody else's becomes rows of ours. What may be claimed, the ledger's rules decide.
"""
