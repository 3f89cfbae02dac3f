// Reads the cells of rows by the canonical forms of fields, and by the spellings of doors.
#include "app/transfer/row_reader.h"

#include <algorithm>

#include "app/transfer/cell_values.h"
#include "app/transfer/formulas.h"
#include "base/result.h"
#include "base/text.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/customers/value_json.h"
#include "record/search/search_terms.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using Kind = Column::Kind;
using Form = ValueRule::Form;
using wire::Tree;

std::unexpected<RowFault> refused(const SourceCell& cell, std::string what) {
  return std::unexpected(
      RowFault{.column = cell.column->name, .what = std::move(what), .byte = cell.byte});
}

// Whether a cell is meant as it is written: nothing defuses a formula in it, and no --value is for
// its column.
bool is_plain(const SourceCell& cell) {
  const std::string* text = cell.is_text ? cell.value.text() : nullptr;
  return cell.column->values.empty() && (!text || undefused(*text).size() == text->size());
}

// The cell's text as it is meant: without what defuses a formula, and with the values of --value.
Tree meant(const SourceCell& cell) {
  if (is_plain(cell)) return cell.value;
  std::string text = cell_text(cell.value);
  if (cell.is_text) text = std::string(undefused(text));
  const auto replaced = cell.column->values.find(text);
  if (replaced != cell.column->values.end()) return Tree(replaced->second);
  return cell.value.text() ? Tree(std::move(text)) : cell.value;
}

// The answer of a set of keys, without which no row can be read.
std::expected<bool, RowFault> or_end(KeySet::Answer answer) {
  if (answer) return *answer;
  return std::unexpected(RowFault{.what = std::move(answer.error()), .ends_import = true});
}

bool is_value(const Column& column) {
  return column.kind == Kind::field || column.kind == Kind::parts || column.kind == Kind::spelled;
}

core::FieldEdit number_edit(Field field, std::int64_t number, const std::string& name) {
  return {.target = {.field = field}, .edit = Value{number}, .field = name};
}

}  // namespace

std::string meant_text(const SourceCell& cell) { return cell_text(meant(cell)); }

std::expected<RowKey, std::string> parse_row_key(const std::string& name) {
  if (name == "none") return RowKey{.name = name};
  if (name == "uuid") return RowKey{.kind = RowKey::Kind::uuid, .name = name};
  if (name == "id") return RowKey{.kind = RowKey::Kind::id, .name = name};
  if (const auto system = linked_system(name))
    return RowKey{.kind = RowKey::Kind::link, .system = *system, .name = name};
  const auto field = find_field(Section::customer, name);
  if (field && row(*field).search == Search::key)
    return RowKey{.kind = RowKey::Kind::field, .field = *field, .name = name};
  std::vector<std::string> known{"uuid", "id", "none", "links/NUMBER"};
  for (const FieldRow& each : field_rows(Section::customer))
    if (each.search == Search::key) known.emplace_back(each.key);
  return std::unexpected("--key is " + name + ", and must be one of " + join(known, ", "));
}

template <class Key>
std::optional<Record> RowReader::find_in_reach(store::ReadTransaction& reader,
                                               const Key& key) const {
  auto found = reader.customer(key);
  if (!found || options_.reach == kRoot) return found;
  const auto lineage = reader.lineage(found->id);
  if (std::ranges::find(lineage, options_.reach) == lineage.end()) return std::nullopt;
  return found;
}

// The number of a customer that is named by its uuid in a field for a number.
Tree RowReader::number_of(store::ReadTransaction& reader, const Tree& tree) const {
  const std::string text = cell_text(tree);
  const auto uuid = Uuid::parse(text);
  const auto found = uuid ? find_in_reach(reader, *uuid) : std::nullopt;
  return found ? Tree(found->id.value) : tree;
}

// Appends the edits of a cell with a value of the customer.
void RowReader::add_edits(store::ReadTransaction& reader, const SourceCell& cell,
                          core::BulkItem& item, std::vector<core::FieldEdit>& out) const {
  const Column& column = *cell.column;
  if (column.kind == Kind::field) return out.push_back(field_edit(reader, cell));
  Tree tree = meant(cell);
  if (column.kind == Kind::spelled) return out.push_back(spelled_edit(column, tree));
  const std::string name(word(section_of(column.target.field)));
  // Only a null of JSON takes all parts away.
  if (cell.is_text && tree.text()->empty()) return;
  if (cell.is_text) {
    auto parsed = wire::json::parse(*tree.text());
    tree = parsed ? *std::move(parsed) : tree;
  }
  core::Edits edits = doors::native::read_patch({{name, std::move(tree)}});
  std::ranges::move(edits.edits, std::back_inserter(out));
  std::ranges::move(edits.problems, std::back_inserter(item.problems));
}

