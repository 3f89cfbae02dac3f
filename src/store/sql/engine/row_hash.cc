// Hashes the cells of a row with their lengths.
#include "store/sql/engine/row_hash.h"

#include <stdexcept>

#include "base/digest.h"

namespace patchbay::store::sql {
namespace {

std::string hash_of(std::string_view table, std::span<const Argument> cells, std::string_view key) {
  HashInput members;
  members.add("row");
  members.add(table);
  for (const Argument& each : cells) {
    if (const auto* whole = std::get_if<std::int64_t>(&each))
      members.add(*whole);
    else if (const auto* text = std::get_if<std::string_view>(&each))
      members.add(*text);
    else if (const auto* bytes = std::get_if<Bytes>(&each))
      members.add(bytes->view);
    else
      throw std::logic_error("a row that carries a hash holds no NULL");
  }
  return members.hash(key);
}

// Names a row by its table and first cell. Bytes are shown as the beginning of their hexadecimal
// form.
std::string row_name(std::string_view table, const Argument& first) {
  std::string out(table);
  if (const auto* whole = std::get_if<std::int64_t>(&first))
    out += ' ' + std::to_string(*whole);
  else if (const auto* text = std::get_if<std::string_view>(&first))
    out.append(" ") += *text;
  else if (const auto* bytes = std::get_if<Bytes>(&first))
    out += ' ' + hex(bytes->view.substr(0, 4)) + "…";
  return out;
}

void raise_alarm(const Integrity& integrity, const std::string& row, const char* what) {
  if (integrity.alarm)
    integrity.alarm("the row of " + row + ' ' + what +
                    ", and is taken as not there; run `patchbay verify`");
}

}  // namespace

std::string row_hash(const Connection& connection, std::string_view table,
                     std::span<const Argument> cells) {
  return hash_of(table, cells, connection.integrity().needed());
}

bool check_row_hash(const Connection& connection, std::string_view table,
                    std::span<const Argument> cells, std::string_view hash) {
  const Integrity& integrity = connection.integrity();
  if (!integrity.known() || same_bytes(hash_of(table, cells, integrity.needed()), hash))
    return true;
  raise_alarm(integrity, row_name(table, cells.front()), "was not written by this server");
  return false;
}

bool check_row_version(const Connection& connection, std::string_view table, std::int64_t id,
                       std::int64_t version, std::int64_t newest) {
  if (version >= newest) return true;
  raise_alarm(connection.integrity(), row_name(table, id), "is an older row that was restored");
  return false;
}

}  // namespace patchbay::store::sql
