"""Scanners from outside: programs of their own, in processes of their own, which may be missing, hang or lie."""
