// Checks objects by the rows.
#include "doors/tmf629/shapes.h"

#include <algorithm>

#include "base/text.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using enum Member::Kind;
using enum Member::Needed;

constexpr Member kMembers[] = {
#define MEMBER(shape, name, kind, of, v3, v4, v5) \
  {Shape::shape, name, kind, Shape::of, {v3, v4, v5}},
#include "doors/tmf629/shapes.def"
#undef MEMBER
};

bool is_pattern(std::string_view text, std::string_view pattern) {
  return text.size() == pattern.size() &&
         std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char wanted) {
           return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
         });
}

// RFC 3339, or without seconds or zone, as the examples of the standard write it.
bool is_time(std::string_view text) {
  constexpr std::string_view kMinutes = "0000-00-00T00:00";
  if (text.size() < kMinutes.size() || !is_pattern(text.substr(0, kMinutes.size()), kMinutes))
    return false;
  text.remove_prefix(kMinutes.size());
  if (text.size() >= 3 && is_pattern(text.substr(0, 3), ":00")) text.remove_prefix(3);
  if (text.starts_with('.')) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    if (end == 1) return false;
    text.remove_prefix(end);
  }
  return text.empty() || text == "Z" || is_pattern(text, "+00:00") || is_pattern(text, "-00:00");
}

void add_problem(std::vector<Problem>& problems, const std::string& path, std::string what) {
  problems.push_back({ErrorKind::invalid, path, std::move(what), 0});
}

std::string_view wanted(Member::Kind kind) {
  switch (kind) {
    case text:
      return "a string";
    case time:
      return "a time such as 2026-11-29T12:00:00Z";
    case flag:
      return "true or false";
    case whole:
      return "a whole number";
    case object:
      return "an object";
    case array:
      return "an array";
    case written:
      break;
  }
  return "a string";
}

bool is_of(const wire::Tree& value, Member::Kind kind, bool is_strict) {
  switch (kind) {
    case text:
      return value.text() != nullptr;
    case time:
      return value.text() && is_time(*value.text());
    case flag:
      return value.boolean() != nullptr;
    case whole:
      return value.number() && parse_whole(value.number()->text);
    case object:
      return value.object() != nullptr;
    case array:
      return value.array() != nullptr;
    case written:
      return !is_strict || value.text();
  }
  return true;
}

}  // namespace

std::span<const Member> members() { return kMembers; }

const Member* find(Shape shape, std::string_view name) {
  const auto found = std::ranges::find_if(
      kMembers, [&](const Member& each) { return each.shape == shape && each.name == name; });
  return found == std::end(kMembers) ? nullptr : found;
}

void check_member(const wire::Tree& value, const Member& member, Release release, bool is_new,
                  const std::string& path, std::vector<Problem>& problems) {
  if (!is_of(value, member.kind, release == Release::v3)) {
    std::string what = "must be " + std::string(wanted(member.kind));
    if (!(member.kind == time && value.text())) what += ", not " + std::string(value.kind());
    return add_problem(problems, path, std::move(what));
  }
  if (member.of == Shape::none) return;
  if (const wire::Object* held = value.object())
    return check_shape(*held, member.of, release, is_new, path + '.', problems);
  const wire::Array& items = *value.array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string name = path + '[' + std::to_string(i) + ']';
    if (const wire::Object* item = items[i].object())
      check_shape(*item, member.of, release, is_new, name + '.', problems);
    else
      add_problem(problems, name, "must be an object, not " + std::string(items[i].kind()));
  }
}

void check_shape(const wire::Object& object, Shape shape, Release release, bool is_new,
                 const std::string& prefix, std::vector<Problem>& problems) {
  for (const Member& member : kMembers) {
    if (member.shape != shape || member.in(release) == no) continue;
    const auto found = std::ranges::find(object, member.name, &wire::Object::value_type::first);
    const std::string path = prefix + std::string(member.name);
    if (found != object.end() && !(found->second.is_null() && member.kind != written))
      check_member(found->second, member, release, is_new, path, problems);
    else if (member.in(release) == must || (is_new && member.in(release) == first))
      add_problem(problems, path, "is required");
  }
}

}  // namespace patchbay::doors::tmf629
