"""What only Windows has: how much memory this process holds, asked of the system through ctypes."""

from __future__ import annotations

import ctypes
from typing import Any


class MemoryCounters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of psapi.h."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("PageFaultCount", ctypes.c_uint32),
        ("PeakWorkingSetSize", ctypes.c_size_t),
        ("WorkingSetSize", ctypes.c_size_t),
        ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
        ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
        ("PagefileUsage", ctypes.c_size_t),
        ("PeakPagefileUsage", ctypes.c_size_t),
    )


def resident_bytes(kernel: Any = None) -> int:
    """The larger of the working set and the committed memory of this process, in bytes.

    Raises OSError when the system does not tell. `kernel` stands in for kernel32 in tests.
    """
    if kernel is None:
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - mypy knows no windll elsewhere
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    counters = MemoryCounters(cb=ctypes.sizeof(MemoryCounters))
    handle = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb):
        raise OSError("GetProcessMemoryInfo failed")
    return int(max(counters.WorkingSetSize, counters.PagefileUsage))
