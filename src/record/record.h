// A customer: its identifiers and a flat, ordered map of values.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/uuid.h"
#include "record/ids.h"
#include "record/path.h"
#include "record/value.h"

namespace patchbay {

// Values by path, in the order of paths. A part exists where it has an `ordinal`.
class Values {
 public:
  using Item = std::pair<Path, Value>;

  [[nodiscard]] const Value* find(const Path& path) const;
  void set(const Path& path, Value value);
  void clear(const Path& path);
  void reserve(std::size_t count) { items_.reserve(count); }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  bool operator==(const Values&) const = default;

 private:
  std::vector<Item> items_;
};

struct Record {
  CustomerId id;
  Uuid uuid;
  Version version = 0;
  Values values;

  [[nodiscard]] const Value* find(Field field, const Uuid& part = {}) const {
    return values.find({field, part});
  }
  // The text, number or flag of a field of that form; empty, 0 or false where it is not set.
  [[nodiscard]] std::string text(Field field, const Uuid& part = {}) const;
  [[nodiscard]] std::int64_t whole(Field field, const Uuid& part = {}) const;
  [[nodiscard]] bool flag(Field field, const Uuid& part = {}) const;

  [[nodiscard]] CustomerId parent() const { return {whole(Field::parent)}; }
  [[nodiscard]] bool deleted() const { return flag(Field::deleted); }
  [[nodiscard]] std::string name() const { return text(Field::name); }

  // The addresses or contacts, oldest first.
  [[nodiscard]] std::vector<Uuid> parts(Home home) const;
  [[nodiscard]] bool has_part(Home home, const Uuid& part) const;
  // The part marked primary, or nil where there is no part.
  [[nodiscard]] Uuid primary(Home home) const;

  bool operator==(const Record&) const = default;
};

[[nodiscard]] Field ordinal_field(Home home);  // home is address or contact
[[nodiscard]] Field primary_field(Home home);

// One value before and after; a side without a value is nothing.
struct Difference {
  Path path;
  std::optional<Value> before;
  std::optional<Value> after;
  // What binds the values into the chain of history (record/chain.h): the salt of their commitment,
  // or the commitment itself where they were erased. Empty outside of history.
  std::string bond{};
  bool operator==(const Difference&) const = default;
};
using Differences = std::vector<Difference>;

// Law: apply(a, diff(a, b)) == b.
[[nodiscard]] Differences diff(const Values& before, const Values& after);
void apply(Values& values, const Differences& differences);

}  // namespace patchbay
