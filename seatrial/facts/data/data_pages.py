"""Which pages of public data sets does a document link to?"""

import re
from typing import Final

from seatrial.read.documents.document_record import Document, Link
from seatrial.read.regex import regex

#: Pages of one data set or competition each; the front page of a host says nothing.
_PAGE: Final = regex(
    r"https?://(?:www\.)?(?:kaggle\.com/(?:datasets/[\w-]+/[\w-]+|competitions/[\w-]+|c/[\w-]+)"
    r"|registry\.opendata\.aws/[\w-]+|huggingface\.co/datasets/[\w./-]+|zenodo\.org/(?:records?|doi)/[\w./-]+"
    r"|archive\.ics\.uci\.edu/(?:dataset|ml/datasets)[\w./+%-]*|openml\.org/(?:d|search)\W[\w./?&=-]+"
    r"|physionet\.org/content/[\w./-]+|figshare\.com/articles/[\w./-]+|data\.gov\.?\w*/[\w./-]+"
    r"|console\.cloud\.google\.com/marketplace/[\w./-]+/[\w-]*(?:public-data|dataset)[\w./-]*)",
    re.IGNORECASE,
)


def data_pages(document: Document) -> tuple[Link, ...]:
    """Return the links of a document that lead to the page of one public data set, in the order of the text."""
    return tuple(link for section in document.sections for link in section.links if _PAGE.match(link.target))
