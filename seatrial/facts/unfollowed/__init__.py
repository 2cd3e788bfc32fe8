"""How far could be followed, and what may stand beyond? What nobody followed is never called absent with certainty."""
