// A customer: its identifiers and a flat, ordered map of values.
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/copy_on_write.h"
#include "base/uuid.h"
#include "record/field/path.h"
#include "record/value/ids.h"
#include "record/value/value.h"

namespace patchbay {

// Values in the order of their paths. A part exists if it has an `ordinal`. The values of one part
// are stored together, so the cost of setting or clearing a value does not grow with the number of
// parts. Copies share their values until one of them is changed.
class Values {
 public:
  using Item = std::pair<Path, Value>;
  // The values of one part, or of the customer itself. Never empty.
  using Group = std::vector<Item>;

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    Iterator() = default;
    reference operator*() const { return (*group_)[at_]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      if (++at_ == group_->size()) {
        ++group_;
        at_ = 0;
      }
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    friend Values;
    explicit Iterator(const Group* group) : group_(group) {}
    const Group* group_ = nullptr;
    std::size_t at_ = 0;
  };

  [[nodiscard]] const Value* find(const Path& path) const;
  void set(const Path& path, Value value);
  void clear(const Path& path);
  // Removes all values of one part.
  void clear_part(Section section, const Uuid& part);
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_.read(); }
  // Returns the values of a part in the order of fields, or null if it has none.
  [[nodiscard]] const Group* group(Section section, const Uuid& part) const;
  [[nodiscard]] Iterator begin() const { return Iterator(groups().data()); }
  [[nodiscard]] Iterator end() const { return Iterator(groups().data() + groups().size()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  bool operator==(const Values&) const = default;

 private:
  CopyOnWrite<std::vector<Group>> groups_;
  std::size_t size_ = 0;
};

struct Record {
  CustomerId id;
  Uuid uuid;
  Version version = 0;
  Values values;

  [[nodiscard]] const Value* find(Field field, const Uuid& part = {}) const {
    return values.find({field, part});
  }
  // Returns the text, number or flag of a field; empty, 0 or false if it is not set.
  [[nodiscard]] std::string text(Field field, const Uuid& part = {}) const;
  [[nodiscard]] std::int64_t whole(Field field, const Uuid& part = {}) const;
  [[nodiscard]] bool flag(Field field, const Uuid& part = {}) const;

  [[nodiscard]] CustomerId parent() const { return {whole(Field::parent)}; }
  [[nodiscard]] bool deleted() const { return flag(Field::deleted); }
  [[nodiscard]] std::string name() const { return text(Field::name); }

  // Returns the ids of the addresses or contacts, oldest first.
  [[nodiscard]] std::vector<Uuid> parts(Section section) const;
  [[nodiscard]] std::size_t count_parts(Section section) const;
  [[nodiscard]] bool has_part(Section section, const Uuid& part) const;
  // Returns the part marked primary, or nil if no part is.
  [[nodiscard]] Uuid primary(Section section) const;

  bool operator==(const Record&) const = default;
};

[[nodiscard]] Field ordinal_field(Section section);  // section is address or contact
[[nodiscard]] Field primary_field(Section section);

// One value before and after; a side without a value is empty.
struct Difference {
  Path path;
  std::optional<Value> before;
  std::optional<Value> after;
  // The salt of the commitments that put these values into the chain of history, or the commitments
  // themselves if values were erased (record/history/chain.h). Empty outside history.
  std::string bond{};
  bool operator==(const Difference&) const = default;
};
using Differences = std::vector<Difference>;

// Law: apply(a, diff(a, b)) == b.
[[nodiscard]] Differences diff(const Values& before, const Values& after);
void apply(Values& values, const Differences& differences);

}  // namespace patchbay
