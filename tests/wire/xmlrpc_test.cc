// XML-RPC: calls and replies, in both directions.
#include "wire/xmlrpc.h"

#include <string>

#include <gtest/gtest.h>

#include "describe.h"
#include "random_tree.h"

namespace patchbay::wire::xmlrpc {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

std::string describe(const std::expected<RpcCall, RpcReadError>& answer) {
  if (!answer)
    return (answer.error().is_well_formed ? "no call, " : "no XML, ") +
           wire::describe(answer.error().parse_error);
  std::string out = answer->method;
  for (const Tree& param : answer->params) out += ' ' + json::write(param);
  return out;
}

std::string describe_response(std::string_view text) {
  const auto answer = parse_response(text);
  if (!answer) return wire::describe(answer.error());
  if (const auto* fault = std::get_if<RpcFault>(&*answer))
    return "fault " + std::to_string(fault->code) + ": " + fault->message;
  return json::write(std::get<Tree>(*answer));
}

// A call of `m` with one parameter.
std::string call_with(std::string_view value) {
  return "<methodCall><methodName>m</methodName><params><param>" + std::string(value) +
         "</param></params></methodCall>";
}

TEST(XmlRpc, ReadsCalls) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"<methodCall><methodName>customers.update</methodName></methodCall>",
            "customers.update"},
           {"<methodCall><methodName> m </methodName><params/></methodCall>", "m"},
           {"<?xml version='1.0'?>\n<methodCall>\n <methodName>m</methodName>\n <params>\n  "
            "<param>\n"
            "   <value><int>1</int></value>\n  </param>\n  <param><value>b</value></param>\n"
            " </params>\n</methodCall>\n",
            "m 1 \"b\""}})
    EXPECT_EQ(describe(parse_call(text)), want) << text;
}

TEST(XmlRpc, ReadsWhatPhpWrites) {
  // As xmlrpc_encode_request does: its own encoding, and a type for everything.
  EXPECT_EQ(describe(parse_call("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<methodCall>\n"
                                "<methodName>m</methodName>\n<params>\n <param>\n  <value>\n"
                                "   <string>M\xFCller &#38; S\xF6hne</string>\n  </value>\n"
                                " </param>\n</params>\n</methodCall>\n")),
            "m \"M\u00fcller & S\u00f6hne\"");
  EXPECT_EQ(
      describe(parse_call("<methodCall><methodName>\xFC</methodName></methodCall>", "iso-8859-1")),
      "\u00fc");
}

TEST(XmlRpc, ReadsEveryType) {
  for (const auto& [value, want] : std::initializer_list<Case>{
           {"<value/>", R"("")"},
           {"<value> a b </value>", R"(" a b ")"},
           {"<value><string/></value>", R"("")"},
           {"<value>\n<string> x\n</string>\n</value>", R"(" x\n")"},
           {"<value><string><![CDATA[<b>&]]></string></value>", R"("<b>&")"},
           {"<value><int>-0</int></value>", "0"},
           {"<value><int>\n +007 </int></value>", "7"},
           {"<value><i4>-2147483648</i4></value>", "-2147483648"},
           {"<value><i8>9223372036854775807</i8></value>", "9223372036854775807"},
           {"<value><double>-32.7700</double></value>", "-32.7700"},
           {"<value><double> +007.5E+3 </double></value>", "7.5e3"},
           {"<value><double>.5</double></value>", "0.5"},
           {"<value><double>-5.</double></value>", "-5"},
           {"<value><double>0.1000000000000000055511151231257827</double></value>",
            "0.1000000000000000055511151231257827"},
           {"<value><boolean> 1 </boolean></value>", "true"},
           {"<value><boolean>0</boolean></value>", "false"},
           {"<value><nil/></value>", "null"},
           {"<value><ex:nil/></value>", "null"},
           {"<value><ex:i8>9223372036854775807</ex:i8></value>", "9223372036854775807"},
           {"<value><ex:i1>-128</ex:i1></value>", "-128"},
           {"<value><ex:i2>32767</ex:i2></value>", "32767"},
           {"<value><i1>127</i1></value>", "127"},
           {"<value><ex:float>1.5</ex:float></value>", "1.5"},
           {"<value><ex:bigdecimal>123456789012345678.250</ex:bigdecimal></value>",
            "123456789012345678.250"},
           {"<value><ex:biginteger>123456789012345678901234567890</ex:biginteger></value>",
            "123456789012345678901234567890"},
           {"<value><ex:dateTime>2012-06-07T11:35:10.250+01:00</ex:dateTime></value>",
            R"({"dateTime.iso8601":"2012-06-07T11:35:10.250+01:00"})"},
           {"<value><e:i8 xmlns:e='http://ws.apache.org/xmlrpc/namespaces/extensions'>7</e:i8>"
            "</value>",
            "7"},
           {"<value><dateTime.iso8601>20120607T11:35:10</dateTime.iso8601></value>",
            R"({"dateTime.iso8601":"20120607T11:35:10"})"},
           {"<value><dateTime.iso8601> 2012-06-07T11:35:10.25+01:00 </dateTime.iso8601></value>",
            R"({"dateTime.iso8601":"2012-06-07T11:35:10.25+01:00"})"},
           {"<value><base64>dGVz\n dGluZw==\n</base64></value>", R"({"base64":"dGVzdGluZw=="})"},
           {"<value><base64/></value>", R"({"base64":""})"},
           {"<value><array><data/></array></value>", "[]"},
           {"<value><array><data><value>a</value><value><int>1</int></value></data></array></"
            "value>",
            R"(["a",1])"},
           {"<value><struct/></value>", "{}"},
           {"<value><struct> <member> <name>the-Name</name> <value>v</value> </member> "
            "<member><name/><value><struct/></value></member></struct></value>",
            R"({"the-Name":"v","":{}})"}})
    EXPECT_EQ(describe(parse_call(call_with(value))), "m " + std::string(want)) << value;
}

