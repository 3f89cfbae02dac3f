// A clock for a server that a case sets forward, so that no case waits until something expires. The
// server is started with a library that adds as many seconds to the time as a file says.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static const volatile int64_t *ahead_s;
__attribute__((constructor)) static void begin(void) {
  int file = open(getenv("CLOCK_AHEAD"), O_RDONLY | O_CLOEXEC);
  void *bytes = mmap(0, sizeof *ahead_s, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (bytes == MAP_FAILED) abort();
  ahead_s = bytes;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME && ahead_s) now->tv_sec += *ahead_s;
  return result;
}
`;

export class Clock {
  constructor(folder) {
    const [library, source] = [join(folder, "clock.so"), join(folder, "clock.c")];
    this.file = join(folder, "ahead");
    this.ahead_s = 0n;
    this.advance(0);
    writeFileSync(source, SOURCE);
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, source]);
    this.environment = { LD_PRELOAD: library, CLOCK_AHEAD: this.file, ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:verify_asan_link_order=0` };
  }

  /** Sets the server's time forward. */
  advance(seconds) {
    this.ahead_s += BigInt(seconds);
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(this.ahead_s);
    // The server has the file in its memory, so it must stay the same file.
    writeFileSync(this.file, bytes, { flag: this.ahead_s === 0n ? "w" : "r+" });
  }
}
