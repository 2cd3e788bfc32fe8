"""Does `seatrial bench` keep what it promises? The acceptance measurements of docs/bench-measured.md."""
