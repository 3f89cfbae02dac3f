// Names of the kinds of reference, and values that a rate plan supplies.
#include "record/admin/reference.h"

namespace patchbay {
namespace {

constexpr std::string_view kWords[] = {
    "plan",       "person",        "class_of_service",    "music", "peer",    "region",
    "time_group", "email_package", "transaction_package", "role",  "webhook", "system"};
static_assert(std::size(kWords) == kKinds);

}  // namespace

std::string_view word(ReferenceKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

std::optional<ReferenceKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kWords); ++i)
    if (kWords[i] == name) return static_cast<ReferenceKind>(i);
  return std::nullopt;
}

bool means_plan(Field field, const Value& value) {
  const ValueRule& rule = row(field).rule;
  if (rule.form == ValueRule::Form::choice) {
    const auto* word = std::get_if<std::string>(&value);
    // A choice that admits "plan" lists it first.
    return word && *word == "plan" && rule.words.starts_with("plan|");
  }
  if (!rule.plan) return false;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole == -2;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return *decimal == Decimal(-2);
  return false;
}

const Value* resolve_with_plan(const Record& record, const Reference* plan, Field field) {
  const Value* own = record.find(field);
  if (!own || !means_plan(field, *own)) return own;
  const Value* supplied = plan ? plan->settings.find({field, {}}) : nullptr;
  return supplied && !means_plan(field, *supplied) ? supplied : nullptr;
}

}  // namespace patchbay
