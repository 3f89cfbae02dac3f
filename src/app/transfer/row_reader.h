// Makes a change of a row: finds the customer by its key, and reads the cells.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "app/transfer/key_set.h"
#include "app/transfer/table.h"
#include "core/call/call.h"
#include "store/store.h"

namespace patchbay::app {

// How a row finds a customer that exists already.
struct RowKey {
  enum class Kind : std::uint8_t { none, uuid, id, field, link };  // none: all rows are new
  Kind kind = Kind::none;
  Field field{};            // of Kind::field
  std::int64_t system = 0;  // of Kind::link: whose name for the customer it is
  std::string name;
};
// Reads "uuid", "id", "none", "links/3" or the name of a field that customers are found by. The
// error is a sentence for the operator.
[[nodiscard]] std::expected<RowKey, std::string> parse_row_key(const std::string& name);

// The text of a cell as it is meant: see --value, and without what defuses a formula.
[[nodiscard]] std::string meant_text(const SourceCell& cell);

class RowReader {
 public:
  struct Options {
    RowKey key;
    CustomerId below;          // new customers stand below it unless a row says where
    CustomerId reach = kRoot;  // customers that do not stand at or below it do not exist
    bool is_plan = false;      // nothing is written, so customers of earlier rows do not exist
    std::size_t keys_in_memory_max = KeySet::kTableMax;  // further ones are kept in TMPDIR
  };
  explicit RowReader(Options options)
      : options_(std::move(options)), keys_(options_.keys_in_memory_max) {}

  // The change that `row` stands for, or what is wrong with it.
  [[nodiscard]] std::expected<core::BulkItem, RowFault> read(store::ReadTransaction& reader,
                                                             const SourceRow& row);

 private:
  using Found = std::expected<std::optional<Record>, RowFault>;
  [[nodiscard]] Found find_customer(store::ReadTransaction& reader, const SourceCell& cell) const;
  template <class Key>
  [[nodiscard]] std::optional<Record> find_in_reach(store::ReadTransaction& reader,
                                                    const Key& key) const;
  [[nodiscard]] wire::Tree number_of(store::ReadTransaction& reader, const wire::Tree& tree) const;
  void add_edits(store::ReadTransaction& reader, const SourceCell& cell, core::BulkItem& item,
                 std::vector<core::FieldEdit>& out) const;
  // The edit of a cell that stands for one field.
  [[nodiscard]] core::FieldEdit field_edit(store::ReadTransaction& reader,
                                           const SourceCell& cell) const;
  [[nodiscard]] Found find_by_field(store::ReadTransaction& reader, const SourceCell& cell,
                                    const std::string& text) const;
  [[nodiscard]] std::optional<Record> find_linked(store::ReadTransaction& reader,
                                                  const std::string& there) const;
  [[nodiscard]] std::expected<core::Subject, RowFault> find_parent(store::ReadTransaction& reader,
                                                                   const SourceCell* cell) const;
  [[nodiscard]] std::expected<bool, RowFault> note(KeySet::Short key, KeyFact fact);
  [[nodiscard]] std::expected<bool, RowFault> is_known(KeySet::Short key, KeyFact fact) const;
  [[nodiscard]] const SourceCell* key_cell(const SourceRow& row) const;

  const Options options_;
  KeySet keys_;  // of the rows so far
};

}  // namespace patchbay::app