core::FieldEdit RowReader::field_edit(store::ReadTransaction& reader,
                                      const SourceCell& cell) const {
  const Target& target = cell.column->target;
  const ValueRule& rule = row(target.field).rule;
  const auto edit = [&](const Tree& tree) {
    return doors::native::to_edit(target.field, target.part, tree, cell.column->name);
  };
  const bool names_customer = rule.form == Form::customer;
  const std::string* text = cell.is_text ? cell.value.text() : nullptr;
  if (text && is_plain(cell) && !names_customer) return edit(cell_tree(rule, *text));
  Tree tree = meant(cell);
  if (names_customer) tree = number_of(reader, tree);
  return edit(cell.is_text && tree.text() ? cell_tree(rule, *tree.text()) : tree);
}

std::expected<bool, RowFault> RowReader::note(KeySet::Short key, KeyFact fact) {
  return or_end(keys_.insert(key, fact));
}

std::expected<bool, RowFault> RowReader::is_known(KeySet::Short key, KeyFact fact) const {
  return or_end(keys_.contains(key, fact));
}

const SourceCell* RowReader::key_cell(const SourceRow& row) const {
  const RowKey& key = options_.key;
  for (const SourceCell& each : row.cells) {
    const Column& column = *each.column;
    const bool is_field = column.kind == Kind::field || column.kind == Kind::spelled;
    if (key.kind == RowKey::Kind::uuid && column.kind == Kind::uuid) return &each;
    if (key.kind == RowKey::Kind::id && column.kind == Kind::id) return &each;
    if (key.kind == RowKey::Kind::link && column.kind == Kind::link && column.system == key.system)
      return &each;
    if (key.kind == RowKey::Kind::field && is_field && column.target.lens == Lens::field &&
        column.target.field == key.field)
      return &each;
  }
  return nullptr;
}

RowReader::Found RowReader::find_by_field(store::ReadTransaction& reader, const SourceCell& cell,
                                          const std::string& text) const {
  const Field field = options_.key.field;
  const auto term = key_term(field, text);
  if (!term) return refused(cell, "holds nothing that a customer is found by");
  CustomerQuery query{.below = options_.below, .recursive = true};
  query.terms = {*term};
  query.where = {Match{Target{.field = field}, Value{text}}};
  query.limit = 2;
  CustomerPage page = reader.customers(query);
  if (page.records.size() > 1)
    return refused(cell, "is the " + options_.key.name + " of more than one customer");
  if (page.records.empty()) return std::nullopt;
  return std::move(page.records.front());
}

std::optional<Record> RowReader::find_linked(store::ReadTransaction& reader,
                                             const std::string& there) const {
  const auto link = reader.system_link_to(options_.key.system, there);
  // A deleted customer gives its link up.
  return link && reader.is_live(link->customer) ? find_in_reach(reader, link->customer)
                                                : std::nullopt;
}

RowReader::Found RowReader::find_customer(store::ReadTransaction& reader,
                                          const SourceCell& cell) const {
  const std::string text = cell_text(meant(cell));
  std::optional<Record> found;
  switch (options_.key.kind) {
    case RowKey::Kind::none:
      return std::nullopt;
    case RowKey::Kind::uuid: {
      const auto uuid = Uuid::parse(text);
      if (!uuid) return refused(cell, "must be a uuid");
      found = find_in_reach(reader, *uuid);
      break;
    }
    case RowKey::Kind::id: {
      const auto id = parse_whole(text);
      if (id) found = find_in_reach(reader, CustomerId{*id});
      if (!found) return refused(cell, "must be the id of a customer, or empty for a new customer");
      break;
    }
    case RowKey::Kind::link:
      found = find_linked(reader, text);
      break;
    case RowKey::Kind::field:
      return find_by_field(reader, cell, text);
  }
  if (!found) return found;
  if (found->deleted()) return refused(cell, "names a customer that is deleted");
  const auto lineage = reader.lineage(found->id);
  if (std::ranges::find(lineage, options_.below) == lineage.end())
    return refused(
        cell, "names a customer that does not stand below " + std::to_string(options_.below.value));
  return found;
}

std::expected<core::Subject, RowFault> RowReader::find_parent(store::ReadTransaction& reader,
                                                              const SourceCell* cell) const {
  const std::string text = cell ? cell_text(meant(*cell)) : std::string();
  if (text.empty()) return options_.below;
  const auto uuid = Uuid::parse(text);
  const auto id = uuid ? std::nullopt : parse_whole(text);
  std::optional<Record> found;
  if (uuid)
    found = find_in_reach(reader, *uuid);
  else if (options_.key.kind == RowKey::Kind::field)
    found = TRY(find_by_field(reader, *cell, text));
  else if (options_.key.kind == RowKey::Kind::link)
    found = find_linked(reader, text);
  if (!found && id) found = find_in_reach(reader, CustomerId{*id});
  if (found && !found->deleted()) return found->id;
  const bool is_earlier = TRY(is_known(KeySet::shorten(uuid ? uuid->text() : text), KeyFact::made));
  if (is_earlier) {
    if (options_.is_plan) return options_.below;
    // It is written before this row is.
    if (uuid) return *uuid;
  }
  auto fault = RowFault{.column = cell->column->name,
                        .what = "must be the id, the uuid or the key of a customer",
                        .byte = cell->byte};
  fault.is_unknown_parent = is_earlier;
  return std::unexpected(std::move(fault));
}

