"""Run one command and print what it cost: CPU and wall seconds, peak bytes of memory, exit code.

A process of its own: until a command has begun, the system counts the memory of whoever starts it
as the command's, so the starter must be small. `python -I -S launch.py OUT ERR COMMAND...`
"""

import os
import sys
import time

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Wait for the command and everything it waited for; one line, four numbers."""
    out, err, *command = sys.argv[1:]
    write, mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, mode),
        (os.POSIX_SPAWN_OPEN, 1, out, write, mode),
        (os.POSIX_SPAWN_OPEN, 2, err, write, mode),
    ]
    begun = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    cpu = used.ru_utime + used.ru_stime
    print(cpu, wall, used.ru_maxrss * _RSS_UNIT, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