TEST(XmlRpc, SaysWhatIsWrongWithAValue) {
  for (const auto& [value, want] : std::initializer_list<Case>{
           {"<string>a</string>", "params[0]: expected <value>"},
           {"<value><int/></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><int>four</int></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><int>1 2</int></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><int>1.0</int></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><int>+-1</int></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><int>2147483648</int></value>", "params[0]: not a whole number of 32 bits"},
           {"<value><i8>9223372036854775808</i8></value>",
            "params[0]: not a whole number of 64 bits"},
           {"<value><ex:i1>128</ex:i1></value>", "params[0]: not a whole number of 8 bits"},
           {"<value><ex:i1>99999</ex:i1></value>", "params[0]: not a whole number of 8 bits"},
           {"<value><ex:i2>32768</ex:i2></value>", "params[0]: not a whole number of 16 bits"},
           {"<value><ex:biginteger>1.5</ex:biginteger></value>", "params[0]: not a whole number"},
           {"<value><e:i8>7</e:i8></value>", "params[0]: an unknown type <e:i8>"},
           {"<value><ex:int>7</ex:int></value>", "params[0]: an unknown type <ex:int>"},
           {"<value><double>.</double></value>", "params[0]: not a number"},
           {"<value><double>1e</double></value>", "params[0]: not a number"},
           {"<value><double>inf</double></value>", "params[0]: not a number"},
           {"<value><double>nan</double></value>", "params[0]: not a number"},
           {"<value><double>0x1p3</double></value>", "params[0]: not a number"},
           {"<value><boolean>true</boolean></value>", "params[0]: not 0 or 1"},
           {"<value><boolean/></value>", "params[0]: not 0 or 1"},
           {"<value><dateTime.iso8601>2012</dateTime.iso8601></value>",
            "params[0]: not a date and time"},
           {"<value><dateTime.iso8601>2012-0607T11:35:10</dateTime.iso8601></value>",
            "params[0]: not a date and time"},
           {"<value><base64>a</base64></value>", "params[0]: not base64"},
           {"<value><base64>a=b=</base64></value>", "params[0]: not base64"},
           {"<value><nil>x</nil></value>", "params[0]: text inside nil"},
           {"<value><money>1</money></value>", "params[0]: an unknown type <money>"},
           {"<value><Int>1</Int></value>", "params[0]: an unknown type <Int>"},
           {"<value>1<int>1</int></value>", "params[0]: text beside the element in <value>"},
           {"<value><int>1</int><int>1</int></value>",
            "params[0]: more than one element in <value>"},
           {"<value><string>a<b/></string></value>", "params[0]: an element inside <string>"},
           {"<value><array/></value>", "params[0]: expected <data> in an array"},
           {"<value><array><value/></array></value>", "params[0]: expected <data> in an array"},
           {"<value><array><data><value/><i4>1</i4></data></array></value>",
            "params[0][1]: expected <value>"},
           {"<value><struct>a</struct></value>", "params[0]: text beside the members of a struct"},
           {"<value><struct><member/></struct></value>",
            "params[0]: expected <member> with a name and a value"},
           {"<value><struct><member><value/><name>a</name></member></struct></value>",
            "params[0]: expected <name> in a member"},
           {"<value><struct><member><name>a</name><value><int/></value></member></struct></value>",
            "params[0].a: not a whole number of 32 bits"},
           {"<value><struct><member><name>a</name><value/></member><member><name>a</name><value/>"
            "</member></struct></value>",
            "params[0].a: the same member twice in one struct"}})
    EXPECT_EQ(describe(parse_call(call_with(value))), "no call, refused at " + std::string(want))
        << value;
}

