"""Names of people and places: tables, spellings, scripts, variants."""
