"""What the kernel tells of processes: their CPU time and their memory (Linux)."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def children_of(pid):
    try:
        return [int(child) for child in _proc(pid, f"task/{pid}/children").split()]
    except FileNotFoundError:
        return []


def cpu_below(pid):
    """Return the CPU seconds of all that `pid` has started, of what has ended meanwhile too."""
    ended = sum(_times(pid)[2:])
    return ended + sum(cpu_of(child) for child in children_of(pid))


def cpu_of(pid):
    """Return the CPU seconds of one process so far; none where it is gone."""
    try:
        return sum(_times(pid)[:2])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def parse_times(stat):
    """Return utime, stime, cutime and cstime in seconds from a line of /proc/*/stat."""
    fields = stat.rpartition(")")[2].split()
    return [int(field) / TICKS for field in fields[11:15]]


def parse_memory(rollup):
    """Return {"Rss": MB, "Pss": MB} from /proc/*/smaps_rollup."""
    words = (line.split() for line in rollup.splitlines())
    return {line[0][:-1]: int(line[1]) / 1024 for line in words if line[0] in {"Rss:", "Pss:"}}


def memory_of(pid):
    return parse_memory(_proc(pid, "smaps_rollup"))


def _times(pid):
    return parse_times(_proc(pid, "stat"))


def _proc(pid, name):
    return Path(f"/proc/{pid}/{name}").read_text()
