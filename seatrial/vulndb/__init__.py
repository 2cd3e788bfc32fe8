"""Data on known vulnerabilities of Python packages: where it comes from, how it is kept, how it is read."""
