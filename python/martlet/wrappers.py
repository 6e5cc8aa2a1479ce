"""The proxies and wrappers, under the name of the module where wrapt has those written in Python.

Martlet has no such second set: these are the same types as everywhere.
"""

from martlet._wrappers import *  # noqa: F403
from martlet._wrappers import __all__ as __all__
