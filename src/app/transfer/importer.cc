// Sends rows to core in bulks: while some are written and planned, the rows of the next are read.
#include "app/transfer/importer.h"

#include <deque>
#include <optional>
#include <utility>

#include "app/transfer/bulk_sender.h"
#include "app/transfer/link_sender.h"
#include "base/result.h"
#include "core/batch_part.h"

namespace patchbay::app {
namespace {

using Status = std::expected<void, ImportError>;

// A bulk ends with the first of these. Rows take some 15 KiB each while they are planned and
// written.
constexpr std::size_t kRowsAtOnce = 512;
static_assert(kRowsAtOnce <= core::kPartItemsMax);
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;
constexpr std::size_t kBulksAtOnce = 3;
// The rows of this many bulks are read with one snapshot: a new one reads its pages again, and an
// old one keeps the store's log from starting again.
constexpr std::size_t kBulksASnapshot = 8;
constexpr std::size_t kValuesShown = 5;

// "name "a" -> "b", status -> "active""
std::string describe_differences(const Differences& differences) {
  std::string out;
  std::size_t shown = 0;
  for (const Difference& each : differences) {
    if (each.path.field == Field::parent && !each.before) continue;
    if (shown++ == kValuesShown) break;
    out += (out.empty() ? "" : ", ") + text(each.path) +
           (each.before ? ' ' + describe(*each.before) : std::string()) + " -> " +
           (each.after ? describe(*each.after) : "nothing");
  }
  if (differences.size() > kValuesShown + 1)
    out += " and " + std::to_string(differences.size() - kValuesShown) + " more";
  return out;
}

// About what `row` takes in memory.
std::size_t size_of(const SourceRow& row) {
  std::size_t out = row.text.size() + row.cells.size() * sizeof(SourceCell);
  for (const SourceCell& each : row.cells)
    if (const std::string* text = each.value.text()) out += text->size();
  return out;
}

ImportFault import_fault(const SourceRow& row, const RowFault& fault) {
  return {.line = fault.line == 0 ? row.line : fault.line,
          .byte = fault.byte.value_or(row.byte),
          .column = fault.column,
          .what = fault.what};
}

// What core refused, at the cell that it is about.
RowFault fault_of(const SourceRow& row, const Fault& fault) {
  RowFault out{.what = fault.sentence()};
  if (fault.problems.empty()) return out;
  const std::string& field = fault.problems.front().field;
  for (const SourceCell& each : row.cells) {
    const std::string& name = each.column->name;
    // Core knows a field that it misses by its canonical name only.
    const bool is_named = name == field || each.column->meaning() == field;
    if (!is_named && !(field.starts_with(name) && field.substr(name.size()).starts_with('/')))
      continue;
    out.column = name;
    out.byte = each.byte;
    if (fault.problems.size() == 1 && is_named) out.what = fault.problems.front().what;
    break;
  }
  return out;
}

class Import {
 public:
  Import(const TransferStore& store, Table& table, const ImportOptions& options)
      : table_(table),
        options_(options),
        store_(store.store),
        service_(store.service),
        sending_({.batch = options.batch,
                  .reason = options.reason,
                  .is_plan = options.is_plan,
                  .principal = options.principal,
                  .caller = options.caller}),
        sender_(store.service, sending_),
        reader_({.key = options.key,
                 .below = options.below,
                 .reach = options.reach,
                 .is_plan = options.is_plan,
                 .keys_in_memory_max = options.keys_in_memory_max}) {}

  std::expected<ImportReport, ImportError> run() {
    for (;;) {
      std::optional<SourceRow> row = TRY(table_.next());
      if (!row) break;
      ++report_.counts.rows;
      TRY_DO(take(std::move(*row)));
      if (chunk_.rows.size() == kRowsAtOnce || chunk_.bytes >= kBytesAtOnce) TRY_DO(send());
    }
    TRY_DO(send());
    TRY_DO(finish_down_to(0));
    return std::move(report_);
  }

