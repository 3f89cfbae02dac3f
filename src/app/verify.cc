// Verifying, for the operator to watch.
#include "app/verify.h"

#include <cinttypes>
#include <cstdio>

#include <unistd.h>

#include "store/open.h"
#include "store/verify.h"

namespace patchbay::app {
namespace {

void show(const store::Verified& verified) {
  std::fprintf(stderr, "\r%" PRIu64 " customers, %" PRIu64 " entries of history",
               verified.customers, verified.entries);
}

std::expected<void, std::string> read(const std::string& place,
                                      const std::function<void(store::Reader&)>& use) {
  return store::is_postgresql(place) ? store::read_postgresql(place, use)
                                     : store::read_sqlite(place, use);
}

}  // namespace

int verify(const std::string& place) {
  store::Verified verified;
  const auto there = store::must_be_a_store(place);
  if (!there) {
    std::fprintf(stderr, "patchbay: %s\n", there.error().c_str());
    return 2;
  }
  // First: what follows reads by it.
  const auto schema = store::schema_difference(place);
  if (!schema || *schema) {
    if (!schema)
      std::fprintf(stderr, "patchbay: %s\n", schema.error().c_str());
    else
      std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n",
                   store::shown_place(place).c_str(), (*schema)->c_str());
    return schema ? 1 : 2;
  }
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto done = read(place, [&](store::Reader& reader) {
    verified = store::verify(reader, watched ? show : [](const store::Verified&) {});
  });
  if (watched) std::fputs("\r\033[K", stderr);
  if (!done) {
    std::fprintf(stderr, "patchbay: %s\n", done.error().c_str());
    return 2;
  }
  if (verified.difference) {
    std::fprintf(stderr, "patchbay: the store in %s is not whole: %s\n",
                 store::shown_place(place).c_str(), verified.difference->c_str());
    return 1;
  }
  std::printf("%" PRIu64 " customers, %" PRIu64 " principals and references, %" PRIu64
              " entries of history: whole\n",
              verified.customers, verified.things, verified.entries);
  return 0;
}

}  // namespace patchbay::app
