// The linker replaces the engines' functions by these: cmake/tests.cmake.
#include "store/prepared.h"

#include <mutex>
#include <string_view>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace patchbay::store {
namespace {

struct Texts {
  std::mutex mutex;
  std::set<std::string> of[2];
};
Texts& texts() {
  static Texts the_texts;
  return the_texts;
}

void note(Engine engine, std::string_view text) {
  Texts& all = texts();
  const std::lock_guard lock(all.mutex);
  all.of[static_cast<std::size_t>(engine)].emplace(text);
}

void note_postgresql(std::string_view text) {
  constexpr std::string_view kCursor = " CURSOR FOR ";
  if (const auto at = text.find(kCursor); text.starts_with("DECLARE ") && at != text.npos)
    text.remove_prefix(at + kCursor.size());
  note(Engine::postgresql, text);
}

}  // namespace

std::set<std::string> prepared_so_far(Engine engine) {
  Texts& all = texts();
  const std::lock_guard lock(all.mutex);
  return all.of[static_cast<std::size_t>(engine)];
}

void forget_prepared() {
  Texts& all = texts();
  const std::lock_guard lock(all.mutex);
  for (auto& each : all.of) each.clear();
}

extern "C" {
// The linker requires these names.
int __real_sqlite3_prepare_v3(sqlite3*, const char*, int, unsigned, sqlite3_stmt**, const char**);
int __wrap_sqlite3_prepare_v3(sqlite3* handle, const char* text, int bytes, unsigned flags,
                              sqlite3_stmt** out, const char** tail) {
  note(Engine::sqlite, bytes < 0 ? std::string_view(text)
                                 : std::string_view(text, static_cast<std::size_t>(bytes)));
  return __real_sqlite3_prepare_v3(handle, text, bytes, flags, out, tail);
}

int __real_PQsendPrepare(PGconn*, const char*, const char*, int, const Oid*);
int __wrap_PQsendPrepare(PGconn* handle, const char* name, const char* text, int count,
                         const Oid* types) {
  note_postgresql(text);
  return __real_PQsendPrepare(handle, name, text, count, types);
}

int __real_PQsendQueryParams(PGconn*, const char*, int, const Oid*, const char* const*, const int*,
                             const int*, int);
int __wrap_PQsendQueryParams(PGconn* handle, const char* text, int count, const Oid* types,
                             const char* const* values, const int* lengths, const int* formats,
                             int binary) {
  note_postgresql(text);
  return __real_PQsendQueryParams(handle, text, count, types, values, lengths, formats, binary);
}
}

}  // namespace patchbay::store
