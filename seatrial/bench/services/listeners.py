"""Which processes of this machine answer on a port? What they use is the system under test, not a neighbour."""


def listeners(port: int) -> tuple[int, ...]:
    """Return the processes that listen on a TCP port, and those they started; none where the system does not tell."""
    import psutil

    found: set[int] = set()
    try:
        connections = psutil.net_connections("tcp")
    except (psutil.Error, OSError):
        return ()
    for one in connections:
        if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid:
            found |= {one.pid, *_children(one.pid)}
    return tuple(sorted(found))


def _children(pid: int) -> set[int]:
    import psutil

    try:
        return {child.pid for child in psutil.Process(pid).children(recursive=True)}
    except psutil.Error:
        return set()