TEST(XmlRpc, TellsNoXmlFromNoCall) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"", "no XML, refused: no element found"},
           {"<methodCall>", "no XML, refused at methodCall: no element found"},
           {"<!DOCTYPE a><methodCall/>", "no XML, refused: a DOCTYPE"},
           {"<params/>", "no call, refused: expected <methodCall>"},
           {"<methodCall/>", "no call, refused: expected <methodName>"},
           {"<methodCall><methodName/></methodCall>", "no call, refused: expected a method's name"},
           {"<methodCall><params/></methodCall>", "no call, refused: expected <methodName>"},
           {"<methodCall><methodName>m</methodName><param/></methodCall>",
            "no call, refused: expected <params> after <methodName> and nothing else"},
           {"<methodCall><methodName>m</methodName><params/><params/></methodCall>",
            "no call, refused: expected <params> after <methodName> and nothing else"},
           {"<methodCall><methodName>m</methodName>x</methodCall>",
            "no call, refused: text beside the elements of <methodCall>"},
           {"<methodCall><methodName>m</methodName><params>x</params></methodCall>",
            "no call, refused: text beside the parameters"},
           {"<methodCall><methodName>m</methodName><params><param/></params></methodCall>",
            "no call, refused at params[0]: expected <param> with one value"},
           {"<methodCall><methodName>m</methodName><params><kaputt/></params></methodCall>",
            "no call, refused at params[0]: expected <param> with one value"}})
    EXPECT_EQ(describe(parse_call(text)), want) << text;
}

TEST(XmlRpc, ReadsThirtyTwoLevelsAndNoMore) {
  const auto nested = [](int levels) {
    std::string value = "<value><int>1</int></value>";
    for (; levels > 0; --levels) value = "<value><array><data>" + value + "</data></array></value>";
    return call_with(value);
  };
  EXPECT_TRUE(parse_call(nested(32)));
  EXPECT_FALSE(parse_call(nested(33)));
}

TEST(XmlRpc, WritesResponses) {
  const Tree result(Object{{"id", 7},
                           {"name", "A & B"},
                           {"big", Number{"2147483648"}},
                           {"credit", Number{"-12.50"}},
                           {"closed", false},
                           {"notes", Null{}},
                           {"tags", Array{}}});
  EXPECT_EQ(write_response(result),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<methodResponse><params><param><value><struct>"
            "<member><name>id</name><value><int>7</int></value></member>"
            "<member><name>name</name><value><string>A &amp; B</string></value></member>"
            "<member><name>big</name><value><string>2147483648</string></value></member>"
            "<member><name>credit</name><value><double>-12.50</double></value></member>"
            "<member><name>closed</name><value><boolean>0</boolean></value></member>"
            "<member><name>notes</name><value><string></string></value></member>"
            "<member><name>tags</name><value><array><data></data></array></value></member>"
            "</struct></value></param></params></methodResponse>\n");
}

TEST(XmlRpc, ReadsResponsesAndFaults) {
  EXPECT_EQ(describe_response(write_response(Tree(7))), "7");
  EXPECT_EQ(describe_response(write_fault(-32700, "no <XML>")), "fault -32700: no <XML>");
  EXPECT_EQ(describe_response("<methodResponse><fault><value>x</value></fault></methodResponse>"),
            "fault 0: x");
  EXPECT_EQ(describe_response("<methodResponse/>"), "refused: expected <params> or <fault>");
  EXPECT_EQ(describe_response("<methodResponse><params/></methodResponse>"),
            "refused: expected one value in a response");
  EXPECT_EQ(describe_response("<methodCall/>"), "refused: expected <methodResponse>");
}

TEST(XmlRpc, ReadsBackWhatItWrites) {
  TreeMaker maker(20'260'729,
                  {.nulls = false, .control_characters = false, .long_whole_numbers = false});
  for (int round = 0; round < 1'000; ++round) {
    const RpcCall call{"customers.update", {maker.tree(4), maker.tree(4)}};
    const auto again = parse_call(write_call(call));
    ASSERT_TRUE(again) << describe(again) << "\n" << write_call(call);
    EXPECT_EQ(again->params, call.params) << write_call(call);
    const auto response = parse_response(write_response(call.params[0]));
    ASSERT_TRUE(response);
    EXPECT_EQ(std::get<Tree>(*response), call.params[0]);
  }
}

}  // namespace
}  // namespace patchbay::wire::xmlrpc
