"""Memory that learning took for a moment, given back to the system: the C library would keep it for the process."""

import ctypes


def give_back() -> None:
    """Give back what is free, where the C library can (malloc_trim(3) of the GNU one); takes a few milliseconds."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; on Windows, none goes without a name
        return
    trim(ctypes.c_size_t(0))
