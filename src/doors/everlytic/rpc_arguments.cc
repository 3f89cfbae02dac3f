// Reads ids and properties.
#include "doors/everlytic/rpc_arguments.h"

#include "base/text.h"

namespace patchbay::doors::everlytic {

Argument<CustomerId> parse_id(const wire::Tree& value) {
  const std::string* text = value.text();
  if (const wire::Number* number = value.number()) text = &number->text;
  const auto id = text ? parse_whole(*text) : std::nullopt;
  if (!id) return std::unexpected("id must be an int");
  return CustomerId{*id};
}

Argument<GivenProperties> parse_properties(const wire::Tree& value, std::string_view what) {
  if (const wire::Object* members = value.object()) return *members;
  const auto refused = [&] {
    return std::unexpected(std::string(what) +
                           " must be a struct, or an array of structs of name and value");
  };
  const wire::Array* items = value.array();
  if (!items) return refused();
  GivenProperties out;
  for (const wire::Tree& item : *items) {
    const wire::Object* pair = item.object();
    const wire::Tree* name = item.find("name");
    const wire::Tree* held = item.find("value");
    if (!pair || pair->size() != 2 || !name || !name->text() || !held) return refused();
    out.emplace_back(*name->text(), *held);
  }
  return out;
}

}  // namespace patchbay::doors::everlytic