 private:
  struct Chunk {
    std::size_t bytes = 0;
    std::vector<SourceRow> rows;
    std::vector<std::optional<RowFault>> faults;  // of each row
    std::vector<bool> is_new;                     // of each row
    std::vector<std::size_t> sent;                // the row of each item
  };

  Status take(SourceRow row) {
    auto item = read(row);
    const auto misses_row = [&] {
      return !item && item.error().is_unknown_parent && !options_.is_plan;
    };
    // The row that makes the customer above may have been written since the snapshot.
    if (misses_row()) item = read_anew(row);
    if (misses_row()) {
      TRY_DO(send());
      TRY_DO(finish_down_to(0));
      item = read_anew(row);
    }
    if (!item && item.error().ends_import) {
      ImportError out(std::move(item.error().what));
      out.fault = Fault(ErrorKind::unavailable, out.what);
      return std::unexpected(std::move(out));
    }
    if (item) {
      chunk_.sent.push_back(chunk_.rows.size());
      numbers_.push_back(row.line);
      chunk_.is_new.push_back(std::holds_alternative<core::CreateCustomer>(item->change));
      items_.push_back(std::move(*item));
      chunk_.faults.emplace_back();
    } else {
      chunk_.is_new.push_back(false);
      chunk_.faults.emplace_back(std::move(item.error()));
    }
    chunk_.bytes += size_of(row);
    chunk_.rows.push_back(std::move(row));
    return {};
  }

  std::expected<core::BulkItem, RowFault> read(const SourceRow& row) {
    return reader_.read(snapshot(), row);
  }

  std::expected<core::BulkItem, RowFault> read_anew(const SourceRow& row) {
    snapshot_.reset();
    return read(row);
  }

  store::ReadTransaction& snapshot() {
    if (!snapshot_) {
      snapshot_ = store_.read();
      bulks_since_ = 0;
    }
    return *snapshot_;
  }

  // Sends the rows that were read.
  Status send() {
    if (++bulks_since_ >= kBulksASnapshot) snapshot_.reset();
    TRY_DO(finish_down_to(kBulksAtOnce - 1));
    if (chunk_.rows.empty()) return {};
    if (!items_.empty()) sender_.begin(std::exchange(items_, {}), std::exchange(numbers_, {}));
    sent_.push_back(std::exchange(chunk_, {}));
    return {};
  }

  // Waits until no more than that many bulks are under way.
  Status finish_down_to(std::size_t bulks) {
    while (sent_.size() > bulks) {
      const Chunk done = std::move(sent_.front());
      sent_.pop_front();
      TRY_DO(finish(done));
    }
    return {};
  }

  Status finish(const Chunk& done) {
    std::vector<const core::BatchItem*> outcomes(done.rows.size());
    core::Batch batch;
    if (!done.sent.empty()) batch = TRY(sender_.finish());
    for (const core::BatchItem& each : batch.items) outcomes[done.sent[each.index]] = &each;
    std::vector<RowLink> links;
    for (std::size_t i = 0; i < done.rows.size(); ++i) {
      const SourceRow& row = done.rows[i];
      if (const auto& fault = done.faults[i])
        TRY_DO(refuse(row, *fault));
      else if (const auto& refused = outcomes[i]->fault)
        TRY_DO(refuse(row, fault_of(row, *refused)));
      else
        count(row, *outcomes[i], done.is_new[i], links);
    }
    TRY_DO(link(links));
    if (options_.progress && !options_.progress(report_.counts.rows, 0)) {
      ImportError stopped("the import was stopped: send it again to go on");
      stopped.fault = Fault(ErrorKind::unavailable, stopped.what);
      return std::unexpected(std::move(stopped));
    }
    return {};
  }

  // What a row says that a system calls its customer.
  struct RowLink {
    const SourceRow* row;
    const SourceCell* cell;
    core::LinkToSystem link;
  };

