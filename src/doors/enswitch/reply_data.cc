// Customers and callers as JSON: integers and flags as numbers, everything else as text.
#include "doors/enswitch/reply_data.h"

#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

wire::Tree member(const Spelling& spelling, const Record& record) {
  const std::optional<Value> seen = value_at(record, spelling.target);
  if (!seen) return "";
  if (const bool* flag = std::get_if<bool>(&*seen)) return *flag ? 1 : 0;
  const auto* number = std::get_if<std::int64_t>(&*seen);
  std::string text = to_text(spelling, *seen);
  // A special value that the door writes as a word stays text.
  if (number && text == std::to_string(*number)) return *number;
  return text;
}

}  // namespace

wire::Tree data_of(const core::View& view) {
  const Record& record = view.record;
  wire::Object out{{"id", record.id.value}};
  for (const auto rows : {shown_only(), spellings()})
    for (const Spelling& row : rows) out.emplace_back(row.name, member(row, record));
  return out;
}

wire::Tree data_of(const core::Tokens& tokens) {
  return wire::Object{{"auth_token", tokens.token},
                      {"auth_token_expiry", tokens.seconds},
                      {"auth_token_expires", tokens.expires.seconds()}};
}

wire::Tree data_of(const core::Identity& identity) {
  wire::Array privileges;
  for (const std::string& privilege : identity.privileges) privileges.emplace_back(privilege);
  return wire::Object{{"username", identity.name},
                      {"customer", identity.home.record.id.value},
                      {"customer_name", identity.home.record.name()},
                      {"privileges", std::move(privileges)}};
}

}  // namespace patchbay::doors::enswitch
