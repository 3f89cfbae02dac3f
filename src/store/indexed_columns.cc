// Reads indexed columns, and checks for mistakes of callers that every store refuses.
#include "store/indexed_columns.h"

#include <stdexcept>
#include <string>

namespace patchbay::store {
namespace {

template <class T>
const T* held(const Record& record, Field field) {
  const Value* value = record.find(field);
  return value ? std::get_if<T>(value) : nullptr;
}

std::string_view text_of(const Record& record, Field field) {
  const auto* text = held<std::string>(record, field);
  return text ? std::string_view(*text) : std::string_view{};
}

[[noreturn]] void mistake(const Record& after, const std::string& what) {
  throw std::logic_error("saving customer " + std::to_string(after.id.value) + ": " + what);
}

}  // namespace

IndexedColumns indexed_columns_of(const Record& record) {
  const auto* affiliate = held<std::int64_t>(record, Field::affiliate_customer);
  return {.parent = record.parent(),
          .deleted = record.deleted(),
          .name = text_of(record, Field::name),
          .external_id = text_of(record, Field::external_id),
          .account = text_of(record, Field::account),
          .description = text_of(record, Field::description),
          .affiliate = {affiliate ? *affiliate : 0}};
}

void check_succession(const Record& after, const Entry& entry, Version current) {
  if (after.id.value <= 0) mistake(after, "the id must be above 0");
  if (entry.customer != after.id) mistake(after, "the entry is of another customer");
  if (entry.version != after.version) mistake(after, "the entry is of another version");
  if (after.version != current + 1)
    mistake(after, "version " + std::to_string(after.version) + " cannot follow version " +
                       std::to_string(current));
}

void throw_wrong_parent(const Record& after) {
  mistake(after, "it cannot stand below customer " + std::to_string(after.parent().value));
}

}  // namespace patchbay::store
