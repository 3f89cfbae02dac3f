"""A disk that hangs on demand: syncs of the server wait until they are released, and then succeed.

The server is started with a preloaded library. Its syncs wait for a lock on a file, and each writes
a byte there before it waits, so that a test need not guess by the clock."""

import fcntl
import os
import pathlib
import subprocess
import time

SECONDS_MAX = 30

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>
static int after_the_hang(const char *name, int descriptor) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int gate = open(getenv("DISK_GATE"), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (flock(gate, LOCK_SH | LOCK_NB) != 0 && write(gate, "x", 1) == 1)
    while (flock(gate, LOCK_SH) != 0 && errno == EINTR) continue;
  close(gate);
  return real(descriptor);
}
int fsync(int descriptor) { return after_the_hang("fsync", descriptor); }
int fdatasync(int descriptor) { return after_the_hang("fdatasync", descriptor); }
"""


class HangingDisk:
    """What a server is to be started with, and the gate that its syncs wait at."""

    def __init__(self, scratch):
        scratch = pathlib.Path(scratch)
        library, source = scratch / "hanging.so", scratch / "hanging.c"
        source.write_text(SOURCE)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
        self.gate = open(scratch / "gate", "wb")
        # A build with a sanitizer requires to be the first library, unless it is configured
        # otherwise.
        self.environment = {"LD_PRELOAD": str(library), "DISK_GATE": self.gate.name,
                            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}

    def hang(self):
        """Makes syncs hang from the next one on."""
        fcntl.flock(self.gate, fcntl.LOCK_EX)
        self.gate.truncate(0)

    def wait_until_felt(self):
        """Waits until a sync hangs."""
        end = time.monotonic() + SECONDS_MAX
        while os.fstat(self.gate.fileno()).st_size == 0:
            if time.monotonic() > end:
                raise RuntimeError("nothing was synced")
            time.sleep(0.001)

    def let_go(self):
        """Releases the waiting syncs."""
        fcntl.flock(self.gate, fcntl.LOCK_UN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gate.close()