std::expected<core::BulkItem, RowFault> RowReader::read(store::ReadTransaction& reader,
                                                        const SourceRow& row) {
  if (row.fault) return std::unexpected(*row.fault);
  const SourceCell* const key = key_cell(row);
  const std::string key_text = key ? cell_text(meant(*key)) : std::string();
  KeySet::Short key_short{};
  std::optional<Record> found;
  if (key && !key_text.empty()) {
    key_short = KeySet::shorten(key_text);
    if (TRY(is_known(key_short, KeyFact::found_by)))
      return refused(*key, "stands in an earlier row too");
    found = TRY(find_customer(reader, *key));
  } else if (options_.key.kind == RowKey::Kind::field || options_.key.kind == RowKey::Kind::link) {
    return std::unexpected(RowFault{.column = options_.key.name,
                                    .what = "is the key, and must not be empty",
                                    .byte = row.byte});
  }
  const SourceCell* parent = nullptr;
  const SourceCell* uuid = nullptr;
  core::BulkItem item{.change = core::UpdateCustomer{}, .if_version = {}, .problems = {}};
  std::vector<core::FieldEdit> edits;
  edits.reserve(row.cells.size() + 1);
  for (const SourceCell& each : row.cells) {
    const Column& column = *each.column;
    if (column.kind == Kind::parent) parent = &each;
    if (column.kind == Kind::uuid) uuid = &each;
    if (column.kind == Kind::version && found) {
      item.if_version = parse_whole(cell_text(meant(each)));
      if (!item.if_version) return refused(each, "must be a version, a whole number");
    }
    // Of an existing customer the others can only be what they are.
    if (found && &each != key && column.kind == Kind::id &&
        cell_text(meant(each)) != std::to_string(found->id.value))
      return refused(each, "is the id of another customer than the key names");
    if (column.kind == Kind::link)
      if (const auto link = reader.system_link_to(column.system, cell_text(meant(each)));
          link && reader.is_live(link->customer) && (!found || link->customer != found->id))
        return refused(each, "is what the system calls another customer: release that link first");
    if (is_value(column)) add_edits(reader, each, item, edits);
  }
  if (found && uuid && uuid != key && Uuid::parse(cell_text(meant(*uuid))) != found->uuid)
    return refused(*uuid, "is the uuid of another customer than the key names");
  const core::Subject above = TRY(find_parent(reader, parent));
  std::optional<Uuid> new_uuid;
  KeySet::Short uuid_short = key_short;
  const std::string uuid_text = uuid && !found ? cell_text(meant(*uuid)) : std::string();
  if (!uuid_text.empty()) {
    new_uuid = Uuid::parse(uuid_text);
    if (!new_uuid) return refused(*uuid, "must be a uuid");
    const std::string plain = new_uuid->text();
    if (uuid != key || plain != key_text) uuid_short = KeySet::shorten(plain);
    if (!TRY(note(uuid_short, KeyFact::uuid_of)))
      return refused(*uuid, "stands in an earlier row too");
  }
  if (!key_text.empty()) TRY_DO(note(key_short, KeyFact::found_by));
  if (found) {
    if (parent)
      if (const auto* id = std::get_if<CustomerId>(&above))
        edits.push_back(number_edit(Field::parent, id->value, parent->column->name));
    item.change = core::UpdateCustomer{.subject = found->id, .edits = std::move(edits)};
    return item;
  }
  if (!key_text.empty()) TRY_DO(note(key_short, KeyFact::made));
  // Nothing has to be taken away from a new customer, and a field that is needed has a default.
  std::erase_if(
      edits, [](const core::FieldEdit& each) { return std::holds_alternative<Clear>(each.edit); });
  if (new_uuid) {
    TRY_DO(note(uuid_short, KeyFact::made));
    edits.push_back({.target = {.lens = Lens::uuid},
                     .edit = Value{new_uuid->text()},
                     .field = uuid->column->name});
  }
  item.change = core::CreateCustomer{.parent = above,
                                     .parent_field = parent ? parent->column->name : "parent",
                                     .edits = std::move(edits)};
  return item;
}

}  // namespace patchbay::app
