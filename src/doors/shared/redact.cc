// Masks values by their names, in every format that doors speak.
#include "doors/shared/redact.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "doors/door.h"
#include "record/field/field.h"
#include "wire/form.h"
#include "wire/json.h"
#include "wire/xml.h"

namespace patchbay::doors {
namespace {

using core::KeptBody;
using wire::Tree;

constexpr std::string_view kMask = "****";

// Any name that contains one of these, in lower case, is secret.
constexpr std::string_view kSecretParts[] = {"password", "passwd", "secret",       "token",
                                             "csrf",     "apikey", "api_key",      "new_key",
                                             "cvv",      "pin_",   "verification", "authorization"};

// Whole requests that somebody pasted, with the credentials in them: as they are given, and as the
// messages of a prompt repeat them.
constexpr std::string_view kWrittenRequests[] = {"input", "input_target", "messages"};

// The names of sealed fields: the record's own, and those of every door.
const std::set<std::string, std::less<>>& sealed_names() {
  static const std::set<std::string, std::less<>> kNames = [] {
    std::set<std::string, std::less<>> out;
    for (const FieldRow& row : field_rows())
      if (row.secret()) out.insert(std::string(row.key));
    for (const Door* door : all_doors()) {
      if (!door->tables) continue;
      for (const SpellingTable& table : door->tables())
        for (const Spelling& each : table.rows)
          if (row(each.target.field).secret()) out.insert(lower(each.name));
    }
    return out;
  }();
  return kNames;
}

// The last segment of a path such as "/addresses/1/card_number" or "a.b[0].card_number".
std::string_view last_segment(std::string_view name) {
  const std::size_t cut = name.find_last_of("/.");
  return cut == std::string_view::npos ? name : name.substr(cut + 1);
}

// Masks everything below a secret name.
void mask_all(Tree& tree) {
  if (auto* array = tree.array()) {
    for (Tree& each : *array) mask_all(each);
  } else if (auto* object = tree.object()) {
    for (auto& [name, value] : *object) mask_all(value);
  } else if (!tree.is_null() && !tree.boolean()) {
    tree = Tree(kMask);
  }
}

// The names and values in a path, without escapes: those of "/a/b?a.name=%22card_number%22" are a,
// b, a, name and card_number.
std::vector<std::string> pieces_of_path(std::string_view path) {
  constexpr std::string_view kBetween = "/.?&=[]\"'";
  const auto each_piece = [&](std::string_view text, const auto& act) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
      if (end > at) act(text.substr(at, end - at));
      at = end + 1;
    }
  };
  std::vector<std::string> out;
  each_piece(path, [&](std::string_view written) {
    const std::string read = wire::form::decode_component(written).value_or(std::string(written));
    each_piece(read, [&](std::string_view piece) { out.emplace_back(piece); });
  });
  return out;
}

bool is_path(std::string_view member) { return member == "path" || member == "from"; }

bool is_path_of_a_secret(std::string_view path) {
  return std::ranges::any_of(pieces_of_path(path), is_secret_name);
}

// The path of a secret, without the values that its conditions ask for. What they ask for may be
// the name of the secret.
std::string masked_path(std::string_view path) {
  const std::size_t mark = std::min(path.find('?'), path.size());
  std::string out(path.substr(0, mark));
  if (mark == path.size()) return out;
  char before = '?';
  for (const std::string_view condition : split(path.substr(mark + 1), '&')) {
    out += std::exchange(before, '&');
    const std::size_t sign = condition.find('=');
    out += condition.substr(0, sign);
    if (sign == condition.npos) continue;
    const auto wanted = pieces_of_path(condition.substr(sign + 1));
    out += '=';
    out += wanted.size() == 1 && sealed_names().contains(lower(wanted.front())) ? wanted.front()
                                                                                : kMask;
  }
  return out;
}

// An operation of a JSON Patch, a change in a reply, or a name with its value: the path or name
// says what the values are.
bool is_about_a_secret(const wire::Object& object) {
  return std::ranges::any_of(object, [](const auto& member) {
    const auto& [name, value] = member;
    if (!value.text()) return false;
    if (is_path(name)) return is_path_of_a_secret(*value.text());
    return (name == "field" || name == "name") && is_secret_name(last_segment(*value.text()));
  });
}

