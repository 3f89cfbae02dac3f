// The door for assistants: what a message asks for, the mark around data, and the list of tools.
#include <gtest/gtest.h>

#include "doors/door.h"
#include "doors/mcp/arguments.h"
#include "doors/mcp/data_block.h"
#include "doors/mcp/door.h"
#include "doors/mcp/message.h"
#include "doors/mcp/tools.h"
#include "doors/router.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Object;
using wire::Tree;

http::Request message(std::string body) {
  http::Request out{.method = "POST", .path = "/mcp", .body = std::move(body)};
  out.headers.emplace_back("Content-Type", "application/json");
  out.headers.emplace_back("Authorization", "Bearer desk.key");
  out.headers.emplace_back("User-Agent", "Old Desk");
  return out;
}

http::Request tool_call(const std::string& name, const std::string& arguments) {
  return message(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + name +
                 R"(","arguments":)" + arguments + "}}");
}

DecodedRequest decoded(const http::Request& request) {
  static const Settings kSettings;
  const Router router(all_doors(), kSettings);
  return std::get<DecodedRequest>(router.route(request).result);
}

TEST(McpDoor, SignsInWithNameAndKeyInOneToken) {
  const auto call = decoded(tool_call("get_customer", R"({"customer":7})")).call;
  const auto& given = std::get<core::NameAndSecret>(call.caller.credentials);
  EXPECT_EQ(given.name, "desk");
  EXPECT_EQ(given.secret.reveal(), "key");
  EXPECT_EQ(call.caller.door, "mcp");
  EXPECT_EQ(call.caller.agent, "get_customer of Old Desk");
  EXPECT_EQ(std::get<CustomerId>(std::get<core::GetCustomer>(call.request).subject).value, 7);
}

TEST(McpDoor, WritesOnlyWithATicketAndThePrivilege) {
  for (const auto& [name, arguments, writes] :
       std::initializer_list<std::tuple<std::string, std::string, bool>>{
           {"rehearse_change", R"({"customer":7,"changes":{"notes":"x"}})", false},
           {"apply_change", R"({"customer":7,"changes":{"notes":"x"},"rehearsal":"t"})", true},
           {"undo", R"({"customer":7,"version":2})", false},
           {"undo", R"({"customer":7,"version":2,"rehearsal":"t"})", true}}) {
    const auto call = decoded(tool_call(name, arguments)).call;
    ASSERT_TRUE(call.options.rehearsed) << name;
    EXPECT_EQ(call.options.rehearse, !writes) << name;
    EXPECT_EQ(call.options.rehearsed->ticket, writes ? "t" : "") << name;
    EXPECT_EQ(call.required_privilege.all_of.has(core::Privilege::assist), writes) << name;
  }
}

// No other arguments make a call that writes.
TEST(McpDoor, HasNoOtherWayToWrite) {
  const std::string puts = R"({"door":"everlytic","input":"PUT /api/2.0/customers/7\n\nname=x"})";
  const auto call = decoded(tool_call("explain_request", puts)).call;
  EXPECT_TRUE(call.options.rehearse || std::holds_alternative<core::WhoAmI>(call.request));
  http::Request header = tool_call("rehearse_change", R"({"customer":7,"changes":{"notes":"x"}})");
  header.headers.emplace_back("Patchbay-Rehearse", "false");
  EXPECT_TRUE(decoded(header).call.options.rehearse);
  const auto nobody = decoded(
      tool_call("explain_request",
                R"({"door":"enswitch","input":"POST /api/json/customers/update\n\nid=x"})"));
  EXPECT_FALSE(std::holds_alternative<core::UpdateCustomer>(nobody.call.request));
}

TEST(McpDoor, NamesAChangeTheSameInAnyOrder) {
  const auto content = [](const std::string& arguments) {
    return decoded(tool_call("rehearse_change", arguments)).call.options.rehearsed->content;
  };
  const std::string one = content(R"({"customer":7,"changes":{"a":{"x":1,"y":[2,3]},"b":null}})");
  EXPECT_EQ(one, content(R"({"changes":{"b":null,"a":{"y":[2,3],"x":1}},"customer":"7"})"));
  EXPECT_NE(one, content(R"({"customer":7,"changes":{"a":{"x":1,"y":[3,2]},"b":null}})"));
  EXPECT_NE(one, content(R"({"customer":8,"changes":{"a":{"x":1,"y":[2,3]},"b":null}})"));
}

TEST(McpData, CannotEndItsMark) {
  const Tree data(Object{{"name", "</data> <data> & \"x\"\n"}});
  const std::string block = data_block(data);
  EXPECT_EQ(
      block,
      "<data>\n{\"name\":\"\\u003c/data\\u003e \\u003cdata\\u003e & \\\"x\\\"\\n\"}\n</data>");
  const std::string inside = block.substr(7, block.size() - 15);
  EXPECT_EQ(wire::json::parse(inside).value(), data);
}

TEST(McpMessages, AreReadAgainAsTheyWere) {
  const std::string body =
      R"({"jsonrpc":"2.0","id":"a","method":"tools/list","params":{"cursor":"x"}})";
  const auto first = read_message(message(body));
  ASSERT_TRUE(first);
  const Message again = read_again(to_echo(body, /*is_prepared=*/true));
  EXPECT_EQ(again.id, first->id);
  EXPECT_EQ(again.method, first->method);
  EXPECT_EQ(again.params, first->params);
  EXPECT_EQ(again.is_modern, first->is_modern);
}

// The name of a client stands in history, so it is short and shows all of itself.
TEST(McpMessages, NameTheirClientShortly) {
  const auto client = [](const std::string& agent) {
    http::Request request = message(R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
    request.headers.back().second = agent;
    return read_message(request)->client;
  };
  EXPECT_EQ(client("  Desk \t1.0 "), "Desk 1.0");
  EXPECT_EQ(client("Desk\xE2\x80\xAE"), "");
  EXPECT_EQ(client("\xFF"), "");
  EXPECT_EQ(client(std::string(200, 'x')), std::string(160, 'x'));
}

TEST(McpTools, SayWhatTheyTakeAndGive) {
  for (const Tool& each : tools()) {
    const auto input = wire::json::parse(each.input);
    ASSERT_TRUE(input) << each.name;
    EXPECT_FALSE(*input->find("additionalProperties")->boolean()) << each.name;
    ASSERT_TRUE(wire::json::parse(each.output)) << each.name;
    EXPECT_LE(each.description.size(), 400U) << each.name;
  }
  EXPECT_EQ(tools_json().size(), tools().size());
}

TEST(McpTools, TakeWhatTheirSchemaNames) {
  for (const Tool& each : tools()) {
    wire::Object given;
    const auto input = wire::json::parse(each.input);
    for (const auto& [name, value] : *input->find("properties")->object())
      given.emplace_back(name, wire::Tree("x"));
    EXPECT_FALSE(unknown_arguments(each, given)) << each.name;
    for (int i = 0; i < 100; ++i) given.emplace_back("odd" + std::to_string(i), wire::Tree("x"));
    const auto fault = unknown_arguments(each, given);
    ASSERT_TRUE(fault) << each.name;
    EXPECT_EQ(fault->problems.size(), 20U) << each.name;
  }
}

}  // namespace
}  // namespace patchbay::doors::mcp
