// Doors, calls and samples for the tests of the client halves.
#include "client_cases.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "doors/_template/door.h"
#include "doors/tmf629/client_rows.h"

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;

// A row at the part that the dialect would name.
Spelling placed(Spelling row) {
  const Section section = patchbay::row(row.target.field).section;
  if (row.target.part.mode != PartRef::Mode::none) return row;
  if (section == Section::contact)
    row.target.part = {.mode = PartRef::Mode::or_first, .id = kContactId};
  if (section == Section::address)
    row.target.part = {.mode = PartRef::Mode::known, .id = kAddressId};
  return row;
}

bool is_list(const Spelling& row) {
  const auto form = patchbay::row(row.target.field).rule.form;
  return form == ValueRule::Form::pairs || form == ValueRule::Form::wholes;
}

const Door* find_standard() {
  for (const Door* door : all_doors())
    if (door->name == "tmf629") return door;
  return nullptr;
}

std::vector<SpellingTable> tables_of(const Door& door) {
  if (door.tables) return door.tables();
  return {{"customer", tmf629::customer_rows(tmf629::Release::v4)},
          {"contact", tmf629::contact_rows()},
          {"address", tmf629::address_rows()}};
}

std::string repeated(std::string_view piece, std::int64_t count) {
  std::string out;
  for (std::int64_t i = 0; i < count; ++i) out += piece;
  return out;
}

std::vector<std::string> texts_of_words(const ValueFormat& format) {
  std::vector<std::string> out;
  std::string_view words = format.words;
  while (!words.empty()) {
    const std::string_view pair = words.substr(0, words.find('|'));
    out.emplace_back(pair.substr(0, pair.find('=')));
    words.remove_prefix(std::min(pair.size() + 1, words.size()));
  }
  return out;
}

std::vector<std::string> numbers(const ValueFormat& format) {
  std::vector<std::string> out{std::to_string(format.min), std::to_string(format.max)};
  if (format.none) out.emplace_back("-1");
  if (format.plan) out.emplace_back("-2");
  return out;
}

}  // namespace

std::vector<const Door*> doors_with_clients() {
  std::vector<const Door*> out{&template_dialect::kDoor};
  for (const Door* door : all_doors())
    if (client_of(door->name)) out.push_back(door);
  return out;
}

std::vector<const Door*> doors_with_replies() {
  std::vector<const Door*> out = doors_with_clients();
  std::erase_if(
      out, [](const Door* door) { return !client_half(*door).transports.front().decode_reply; });
  return out;
}

// A call that names the customer as the door does.
const DialectClient& client_half(const Door& door) {
  return door.name == template_dialect::kDoor.name ? *template_dialect::kClient
                                                   : *client_of(door.name);
}

core::Subject subject_for(const Door& door) {
  if (door.name == "m2mportal") return core::ChildNamed{"Global <Trading> & Söhne"};
  if (door.name == "flolive") return Uuid::numbered(7);
  return CustomerId{7};
}

std::string key_of(const std::optional<core::Subject>& subject) {
  if (!subject) return "none";
  if (const auto* id = std::get_if<CustomerId>(&*subject)) return std::to_string(id->value);
  const auto* uuid = std::get_if<Uuid>(&*subject);
  return uuid ? uuid->text() : "another";
}

core::Call call_for(const Door& door, std::vector<core::FieldEdit> edits) {
  core::Call out;
  out.request = core::UpdateCustomer{.subject = subject_for(door), .edits = std::move(edits)};
  return out;
}

ClientContext given_context(const Door& door) {
  ClientContext out{.credentials = core::NameAndSecret{"user", Secret("päss:word&<")},
                    .record = nullptr,
                    .sends_secrets = true};
  if (door.name == "flolive") out.credentials = core::BearerToken{Secret("a-token")};
  static const Record kStandard = record_of(*find_standard());
  if (door.name == "tmf629") out.record = &kStandard;
  return out;
}

void resolve_edits(const Door& door, core::Request& request) {
  auto* update = std::get_if<core::UpdateCustomer>(&request);
  if (!update || !update->from_view) return;
  core::Edits read =
      update->from_view({.record = *given_context(door).record, .enterprise = {}, .plan = {}});
  EXPECT_TRUE(read.problems.empty()) << read.problems.front().sentence();
  update->from_view = nullptr;
  update->edits = std::move(read.edits);
}

bool can_clear(const ClientTransport& transport, const Spelling& row) {
  // A value of v3 is a text, and no text takes another away.
  return !row.format.needed && !(transport.name == "v3" && row.name.starts_with("characteristic."));
}

