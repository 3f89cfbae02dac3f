// Walks over all principals once, a few in each transaction.
#include "app/seed/role_numbers.h"

#include "base/text.h"
#include "core/access/roles.h"
#include "record/history/chain.h"
#include "store/marks.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kDone = "roles by number";
constexpr std::size_t kTogether = 500;

void number_one(store::Transaction& transaction, const Principal& before, const ChangeOrigin& by,
                Random& random, std::vector<std::string>& notices) {
  Principal after = before;
  after.role_names.clear();
  std::vector<std::string> lost;
  const core::Lineage home = transaction.lineage(before.home);
  for (const std::string& name : before.role_names) {
    const auto roles = core::visible_roles(transaction, name, home);
    if (roles.size() == 1)
      after.roles.push_back(roles.front().id);
    else
      lost.push_back(name);
  }
  after.version = before.version + 1;
  AdminEntry entry = entry_of(&before, after);
  entry.version = after.version;
  entry.by = by;
  if (!lost.empty()) {
    entry.by.reason += "; no single role is called " + join(lost, ", ");
    notices.push_back("principal " + std::to_string(before.id) + " (" + before.name +
                      ") lost these roles, because no role, or more than one, has that name: " +
                      join(lost, ", "));
  }
  bind(entry, random);
  transaction.save(after);
  transaction.save(entry);
}

}  // namespace

std::vector<std::string> number_roles(store::Store& store, const Clock& clock, Random& random) {
  std::vector<std::string> out;
  if (store.read()->mark(kDone)) return out;
  const ChangeOrigin by{.time = clock.now(),
                        .principal = "system",
                        .door = "system",
                        .source = {},
                        .request = Uuid::make(random),
                        .reason = "roles are held by number",
                        .warnings = {}};
  std::int64_t after = 0;
  for (bool more = true; more;) {
    std::vector<std::string> notices;
    std::int64_t last = after;
    const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
      notices.clear();
      const auto ids = transaction.admin_object_ids(std::nullopt, after, kTogether);
      for (const std::int64_t id : ids) {
        const auto principal = transaction.principal(id);
        if (principal && !principal->role_names.empty())
          number_one(transaction, *principal, by, random, notices);
        last = id;
      }
      more = ids.size() == kTogether;
      if (!more) store::set_mark(transaction, {std::string(kDone), 1}, by.time);
      return true;
    });
    if (end != store::Committed::yes) return out;  // continues at the next start
    out.insert(out.end(), notices.begin(), notices.end());
    after = last;
  }
  return out;
}

}  // namespace patchbay::app