  // The links of a row that are not there yet.
  std::vector<RowLink> new_links(const SourceRow& row, CustomerId customer) {
    std::vector<RowLink> out;
    for (const SourceCell& each : row.cells) {
      if (each.column->kind != Column::Kind::link) continue;
      const std::string there = meant_text(each);
      if (there.empty()) continue;
      const auto known = snapshot().system_link(each.column->system, customer);
      if (known && known->there == there) continue;
      out.push_back({.row = &row,
                     .cell = &each,
                     .link = {.id = each.column->system, .customer = customer, .there = there}});
    }
    return out;
  }

  Status link(const std::vector<RowLink>& rows) {
    if (rows.empty() || options_.is_plan) return {};
    std::vector<core::LinkToSystem> links;
    for (const RowLink& each : rows) links.push_back(each.link);
    const auto faults = TRY(send_links(service_, sending_, links));
    snapshot_.reset();  // it is older than the links
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const auto& fault = faults[i])
        TRY_DO(refuse(*rows[i].row, {.column = rows[i].cell->column->name,
                                     .what = "cannot be kept: " + fault->sentence(),
                                     .byte = rows[i].cell->byte}));
    return {};
  }

  void count(const SourceRow& row, const core::BatchItem& item, bool is_new,
             std::vector<RowLink>& links) {
    ImportCounts& counts = report_.counts;
    const auto added = new_links(row, item.id);
    links.insert(links.end(), added.begin(), added.end());
    if (item.repeats) {
      ++counts.written_before;
      return;
    }
    if (!item.changed && added.empty()) {
      ++counts.unchanged;
      return;
    }
    ++(is_new ? counts.made : counts.changed);
    if (!options_.is_plan || report_.changes.size() == options_.shown) return;
    report_.changes.push_back({.line = row.line,
                               .customer = is_new ? CustomerId{} : item.id,
                               .what = describe(item.differences, added)});
  }

  static std::string describe(const Differences& differences, const std::vector<RowLink>& links) {
    std::string out = describe_differences(differences);
    for (const RowLink& each : links)
      out += (out.empty() ? "" : ", ") + each.cell->column->meaning() + " -> \"" +
             each.link.there.value_or(std::string()) + '"';
    return out;
  }

  Status refuse(const SourceRow& row, const RowFault& fault) {
    ++report_.counts.refused;
    ImportFault refused = import_fault(row, fault);
    const std::string why = refused.sentence();
    if (report_.faults.size() < options_.shown) report_.faults.push_back(std::move(refused));
    if (!options_.rejected) return {};
    if (report_.counts.refused == 1) TRY_DO(options_.rejected(table_.rejected_header()));
    TRY_DO(options_.rejected(table_.rejected(row, why)));
    return {};
  }

  Table& table_;
  const ImportOptions& options_;
  store::Store& store_;
  core::Service& service_;
  const BulkSender::Options sending_;
  BulkSender sender_;
  RowReader reader_;
  std::unique_ptr<store::ReadTransaction> snapshot_;
  std::size_t bulks_since_ = 0;  // it was taken
  Chunk chunk_;                  // being read
  std::deque<Chunk> sent_;       // being planned and written
  std::vector<core::BulkItem> items_;
  std::vector<std::size_t> numbers_;
  ImportReport report_;
};

}  // namespace

std::string ImportFault::sentence() const {
  return "line " + std::to_string(line) + ", byte " + std::to_string(byte) +
         (column.empty() ? std::string() : ", column " + column) + ": " + what;
}

std::string ImportChange::sentence() const {
  return "line " + std::to_string(line) + ": " +
         (customer ? "customer " + std::to_string(customer.value) : std::string("new customer")) +
         ": " + what;
}

std::expected<ImportReport, ImportError> run_import(const TransferStore& store, Table& table,
                                                    const ImportOptions& options) {
  return Import(store, table, options).run();
}

}  // namespace patchbay::app
