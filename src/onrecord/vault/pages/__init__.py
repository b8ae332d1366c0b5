"""Pages of the web, captured by their address: which may be contacted, what came home, what is missing of it.

It owns the rules and the record; whoever goes to an address is handed in. It never opens a connection, and never runs
or shows what came from a page.
"""
