"""Where is a record kept that nobody named a file for, when somebody ends a benchmark?"""

from seatrial.atomic_write import write_whole
from seatrial.bench.records.stored import to_json
from seatrial.cache_folder import cache_folder
from seatrial.model.benchmark import Record

_NAME = "interrupted-bench.json"


def keep(record: Record) -> str:
    """Write a record into the user's cache folder and return its path; "" when nothing can be written there."""
    file = cache_folder() / _NAME
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, to_json(record))
    except OSError:
        return ""
    return str(file)
