"""One module for each command: its options, the engine that it calls, and what it prints."""
