// m2mportal: the document's own example in both directions, what is read, what is refused, and the
// replies.
#include <gtest/gtest.h>

#include "call_text.h"
#include "doors/m2mportal/door.h"

namespace patchbay::doors::m2mportal {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

http::Request post(std::string body, std::string type = "application/xml") {
  http::Request out{.method = "POST", .path = "/", .body = std::move(body), .source = "192.0.2.7"};
  if (!type.empty()) out.headers.emplace_back("Content-Type", std::move(type));
  return out;
}

std::string decoded_from(const http::Request& request, const Settings& settings = {}) {
  return describe(decode_request(kDoor, request, 0, {}, settings), "; ");
}

// The result for an edit-customer with the elements `inside` after its key.
std::string edited(std::string_view inside, const Settings& settings = {}) {
  return decoded_from(
      post("<edit-customer><customer>A</customer>" + std::string(inside) + "</edit-customer>"),
      settings);
}

constexpr std::string_view kPrinted = R"(<edit-customer version="1" api-id="123456">
  <authentication>
    <username>username</username>
    <password>password</password>
  </authentication>
  <customer>Global Trading</customer>
  <website>www.gbtrading.com</website>
  <head-office>GBT House, Tech Avenue, Webberley, London, UK, TH77 3GG</head-office>
  <delivery-address>GBT Central Stores, Liverpool Road, St Helens, Merseyside, L39 3JP</delivery-address>
  <billing-address>As head office</billing-address>
  <notes>New account, initial trial, manager PGT</notes>
</edit-customer>
)";

TEST(M2mportal, ReadsTheDocumentsOwnExample) {
  const DecodedRequest decoded = decode_request(kDoor, post(std::string(kPrinted)));
  EXPECT_EQ(describe(decoded),
            "amend child \"Global Trading\"\n"
            "website = \"www.gbtrading.com\"\n"
            "addresses/main/whole_text = "
            "\"GBT House, Tech Avenue, Webberley, London, UK, TH77 3GG\"\n"
            "addresses/delivery/whole_text = "
            "\"GBT Central Stores, Liverpool Road, St Helens, Merseyside, L39 3JP\"\n"
            "addresses/billing/whole_text = \"As head office\"\n"
            "notes = \"New account, initial trial, manager PGT\"");
  EXPECT_EQ(describe_caller(decoded.call),
            "username:password through m2mportal from 192.0.2.7, administrator commerce");
}

TEST(M2mportal, AnswersAsTheDocumentPrints) {
  const DecodedRequest decoded = decode_request(kDoor, post(std::string(kPrinted)));
  const http::Response reply = kDoor.encode(decoded, core::Receipt{}, {});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.headers, (http::Headers{{"Content-Type", "application/xml; charset=utf-8"}}));
  EXPECT_EQ(reply.body,
            "<add-customer-response api-id=\"123456\"><api-outcome>success</api-outcome>"
            "</add-customer-response>");
}

TEST(M2mportal, EmptyErasesAbsentKeepsTextIsTrimmed) {
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"", "amend child \"A\""},
                                   {"<website/>", "amend child \"A\"; clear website"},
                                   {"<notes></notes>", "amend child \"A\"; clear notes"},
                                   {"<head-office> \t\r\n </head-office>",
                                    "amend child \"A\"; clear addresses/main/whole_text"},
                                   {"<billing-address>\n  a\n  b\n</billing-address>",
                                    "amend child \"A\"; addresses/billing/whole_text = \"a\n  b\""},
                                   {"<website>a<!-- b --><![CDATA[<c>]]>&amp;&#39;</website>",
                                    "amend child \"A\"; website = \"a<c>&'\""}})
    EXPECT_EQ(edited(text), want) << text;
}

TEST(M2mportal, KnowsItsLimits) {
  for (const auto& [name, max] :
       std::initializer_list<std::pair<std::string, std::size_t>>{{"website", 100},
                                                                  {"head-office", 200},
                                                                  {"delivery-address", 200},
                                                                  {"billing-address", 200},
                                                                  {"notes", 500}}) {
    const auto sent = [&](std::size_t length) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) text += "é";
      return edited('<' + name + '>' + text + "</" + name + '>');
    };
    EXPECT_FALSE(sent(max).contains('(')) << name;
    EXPECT_TRUE(sent(max + 1).ends_with("(" + name + " must be at most " + std::to_string(max) +
                                        " characters, not " + std::to_string(max + 1) + ")"))
        << sent(max + 1);
  }
}

TEST(M2mportal, AddsACustomer) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"<customer> Global  Trading\n</customer>",
            "create below oneself [unique name]; name = \"Global  Trading\""},
           {"<customer>12345678901234567890123456789012345678901234567890</customer>",
            "create below oneself [unique name]; "
            "name = \"12345678901234567890123456789012345678901234567890\""},
           {"<customer>12345678901234567890123456789012345678901234567890é</customer>",
            "create below oneself [unique name]; "
            "name = \"12345678901234567890123456789012345678901234567890é\" "
            "(customer must be at most 50 characters, not 51)"},
           {"<customer>A</customer><website>b</website>",
            "create below oneself [unique name]; name = \"A\"; "
            "problem invalid: element website is not known here"},
           {"<customer/>", "refused 200 malformed: customer cannot be empty"},
           {"", "refused 200 malformed: customer is missing"}})
    EXPECT_EQ(decoded_from(post("<add-customer>" + std::string(text) + "</add-customer>")), want)
        << text;
}

