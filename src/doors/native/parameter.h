// The query parameters of the native door: one row each, which the decoders and the description of
// the API both use.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/call/call.h"

namespace patchbay::doors::native {

struct Parameter {
  enum class Form : std::uint8_t { text, whole, flag, enumerated, word, uuid, time, cursor };
  std::string_view name;
  Form form = Form::text;
  std::string_view meaning;
  std::int64_t min = 0;  // for a whole number
  std::int64_t max = 0;
  std::int64_t default_value = 0;  // the default of a flag or a whole number; 0: none
  // The words of a choice, separated by '|'; the first one is the default.
  std::string_view words{};
  bool required = false;
  std::string_view example{};  // for a text

  static consteval Parameter text(std::string_view name, std::string_view meaning,
                                  std::string_view example) {
    Parameter out{name, Form::text, meaning};
    out.example = example;
    return out;
  }
  static consteval Parameter whole(std::string_view name, std::int64_t min, std::int64_t max,
                                   std::string_view meaning, std::int64_t default_value = 0) {
    return {name, Form::whole, meaning, min, max, default_value};
  }
  static consteval Parameter version(std::string_view name, std::string_view meaning) {
    return whole(name, 1, INT64_MAX, meaning);
  }
  static consteval Parameter flag(std::string_view name, bool default_value,
                                  std::string_view meaning) {
    return {name, Form::flag, meaning, 0, 1, default_value ? 1 : 0};
  }
  static consteval Parameter enumerated(std::string_view name, std::string_view words,
                                        std::string_view meaning) {
    return {name, Form::enumerated, meaning, 0, 0, 0, words};
  }
  static consteval Parameter word(std::string_view name, std::string_view words,
                                  std::string_view meaning) {
    return {name, Form::word, meaning, 0, 0, 0, words};
  }
  static consteval Parameter uuid(std::string_view name, std::string_view meaning) {
    return {name, Form::uuid, meaning};
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

// The origins of a change: the doors and the local tools.
#define DOOR(name) #name "|"
inline constexpr std::string_view kDoorNames =
#include "doors/doors.def"
    "cli|demo|system";
#undef DOOR

// clang-format off
inline constexpr Parameter kDryRun       = Parameter::flag("dry_run", false, "Everything but the writing; the reply is a Rehearsal.");
inline constexpr Parameter kMaxAffected  = Parameter::whole("max_affected", 1, core::LongBulk::kMaxAffected, "More changes are refused before anything is done; beside lines only.", core::Bulk::kMaxAffectedDefault);
inline constexpr Parameter kLimit        = Parameter::whole("limit", 1, 1000, "At most this many items.", 100);
inline constexpr Parameter kCursor       = Parameter::cursor("cursor", "The `next` of an earlier page.");
inline constexpr Parameter kBelow        = Parameter::text("below", "The id or uuid of the customer below which to look; the caller's home by default.", "101");
inline constexpr Parameter kRecursive    = Parameter::flag("recursive", true, "All below it, or only those directly below.");
inline constexpr Parameter kDeleted      = Parameter::enumerated("deleted", "false|true|all", "Live customers, deleted ones, or all.");
inline constexpr Parameter kName         = Parameter::text("name", "Only where the name contains this.", "trading");
inline constexpr Parameter kWords        = Parameter::text("q", "Only where all of these words are found, the last one also as the beginning of one; at most 16.", "global trad");
inline constexpr Parameter kNamePrefix   = Parameter::text("name_prefix", "Only where the name begins with this, in any case and with or without accents.", "Global");
inline constexpr Parameter kEmail        = Parameter::text("email", "Only where this is an e-mail address, of the customer or a contact.", "paul@gbtrading.example");
inline constexpr Parameter kTelephone    = Parameter::text("telephone", "Only where a telephone number ends with these digits, four or more; fewer must be all of it.", "555 101");
inline constexpr Parameter kFormer       = Parameter::flag("former", false, "Also who once had what is asked for beside it, by `q`, `name_prefix`, `external_id`, `email`, `telephone` and the like; `former` in the reply says what they had.");
inline constexpr Parameter kAccount      = Parameter::text("account", "Only where the account is this.", "A-17");
inline constexpr Parameter kTaxNumber    = Parameter::text("tax_number", "Only where the tax number is this.", "GB123456789");
inline constexpr Parameter kBillRef      = Parameter::text("bill_ref", "Only where the billing reference is this.", "B-2026-7");
inline constexpr Parameter kPostalCode   = Parameter::text("postal_code", "Only where an address has this postal code.", "ST3 5XA");
inline constexpr Parameter kExternalId   = Parameter::text("external_id", "Only where the external id is exactly this.", "crm-4711");
inline constexpr Parameter kStatus       = Parameter::word("status", "active|suspended|off", "Only where the status is this.");
inline constexpr Parameter kOrder        = Parameter::enumerated("order", "id|name|account", "What the list is sorted by.");
inline constexpr Parameter kCount        = Parameter::flag("count", false, "Whether `total` is wanted.");
inline constexpr Parameter kVersion      = Parameter::version("version", "The record as it was at this version.");
inline constexpr Parameter kAt           = Parameter::time("at", "The record as it was at this time, in any offset; a day alone is its beginning in UTC. Not beside version.");
inline constexpr Parameter kHistoryLimit = Parameter::whole("limit", 1, 1000, "At most this many entries.", 50);
inline constexpr Parameter kBefore       = Parameter::version("before", "Only entries before this version: the `next` of an earlier page.");
inline constexpr Parameter kField        = Parameter::text("field", "Only entries that changed this path, as history shows it; or addresses, contacts; or a field of them, of any: contacts/telephone.", "contacts/telephone");
inline constexpr Parameter kDoorName     = Parameter::word("door", kDoorNames, "Only entries made through this door.");
inline constexpr Parameter kPrincipal    = Parameter::text("principal", "Only entries made by this principal, under this name.", "alice");
inline constexpr Parameter kBatch        = Parameter::uuid("batch", "Only what this bulk, or undo of many, changed.");
inline constexpr Parameter kRequest      = Parameter::uuid("request", "Only what this request changed.");
inline constexpr Parameter kSince        = Parameter::time("from", "Only entries made at this time or later.");
inline constexpr Parameter kUntil        = Parameter::time("to", "Only entries made before this time.");
inline constexpr Parameter kAfter        = Parameter::text("after", "The `next` of an earlier page, or the `position` of an item; `now` to begin with what comes next; the first change by default.", "now");
inline constexpr Parameter kWait         = Parameter::whole("wait", 0, 60, "If nothing came yet, the reply waits for it up to this many seconds.");
inline constexpr Parameter kFrom         = Parameter::version("from", "The version that is compared.").needed();
inline constexpr Parameter kProblem      = Parameter::text("problem", "Only requests that were refused with this problem.", "invalid");
inline constexpr Parameter kProblemField = Parameter::text("field", "Only requests with a problem at this field, in the caller's spelling.", "vat");
inline constexpr Parameter kCustomer     = Parameter::whole("customer", 1, INT64_MAX, "Only changes of the customer of this id.");
inline constexpr Parameter kOutcome      = Parameter::enumerated("outcome", "all|done|refused", "All requests, only those that were done, or only those that were refused.");
inline constexpr Parameter kBeforeNumber = Parameter::whole("before", 1, INT64_MAX, "The `next` of an earlier page.");
inline constexpr Parameter kAfterNumber  = Parameter::whole("after", 0, INT64_MAX, "The `newest` of an earlier page: only what came later.");
inline constexpr Parameter kTrafficLimit = Parameter::whole("limit", 1, 200, "At most this many requests.", 50);
inline constexpr Parameter kAnyDoor      = Parameter::word("door", kDoorNames, "Only requests at this door.");
inline constexpr Parameter kSender       = Parameter::text("principal", "Only requests of the principal of this name.", "alice");
inline constexpr Parameter kDeliveryLimit = Parameter::whole("limit", 1, 1000, "At most so many attempts.", 50);
inline constexpr Parameter kAfterCustomer = Parameter::whole("after", 0, INT64_MAX, "The `next` of an earlier page.");
inline constexpr Parameter kThere         = Parameter::text("there", "Only the link to this customer of the system: its number, UUID or name there.", "4711");
inline constexpr Parameter kDelivered    = Parameter::enumerated("outcome", "all|delivered|failed|dead", "All attempts, those that were taken, those that failed, or those for changes that are not tried any more.");
inline constexpr Parameter kEverywhere   = Parameter::flag("everywhere", false, "Whether all sessions and tokens of the principal end.");
inline constexpr Parameter kExportLimit  = Parameter::whole("limit", 1, 1000, "At most this many entries of history.", 1000);
inline constexpr Parameter kForm         = Parameter::enumerated("form", "json|html", "JSON, or a page that can be read and printed.");
inline constexpr Parameter kFileBelow    = Parameter::text("below", "The id or uuid of the customer below which the customers stand; the caller's home by default.", "101");
inline constexpr Parameter kFields       = Parameter::text("fields", "Columns, with commas between them: uuid, id, parent, version, any field, addresses, contacts, addresses/main/city, …; all fields by default.", "uuid,name,status");
inline constexpr Parameter kFileFormat   = Parameter::enumerated("format", "csv|jsonl", "CSV or JSON Lines.");
inline constexpr Parameter kCompress     = Parameter::enumerated("compress", "none|gz|zst", "How the file itself is packed.");
inline constexpr Parameter kFileAt       = Parameter::time("at", "As it was at this time, in any offset; a day alone is its beginning in UTC.");
inline constexpr Parameter kApply        = Parameter::flag("apply", false, "Whether anything is written; otherwise the reply is a plan.");
inline constexpr Parameter kRefused      = Parameter::enumerated("refused", "stop|leave", "Whether one refused row keeps all others from being written.");
inline constexpr Parameter kRowKey       = Parameter::text("key", "The column that finds a customer that exists already: uuid, id, external_id, account, bill_ref, tax_number, name, links/3 (what the outside system 3 calls it), or none if all are new; uuid or id by default.", "uuid");
inline constexpr Parameter kRowNames     = Parameter::text("names", "A door whose names the columns have.", "enswitch");
inline constexpr Parameter kRowMap       = Parameter::text("map", "What columns are: COLUMN=FIELD, with commas between them; \\, stands for a comma.", "title=name");
inline constexpr Parameter kRowIgnore    = Parameter::text("ignore", "Columns to pass over, with commas between them.", "remarks");
inline constexpr Parameter kRowValues    = Parameter::text("values", "What texts in a column stand for: COLUMN:FROM=TO, with commas between them.", "status:yes=active");
inline constexpr Parameter kRowColumns   = Parameter::text("columns", "Names of the columns of a CSV file without a header, with commas between them.", "uuid,name,status");
inline constexpr Parameter kRowFormat    = Parameter::word("format", "csv|jsonl", "What the file is, if it is not found out.");
inline constexpr Parameter kDelimiter    = Parameter::text("delimiter", "What separates cells, if it is not found out: one character, or tab.", "tab");
inline constexpr Parameter kEncoding     = Parameter::text("encoding", "UTF-8, UTF-16, latin-1, windows-1252, …, if it is not found out.", "UTF-8");
inline constexpr Parameter kImportBatch  = Parameter::text("batch", "A word that makes the same file another batch.", "monday");
inline constexpr Parameter kShow         = Parameter::whole("show", 0, core::ImportCustomers::kShownMax, "How many changes, and how many refused rows, are described.", core::ImportCustomers::kShown);
inline constexpr Parameter kTo           = Parameter::version("to", "The version it is compared with; the newest by default.");

// The parameters of each route.
inline constexpr Parameter kWriting[]      = {kDryRun};
inline constexpr Parameter kPaging[]       = {kLimit, kCursor};
inline constexpr Parameter kKeys[]         = {kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode};
inline constexpr Parameter kCustomerFilter[]       = {kBelow, kRecursive, kDeleted, kWords, kNamePrefix, kName, kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode, kExternalId, kStatus};
inline constexpr Parameter kCustomerList[] = {kBelow, kRecursive, kDeleted, kWords, kNamePrefix, kName, kEmail, kTelephone, kAccount, kTaxNumber, kBillRef, kPostalCode, kExternalId, kStatus, kFormer, kOrder, kCount, kLimit, kCursor};
inline constexpr Parameter kPast[]         = {kVersion, kAt};
inline constexpr Parameter kHistory[]      = {kHistoryLimit, kBefore, kField, kDoorName, kPrincipal, kRequest, kBatch, kSince, kUntil};
inline constexpr Parameter kFeed[]         = {kAfter, kLimit, kWait, kBelow, kDoorName, kPrincipal, kRequest, kBatch, kSince, kUntil};
inline constexpr Parameter kAdminHistory[] = {kHistoryLimit, kBefore};
inline constexpr Parameter kMany[]         = {kDryRun, kMaxAffected};
inline constexpr Parameter kTraffic[]      = {kTrafficLimit, kBeforeNumber, kAfterNumber, kAnyDoor, kSender, kOutcome, kProblem, kProblemField, kCustomer, kSince, kUntil};
inline constexpr Parameter kLinks[]        = {kLimit, kAfterCustomer};
inline constexpr Parameter kLinkList[]     = {kLimit, kAfterCustomer, kThere};
inline constexpr Parameter kDeliveries[]   = {kDeliveryLimit, kBeforeNumber, kDelivered, kCustomer};
inline constexpr Parameter kLeaving[]      = {kEverywhere};
inline constexpr Parameter kExport[]       = {kForm, kBefore, kExportLimit};
inline constexpr Parameter kFileOut[]      = {kFileBelow, kFields, kFileFormat, kCompress, kFileAt};
inline constexpr Parameter kFileIn[]       = {kApply, kRefused, kFileBelow, kRowKey, kRowNames, kRowMap, kRowIgnore, kRowValues, kRowColumns, kRowFormat, kDelimiter, kEncoding, kImportBatch, kShow};
inline constexpr Parameter kVersions[]     = {kFrom, kTo};
// clang-format on

}  // namespace patchbay::doors::native
