// Writes a customer.
#include "doors/native/customers/customer_json.h"

#include "doors/native/customers/value_json.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

Field field_at(Section section, std::size_t index) {
  return static_cast<Field>(static_cast<std::size_t>(first_field(section)) + index);
}

// The fields of one section that have a value. Flags are always written.
void add_fields(Object& out, const Record& record, Section section, const Uuid& part) {
  const auto rows = field_rows(section);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Field field = field_at(section, i);
    if (field == Field::parent) continue;
    if (const Value* value = record.find(field, part))
      out.emplace_back(rows[i].key, to_json(field, *value));
    else if (rows[i].rule.form == ValueRule::Form::flag)
      out.emplace_back(rows[i].key, Tree(false));
  }
}

Tree parts_json(const Record& record, Section section) {
  Object out;
  for (const Uuid& part : record.parts(section)) {
    Object fields;
    add_fields(fields, record, section, part);
    out.emplace_back(part.text(), Tree(std::move(fields)));
  }
  return Tree(std::move(out));
}

Tree resolved_json(const core::View& view) {
  Object out;
  for (const auto& [path, value] : view.record.values) {
    if (!path.part.is_nil() || !means_plan(path.field, value)) continue;
    const Reference* plan = view.plan.id != 0 ? &view.plan : nullptr;
    if (const Value* says = resolve_with_plan(view.record, plan, path.field))
      out.emplace_back(row(path.field).key, to_json(path.field, *says));
  }
  return Tree(std::move(out));
}

}  // namespace

wire::Tree customer_json(const core::View& view) {
  const Record& record = view.record;
  Object out;
  out.emplace_back("id", Tree(record.id.value));
  out.emplace_back("uuid", Tree(record.uuid.text()));
  out.emplace_back("parent", record.parent() ? Tree(record.parent().value) : Tree(wire::Null{}));
  out.emplace_back("version", Tree(record.version));
  add_fields(out, record, Section::customer, {});
  out.emplace_back("addresses", parts_json(record, Section::address));
  out.emplace_back("contacts", parts_json(record, Section::contact));
  out.emplace_back("resolved", resolved_json(view));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::native
