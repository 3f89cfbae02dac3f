// everlytic: the meaning of each XML-RPC method call, and that it equals the REST request.
#include <gtest/gtest.h>

#include "base/digest.h"
#include "call_text.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/door.h"
#include "wire/json.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

using wire::Array;
using wire::Null;
using wire::Object;
using wire::Tree;

http::Request post(std::string body, std::string type) {
  return {.method = "POST",
          .headers = {{"Authorization", "Basic " + base64("user:key")},
                      {"Content-Type", std::move(type)}},
          .body = std::move(body),
          .source = "192.0.2.1"};
}

DecodedRequest sent(std::string body, std::string type = "text/xml") {
  return decode_request(kDoor, post(std::move(body), std::move(type)), route(Action::rpc));
}

DecodedRequest call(std::string method, std::vector<Tree> params) {
  return sent(wire::xmlrpc::write_call({std::move(method), std::move(params)}));
}

std::string told(std::string method, std::vector<Tree> params) {
  return describe(call(std::move(method), std::move(params)), " | ");
}

// "-32601: the method …" for a fault that waits in the echo until the caller is authenticated.
std::string fault_of(const DecodedRequest& decoded) {
  const auto response = wire::xmlrpc::parse_response(decoded.echo);
  const auto* fault = response ? std::get_if<wire::xmlrpc::RpcFault>(&*response) : nullptr;
  return fault ? std::to_string(fault->code) + ": " + fault->message : "no fault: " + decoded.echo;
}

Tree result_of(const DecodedRequest& decoded) {
  EXPECT_TRUE(std::holds_alternative<core::WhoAmI>(decoded.call.request));
  const auto response = wire::xmlrpc::parse_response(decoded.echo);
  const Tree* result = response ? std::get_if<Tree>(&*response) : nullptr;
  return result ? *result : Tree("no result");
}

TEST(EverlyticRpc, DocumentsSignature) {
  const DecodedRequest decoded =
      call("UpdateCustomer", {103, Object{{"industry", "Publishing & Media"}, {"sms_quota", 250}}});
  EXPECT_EQ(describe(decoded, " | "),
            "amend 103 [deleted too] | industry = \"Publishing & Media\" | zero_if_none = 250");
  EXPECT_EQ(describe_caller(decoded.call),
            "user:key through everlytic from 192.0.2.1, administrator commerce");
}

TEST(EverlyticRpc, ReadsAsRestDoes) {
  for (const std::string_view json :
       {"{}", R"({"name":"Volvo","email":"","website_url":null,"sms_quota":"007"})",
        R"({"id":8,"hash":"x","is_department":"yes","status":"On","nmae":"x","name":5})",
        R"({"sms_quota":1.5,"deleted":true,"telephone":[],"country":{},"unique_id":"ä"})"}) {
    const DecodedRequest rest = decode_request(kDoor, post(std::string(json), "application/json"),
                                               route(Action::update), {"7"});
    EXPECT_EQ(told("UpdateCustomer", {7, *wire::json::parse(json)}), describe(rest, " | ")) << json;
    const DecodedRequest made =
        decode_request(kDoor, post(std::string(json), "application/json"), route(Action::create));
    EXPECT_EQ(told("CreateCustomer", {*wire::json::parse(json)}), describe(made, " | ")) << json;
  }
}

TEST(EverlyticRpc, ReadsPropertiesAsPhpSendsThem) {
  const auto pair = [](Tree name, Tree value) {
    return Tree(Object{{"name", std::move(name)}, {"value", std::move(value)}});
  };
  EXPECT_EQ(told("UpdateCustomer", {7, Array{pair("name", "Volvo"), pair("sms_quota", 5)}}),
            "amend 7 [deleted too] | name = \"Volvo\" | zero_if_none = 5");
  EXPECT_EQ(told("UpdateCustomer", {"7", Array{}}), "amend 7 [deleted too]");
  EXPECT_EQ(told("UpdateCustomer", {7, Array{pair("name", "a"), pair("name", "b")}}),
            "amend 7 [deleted too] | name = \"a\" | "
            "problem invalid: name is given more than once");
  for (const Tree& odd : {Tree("name"), Tree(Object{{"name", "x"}}), pair(5, "x"),
                          Tree(Object{{"name", "x"}, {"value", "y"}, {"x", 1}})})
    EXPECT_EQ(fault_of(call("UpdateCustomer", {7, Array{odd}})),
              "-32602: UpdateCustomer: properties must be a struct, or an array of structs of "
              "name and value");
}

TEST(EverlyticRpc, ReadsTheOtherMethods) {
  for (const std::string prefix : {"", "customers."}) {
    EXPECT_EQ(told(prefix + "GetCustomer", {7}), "get 7 [deleted too]");
    EXPECT_EQ(told(prefix + "DeleteCustomer", {7}), "amend 7 [deleted too] | deleted = true");
    EXPECT_EQ(told(prefix + "ListCustomers", {}),
              "list below oneself at any depth from 0, 50 at most");
  }
  EXPECT_EQ(told("ListCustomers", {3, "20", "", "", Array{}}),
            "list below oneself at any depth from 40, 20 at most");
  const DecodedRequest decoded =
      call("ListCustomers", {1, 50, "id", "desc", Object{{"name", "Volvo"}, {"page", "2"}}});
  const auto& query = std::get<core::ListCustomers>(decoded.call.request).query;
  EXPECT_TRUE(query.descending);
  ASSERT_EQ(query.where.size(), 1U);
  EXPECT_EQ(query.where[0].value, Value{std::string("Volvo")});
  EXPECT_EQ(describe(decoded, " | "),
            "list below oneself at any depth from 0, 50 at most | "
            "problem invalid: page is not known here");
}

