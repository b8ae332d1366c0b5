"""Tools of the house: import contracts, and the pages of the documentation that are written by machine."""
