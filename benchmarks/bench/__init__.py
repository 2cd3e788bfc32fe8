"""Does `seatrial bench` keep what it promises? The acceptance measurements of docs/performance.md."""
