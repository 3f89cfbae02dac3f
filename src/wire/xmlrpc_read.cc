// Reads XML-RPC documents: XML first, then every element has to be one that stands there.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/result.h"
#include "wire/place.h"
#include "wire/xml.h"
#include "wire/xmlrpc.h"
#include "wire/xmlrpc_scalar.h"

namespace patchbay::wire::xmlrpc {
namespace {

using xml::Element;
using Value = std::expected<Tree, Complaint>;

// As deep and as many as JSON's bounds: four elements lead to the first value, three more to the
// next one inside it, five make a struct's member.
constexpr xml::Bounds kXmlBounds = {.depth_max = 4 + 3 * 32 + 1, .elements_max = 100'000};

std::unexpected<Complaint> wrong(const Place& place, std::string what) {
  return std::unexpected(Complaint{path_to(place), std::move(what), 0});
}

bool is_blank(const Element& element) { return trimmed(element.text).empty(); }

// The only child of `element` where there is exactly one, called `name`, and no text beside it.
const Element* only_child(const Element& element, std::string_view name) {
  if (element.children.size() != 1 || !is_blank(element)) return nullptr;
  const Element& child = element.children.front();
  return child.name == name ? &child : nullptr;
}

Value read_value(const Element& value, const Place& place);

Value read_struct(const Element& element, const Place& place) {
  if (!is_blank(element)) return wrong(place, "text beside the members of a struct");
  Object members;
  members.reserve(element.children.size());
  for (const Element& member : element.children) {
    if (member.name != "member" || !is_blank(member) || member.children.size() != 2)
      return wrong(place, "expected <member> with a name and a value");
    const Element& name = member.children[0];
    if (name.name != "name" || !name.children.empty())
      return wrong(place, "expected <name> in a member");
    members.emplace_back(name.text, TRY(read_value(member.children[1], {&place, name.text})));
  }
  if (const std::string* name = repeated_key(members))
    return wrong({&place, *name}, "the same member twice in one struct");
  return Tree(std::move(members));
}

Value read_array(const Element& element, const Place& place) {
  const Element* data = only_child(element, "data");
  if (data == nullptr || !is_blank(*data)) return wrong(place, "expected <data> in an array");
  Array items;
  items.reserve(data->children.size());
  for (const Element& value : data->children)
    items.push_back(TRY(read_value(value, {&place, {}, items.size()})));
  return Tree(std::move(items));
}

std::optional<Tree> read_string(std::string_view text) { return Tree(text); }
std::optional<Tree> read_nil(std::string_view text) {
  return trimmed(text).empty() ? std::optional(Tree(Null{})) : std::nullopt;
}

struct Scalar {
  std::string_view name;
  std::optional<Tree> (*read)(std::string_view text);
  const char* complaint;
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
// Those of them that Apache added, under a namespace of its own.
constexpr std::string_view kExtensions[] = {"i1",    "i2",         "i8",       "biginteger",
                                            "float", "bigdecimal", "dateTime", "nil"};
// clang-format on
constexpr std::string_view kExtensionsSpace = "http://ws.apache.org/xmlrpc/namespaces/extensions";

// What a type's element is called without the prefix of Apache's extensions.
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

Value read_scalar(const Element& element, const Place& place) {
  const auto* const scalar = std::ranges::find(kScalars, type_of(element), &Scalar::name);
  if (scalar == std::end(kScalars)) return wrong(place, "an unknown type <" + element.name + ">");
  if (!element.children.empty()) return wrong(place, "an element inside <" + element.name + ">");
  auto value = scalar->read(element.text);
  if (!value) return wrong(place, scalar->complaint);
  return *std::move(value);
}

Value read_value(const Element& value, const Place& place) {
  if (value.name != "value") return wrong(place, "expected <value>");
  if (value.children.empty()) return Tree(value.text);
  if (value.children.size() != 1) return wrong(place, "more than one element in <value>");
  if (!is_blank(value)) return wrong(place, "text beside the element in <value>");
  const Element& typed = value.children.front();
  if (typed.name == "struct") return read_struct(typed, place);
  if (typed.name == "array") return read_array(typed, place);
  return read_scalar(typed, place);
}

std::expected<std::vector<Tree>, Complaint> read_params(const Element& params) {
  const Place top;
  if (!is_blank(params)) return wrong(top, "text beside the parameters");
  std::vector<Tree> values;
  for (const Element& param : params.children) {
    const Place list{&top, "params"};
    const Place place{&list, {}, values.size()};
    if (param.name != "param" || param.children.size() != 1 || !is_blank(param))
      return wrong(place, "expected <param> with one value");
    values.push_back(TRY(read_value(param.children.front(), place)));
  }
  return values;
}

std::expected<Call, Complaint> read_call(const Element& root) {
  const Place top;
  if (root.name != "methodCall") return wrong(top, "expected <methodCall>");
  if (!is_blank(root)) return wrong(top, "text beside the elements of <methodCall>");
  if (root.children.empty() || root.children[0].name != "methodName")
    return wrong(top, "expected <methodName>");
  const Element& name = root.children[0];
  Call call{std::string(trimmed(name.text)), {}};
  if (call.method.empty() || !name.children.empty()) return wrong(top, "expected a method's name");
  if (root.children.size() == 1) return call;
  if (root.children.size() > 2 || root.children[1].name != "params")
    return wrong(top, "expected <params> after <methodName> and nothing else");
  call.params = TRY(read_params(root.children[1]));
  return call;
}

// A fault is one however little it says.
Fault read_fault(const Tree& value) {
  Fault fault;
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

std::expected<Call, Unreadable> parse_call(std::string_view text, std::string_view charset) {
  auto root = xml::parse(text, kXmlBounds, charset);
  if (!root) return std::unexpected(Unreadable{false, std::move(root.error().complaint)});
  auto call = read_call(*root);
  if (!call) return std::unexpected(Unreadable{true, std::move(call).error()});
  return *std::move(call);
}

std::expected<std::variant<Tree, Fault>, Complaint> parse_response(std::string_view text) {
  const Place top;
  const auto root = xml::parse(text, kXmlBounds);
  if (!root) return std::unexpected(root.error().complaint);
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
