// Reads objects by the rows of their members, and writes what several objects have.
#include "doors/native/admin/member.h"

#include "doors/shared/spelling.h"

namespace patchbay::doors::native {

void read_members(const wire::Object& object, std::span<const KnownMember> known,
                  std::vector<Problem>& problems) {
  for (const auto& [key, value] : object) {
    const auto row = std::ranges::find(known, key, &KnownMember::key);
    if (row != known.end()) {
      row->read(Member(key, value, problems));
      continue;
    }
    std::vector<std::string_view> keys;
    for (const KnownMember& each : known) keys.push_back(each.key);
    problems.push_back(unknown_field(key, keys, problems));
  }
}

wire::Tree texts_json(const std::vector<std::string>& texts) {
  wire::Array out;
  for (const std::string& each : texts) out.emplace_back(each);
  return wire::Tree(std::move(out));
}

wire::Tree id_json(std::int64_t id) { return id == 0 ? wire::Tree(wire::Null{}) : wire::Tree(id); }

}  // namespace patchbay::doors::native
