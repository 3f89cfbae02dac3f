// Walks through the tree of customers and writes a row for each.
#include "cli/transfer/exporter.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/result.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/transfer/formulas.h"
#include "core/read/versions.h"
#include "doors/native/customers/value_json.h"
#include "wire/csv.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using Kind = Column::Kind;
using wire::Object;
using wire::Tree;
using Written = std::expected<void, std::string>;

constexpr std::size_t kPage = 1000;
constexpr std::size_t kUuidsMax = 65'536;

bool is_exported(const FieldRow& field) {
  return !field.secret() && field.sensitivity != Sensitivity::server;
}

Field field_at(Section section, std::size_t index) {
  return static_cast<Field>(static_cast<std::size_t>(first_field(section)) + index);
}

class Exporter {
 public:
  Exporter(store::ReadTransaction& reader, const ExportOptions& options, const WriteText& write)
      : reader_(reader), options_(options), write_(write) {}

  std::expected<std::uint64_t, std::string> run() {
    if (options_.format == TableFormat::csv) TRY_DO(write_(header()));
    TRY_DO(options_.at ? walk_all() : walk_below());
    // Those that stand below a younger customer follow it.
    while (!deferred_.empty()) {
      const std::size_t before = deferred_.size();
      for (const CustomerId id : std::vector(deferred_.begin(), deferred_.end()))
        if (auto record = record_then(id)) {
          if (deferred_.contains(record->parent())) continue;
          deferred_.erase(id);
          TRY_DO(write_row(*record));
        }
      if (deferred_.size() == before)
        return std::unexpected("the tree of customers has a circle: run `patchbay verify`");
    }
    return count_;
  }

 private:
  [[nodiscard]] Written walk_below() {
    CustomerQuery query{.below = options_.below, .recursive = true};
    query.limit = kPage;
    for (bool more = true; more;) {
      const CustomerPage page = reader_.customers(query);
      more = page.more;
      query.after = page.last;
      for (const Record& record : page.records) TRY_DO(take(record));
    }
    return {};
  }

  // Where a customer stood at that time is in its history only.
  [[nodiscard]] Written walk_all() {
    CustomerId after;
    for (;;) {
      const auto ids = reader_.customer_ids(after, kPage);
      if (ids.empty()) return {};
      after = ids.back();
      for (const CustomerId id : ids) {
        auto record = record_then(id);
        if (!record) continue;
        if (record->deleted() || id == options_.below || !stood_below(*record)) continue;
        TRY_DO(take(*record));
      }
    }
  }

  [[nodiscard]] Written take(const Record& record) {
    const CustomerId parent = record.parent();
    const bool is_next =
        parent == options_.below || (parent < record.id && !deferred_.contains(parent));
    if (is_next) return write_row(record);
    deferred_.insert(record.id);
    return {};
  }

  // The customer at the time of the export; nothing if it did not exist then.
  [[nodiscard]] std::optional<Record> record_then(CustomerId id) {
    auto record = reader_.customer(id);
    if (!record || !options_.at) return record;
    const Version version = core::version_at(reader_, *record, *options_.at);
    if (version == 0) return std::nullopt;
    if (version == record->version) return record;
    auto then = core::record_at(reader_, *record, version);
    if (then) return std::move(*then);
    throw store::Unavailable("customer " + std::to_string(id.value) +
                             ": values of that time were erased from history");
  }

  [[nodiscard]] bool stood_below(const Record& record) {
    if (options_.below == kRoot) return true;
    for (CustomerId above = record.parent(); above;) {
      if (above == options_.below) return true;
      const auto found = record_then(above);
      above = found ? found->parent() : CustomerId{};
    }
    return false;
  }

  [[nodiscard]] Written write_row(const Record& record) {
    ++count_;
    progress_.update(count_);
    std::string out;
    if (options_.format == TableFormat::csv)
      append_csv(out, record);
    else
      out = json_row(record);
    out += '\n';
    return write_(out);
  }

  [[nodiscard]] std::string header() const {
    std::string out;
    for (const Column& each : options_.columns) {
      if (!out.empty()) out += ',';
      csv_cell(out, each.name);
    }
    return out + '\n';
  }

  static void csv_cell(std::string& out, std::string_view text) {
    wire::csv::append_cell(out, text);
  }

  [[nodiscard]] std::string uuid_of(CustomerId id) {
    if (const auto known = uuids_.find(id.value); known != uuids_.end()) return known->second;
    const auto found = reader_.customer(id);
    if (uuids_.size() >= kUuidsMax) uuids_.clear();
    return uuids_[id.value] = found ? found->uuid.text() : std::string();
  }

