"""Fuzz targets for every parser of seatrial/read."""
