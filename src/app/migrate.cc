// Copying, for the operator to watch.
#include "app/migrate.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string_view>

#include <unistd.h>

#include "app/verify.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::uint64_t kWidth = 40;

std::string without_kind(std::string place) {
  return place.starts_with(kSqlite) ? place.substr(kSqlite.size()) : place;
}

void show(const store::Migrating& at) {
  const std::uint64_t filled = at.total == 0 ? 0 : std::min(kWidth, kWidth * at.rows / at.total);
  const std::string bar = std::string(filled, '=') + std::string(kWidth - filled, ' ');
  std::fprintf(stderr, "\r[%s] %" PRIu64 " of %" PRIu64 " rows, %s\033[K", bar.c_str(), at.rows,
               at.total, at.table.c_str());
}

}  // namespace

int migrate(std::string from, std::string to) {
  from = without_kind(std::move(from));
  to = without_kind(std::move(to));
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  std::uint64_t rows = 0;
  const auto done = store::migrate(from, to, [&](const store::Migrating& at) {
    rows = at.rows;
    if (watched) show(at);
  });
  if (watched) std::fputs("\r\033[K", stderr);
  if (!done) {
    std::fprintf(stderr, "patchbay: %s; nothing serves %s until `patchbay migrate` has ended\n",
                 done.error().c_str(), store::shown_place(to).c_str());
    return 1;
  }
  std::printf("%" PRIu64 " rows are the same in %s and %s; its sealing key stays the one it was\n",
              rows, store::shown_place(from).c_str(), store::shown_place(to).c_str());
  std::fflush(stdout);
  const int source = verify(from);
  return source != 0 ? source : verify(to);
}

}  // namespace patchbay::app
