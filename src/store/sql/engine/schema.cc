// Runs schema steps, and compares the database's objects with those that the steps create.
#include "store/sql/engine/schema.h"

#include <map>

#include "store/sql/engine/lock_slots.h"
#include "store/sql/engine/metadata_cache.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {
namespace {

// Maximum length of a definition in a message.
constexpr std::size_t kShownMax = 160;

// Returns a definition, shortened for a message.
std::string shown(const std::string& definition) {
  std::string out;
  for (const char byte : definition) {
    const bool blank = static_cast<unsigned char>(byte) <= ' ';
    if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : byte;
    if (out.size() < kShownMax) continue;
    // Does not cut a character in two.
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0x80U) != 0) out.pop_back();
    return out + "…";
  }
  return out;
}

std::optional<std::string> difference(const std::vector<Object>& row_state,
                                      const std::vector<Object>& wanted) {
  std::map<std::string, std::string> left;
  for (const Object& each : wanted) left.emplace(each.name, each.definition);
  for (const Object& each : row_state) {
    const auto found = left.find(each.name);
    if (found == left.end())
      return "it has a " + shown(each.name) +
             ", which Patchbay does not make: " + shown(each.definition);
    if (found->second != each.definition)
      return "its " + each.name + " is not what Patchbay makes: it is " + shown(each.definition) +
             " in place of " + shown(found->second);
    left.erase(found);
  }
  if (!left.empty()) return "it lacks the " + left.begin()->first;
  return std::nullopt;
}

void do_work(Connection& connection, const Step& step) {
  connection.script(spelled(step.sql, connection.dialect()));
  if (step.work) step.work(connection);
  execute(connection,
          "INSERT INTO meta (name, value) VALUES ('usable from', $1) "
          "ON CONFLICT (name) DO UPDATE SET value = CASE WHEN meta.value > excluded.value"
          " THEN meta.value ELSE excluded.value END",
          step.usable_from);
}

// A step begins a new epoch. Nodes of other versions then check whether they can still use the
// schema.
void take_step(Connection& connection, Random& random, std::int64_t number, const Step& step) {
  connection.begin_writing(LockScope::everything);
  try {
    if (schema_of(connection) < number) {
      if (concerns(step, connection.dialect())) do_work(connection, step);
      execute(connection, "UPDATE meta SET value = $1 WHERE name = 'schema'", number);
      begin_epoch(connection, random);
    }
  } catch (...) {
    connection.rollback();
    throw;
  }
  if (connection.commit() != Committed::yes)
    throw Unavailable("step " + std::to_string(number) + " of the schema cannot be committed");
}

}  // namespace

std::int64_t schema_of(Connection& connection) {
  Rows rows = select(connection, "SELECT value FROM meta WHERE name = 'schema'");
  return rows.next() ? rows.whole(0) : 0;
}

std::optional<std::string> unusable(Connection& connection) {
  const std::int64_t schema = schema_of(connection);
  if (schema == newest_schema()) return std::nullopt;
  const std::string differ = "its schema is " + std::to_string(schema) +
                             " and this version knows up to " + std::to_string(newest_schema());
  if (schema < newest_schema()) return "it was written by an older version of Patchbay: " + differ;
  Rows rows = select(connection, "SELECT value FROM meta WHERE name = 'usable from'");
  if (rows.next() && rows.whole(0) <= newest_schema()) return std::nullopt;
  return "it was written by a newer version of Patchbay: " + differ;
}

bool is_unfinished(Connection& connection) {
  return select(connection, "SELECT 1 FROM meta WHERE name = 'unfinished'").next();
}

std::optional<std::string> schema_difference(Connection& connection) {
  for (;;) {
    const bool is_begun = has_schema(connection);
    const std::int64_t schema = is_begun ? schema_of(connection) : 0;
    if (schema > newest_schema()) return std::nullopt;
    const auto found =
        difference(connection.objects(),
                   is_begun ? connection.objects_made_by(steps_to(schema, connection.dialect()))
                            : std::vector<Object>());
    // Another node may have run a step between these reads.
    if (!found ||
        (has_schema(connection) == is_begun && (!is_begun || schema_of(connection) == schema)))
      return found;
  }
}

bool has_schema(Connection& connection) { return connection.has_table("meta"); }

void upgrade(Connection& connection, Random& random, Unfinished unfinished) {
  if (const auto wrong = schema_difference(connection)) throw WrongSchema(*wrong);
  connection.script(meta_table(connection.dialect()) +
                    "INSERT INTO meta (name, value) VALUES ('schema', 0), ('edition', 0), " +
                    rows_to_lock() + " ON CONFLICT (name) DO NOTHING");
  const std::int64_t found = schema_of(connection);
  if (found > newest_schema())
    if (const auto why = unusable(connection)) throw WrongSchema(*why);
  if (unfinished == Unfinished::refused && is_unfinished(connection))
    throw WrongSchema("a migration into it was begun and has not ended: run it again");
  for (std::int64_t number = found + 1; number <= newest_schema(); ++number)
    take_step(connection, random, number, schema_steps()[static_cast<std::size_t>(number - 1)]);
}

}  // namespace patchbay::store::sql