  // What a column shows of a customer.
  [[nodiscard]] Tree tree_of(const Column& column, const Record& record) {
    switch (column.kind) {
      case Kind::uuid:
        return Tree(record.uuid.text());
      case Kind::id:
        return Tree(record.id.value);
      case Kind::version:
        return Tree(record.version);
      case Kind::parent:
        if (record.parent() == options_.below) return wire::Null{};
        return Tree(uuid_of(record.parent()));
      case Kind::parts:
        return parts_of(record, section_of(column.target.field));
      case Kind::ignored:
      case Kind::field:
      case Kind::spelled:
        break;
    }
    const Field field = column.target.field;
    const auto value = value_at(record, column.target);
    if (!value) return wire::Null{};
    if (row(field).rule.form == ValueRule::Form::customer) {
      const auto* id = std::get_if<std::int64_t>(&*value);
      if (id && *id > 0) return Tree(uuid_of(CustomerId{*id}));
    }
    return doors::native::to_json(field, *value);
  }

  // {"<uuid>": {"type": …}}, oldest first.
  static Tree parts_of(const Record& record, Section section) {
    Object out;
    const auto rows = field_rows(section);
    for (const Uuid& part : record.parts(section)) {
      Object fields;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const Field field = field_at(section, i);
        const Value* value = is_exported(rows[i]) ? record.find(field, part) : nullptr;
        if (value) fields.emplace_back(rows[i].key, doors::native::to_json(field, *value));
      }
      out.emplace_back(part.text(), Tree(std::move(fields)));
    }
    if (out.empty()) return wire::Null{};
    return Tree(std::move(out));
  }

  void append_csv(std::string& out, const Record& record) {
    bool is_first = true;
    for (const Column& each : options_.columns) {
      if (!is_first) out += ',';
      is_first = false;
      const Tree tree = tree_of(each, record);
      if (const std::string* text = tree.text()) {
        const bool is_number = each.kind == Kind::field &&
                               row(each.target.field).rule.form == ValueRule::Form::decimal;
        csv_cell(out, is_number ? *text : defused(*text));
      } else if (!tree.is_null()) {
        csv_cell(out, wire::json::write(tree));
      }
    }
    // A row of one empty cell would be no row.
    if (options_.columns.size() == 1 && out.empty()) out = "\"\"";
  }

  [[nodiscard]] std::string json_row(const Record& record) {
    Object out;
    for (const Column& each : options_.columns) {
      Tree tree = tree_of(each, record);
      if (!tree.is_null() || each.kind == Kind::parent)
        out.emplace_back(each.name, std::move(tree));
    }
    return wire::json::write(Tree(std::move(out)));
  }

  store::ReadTransaction& reader_;
  const ExportOptions& options_;
  const WriteText& write_;
  std::set<CustomerId> deferred_;
  std::unordered_map<std::int64_t, std::string> uuids_;
  std::uint64_t count_ = 0;
  Progress progress_{"exporting", "customers"};
};

}  // namespace

std::vector<Column> standard_columns() {
  std::vector<std::string> names{"uuid", "parent"};
  for (const FieldRow& each : field_rows(Section::customer))
    // Only live customers are exported.
    if (is_exported(each) && each.key != "deleted") names.emplace_back(each.key);
  names.insert(names.end(), {"addresses", "contacts"});
  return columns_named(names).value();
}

std::expected<std::vector<Column>, std::string> columns_named(
    const std::vector<std::string>& names) {
  const auto finder = ColumnFinder::make({});
  std::vector<Column> out;
  for (const std::string& name : names) {
    auto column = finder->find(name);
    if (!column || column->kind == Kind::ignored)
      return std::unexpected("--fields names \"" + name + "\", which is no field");
    if (column->kind == Kind::field && row(column->target.field).secret())
      return std::unexpected("--fields names " + name + ", which is a secret and never leaves");
    for (const Column& before : out)
      if (before.meaning() == column->meaning())
        return std::unexpected("--fields names " + name + " twice");
    column->name = column->meaning();
    out.push_back(std::move(*column));
  }
  return out;
}

std::expected<std::uint64_t, std::string> export_customers(store::ReadTransaction& reader,
                                                           const ExportOptions& options,
                                                           const WriteText& write) {
  return Exporter(reader, options, write).run();
}

}  // namespace patchbay::app
