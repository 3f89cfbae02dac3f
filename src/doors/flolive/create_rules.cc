// The required members and the defaults of a new customer, as rows.
#include "doors/flolive/create_rules.h"

#include <algorithm>

namespace patchbay::doors::flolive {
namespace {

constexpr std::string_view kMandatory[] = {"status", "currency"};

struct Default {
  std::string_view name;
  std::string_view text;
};
constexpr Default kDefaults[] = {
    {"type", "PRIVATE"},
    {"allowOfferDelegation", "false"},
    {"isAllowedImeiLock", "false"},
    {"mfaConfiguration", "MANDATORY"},
};
constexpr Default kInvoiceDefaults[] = {
    {"chargeByActive", "SIM"},
    {"activityIndication", "NETWORK_REGISTRATION"},
    {"deviceCost", "0"},
};

void add_defaults(CustomerReader& reader, std::span<const Default> defaults,
                  std::span<const Member> members, const std::string& prefix) {
  for (const auto& [name, text] : defaults) {
    const Spelling row = find(members, name)->spelling({});
    const auto mentioned = [&](const core::FieldEdit& field_edit) {
      return field_edit.target == row.target;
    };
    if (std::ranges::none_of(reader.edits, mentioned))
      reader.edits.push_back(parse_edit(row, text, prefix + std::string(name)));
  }
}

}  // namespace

void apply_create_rules(CustomerReader& reader, const wire::Object& body) {
  for (const std::string_view name : kMandatory)
    if (std::ranges::find(body, name, &wire::Object::value_type::first) == body.end())
      reader.add_problem(std::string(name), "is required", find(kNewCustomer, name)->target.field);
  add_defaults(reader, kDefaults, kNewCustomer, "");
  add_defaults(reader, kInvoiceDefaults, kInvoice, "invoiceConfiguration.");
}

}  // namespace patchbay::doors::flolive