TEST(M2mportal, NamesWhatDoesNotBelong) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"<notes>a</notes><notes>b</notes>",
            "notes = \"a\"; problem invalid: notes is given twice"},
           {"<customer>B</customer>", "problem invalid: customer is given twice"},
           {"<web-site>a</web-site>",
            "problem invalid: element web-site is not known here; the nearest known name is "
            "website"},
           {"<Notes>a</Notes>",
            "problem invalid: element Notes is not known here; the nearest known name is notes"},
           {"<notes>a<b>c</b></notes>",
            "notes = \"a\"; problem invalid: notes must be text, without the element b"},
           {"<notes lang='en'>a</notes>",
            "notes = \"a\"; problem invalid: attribute lang of notes is not known here"},
           {"loose", "problem invalid: edit-customer must not have text between its elements"},
           {"<authentication><username>u</username><user>u</user></authentication>",
            "problem invalid: element authentication/user is not known here"},
           {"<authentication><password>p</password><password>q</password></authentication>",
            "problem invalid: authentication/password is given twice"}})
    EXPECT_EQ(edited(text), "amend child \"A\"; " + std::string(want)) << text;
  EXPECT_EQ(
      decoded_from(post("<edit-customer colour='red'><customer>A</customer></edit-customer>")),
      "amend child \"A\"; "
      "problem invalid: attribute colour of edit-customer is not known here");
}

TEST(M2mportal, PassesOverTheUnknownWhereTheOperatorSaysSo) {
  Settings settings;
  settings.m2mportal.ignore_unknown = true;
  EXPECT_EQ(edited("<colour><red/></colour><notes lang='en'>a</notes>", settings),
            "amend child \"A\"; notes = \"a\"; warning ignored unknown element colour; "
            "warning ignored unknown attribute lang of notes");
}

TEST(M2mportal, TakesNoCredentialsForNobody) {
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"", ":"},
           {"<authentication/>", ":"},
           {"<authentication><username>u</username></authentication>", "u:"},
           {"<authentication><username>u</username><password>\n p </password></authentication>",
            "u:p"}}) {
    const DecodedRequest decoded = decode_request(
        kDoor,
        post("<add-customer>" + std::string(text) + "<customer>A</customer></add-customer>"));
    EXPECT_EQ(describe_caller(decoded.call),
              std::string(want) + " through m2mportal from 192.0.2.7, administrator commerce");
  }
}

// The reply to bytes that need no call.
std::string answered(const http::Request& request, const Settings& settings = {}) {
  const DecodedRequest decoded = decode_request(kDoor, request, 0, {}, settings);
  if (!decoded.refused) return describe(decoded, "; ");
  const http::Response reply = kDoor.encode(decoded, std::unexpected(*decoded.refused), settings);
  return std::to_string(reply.status) + ' ' + reply.body;
}

TEST(M2mportal, AnswersWhatCannotBeRead) {
  const auto failed = [](std::string_view root, std::string_view words) {
    const std::string name(root.substr(0, root.find(' ')));
    return "200 <" + std::string(root) + "><api-outcome>Invalid Content</api-outcome>" +
           "<error-description>" + std::string(words) + "</error-description></" + name + ">";
  };
  struct Unread {
    std::string_view text;
    std::string_view root;
    std::string_view words;
  };
  for (const auto& [text, root, words] : std::initializer_list<Unread>{
           {"", "api-response", "the XML cannot be read at line 1, column 1: no element found"},
           {"<edit-customer api-id='7'><notes>", "api-response api-id=\"7\"",
            "the XML cannot be read at edit-customer/notes, line 1, column 34: no element found"},
           {"<!DOCTYPE a><edit-customer/>", "api-response",
            "the XML cannot be read at line 1, column 12: a DOCTYPE"},
           {"<delete-customer api-id='&lt;7&gt;'/>", "api-response api-id=\"&lt;7&gt;\"",
            "delete-customer is not known here"},
           {"<send-sms/>", "api-response", "send-sms is not known here"},
           {"<edit-customer version='2' api-id=''/>", "add-customer-response api-id=\"\"",
            "version must be 1"},
           {"<edit-customer version='1.1'/>", "add-customer-response", "version must be 1"},
           {"<edit-customer version='1'/>", "add-customer-response", "customer is missing"},
           {"<edit-customer><customer> </customer></edit-customer>", "add-customer-response",
            "customer cannot be empty"}})
    EXPECT_EQ(answered(post(std::string(text))), failed(root, words)) << text;
}

