// Measures a record and finds the bounds that it exceeds.
#include "record/value/bounds.h"

#include <algorithm>

namespace patchbay {
namespace {

constexpr std::size_t kNumberBytes = 8;

struct Bytes {
  std::size_t operator()(bool) const { return kNumberBytes; }
  std::size_t operator()(std::int64_t) const { return kNumberBytes; }
  std::size_t operator()(const Decimal&) const { return kNumberBytes; }
  std::size_t operator()(const std::string& text) const { return text.size(); }
  std::size_t operator()(const SealedSecret& sealed) const { return sealed.box.size(); }
  std::size_t operator()(const List& rows) const {
    std::size_t out = 0;
    for (const auto& row : rows)
      for (const std::string& cell : row) out += cell.size();
    return out;
  }
};

}  // namespace

std::size_t bytes_of(const Values& values) {
  std::size_t out = 0;
  for (const auto& [path, value] : values) out += std::visit(Bytes{}, value);
  return out;
}

std::vector<ExceededBound> find_exceeded_bounds(const Record& before, const Draft& draft) {
  std::vector<ExceededBound> out;
  for (const Section section : {Section::address, Section::contact}) {
    const std::size_t count = draft.record.count_parts(section);
    const bool is_over = count > parts_max(section) && count > before.count_parts(section);
    if (!is_over && !draft.full[static_cast<std::size_t>(section)]) continue;
    out.push_back({ordinal_field(section), std::string(word(section)),
                   "would be more than the " + std::to_string(parts_max(section)) +
                       " that a customer can have"});
  }
  const std::size_t bytes = bytes_of(draft.record.values);
  if (bytes > kRecordBytesMax && bytes > bytes_of(before.values))
    out.push_back({Field::name, "customer",
                   "would hold " + std::to_string(bytes) + " bytes of values, more than the " +
                       std::to_string(kRecordBytesMax) + " that a customer can have"});
  return out;
}

}  // namespace patchbay
