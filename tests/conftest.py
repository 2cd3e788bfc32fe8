"""What holds for every test: a busy machine fails none, and the same commit gives the same answer twice."""

import os

from hypothesis import HealthCheck, settings

# Whoever runs the tests may keep data on vulnerabilities, which would be in every result.
os.environ["SEATRIAL_OSV_DB"] = ""

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
