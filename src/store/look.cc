// Looking at a place before anything is opened in it, whatever its kind.
#include "store/postgresql/look.h"

#include "store/open.h"
#include "store/sql/schema.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/folder.h"

namespace patchbay::store {
namespace {

sqlite::SqliteConnection reader_of(const std::string& folder) {
  return {
      {.file = std::filesystem::path(folder) / sqlite::kDatabase, .vfs = {}, .wal_pages_max = 0},
      sqlite::Role::reader};
}

std::unexpected<std::string> unreadable(const std::string& place, const std::exception& error) {
  return std::unexpected("the store in " + shown_place(place) + " cannot be read: " + error.what());
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

}  // namespace

std::expected<std::optional<std::string>, std::string> missing(const std::string& place) {
  if (place.empty())
    return std::unexpected("no place is named: --data takes a folder, or postgresql://…");
  return is_postgresql(place) ? postgresql::missing(place) : missing_in_folder(place);
}

std::expected<void, std::string> must_be_a_store(const std::string& place) {
  auto found = missing(place);
  if (!found) return std::unexpected(std::move(found).error());
  const std::optional<std::string>& missed = *found;
  if (!missed) return {};
  return std::unexpected("there is no store in " + shown_place(place) + ": " + *missed);
}

std::expected<void, std::string> can_be_made(const std::filesystem::path& place) {
  return sqlite::Folder::can_be_made(place);
}

std::expected<std::optional<std::string>, std::string> schema_difference(const std::string& place) {
  try {
    if (is_postgresql(place)) return postgresql::schema_difference(place);
    auto reader = reader_of(place);
    return sql::schema_difference(reader);
  } catch (const std::exception& error) {
    return unreadable(place, error);
  }
}

}  // namespace patchbay::store
