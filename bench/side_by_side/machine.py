"""The properties of a machine that its figures depend on."""

import os
import pathlib
import platform
import re
import subprocess
import time

from place import SCRATCH


def processor():
    """Its model, as the kernel names it."""
    found = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(),
                      re.MULTILINE)
    return found[1] if found else platform.machine()


def sync_ms(count=100):
    """The median time of a 4 KiB append and its fdatasync, which bounds single commits."""
    file = SCRATCH / "sync"
    took = []
    with open(file, "wb", buffering=0) as out:
        for _ in range(count):
            out.write(b"x" * 4096)
            began = time.monotonic()
            os.fdatasync(out.fileno())
            took.append(time.monotonic() - began)
    file.unlink()
    return sorted(took)[count // 2] * 1000


def waiting_share():
    """The share of the last minute in which a runnable task waited for a processor, in per cent;
    nothing if the kernel does not report it."""
    try:
        text = pathlib.Path("/proc/pressure/cpu").read_text()
    except OSError:
        return None
    return float(re.search(r"some .*avg60=([\d.]+)", text)[1])


def facts():
    """Names and values, in the order in which they are shown."""
    filesystem = subprocess.run(["df", "--output=fstype", SCRATCH],
                                capture_output=True, text=True, check=False).stdout.split()[-1]
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    shown = [("processor", f"{os.cpu_count()} × {processor()}"),
             ("memory", f"{int(memory[1]) / 1024 / 1024:.0f} GiB"),
             ("kernel", platform.release()),
             ("file system", filesystem),
             ("4 KiB append + fdatasync, median", f"{sync_ms():.2f} ms"),
             ("load average before", f"{os.getloadavg()[0]:.1f}")]
    if (waiting := waiting_share()) is not None:
        shown.append(("a minute's waiting for processors before", f"{waiting:.0f} %"))
    return shown