TEST(EverlyticRpc, WrongArgumentsAreFaults) {
  struct Case {
    std::string method;
    std::vector<Tree> params;
    std::string_view want;
  };
  for (const auto& [method, params, want] : std::initializer_list<Case>{
           {"Fly", {7}, "-32601: the method Fly is not known here"},
           {"GetCustomers",
            {7},
            "-32601: the method GetCustomers is not known here; the nearest known name is "
            "GetCustomer"},
           {"customers.system.listMethods",
            {},
            "-32601: the method customers.system.listMethods is not known here"},
           {"UpdateCustomer", {}, "-32602: UpdateCustomer: takes 2 arguments, not 0"},
           {"UpdateCustomer", {7, Object{}, 1}, "-32602: UpdateCustomer: takes 2 arguments, not 3"},
           {"UpdateCustomer", {"abc", Object{}}, "-32602: UpdateCustomer: id must be an int"},
           {"UpdateCustomer", {true, Object{}}, "-32602: UpdateCustomer: id must be an int"},
           {"UpdateCustomer",
            {7, "x"},
            "-32602: UpdateCustomer: properties must be a struct, or an array of structs of name "
            "and value"},
           {"GetCustomer", {}, "-32602: GetCustomer: takes 1 argument, not 0"},
           {"GetCustomer",
            {7, Object{{"name", "x"}}},
            "-32602: GetCustomer: takes an id and changes nothing; to change properties, call "
            "UpdateCustomer with the id and them"},
           {"ListCustomers", {Object{}}, "-32602: ListCustomers: page must be an int"},
           {"ListCustomers", {1, 50, 3}, "-32602: ListCustomers: order must be a string"},
           {"ListCustomers",
            {1, 2, "", "", Object{}, 6},
            "-32602: ListCustomers: takes 0 to 5 arguments, not 6"},
           {"system.methodHelp",
            {"Fly"},
            "-32602: system.methodHelp: takes the name of a method that system.listMethods "
            "names"}}) {
    const DecodedRequest decoded = call(method, params);
    EXPECT_FALSE(decoded.refused);
    EXPECT_TRUE(std::holds_alternative<core::WhoAmI>(decoded.call.request));
    EXPECT_EQ(fault_of(decoded), want);
  }
}

TEST(EverlyticRpc, TellsWhatThereIs) {
  const Tree names = result_of(call("system.listMethods", {}));
  ASSERT_TRUE(names.array());
  EXPECT_EQ(names.array()->size(), 15U);
  for (const Tree& name : *names.array()) {
    EXPECT_TRUE(result_of(call("system.methodHelp", {name})).text());
    const Tree signatures = result_of(call("system.methodSignature", {name}));
    ASSERT_TRUE(signatures.array()) << *name.text();
    EXPECT_FALSE(signatures.array()->empty());
  }
  EXPECT_EQ(result_of(call("system.methodSignature", {"customers.UpdateCustomer"})),
            Tree(Array{Array{"int", "int", "struct"}, Array{"int", "int", "array"}}));
}

TEST(EverlyticRpc, RefusesWhatCannotBeRead) {
  for (const auto& [body, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "-32700: the method call cannot be read"},
           {"<methodCall><methodName>GetCustomer", "-32700: the method call cannot be read"},
           {"<!DOCTYPE x><methodCall/>", "-32700: the method call cannot be read"},
           {"<methodResponse/>", "-32600: the method call cannot be read"},
           {"<methodCall><methodName>GetCustomer</methodName><params><param><value><int>x</int>"
            "</value></param></params></methodCall>",
            "-32600: the method call cannot be read at "}}) {
    const DecodedRequest decoded = sent(body);
    EXPECT_TRUE(decoded.refused);
    EXPECT_TRUE(fault_of(decoded).starts_with(want)) << fault_of(decoded);
  }
  EXPECT_EQ(fault_of(sent("{}", "application/json")), "-32600: the Content-Type must be text/xml");
}

TEST(EverlyticRpc, NilIsTaken) {
  EXPECT_EQ(told("UpdateCustomer", {7, Object{{"unique_id", "x"}}}),
            "amend 7 [deleted too] | external_id = \"x\"");
  const std::string nil =
      "<methodCall><methodName>UpdateCustomer</methodName><params><param><value><int>7</int>"
      "</value></param><param><value><struct><member><name>unique_id</name><value><nil/></value>"
      "</member></struct></value></param></params></methodCall>";
  EXPECT_EQ(describe(sent(nil), " | "), "amend 7 [deleted too] | clear external_id");
}

}  // namespace
}  // namespace patchbay::doors::everlytic