void mask(Tree& tree) {
  if (auto* array = tree.array()) {
    for (Tree& each : *array) mask(each);
    return;
  }
  auto* object = tree.object();
  if (!object) return;
  const bool is_secret = is_about_a_secret(*object);
  for (auto& [name, value] : *object) {
    const bool is_value = name == "value" || name == "before" || name == "after";
    if (is_secret_name(name) || (is_secret && is_value))
      mask_all(value);
    else if (is_secret && is_path(name) && value.text())
      value = Tree(masked_path(*value.text()));
    else
      mask(value);
  }
}

void write(const wire::xml::Element& element, bool is_secret, std::string& out) {
  out.append("<").append(element.name);
  for (const auto& [name, value] : element.attributes)
    out.append(" ")
        .append(name)
        .append("=\"")
        .append(is_secret || is_secret_name(name) ? std::string(kMask) : wire::xml::escape(value))
        .append("\"");
  if (element.text.empty() && element.children.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  if (!trim(element.text).empty()) out += is_secret ? kMask : wire::xml::escape(element.text);
  // A member of an XML-RPC struct has its name in an element.
  const wire::xml::Element* name = element.child("name");
  const bool is_secret_member = name && is_secret_name(trim(name->text));
  for (const wire::xml::Element& each : element.children)
    write(each, is_secret || is_secret_name(each.name) || (is_secret_member && &each != name), out);
  out.append("</").append(element.name).append(">");
}

std::optional<std::string> masked_form(std::string_view text) {
  auto pairs = wire::form::parse(text, wire::form::Separators::ampersand_and_semicolon);
  if (!pairs) return std::nullopt;
  for (auto& [name, value] : *pairs)
    if (is_secret_name(name)) value = kMask;
  return wire::form::write(*pairs);
}

std::optional<std::string> masked_json(std::string_view text) {
  auto tree = wire::json::parse(text);
  if (!tree) return std::nullopt;
  mask(*tree);
  return wire::json::write(*tree);
}

std::optional<std::string> masked_lines(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    const auto masked = masked_json(line);
    if (!masked) return std::nullopt;
    out.append(*masked).append("\n");
  }
  return out;
}

std::optional<std::string> masked_xml(std::string_view text) {
  const auto root = wire::xml::parse(text);
  if (!root) return std::nullopt;
  std::string out;
  write(*root, false, out);
  return out;
}

std::optional<std::string> masked(std::string_view type, std::string_view body) {
  if (type.ends_with("json"))
    return type == "application/x-ndjson" ? masked_lines(body) : masked_json(body);
  if (type.ends_with("ndjson")) return masked_lines(body);
  if (type.ends_with("xml")) return masked_xml(body);
  if (type == "application/x-www-form-urlencoded") return masked_form(body);
  if (!type.empty()) return std::nullopt;
  return body.starts_with('<') ? masked_xml(body) : masked_json(body);
}

}  // namespace

bool is_secret_name(std::string_view name) {
  const std::string low = lower(name);
  return std::ranges::any_of(kSecretParts,
                             [&](std::string_view part) { return low.contains(part); }) ||
         std::ranges::find(kWrittenRequests, low) != std::end(kWrittenRequests) ||
         sealed_names().contains(low);
}

std::string redacted_target(const http::Request& request) {
  if (request.query.empty()) return request.path;
  return request.path + '?' + masked_form(request.query).value_or(std::string(kMask));
}

KeptBody redacted_body(std::string_view content_type, std::string_view body) {
  const std::string type = lower(trim(content_type.substr(0, content_type.find(';'))));
  KeptBody out{.type = type, .text = {}, .omitted = {}};
  if (body.empty()) return out;
  if (body.size() > kKeptBodyBytesMax) {
    out.omitted = "It is not kept, because it has " + std::to_string(body.size()) +
                  " bytes: at most " + std::to_string(kKeptBodyBytesMax) + " are kept.";
    return out;
  }
  auto text = masked(type, body);
  if (text)
    out.text = *std::move(text);
  else
    out.omitted = "It is not kept, because it could not be read, and so its secrets not removed.";
  return out;
}

}  // namespace patchbay::doors
