"""How fast seatrial is, and how much memory it takes. Timings live here and never in a test."""
