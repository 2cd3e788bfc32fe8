"""Which names may a stored model import, and which would run something? Tables, by whose names they are."""
