"""Every test of Onrecord; folders mirror `src/onrecord`. `house` holds the rules of the house."""
