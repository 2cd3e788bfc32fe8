"""What stands in the sections of an INI file?"""

import re
from collections.abc import Mapping

from seatrial.read.reader import Unreadable

_BLANKS = re.compile(r"[^\S\n]{100,}")  # the parser takes the cube of a row of blanks


def ini_sections(text: str, comments: tuple[str, ...] = ()) -> Mapping[str, Mapping[str, str]]:
    """Return the values by section and name, "" for a name without one; what stands in DEFAULT is in every section.

    ``comments`` begin a comment behind a value. Raises ``Unreadable`` for what is no INI file.
    """
    import configparser  # few repositories have such a file

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, inline_comment_prefixes=comments or None)
    try:
        parser.read_string(_BLANKS.sub(" ", text))
    except (configparser.Error, AttributeError) as error:  # a line that goes on behind a name without a value
        raise Unreadable(f"no valid configuration: {str(error).splitlines()[0][:80]}") from error
    return {name: {key: value or "" for key, value in parser[name].items()} for name in parser.sections()}
