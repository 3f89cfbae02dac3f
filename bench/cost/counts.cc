// A library that `./dev cost` loads into the server (LD_PRELOAD). It stands between the server and
// SQLite, and between SQLite and the system, and counts in the file that COST_COUNTS names: steps
// of SQLite's virtual machine, statements run, and bytes written to the log (WAL) of the store. The
// file of recent requests is left out, because it is written at any time. Any thread may count.
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

constexpr std::size_t kPathMax = 4096;

// The layout of the file, which bench/cost/server.py reads.
struct Counts {
  std::atomic<std::uint64_t> steps;
  std::atomic<std::uint64_t> statements;
  std::atomic<std::uint64_t> log_bytes;
};

Counts& counts() {
  static Counts* const found = [] {
    static Counts unused{};
    const char* file = std::getenv("COST_COUNTS");
    if (!file) return &unused;
    const int fd = ::open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0) return &unused;
    void* memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    return memory == MAP_FAILED ? &unused : static_cast<Counts*>(memory);
  }();
  return *found;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool is_traffic(const char* path) { return path && std::strstr(path, "traffic"); }

void count_steps(sqlite3_stmt* statement) {
  if (!statement) return;
  if (is_traffic(sqlite3_db_filename(sqlite3_db_handle(statement), "main"))) return;
  const int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  if (steps == 0) return;
  counts().steps += static_cast<std::uint64_t>(steps);
  ++counts().statements;
}

// Whether a descriptor is the log of the store.
bool is_log(int fd) {
  std::array<char, 32> link{"/proc/self/fd/"};
  std::size_t at = std::strlen(link.data());
  std::array<char, 12> digits{};
  std::size_t length = 0;
  for (unsigned left = static_cast<unsigned>(fd); length == 0 || left; left /= 10)
    digits[length++] = static_cast<char>('0' + left % 10);
  while (length) link[at++] = digits[--length];
  std::array<char, kPathMax> path{};
  const ssize_t size = ::readlink(link.data(), path.data(), path.size() - 1);
  constexpr char kEnd[] = "-wal";
  constexpr ssize_t kEndSize = sizeof kEnd - 1;
  return size > kEndSize && std::strcmp(path.data() + size - kEndSize, kEnd) == 0 &&
         !is_traffic(path.data());
}

void count_write(int fd, std::size_t bytes) {
  if (is_log(fd)) counts().log_bytes += bytes;
}

}  // namespace

extern "C" {

int sqlite3_reset(sqlite3_stmt* statement) {
  static auto* const real = next<int(sqlite3_stmt*)>("sqlite3_reset");
  const int code = real(statement);
  count_steps(statement);
  return code;
}

int sqlite3_finalize(sqlite3_stmt* statement) {
  static auto* const real = next<int(sqlite3_stmt*)>("sqlite3_finalize");
  count_steps(statement);
  return real(statement);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  count_write(fd, size);
  return real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  count_write(fd, size);
  return real(fd, bytes, size, at);
}

}  // extern "C"
