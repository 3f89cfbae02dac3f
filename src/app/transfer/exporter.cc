// Walks through the tree of customers and writes a row for each.
#include "app/transfer/exporter.h"

#include <algorithm>

#include "app/transfer/formulas.h"
#include "base/result.h"
#include "base/text.h"
#include "core/read/versions.h"
#include "doors/native/customers/value_json.h"
#include "wire/csv.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using Kind = Column::Kind;
using wire::Object;
using wire::Tree;

constexpr std::size_t kPage = 250;
constexpr std::size_t kUuidsMax = 65'536;

bool is_exported(const FieldRow& field) {
  return !field.secret() && field.sensitivity != Sensitivity::server;
}

Field field_at(Section section, std::size_t index) {
  return static_cast<Field>(static_cast<std::size_t>(first_field(section)) + index);
}

// {"<uuid>": {"type": …}}, oldest first.
Tree parts_of(const Record& record, Section section) {
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

ExportError circle() {
  return {.kind = ExportError::Kind::damaged,
          .what = "the tree of customers has a circle: run `patchbay verify`"};
}

void csv_cell(std::string& out, std::string_view text) { wire::csv::append_cell(out, text); }

}  // namespace

std::expected<bool, ExportError> Exporter::next(std::string& out) {
  switch (phase_) {
    case Phase::header:
      if (options_.format == TableFormat::csv) out += header();
      query_ = {.below = options_.below, .recursive = true};
      query_.limit = kPage;
      phase_ = Phase::walk;
      return true;
    case Phase::walk:
      if (options_.at ? TRY(walk_all(out)) : walk_below(out)) return true;
      phase_ = Phase::deferred;
      begin_round();
      return !deferred_.empty();
    case Phase::deferred:
      return write_deferred(out);
  }
  return false;
}

// Returns whether there is more.
bool Exporter::walk_below(std::string& out) {
  const CustomerPage page = reader_.customers(query_);
  query_.after = page.last;
  for (const Record& record : page.records) take(out, record);
  return page.more;
}

std::expected<void, ExportError> Exporter::must_go_on() const {
  if (!options_.may_go_on || options_.may_go_on()) return {};
  return std::unexpected(ExportError{.what = "was stopped"});
}

// Where a customer stood at that time is in its history only.
std::expected<bool, ExportError> Exporter::walk_all(std::string& out) {
  const auto ids = reader_.customer_ids(after_, kPage);
  if (ids.empty()) return false;
  after_ = ids.back();
  for (const CustomerId id : ids) {
    TRY_DO(must_go_on());
    if (!is_in_reach(id)) continue;
    // One whose values were erased matters only if it belongs in the file.
    const auto record = record_then(id);
    const std::optional<Record> place = record ? *record : place_then(id);
    if (!place || place->deleted() || id == options_.below) continue;
    if (!TRY(stood_below(*place))) continue;
    if (!record) return std::unexpected(record.error());
    take(out, *place);
  }
  return true;
}

// Those that stand below a younger customer follow it.
std::expected<bool, ExportError> Exporter::write_deferred(std::string& out) {
  const std::size_t end = std::min(round_at_ + kPage, round_.size());
  for (; round_at_ < end; ++round_at_) {
    TRY_DO(must_go_on());
    const CustomerId id = round_[round_at_];
    const std::optional<Record> record = TRY(record_then(id));
    if (!record || deferred_.contains(record->parent())) continue;
    deferred_.erase(id);
    write_row(out, *record);
  }
  if (deferred_.empty()) return false;
  if (round_at_ < round_.size()) return true;
  if (deferred_.size() == round_.size()) return std::unexpected(circle());
  begin_round();
  return true;
}

void Exporter::begin_round() {
  round_.assign(deferred_.begin(), deferred_.end());
  round_at_ = 0;
}

void Exporter::take(std::string& out, const Record& record) {
  const CustomerId parent = record.parent();
  const bool is_next =
      parent == options_.below || (parent < record.id && !deferred_.contains(parent));
  if (is_next) return write_row(out, record);
  deferred_.insert(record.id);
}

// The customer at the time of the export; nothing if it did not exist then.
std::expected<std::optional<Record>, ExportError> Exporter::record_then(CustomerId id) {
  auto record = reader_.customer(id);
  if (!record || !options_.at) return record;
  const Version version = core::version_at(reader_, *record, *options_.at);
  if (version == 0) return std::nullopt;
  if (version == record->version) return record;
  auto then = core::record_at(reader_, *record, version);
  if (then) return std::move(*then);
  return std::unexpected(
      ExportError{.kind = ExportError::Kind::erased,
                  .what = "is a time for which values of customer " + std::to_string(id.value) +
                          " were erased from history: give a later time, or export a part of the "
                          "tree without that customer"});
}

