"""Rules of the house that a machine can hold: cheap, kind, and with the remedy in the message."""
