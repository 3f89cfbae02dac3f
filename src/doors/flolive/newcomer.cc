// The mandatory members and the defaults of a new customer, as rows.
#include "doors/flolive/newcomer.h"

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

void wish_defaults(Reader& reader, std::span<const Default> defaults,
                   std::span<const Member> members, const std::string& prefix) {
  for (const auto& [name, text] : defaults) {
    const Spelling row = find(members, name)->spelling({});
    const auto told = [&](const core::Wish& wish) { return wish.target == row.target; };
    if (std::ranges::none_of(reader.wishes, told))
      reader.wishes.push_back(read(row, text, prefix + std::string(name)));
  }
}

}  // namespace

void complete(Reader& reader, const wire::Object& body) {
  for (const std::string_view name : kMandatory)
    if (std::ranges::find(body, name, &wire::Object::value_type::first) == body.end())
      reader.blame(std::string(name), "is required", find(kNewCustomer, name)->target.field);
  wish_defaults(reader, kDefaults, kNewCustomer, "");
  wish_defaults(reader, kInvoiceDefaults, kInvoice, "invoiceConfiguration.");
}

}  // namespace patchbay::doors::flolive