// Where the customer stood at that time and whether it was deleted, which is never erased; its
// other values are newer ones.
std::optional<Record> Exporter::place_then(CustomerId id) {
  auto out = reader_.customer(id);
  if (!out || !options_.at) return out;
  const Version version = core::version_at(reader_, *out, *options_.at);
  if (version == 0) return std::nullopt;
  for (Version before = 0;;) {
    const auto page = reader_.history(id, before, kPage);
    for (const Entry& entry : page) {
      if (entry.version <= version) return out;
      for (const Difference& each : entry.differences) {
        if (each.path.field != Field::parent && each.path.field != Field::deleted) continue;
        if (each.before)
          out->values.set(each.path, *each.before);
        else
          out->values.clear(each.path);
      }
    }
    if (page.size() < kPage) return out;
    before = page.back().version;
  }
}

std::expected<bool, ExportError> Exporter::stood_below(const Record& record) {
  if (options_.below == kRoot) return true;
  std::set<CustomerId> passed;
  for (CustomerId above = record.parent(); above;) {
    if (above == options_.below) return true;
    if (!passed.insert(above).second) return std::unexpected(circle());
    TRY_DO(must_go_on());
    const std::optional<Record> found = place_then(above);
    above = found ? found->parent() : CustomerId{};
  }
  return false;
}

bool Exporter::is_in_reach(CustomerId id) {
  if (options_.reach == kRoot) return true;
  const auto lineage = reader_.lineage(id);
  return std::ranges::find(lineage, options_.reach) != lineage.end();
}

void Exporter::write_row(std::string& out, const Record& record) {
  ++count_;
  if (options_.format == TableFormat::csv)
    append_csv(out, record);
  else
    append_json(out, record);
  out += '\n';
}

std::string Exporter::header() const {
  std::string out;
  for (const Column& each : options_.columns) {
    if (!out.empty()) out += ',';
    csv_cell(out, each.name);
  }
  return out + '\n';
}

std::string Exporter::uuid_of(CustomerId id) {
  if (const auto known = uuids_.find(id.value); known != uuids_.end()) return known->second;
  const auto found = is_in_reach(id) ? reader_.customer(id) : std::nullopt;
  if (uuids_.size() >= kUuidsMax) uuids_.clear();
  return uuids_[id.value] = found ? found->uuid.text() : std::string();
}

// What a column shows of a customer.
Tree Exporter::tree_of(const Column& column, const Record& record) {
  switch (column.kind) {
    case Kind::uuid:
      return Tree(record.uuid.text());
    case Kind::id:
      return Tree(record.id.value);
    case Kind::version:
      return Tree(record.version);
    case Kind::link: {
      const auto link = reader_.system_link(column.system, record.id);
      return link && !link->there.empty() ? Tree(link->there) : Tree(wire::Null{});
    }
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
    // A customer out of reach stays the number that it is elsewhere too.
    if (id && *id > 0)
      if (std::string uuid = uuid_of(CustomerId{*id}); !uuid.empty()) return Tree(std::move(uuid));
  }
  return doors::native::to_json(field, *value);
}

void Exporter::append_csv(std::string& out, const Record& record) {
  const std::size_t begin = out.size();
  bool is_first = true;
  for (const Column& each : options_.columns) {
    if (!is_first) out += ',';
    is_first = false;
    const Tree tree = tree_of(each, record);
    if (const std::string* text = tree.text()) {
      const bool is_number =
          each.kind == Kind::field && row(each.target.field).rule.form == ValueRule::Form::decimal;
      csv_cell(out, is_number ? *text : defused(*text));
    } else if (!tree.is_null()) {
      csv_cell(out, wire::json::write(tree));
    }
  }
  // A row of one empty cell would be no row.
  if (options_.columns.size() == 1 && out.size() == begin) out += "\"\"";
}

void Exporter::append_json(std::string& out, const Record& record) {
  Object object;
  for (const Column& each : options_.columns) {
    Tree tree = tree_of(each, record);
    if (!tree.is_null() || each.kind == Kind::parent)
      object.emplace_back(each.name, std::move(tree));
  }
  out += wire::json::write(Tree(std::move(object)));
}

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
      return std::unexpected("names \"" + name + "\", which is no field");
    if (column->kind == Kind::field && row(column->target.field).secret())
      return std::unexpected("names " + name + ", which is a secret and never leaves");
    for (const Column& before : out)
      if (before.meaning() == column->meaning()) return std::unexpected("names " + name + " twice");
    column->name = column->meaning();
    out.push_back(std::move(*column));
  }
  return out;
}

std::expected<std::uint64_t, std::string> export_customers(store::ReadTransaction& reader,
                                                           const ExportOptions& options,
                                                           const WriteText& write,
                                                           const CountRows& progress) {
  Exporter exporter(reader, options);
  for (bool more = true; more;) {
    std::string piece;
    const auto has_more = exporter.next(piece);
    if (!has_more) {
      const auto& [kind, what] = has_more.error();
      return std::unexpected((kind == ExportError::Kind::erased ? "--at " : "") + what);
    }
    more = *has_more;
    TRY_DO(write(piece));
    progress(exporter.count());
  }
  return exporter.count();
}

}  // namespace patchbay::app