TEST(M2mportal, TakesTheRootThatTheOperatorChose) {
  Settings settings;
  settings.m2mportal.edit_reply_has_own_root = true;
  EXPECT_TRUE(answered(post("<edit-customer/>"), settings)
                  .starts_with("200 <edit-customer-response><api-outcome>Invalid"));
  EXPECT_TRUE(answered(post("<add-customer/>"), settings)
                  .starts_with("200 <add-customer-response><api-outcome>Invalid"));
}

TEST(M2mportal, EchoesApiIdsUpToTheirLimit) {
  const std::string longest(64, 'x');
  const auto sent = [](const std::string& id) {
    return decode_request(
        kDoor, post("<add-customer api-id='" + id + "'><customer>A</customer></add-customer>"));
  };
  EXPECT_EQ(sent(longest).echo, " api-id=\"" + longest + '"');
  EXPECT_TRUE(sent(longest).call.problems.empty());
  EXPECT_EQ(sent(longest + 'x').echo, "");
  EXPECT_EQ(describe(sent(longest + 'x'), "; "),
            "create below oneself [unique name]; name = \"A\"; "
            "problem invalid: api-id must be at most 64 characters, not 65");
}

TEST(M2mportal, TakesXmlOnly) {
  for (const char* type : {"application/xml", "text/xml; charset=utf-8", "Text/XML", ""})
    EXPECT_TRUE(answered(post(std::string(kPrinted), type)).starts_with("amend")) << type;
  for (const char* type : {"application/json", "text/plain", "application/x-www-form-urlencoded"})
    EXPECT_EQ(
        answered(post(std::string(kPrinted), type)),
        "415 <api-response><api-outcome>Invalid Content</api-outcome><error-description>"
        "Content-Type must be application/xml or text/xml</error-description></api-response>");
}

TEST(M2mportal, HasAPhraseForEveryFault) {
  const auto phrase = [](ErrorKind kind) {
    const std::string body = kDoor.encode({}, std::unexpected(Fault(kind)), Settings{}).body;
    const auto begin = body.find("<api-outcome>") + 13;
    const std::string words = "</api-outcome><error-description></error-description>";
    EXPECT_FALSE(body.contains(words)) << word(kind);
    return body.substr(begin, body.find("</api-outcome>") - begin);
  };
  EXPECT_EQ(phrase(ErrorKind::malformed), "Invalid Content");
  EXPECT_EQ(phrase(ErrorKind::no_credentials), "Authentication Failed");
  EXPECT_EQ(phrase(ErrorKind::bad_credentials), "Authentication Failed");
  EXPECT_EQ(phrase(ErrorKind::too_many_requests), "Service Unavailable");
  EXPECT_EQ(phrase(ErrorKind::not_allowed_here), "Permission Denied");
  EXPECT_EQ(phrase(ErrorKind::role_denied), "Permission Denied");
  EXPECT_EQ(phrase(ErrorKind::unknown_customer), "Invalid Content");
  EXPECT_EQ(phrase(ErrorKind::conflict), "Invalid Content");
  EXPECT_EQ(phrase(ErrorKind::damaged), "Service Unavailable");
  EXPECT_EQ(phrase(ErrorKind::unavailable), "Service Unavailable");
  EXPECT_EQ(phrase(ErrorKind::unknown_outcome), "Service Unavailable");
}

TEST(M2mportal, SaysEverythingThatIsWrong) {
  const Fault fault(
      {{ErrorKind::invalid, "notes", "must be <short>", 2},
       {ErrorKind::invalid, "website", "must be at most 100 characters, not 101", 1}});
  EXPECT_EQ(kDoor.encode({}, std::unexpected(fault), Settings{}).body,
            "<api-response><api-outcome>Invalid Content</api-outcome><error-description>"
            "website must be at most 100 characters, not 101; notes must be &lt;short&gt;"
            "</error-description></api-response>");
}

// Core's words are name and secret; the document's are username and password.
TEST(M2mportal, NamesCredentialsAsItsDocumentDoes) {
  for (const ErrorKind kind : {ErrorKind::no_credentials, ErrorKind::bad_credentials}) {
    const std::string body =
        kDoor.encode({}, std::unexpected(Fault(kind, "a name and a secret")), Settings{}).body;
    EXPECT_FALSE(body.contains("secret")) << body;
    EXPECT_TRUE(body.contains("username") && body.contains("password")) << body;
  }
}

TEST(M2mportal, RefusesWithItsOwnBody) {
  const http::Response reply = kDoor.refuse(413, "the body is over 1 MiB");
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.body,
            "<api-response><api-outcome>Invalid Content</api-outcome><error-description>"
            "the body is over 1 MiB</error-description></api-response>");
  EXPECT_TRUE(kDoor.refuse(503, "later").body.contains("Service Unavailable"));
}

TEST(M2mportal, OwnsTheRootOnly) {
  EXPECT_TRUE(kDoor.owns("/"));
  EXPECT_FALSE(kDoor.owns("/api/v2/customer"));
  EXPECT_FALSE(kDoor.owns(""));
}

}  // namespace
}  // namespace patchbay::doors::m2mportal
