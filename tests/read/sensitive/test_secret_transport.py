"""Does what was found in one process arrive in another?"""

from seatrial.read.sensitive.secrets import SECRETS, Secret, SecretScan, parse_secrets


def test_a_scan_arrives_as_it_left() -> None:
    found = Secret("GitHub token", 3, 9, "ghp_", "0" * 12, sure=True)
    scans = [SecretScan("a.py", (found,)), SecretScan("b.bin", binary=True), parse_secrets("c.py", b"x = 1\n")]
    assert SECRETS.pack
    assert SECRETS.unpack
    assert [SECRETS.unpack(SECRETS.pack(scan)) for scan in scans] == scans
