// The client half of each dialect: what one half writes, the other reads, for every field and every
// state of presence.

#include <algorithm>

#include <gtest/gtest.h>

#include "call_text.h"
#include "client_cases.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"

namespace patchbay::doors {
namespace {

const core::FieldEdit* edit_at(const core::Request& request, const Target& target) {
  const auto& edits = edits_of(request);
  const auto found = std::ranges::find(edits, target, &core::FieldEdit::target);
  return found == edits.end() ? nullptr : &*found;
}

// Whether an edit only demands that a part exists, or is Enswitch's events_url, which an update
// always sends.
bool is_extra(const core::FieldEdit& edit) {
  return edit.target.lens == Lens::part || edit.field == "events_url";
}

// The customer after edits.
Record changed(const Record& before, const std::vector<core::FieldEdit>& edits) {
  std::uint64_t last = 900;
  Draft draft{.record = before, .fresh_uuid = [&] { return Uuid::numbered(++last); }};
  for (const core::FieldEdit& each : edits)
    EXPECT_TRUE(write_value(draft, each.target, each.edit)) << describe(each);
  (void)complete_draft(draft);
  return std::move(draft.record);
}

// What a part has because it is there, and what keeps how a list was written.
bool is_beside(Field field) {
  return field == Field::extensions || field == Field::contact_ordinal ||
         field == Field::contact_type || field == Field::contact_role ||
         field == Field::contact_primary || field == Field::address_ordinal ||
         field == Field::address_type || field == Field::address_primary;
}

// The same where changes are differences of documents: other edits may make the same customer.
void expect_same_customer(const std::string& where, const Record& before,
                          const std::vector<core::FieldEdit>& edits,
                          const std::vector<core::FieldEdit>& read) {
  const Record want = changed(before, edits);
  const Record got = changed(before, read);
  for (const Difference& each : diff(want.values, got.values)) {
    EXPECT_TRUE(is_beside(each.path.field))
        << where << ": " << row(each.path.field).key << " is "
        << (each.after ? patchbay::describe(*each.after) : "not set");
  }
}

void expect_read_back(const Door& door, const ClientTransport& transport,
                      const std::vector<core::FieldEdit>& edits) {
  const core::Call call = call_for(door, edits);
  const EncodedCall encoded = transport.encode_call(call, given_context(door));
  const std::string where = std::string(door.name) + ' ' + edits.front().field + ' ' +
                            patchbay::describe(edits.front().edit);
  EXPECT_TRUE(encoded.losses.empty()) << where << ": " << encoded.losses.front().why;
  ASSERT_TRUE(encoded.request) << where;
  auto decoded = decoded_by(door, *encoded.request);
  ASSERT_TRUE(decoded) << where;
  resolve_edits(door, decoded->call.request);
  EXPECT_TRUE(decoded->call.problems.empty()) << where << decoded->call.problems.front().sentence();
  const auto* update = std::get_if<core::UpdateCustomer>(&decoded->call.request);
  ASSERT_TRUE(update) << where;
  EXPECT_EQ(update->subject.index(), subject_for(door).index()) << where;
  if (const Record* before = given_context(door).record)
    return expect_same_customer(where, *before, edits, update->edits);
  std::size_t counted = 0;
  for (const core::FieldEdit& each : update->edits)
    if (!is_extra(each) || edit_at(call.request, each.target)) ++counted;
  EXPECT_EQ(counted, edits.size()) << where << "\n" << encoded.request->body;
  for (const core::FieldEdit& each : edits) {
    const core::FieldEdit* read = edit_at(decoded->call.request, each.target);
    ASSERT_TRUE(read) << where << " misses " << describe(each) << "\n" << encoded.request->body;
    EXPECT_EQ(read->edit, each.edit) << where << "\n" << encoded.request->body;
    EXPECT_EQ(read->objection, std::nullopt) << where << ' ' << read->objection.value_or("");
  }
}

TEST(Client, WhatOneHalfWritesTheOtherReads) {
  for (const Door* door : doors_with_clients()) {
    std::size_t tried = 0;
    for (const ClientTransport& transport : client_half(*door).transports) {
      for (const Spelling& row : writable(*door)) {
        for (const std::string& text : samples(row.format)) {
          const core::FieldEdit edit = parse_edit(row, text, row.name);
          ASSERT_FALSE(edit.objection)
              << door->name << ' ' << row.name << ' ' << text << ' ' << *edit.objection;
          expect_read_back(*door, transport, {edit});
          ++tried;
        }
        if (can_clear(transport, row))
          expect_read_back(*door, transport, {clear_edit(row, row.name)});
      }
    }
    EXPECT_GT(tried, 10U) << door->name;
  }
}

TEST(Client, AllFieldsAtOnceAreReadBack) {
  for (const Door* door : doors_with_clients()) {
    for (const ClientTransport& transport : client_half(*door).transports) {
      std::vector<core::FieldEdit> set;
      std::vector<core::FieldEdit> cleared;
      for (const Spelling& row : writable(*door)) {
        // Both say whether the customer is deleted, and country stands twice in one table.
        if (row.name == "deleted") continue;
        set.push_back(parse_edit(row, samples(row.format).back(), row.name));
        if (can_clear(transport, row)) cleared.push_back(clear_edit(row, row.name));
      }
      expect_read_back(*door, transport, set);
      expect_read_back(*door, transport, cleared);
    }
  }
}

TEST(Client, ListsOfFloliveAreReadBack) {
  const Door* flolive = doors_with_clients()[2];
  ASSERT_EQ(flolive->name, "flolive");
  const PartRef contact{.mode = PartRef::Mode::or_first, .id = kContactId};
  const std::vector<core::FieldEdit> edits = {
      {{.field = Field::campaigns}, Value(List{{"7"}, {"9223372036854775807"}}), "campaign"},
      {{.field = Field::custom_fields}, Value(List{{"ké<y", "v=a,l"}, {"b", ""}}), "customFields"},
      {{.field = Field::contact_identities, .part = contact},
       Value(List{{"passport", "N 1"}, {"id", "2"}}),
       "contact.identity"}};
  for (const core::FieldEdit& each : edits) {
    expect_read_back(*flolive, client_half(*flolive).transports.front(), {each});
    core::FieldEdit none = each;
    none.edit = Clear{};
    expect_read_back(*flolive, client_half(*flolive).transports.front(), {none});
  }
  expect_read_back(*flolive, client_half(*flolive).transports.front(), edits);
  for (const Field field : {Field::contact_type, Field::address_type})
    expect_read_back(*flolive, client_half(*flolive).transports.front(),
                     {{{.lens = Lens::parts, .field = field}, Clear{}, "all"}});
}

TEST(Client, EveryCallOfTheTableIsReadBack) {
  for (const Door* door : doors_with_clients()) {
    for (const ClientTransport& transport : client_half(*door).transports) {
      const auto sent = [&](core::Request request) {
        core::Call call;
        call.request = std::move(request);
        const EncodedCall encoded = transport.encode_call(call, given_context(*door));
        if (!encoded.request) return std::optional<core::Request>();
        auto decoded = decoded_by(*door, *encoded.request);
        if (decoded) resolve_edits(*door, decoded->call.request);
        return decoded ? std::optional(std::move(decoded->call.request)) : std::nullopt;
      };
      const auto has = [&](ClientCall call) {
        return !client_half(*door).calls[static_cast<std::size_t>(call)].name.empty();
      };
      const auto kind = [&](ClientCall call, core::Request request) {
        const auto read = sent(std::move(request));
        EXPECT_EQ(read.has_value(), has(call)) << door->name << ' ' << word(call);
        if (read) {
          EXPECT_EQ(client_call(*read), call) << door->name;
        }
      };
      const core::Subject subject = subject_for(*door);
      const auto deleted = [&](bool value) {
        return core::UpdateCustomer{
            .subject = subject, .edits = {{{.field = Field::deleted}, Value(value), "deleted"}}};
      };
      kind(ClientCall::get, core::GetCustomer{.subject = subject});
      kind(ClientCall::list, core::ListCustomers{.below = subject});
      kind(ClientCall::remove, deleted(true));
      kind(ClientCall::undelete, deleted(false));
      kind(ClientCall::sign_in, core::SignIn{});
      kind(ClientCall::refresh, core::Refresh{Secret("a"), Secret("b")});
      kind(ClientCall::request_status, core::RequestStatus{.id = Uuid::numbered(9)});
      kind(ClientCall::move, core::UpdateCustomer{.subject = subject, .move_to = CustomerId{3}});
      kind(ClientCall::adjust, core::UpdateCustomer{.subject = subject,
                                                    .adjustment = core::Adjustment{
                                                        Field::balance, Decimal(5), "amount"}});
      const core::Subject parent =
          door->name == "flolive" ? subject : core::Subject(core::Oneself{});
      kind(ClientCall::create,
           core::CreateCustomer{
               .parent = parent,
               .edits = {{{.field = Field::name}, Value(std::string("New & <new>")), "name"}}});
      kind(ClientCall::update, core::UpdateCustomer{.subject = subject, .edits = {}});
    }
  }
}

TEST(Client, WithoutCredentialsPlaceholdersStand) {
  for (const Door* door : doors_with_clients()) {
    for (const ClientTransport& transport : client_half(*door).transports) {
      const EncodedCall encoded = transport.encode_call(call_for(*door, {}), {});
      ASSERT_TRUE(encoded.request);
      EXPECT_GE(encoded.placeholders.size(), 1U) << door->name;
      std::string all = encoded.request->body;
      for (const auto& [name, value] : encoded.request->headers) all += value;
      for (const Placeholder& each : encoded.placeholders)
        EXPECT_TRUE(all.contains(each.name)) << door->name << ' ' << each.name;
    }
  }
}

}  // namespace
}  // namespace patchbay::doors