// The request on the way through the router of a server that has only this door.
std::optional<DecodedRequest> decoded_by(const Door& door, const http::Request& request) {
  const Door* const doors[] = {&door};
  const Settings settings;
  const Router router(doors, settings);
  RoutingResult routed = router.route(request);
  auto* decoded = std::get_if<DecodedRequest>(&routed.result);
  EXPECT_TRUE(decoded) << door.name << ' ' << request.method << ' ' << request.path;
  if (!decoded) return std::nullopt;
  EXPECT_FALSE(decoded->refused) << door.name << ' '
                                 << (decoded->refused ? decoded->refused->sentence() : "");
  return std::move(*decoded);
}

// Every row that an update of this door can change. The key of m2mportal is none.
std::vector<Spelling> writable(const Door& door) {
  std::vector<Spelling> out;
  for (const SpellingTable& table : tables_of(door))
    for (const Spelling& row : table.rows)
      if (!row.format.read_only && !is_list(row) &&
          !(door.name == "m2mportal" && row.name == "customer"))
        out.push_back(placed(row));
  return out;
}

// Texts that the row accepts: the shortest, the longest, and the most awkward.
std::vector<std::string> samples(const ValueFormat& format) {
  switch (format.form) {
    case Form::text: {
      std::vector<std::string> out{
          "a",
          "Ünï <b>&amp;\"'</b> 日本語 🙂",
          "a;b=c&d%20e+f #?",
          "null",
          "0",
          "-2",
          "plan",
          repeated("x", format.max),
          format.bytes ? repeated("é", format.max / 2) : repeated("é", format.max)};
      std::erase_if(out, [&](const std::string& text) {
        return parse_edit({"x", at(Field::notes), format}, text, "x").objection.has_value();
      });
      return out;
    }
    case Form::whole:
    case Form::reference:
      return numbers(format);
    case Form::plan_whole:
      return {"1", std::to_string(format.max), "plan"};
    case Form::decimal: {
      std::vector<std::string> out{"0", "0.000001", "999999999999999999.999999", "12.50"};
      if (format.negative) out.emplace_back("-7.5");
      if (format.none) out.emplace_back("-1");
      if (format.plan) out.emplace_back("-2");
      return out;
    }
    case Form::flag:
      return {"0", "1"};
    case Form::boolean:
      return {"true", "false"};
    case Form::yes_no:
      return {"yes", "no"};
    case Form::enumerated:
      return texts_of_words(format);
    case Form::email:
      return {"a@b.example", "o'hara+tag@mail.b.example"};
    case Form::emails:
      return {"a@b.example", "a@b.example c@d.example"};
    case Form::telephone:
      return {"123", "+44 (0)1782/555.101-2"};
    case Form::mobile:
      return {"+441782555101"};
    case Form::date:
      return {"29022020", "31121999"};
    case Form::site:
      return {"www.a.example", "https://a.example/b?c=d&e=f"};
    case Form::url:
      return {"http://a.example/b?c=d&e=f;g"};
    case Form::ip:
      return {"192.0.2.7", "2001:db8::1"};
    case Form::card:
      return {"4111111111111111"};
    case Form::currency:
      return {"EUR"};
    case Form::timezone:
      return {"Europe/London"};
    case Form::country:
      return {"GB"};
  }
  return {};
}

// A customer with a value in every field that the door writes.
Record record_of(const Door& door) {
  std::uint64_t last = 600;
  Draft draft{.record = {.id = {7}, .uuid = Uuid::numbered(7), .version = 3, .values = {}},
              .fresh_uuid = [&] { return Uuid::numbered(++last); }};
  draft.record.values.set({Field::parent, {}}, std::int64_t{2});
  draft.record.values.set({Field::address_ordinal, kAddressId}, std::int64_t{1});
  draft.record.values.set({Field::address_type, kAddressId}, std::string("main"));
  for (const Spelling& row : writable(door)) {
    if (row.name == "deleted" || row.target.lens == Lens::status_word) continue;
    const core::FieldEdit edit = parse_edit(row, samples(row.format).front(), row.name);
    EXPECT_TRUE(write_value(draft, row.target, edit.edit)) << door.name << ' ' << row.name;
  }
  draft.record.values.set({Field::status, {}}, std::string("active"));
  (void)complete_draft(draft);
  Record out = draft.record;
  for (const auto& [path, value] : draft.record.values)
    if (row(path.field).secret()) out.values.set(path, SealedSecret{"c2VhbGVk", "1234"});
  return out;
}

}  // namespace patchbay::doors
