// Header lookup and changes, and credentials in headers.
#include "http/message.h"

#include <gtest/gtest.h>

namespace patchbay::http {
namespace {

Request with(Headers headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(Message, FindsHeadersInAnyCase) {
  const Request request = with({{"X-One", "1"}, {"x-two", "2"}, {"X-ONE", "3"}});
  EXPECT_EQ(request.header("x-one"), "1");
  EXPECT_EQ(request.header("X-Two"), "2");
  EXPECT_EQ(request.header("X-Three"), std::nullopt);
  EXPECT_EQ(request.count("x-One"), 2u);
  EXPECT_EQ(request.count("x"), 0u);
}

TEST(Message, ReadsTheMediaType) {
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"application/json", "application/json"},
           {" Text/XML ; charset=utf-8", "text/xml"},
           {"", ""},
           {";", ""}}) {
    EXPECT_EQ(with({{"content-type", value}}).content_type(), want) << value;
  }
  EXPECT_EQ(with({}).content_type(), "");
}

TEST(Message, ReadsTheCharset) {
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"text/xml; charset=ISO-8859-1", "iso-8859-1"},
           {"text/xml;CHARSET=\"utf-8\" ; x=y", "utf-8"},
           {"text/xml; x=y; charset=a; charset=b", "a"},
           {"text/xml; charset=", ""},
           {"text/xml", ""},
           {"", ""},
           {";;", ""}}) {
    EXPECT_EQ(with({{"content-type", value}}).charset(), want) << value;
  }
  EXPECT_EQ(with({}).charset(), "");
}

TEST(Message, SetsAHeaderOnce) {
  Response response;
  response.headers = {{"a", "1"}, {"B", "2"}, {"A", "3"}};
  response.set("A", "4").set("C", "5");
  EXPECT_EQ(response.headers, (Headers{{"a", "4"}, {"B", "2"}, {"C", "5"}}));
}

std::string basic(const std::string& value) {
  const auto found = basic_credentials(with({{"authorization", value}}));
  return found ? found->name + "|" + found->secret : "none";
}

TEST(Message, ReadsBasicCredentials) {
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin|open sesame"},
           {"bAsIc QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin|open sesame"},
           {"Basic   dGVzdDoxMjPCow==", "test|123£"},
           {"Basic YTpiOmM=", "a|b:c"},
           {"Basic Og==", "|"},
           {"Basic YWJj", "none"},       // no colon
           {"Basic YTpi!", "none"},      // not base64
           {"Basic YTpiOmM", "none"},    // no padding
           {"Basic YTpiOmN=", "none"},   // bits beyond the last byte
           {"Basic YTp iOmM=", "none"},  // a space inside
           {"Basic YTr/", "none"},       // not UTF-8
           {"Basic YToA", "none"},       // NUL
           {"Basic", "none"},
           {"Basic ", "none"},
           {"Basic\tYTpi", "none"},
           {"BasicYTpi", "none"},
           {"Bearer YTpi", "none"}}) {
    EXPECT_EQ(basic(value), want) << value;
  }
}

TEST(Message, RefusesTwoAuthorizations) {
  const Request request = with({{"Authorization", "Basic YTpi"}, {"authorization", "Basic YTpi"}});
  EXPECT_FALSE(basic_credentials(request));
  EXPECT_FALSE(bearer_token(with({{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}})));
  EXPECT_FALSE(basic_credentials(with({})));
}

TEST(Message, ReadsBearerTokens) {
  for (const auto& [value, want] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Bearer mF_9.B5f-4.1JqM", "mF_9.B5f-4.1JqM"},
           {"bearer abc==", "abc=="},
           {"Bearer a b", "none"},
           {"Bearer ", "none"},
           {"Bearer", "none"},
           {"Basic abc", "none"}}) {
    EXPECT_EQ(bearer_token(with({{"Authorization", value}})).value_or("none"), want) << value;
  }
}

}  // namespace
}  // namespace patchbay::http
