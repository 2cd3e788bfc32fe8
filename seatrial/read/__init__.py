"""One reader for each kind of file: (path, bytes) -> frozen record."""
