// Checks on a location before a store is opened in it.
#include <sys/statvfs.h>

#include "store/open.h"
#include "store/postgresql/location.h"
#include "store/postgresql/measure.h"
#include "store/postgresql/open_postgresql.h"
#include "store/sql/engine/measure.h"
#include "store/sql/engine/schema.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/data_folder.h"

namespace patchbay::store {
namespace {

sqlite::SqliteConnection reader_of(const std::string& folder) {
  return {
      {.file = std::filesystem::path(folder) / sqlite::kDatabase, .vfs = {}, .wal_pages_max = 0},
      sqlite::Role::reader};
}

std::unexpected<std::string> unreadable(const std::string& location, const std::exception& error) {
  return std::unexpected("the store in " + redacted_location(location) +
                         " cannot be read: " + error.what());
}

std::expected<std::optional<std::string>, std::string> missing_in_folder(
    const std::string& folder) {
  auto missing = sqlite::Folder::missing(folder);
  if (!missing || *missing) return missing;
  try {
    auto reader = reader_of(folder);
    if (sql::has_schema(reader)) return std::nullopt;
    return "its " + std::string(sqlite::kDatabase) + " holds no table meta";
  } catch (const std::exception& error) {
    return unreadable(folder, error);
  }
}

std::optional<std::uint64_t> size_of(const std::filesystem::path& file) {
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none ? std::nullopt : std::optional<std::uint64_t>(size);
}

Footprint measure_folder(const std::string& folder) {
  const std::filesystem::path database = std::filesystem::path(folder) / sqlite::kDatabase;
  auto reader = reader_of(folder);
  Footprint out;
  sql::measure(reader, out);
  out.bytes = size_of(database);
  out.log_bytes = size_of(database.string() + "-wal").value_or(0);
  struct statvfs disk{};
  if (::statvfs(folder.c_str(), &disk) == 0) {
    out.disk_free_bytes = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    out.disk_bytes = std::uint64_t{disk.f_blocks} * disk.f_frsize;
  }
  return out;
}

}  // namespace

std::expected<Footprint, std::string> measure(const std::string& location) {
  try {
    return is_postgresql(location) ? postgresql::measure(location) : measure_folder(location);
  } catch (const std::exception& error) {
    return unreadable(location, error);
  }
}

std::expected<std::optional<std::string>, std::string> missing(const std::string& location) {
  if (location.empty())
    return std::unexpected("no place is named: --data takes a folder, or postgresql://…");
  return is_postgresql(location) ? postgresql::missing(location) : missing_in_folder(location);
}

std::expected<void, std::string> must_be_a_store(const std::string& location) {
  auto found = missing(location);
  if (!found) return std::unexpected(std::move(found).error());
  const std::optional<std::string>& missed = *found;
  if (!missed) return {};
  return std::unexpected("there is no store in " + redacted_location(location) + ": " + *missed);
}

std::expected<void, std::string> can_be_made(const std::filesystem::path& location) {
  return sqlite::Folder::can_be_made(location);
}

std::expected<std::optional<std::string>, std::string> schema_difference(
    const std::string& location) {
  try {
    if (is_postgresql(location)) return postgresql::schema_difference(location);
    auto reader = reader_of(location);
    return sql::schema_difference(reader);
  } catch (const std::exception& error) {
    return unreadable(location, error);
  }
}

}  // namespace patchbay::store
