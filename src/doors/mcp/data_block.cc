// Marks and escapes.
#include "doors/mcp/data_block.h"

#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::string_view kBegin = "<data>\n";
constexpr std::string_view kEnd = "\n</data>";
constexpr std::string_view kTooLong =
    "The answer is longer than 262144 bytes. Ask for less: a smaller limit, one customer, or a "
    "narrower search.";

Tree text_content(std::string text) {
  return Tree(Object{{"type", "text"}, {"text", std::move(text)}});
}

Object failure(std::string text) {
  return {{"content", Tree(Array{text_content(std::move(text))})}, {"isError", Tree(true)}};
}

}  // namespace

std::string data_block(const Tree& data) {
  const std::string json = wire::json::write(data);
  std::string out(kBegin);
  out.reserve(json.size() + kBegin.size() + kEnd.size());
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else if (c == '>')
      out += "\\u003e";
    else
      out += c;
  }
  return out.append(kEnd);
}

Object tool_result(const Tree& data, const Object& extra) {
  const std::string block = data_block(data);
  if (block.size() > kDataBytesMax) return failure(std::string(kTooLong));
  std::string said(kNotice);
  for (const auto& [name, value] : extra)
    said += '\n' + name + ": " + (value.text() ? *value.text() : wire::json::write(value));
  Object structured{{"notice", kNotice}};
  structured.insert(structured.end(), extra.begin(), extra.end());
  structured.emplace_back("data", data);
  return {{"content", Tree(Array{text_content(said), text_content(block)})},
          {"structuredContent", Tree(std::move(structured))}};
}

Object tool_failure(std::string_view advice, const Tree& problem) {
  return failure(std::string(advice) + '\n' + std::string(kNotice) + '\n' + data_block(problem));
}

}  // namespace patchbay::doors::mcp
