// Reads XML-RPC documents: reads the XML first, then checks that every element is one of the
// protocol.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/result.h"
#include "wire/path_step.h"
#include "wire/xml.h"
#include "wire/xmlrpc.h"
#include "wire/xmlrpc_scalar_reader.h"

namespace patchbay::wire::xmlrpc {
namespace {

using xml::Element;
using Value = std::expected<Tree, ParseError>;

// As deep and as large as JSON's bounds: four elements lead to the first value, three more to the
// next value inside it, and five make a struct's member.
constexpr xml::Bounds kXmlBounds = {.depth_max = 4 + 3 * 32 + 1, .elements_max = 100'000};

std::unexpected<ParseError> wrong(const PathStep& step, std::string what) {
  return std::unexpected(ParseError{path_text(step), std::move(what), 0});
}

bool is_blank(const Element& element) { return trimmed(element.text).empty(); }

// The child of `element` if it is the only one, is called `name`, and has no text beside it. Null
// otherwise.
const Element* only_child(const Element& element, std::string_view name) {
  if (element.children.size() != 1 || !is_blank(element)) return nullptr;
  const Element& child = element.children.front();
  return child.name == name ? &child : nullptr;
}

Value read_value(const Element& value, const PathStep& step);

Value read_struct(const Element& element, const PathStep& step) {
  if (!is_blank(element)) return wrong(step, "text beside the members of a struct");
  Object members;
  members.reserve(element.children.size());
  for (const Element& member : element.children) {
    if (member.name != "member" || !is_blank(member) || member.children.size() != 2)
      return wrong(step, "expected <member> with a name and a value");
    const Element& name = member.children[0];
    if (name.name != "name" || !name.children.empty())
      return wrong(step, "expected <name> in a member");
    members.emplace_back(name.text, TRY(read_value(member.children[1], {&step, name.text})));
  }
  if (const std::string* name = repeated_key(members))
    return wrong({&step, *name}, "the same member twice in one struct");
  return Tree(std::move(members));
}

Value read_array(const Element& element, const PathStep& step) {
  const Element* data = only_child(element, "data");
  if (data == nullptr || !is_blank(*data)) return wrong(step, "expected <data> in an array");
  Array items;
  items.reserve(data->children.size());
  for (const Element& value : data->children)
    items.push_back(TRY(read_value(value, {&step, {}, items.size()})));
  return Tree(std::move(items));
}

std::optional<Tree> read_string(std::string_view text) { return Tree(text); }
std::optional<Tree> read_nil(std::string_view text) {
  return trimmed(text).empty() ? std::optional(Tree(Null{})) : std::nullopt;
}

struct Scalar {
  std::string_view name;
  std::optional<Tree> (*read)(std::string_view text);
  const char* parse_error;
};
// clang-format off
constexpr Scalar kScalars[] = {
    {"string",           read_string,    ""},
    {"int",              read_int32,     "not a whole number of 32 bits"},
    {"i4",               read_int32,     "not a whole number of 32 bits"},
    {"i1",               read_int8,      "not a whole number of 8 bits"},
    {"i2",               read_int16,     "not a whole number of 16 bits"},
    {"i8",               read_int64,     "not a whole number of 64 bits"},
    {"biginteger",       read_integer,   "not a whole number"},
    {"boolean",          read_boolean,   "not 0 or 1"},
    {"double",           read_double,    "not a number"},
    {"float",            read_double,    "not a number"},
    {"bigdecimal",       read_double,    "not a number"},
    {"dateTime.iso8601", read_date_time, "not a date and time"},
    {"dateTime",         read_date_time, "not a date and time"},
    {"base64",           read_base64,    "not base64"},
    {"nil",              read_nil,       "text inside nil"},
};
// The types among them that Apache added, in its own namespace.
constexpr std::string_view kExtensions[] = {"i1",    "i2",         "i8",       "biginteger",
                                            "float", "bigdecimal", "dateTime", "nil"};
// clang-format on
constexpr std::string_view kExtensionsSpace = "http://ws.apache.org/xmlrpc/namespaces/extensions";

// The element name of a type without the prefix of Apache's extensions.
std::string_view type_of(const Element& element) {
  const std::string_view name = element.name;
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return name;
  const std::string_view type = name.substr(colon + 1);
  if (std::ranges::find(kExtensions, type) == std::end(kExtensions)) return name;
  const std::string_view prefix = name.substr(0, colon);
  const std::string* space = element.attribute("xmlns:" + std::string(prefix));
  return prefix == "ex" || (space && *space == kExtensionsSpace) ? type : name;
}

Value read_scalar(const Element& element, const PathStep& step) {
  const auto* const scalar = std::ranges::find(kScalars, type_of(element), &Scalar::name);
  if (scalar == std::end(kScalars)) return wrong(step, "an unknown type <" + element.name + ">");
  if (!element.children.empty()) return wrong(step, "an element inside <" + element.name + ">");
  auto value = scalar->read(element.text);
  if (!value) return wrong(step, scalar->parse_error);
  return *std::move(value);
}

Value read_value(const Element& value, const PathStep& step) {
  if (value.name != "value") return wrong(step, "expected <value>");
  if (value.children.empty()) return Tree(value.text);
  if (value.children.size() != 1) return wrong(step, "more than one element in <value>");
  if (!is_blank(value)) return wrong(step, "text beside the element in <value>");
  const Element& typed = value.children.front();
  if (typed.name == "struct") return read_struct(typed, step);
  if (typed.name == "array") return read_array(typed, step);
  return read_scalar(typed, step);
}

std::expected<std::vector<Tree>, ParseError> read_params(const Element& params) {
  const PathStep top;
  if (!is_blank(params)) return wrong(top, "text beside the parameters");
  std::vector<Tree> values;
  for (const Element& param : params.children) {
    const PathStep list{&top, "params"};
    const PathStep step{&list, {}, values.size()};
    if (param.name != "param" || param.children.size() != 1 || !is_blank(param))
      return wrong(step, "expected <param> with one value");
    values.push_back(TRY(read_value(param.children.front(), step)));
  }
  return values;
}

std::expected<RpcCall, ParseError> read_call(const Element& root) {
  const PathStep top;
  if (root.name != "methodCall") return wrong(top, "expected <methodCall>");
  if (!is_blank(root)) return wrong(top, "text beside the elements of <methodCall>");
  if (root.children.empty() || root.children[0].name != "methodName")
    return wrong(top, "expected <methodName>");
  const Element& name = root.children[0];
  RpcCall call{std::string(trimmed(name.text)), {}};
  if (call.method.empty() || !name.children.empty()) return wrong(top, "expected a method's name");
  if (root.children.size() == 1) return call;
  if (root.children.size() > 2 || root.children[1].name != "params")
    return wrong(top, "expected <params> after <methodName> and nothing else");
  call.params = TRY(read_params(root.children[1]));
  return call;
}

// Reads a fault even if its members are missing.
RpcFault read_fault(const Tree& value) {
  RpcFault fault;
  if (const auto* text = value.text()) fault.message = *text;
  if (const Tree* message = value.find("faultString"); message && message->text())
    fault.message = *message->text();
  if (const Tree* code = value.find("faultCode"); code && code->number()) {
    const std::string& digits = code->number()->text;
    std::from_chars(digits.data(), digits.data() + digits.size(), fault.code);
  }
  return fault;
}

}  // namespace

std::expected<RpcCall, RpcReadError> parse_call(std::string_view text, std::string_view charset) {
  auto root = xml::parse(text, kXmlBounds, charset);
  if (!root) return std::unexpected(RpcReadError{false, std::move(root.error().parse_error)});
  auto call = read_call(*root);
  if (!call) return std::unexpected(RpcReadError{true, std::move(call).error()});
  return *std::move(call);
}

std::expected<std::variant<Tree, RpcFault>, ParseError> parse_response(std::string_view text) {
  const PathStep top;
  const auto root = xml::parse(text, kXmlBounds);
  if (!root) return std::unexpected(root.error().parse_error);
  if (root->name != "methodResponse") return wrong(top, "expected <methodResponse>");
  if (const Element* fault = only_child(*root, "fault")) {
    const Element* value = only_child(*fault, "value");
    if (value == nullptr) return wrong(top, "expected <value> in <fault>");
    return read_fault(TRY(read_value(*value, top)));
  }
  const Element* params = only_child(*root, "params");
  if (params == nullptr) return wrong(top, "expected <params> or <fault>");
  std::vector<Tree> values = TRY(read_params(*params));
  if (values.size() != 1) return wrong(top, "expected one value in a response");
  return std::move(values.front());
}

}  // namespace patchbay::wire::xmlrpc
