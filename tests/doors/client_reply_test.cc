// The client half of each dialect: replies read back as what they show.
#include <gtest/gtest.h>

#include "call_text.h"
#include "client_cases.h"
#include "doors/shared/reply_decoding.h"

namespace patchbay::doors {
namespace {

TEST(ClientReply, RepliesShowWhatTheRecordHolds) {
  for (const Door* door : doors_with_replies()) {
    if (client_half(*door).calls[static_cast<std::size_t>(ClientCall::get)].name.empty()) continue;
    const core::View view{.record = record_of(*door), .enterprise = {7}, .plan = {}};
    for (const ClientTransport& transport : client_half(*door).transports) {
      core::Call call;
      call.request = core::GetCustomer{.subject = subject_for(*door)};
      const EncodedCall encoded = transport.encode_call(call, given_context(*door));
      ASSERT_TRUE(encoded.request);
      const auto decoded = decoded_by(*door, *encoded.request);
      const http::Response response = door->encode(*decoded, core::Outcome(view), {});
      const auto reply = transport.decode_reply(ClientCall::get, response);
      ASSERT_TRUE(reply) << door->name << reply.error().sentence();
      const auto* shown = std::get_if<ShownCustomer>(&*reply);
      ASSERT_TRUE(shown) << door->name;
      EXPECT_EQ(key_of(shown->subject), key_of(subject_for(*door))) << door->name;
      EXPECT_EQ(shown->name, view.record.name());
      EXPECT_GE(shown->fields.size(), 5U);
      for (const core::FieldEdit& each : shown->fields)
        if (each.target.lens != Lens::enterprise) {
          EXPECT_TRUE(would_change_nothing(view.record, each.target, each.edit))
              << door->name << ' ' << describe(each);
        }
    }
  }
}

TEST(ClientReply, FaultsHaveTheVendorsWordsAndOurFields) {
  for (const Door* door : doors_with_replies()) {
    for (const ClientTransport& transport : client_half(*door).transports) {
      const core::Call call = call_for(*door, {});
      const auto decoded =
          decoded_by(*door, *transport.encode_call(call, given_context(*door)).request);
      for (const Spelling& row : writable(*door)) {
        if (row.target.part.mode == PartRef::Mode::known) continue;
        const bool inside =
            door->name == "flolive" && row.target.part.mode == PartRef::Mode::or_first;
        const Fault fault(ErrorKind::invalid, "must be better",
                          (inside ? "contact." : "") + std::string(row.name));
        const auto reply = transport.decode_reply(
            ClientCall::update, door->encode(*decoded, std::unexpected(fault), {}));
        ASSERT_FALSE(reply) << door->name;
        EXPECT_EQ(reply.error().kind, ErrorKind::invalid) << door->name;
        ASSERT_EQ(reply.error().problems.size(), 1U) << door->name;
        EXPECT_EQ(reply.error().problems.front().field, record_path(row.target)) << door->name;
        EXPECT_TRUE(reply.error().problems.front().what.starts_with("must be better"));
      }
      for (int i = 0; i < kErrorKinds; ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        const auto reply = transport.decode_reply(
            ClientCall::update, door->encode(*decoded, std::unexpected(Fault(kind)), {}));
        ASSERT_FALSE(reply) << door->name << ' ' << word(kind);
        EXPECT_FALSE(reply.error().sentence().empty());
        // A client may repeat a change only if it surely was not made.
        if (kind == ErrorKind::unknown_outcome) {
          EXPECT_EQ(reply.error().kind, ErrorKind::unknown_outcome) << door->name;
        }
      }
      const auto broken = transport.decode_reply(ClientCall::update, {.body = "<html>busy</html>"});
      ASSERT_FALSE(broken);
      EXPECT_EQ(broken.error().kind, ErrorKind::unknown_outcome);
    }
  }
}

TEST(ClientReply, ChangesTokensAndPagesAreRead) {
  for (const Door* door : doors_with_replies()) {
    const core::View view{.record = record_of(*door), .enterprise = {7}, .plan = {}};
    for (const ClientTransport& transport : client_half(*door).transports) {
      const auto answered = [&](core::Request request, const core::Outcome& outcome) {
        core::Call call;
        call.request = std::move(request);
        const auto asked = *client_call(call.request);
        const EncodedCall encoded = transport.encode_call(call, given_context(*door));
        if (!encoded.request) return std::optional<Reply>();
        const auto decoded = decoded_by(*door, *encoded.request);
        auto reply = transport.decode_reply(asked, door->encode(*decoded, outcome, {}));
        EXPECT_TRUE(reply) << door->name << ' ' << word(asked);
        return reply ? std::optional(std::move(*reply)) : std::nullopt;
      };
      const core::Subject subject = subject_for(*door);
      const auto changed = answered(core::UpdateCustomer{.subject = subject},
                                    core::Receipt{.request = Uuid::numbered(9), .view = view});
      ASSERT_TRUE(changed);
      ASSERT_TRUE(std::holds_alternative<Accepted>(*changed)) << door->name;
      if (door->name == "flolive") {
        EXPECT_EQ(std::get<Accepted>(*changed).request, Uuid::numbered(9));
      }
      core::CustomerViewPage page;
      page.views = {view, view};
      page.total = 2;
      if (const auto listed = answered(core::ListCustomers{.below = subject}, page)) {
        ASSERT_TRUE(std::holds_alternative<ShownPage>(*listed)) << door->name;
        const auto& customers = std::get<ShownPage>(*listed).customers;
        ASSERT_EQ(customers.size(), 2U);
        EXPECT_EQ(customers.front().name, view.record.name());
        EXPECT_EQ(key_of(customers.front().subject), key_of(subject));
      }
      const core::Tokens tokens{
          .token = "t-1", .refresh_token = "r-1", .seconds = 60, .home = view};
      if (const auto signed_in = answered(core::SignIn{}, tokens)) {
        ASSERT_TRUE(std::holds_alternative<GivenTokens>(*signed_in)) << door->name;
        EXPECT_EQ(std::get<GivenTokens>(*signed_in).token.reveal(), "t-1");
        EXPECT_EQ(std::get<GivenTokens>(*signed_in).seconds, 60);
      }
    }
  }
}

}  // namespace
}  // namespace patchbay::doors
