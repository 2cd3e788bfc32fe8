"""A bounded reader of HDF5's structure: groups, links, attributes and where data lies; no value of an array."""
