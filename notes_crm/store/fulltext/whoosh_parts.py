"""What is used of Whoosh, loaded without its warnings and without what it never needs.

Whoosh 2.7.4 was written for an older Python. It asks for `urllib.request`, which brings the
network with it and takes as long as all of Whoosh, and never calls it.
"""

import sys
import warnings
from types import ModuleType

_SPARED = "urllib.request"
_stands_in = _SPARED not in sys.modules
if _stands_in:
    sys.modules[_SPARED] = ModuleType(_SPARED)
    sys.modules[_SPARED].urlretrieve = None  # type: ignore[attr-defined]
try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh import columns, fields, formats
        from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
        from whoosh.filedb.filestore import FileStorage
        from whoosh.filedb.structfile import BufferFile
        from whoosh.matching import FilterMatcher
        from whoosh.reading import TermNotFound
finally:
    if _stands_in:
        del sys.modules[_SPARED]

__all__ = [
    "BufferFile",
    "FileStorage",
    "FilterMatcher",
    "TermNotFound",
    "W3Codec",
    "W3LeafMatcher",
    "columns",
    "fields",
    "formats",
]
