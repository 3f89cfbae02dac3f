// The query parameters of the native door: one row each, which both the reading and the
// description of the API follow.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/call.h"

namespace patchbay::doors::native {

struct Parameter {
  enum class Form : std::uint8_t { text, whole, flag, choice, time, cursor };
  std::string_view name;
  Form form = Form::text;
  std::string_view meaning;
  std::int64_t min = 0;  // of a whole number
  std::int64_t max = 0;
  std::int64_t otherwise = 0;  // where it is absent: of a flag; of a whole number, 0 for nothing
  std::string_view words{};    // of a choice, separated by '|'; the first is meant where absent
  bool required = false;

  static consteval Parameter text(std::string_view name, std::string_view meaning) {
    return {name, Form::text, meaning};
  }
  static consteval Parameter whole(std::string_view name, std::int64_t min, std::int64_t max,
                                   std::string_view meaning, std::int64_t otherwise = 0) {
    return {name, Form::whole, meaning, min, max, otherwise};
  }
  static consteval Parameter version(std::string_view name, std::string_view meaning) {
    return whole(name, 1, INT64_MAX, meaning);
  }
  static consteval Parameter flag(std::string_view name, bool otherwise, std::string_view meaning) {
    return {name, Form::flag, meaning, 0, 1, otherwise ? 1 : 0};
  }
  static consteval Parameter choice(std::string_view name, std::string_view words,
                                    std::string_view meaning) {
    return {name, Form::choice, meaning, 0, 0, 0, words};
  }
  static consteval Parameter time(std::string_view name, std::string_view meaning) {
    return {name, Form::time, meaning};
  }
  static consteval Parameter cursor(std::string_view name, std::string_view meaning) {
    return {name, Form::cursor, meaning};
  }
  [[nodiscard]] consteval Parameter needed() const {
    Parameter out = *this;
    out.required = true;
    return out;
  }
};

// clang-format off
inline constexpr Parameter kDryRun       = Parameter::flag("dry_run", false, "Everything but the writing; the reply is a Rehearsal.");
inline constexpr Parameter kMaxAffected  = Parameter::whole("max_affected", 1, core::Bulk::kMaxAffected, "More changes are refused before anything is done; beside lines only.", core::Bulk::kMaxAffectedDefault);
inline constexpr Parameter kLimit        = Parameter::whole("limit", 1, 1000, "At most so many items.", 100);
inline constexpr Parameter kCursor       = Parameter::cursor("cursor", "The `next` of an earlier page.");
inline constexpr Parameter kBelow        = Parameter::text("below", "The id or uuid of the customer below which to look; the caller's home by default.");
inline constexpr Parameter kRecursive    = Parameter::flag("recursive", true, "All below it, or only those directly below.");
inline constexpr Parameter kDeleted      = Parameter::choice("deleted", "false|true|all", "Live customers, deleted ones, or all.");
inline constexpr Parameter kName         = Parameter::text("name", "Only where the name contains this.");
inline constexpr Parameter kWords        = Parameter::text("q", "Only where all of these words are found, the last one also as the beginning of one; at most 16.");
inline constexpr Parameter kNamePrefix   = Parameter::text("name_prefix", "Only where the name begins with this, in any case and with or without accents.");
inline constexpr Parameter kEmail        = Parameter::text("email", "Only where this is an e-mail address, of the customer or a contact.");
inline constexpr Parameter kTelephone    = Parameter::text("telephone", "Only where these are the digits of a telephone number.");
inline constexpr Parameter kAccount      = Parameter::text("account", "Only where the account is this.");
inline constexpr Parameter kTaxNumber    = Parameter::text("tax_number", "Only where the tax number is this.");
inline constexpr Parameter kBillRef      = Parameter::text("bill_ref", "Only where the billing reference is this.");
inline constexpr Parameter kPostalCode   = Parameter::text("postal_code", "Only where an address has this postal code.");
inline constexpr Parameter kExternalId   = Parameter::text("external_id", "Only where the external id is exactly this.");
inline constexpr Parameter kStatus       = Parameter::text("status", "Only where the status is this.");
inline constexpr Parameter kOrder        = Parameter::choice("order", "id|name|account", "What the list is sorted by.");
inline constexpr Parameter kCount        = Parameter::flag("count", false, "Whether `total` is wanted.");
inline constexpr Parameter kVersion      = Parameter::version("version", "The record as it was at this version.");
inline constexpr Parameter kAt           = Parameter::time("at", "The record as it was at this time, in any offset; a day alone is its beginning in UTC. Not beside version.");
inline constexpr Parameter kHistoryLimit = Parameter::whole("limit", 1, 1000, "At most so many entries.", 50);
inline constexpr Parameter kBefore       = Parameter::version("before", "Only entries before this version: the `next` of an earlier page.");
inline constexpr Parameter kField        = Parameter::text("field", "Only entries that changed this path, as history shows it; or addresses, contacts.");
inline constexpr Parameter kDoorName     = Parameter::text("door", "Only entries made through this door.");
inline constexpr Parameter kPrincipal    = Parameter::text("principal", "Only entries made by this principal.");
inline constexpr Parameter kSince        = Parameter::time("from", "Only entries made at this time or later.");
inline constexpr Parameter kUntil        = Parameter::time("to", "Only entries made before this time.");
inline constexpr Parameter kAfter        = Parameter::text("after", "The `next` of an earlier page, or the `position` of an item; `now` to begin with what comes next; the first change by default.");
inline constexpr Parameter kFrom         = Parameter::version("from", "The version that is compared.").needed();
inline constexpr Parameter kTo           = Parameter::version("to", "The version it is compared with; the newest by default.");

// What each route takes.
inline constexpr Parameter kWriting[]      = {kDryRun};
inline constexpr Parameter kPaging[]       = {kLimit, kCursor};
inline constexpr Parameter kKeys[]         = {kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode};
inline constexpr Parameter kChoice[]       = {kBelow, kRecursive, kDeleted, kWords, kNamePrefix, kName, kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode, kExternalId, kStatus};
inline constexpr Parameter kCustomerList[] = {kBelow, kRecursive, kDeleted, kWords, kNamePrefix, kName, kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode, kExternalId, kStatus, kOrder, kCount, kLimit, kCursor};
inline constexpr Parameter kPast[]         = {kVersion, kAt};
inline constexpr Parameter kHistory[]      = {kHistoryLimit, kBefore, kField, kDoorName, kPrincipal, kSince, kUntil};
inline constexpr Parameter kFeed[]         = {kAfter, kLimit, kBelow, kDoorName, kPrincipal};
inline constexpr Parameter kThingHistory[] = {kHistoryLimit, kBefore};
inline constexpr Parameter kMany[]         = {kDryRun, kMaxAffected};
inline constexpr Parameter kVersions[]     = {kFrom, kTo};
// clang-format on

}  // namespace patchbay::doors::native
