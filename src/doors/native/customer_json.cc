// Writing a customer.
#include "doors/native/customer_json.h"

#include "doors/native/value_json.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

Field field_at(Home home, std::size_t index) {
  return static_cast<Field>(static_cast<std::size_t>(first_field(home)) + index);
}

// The fields of one home that have a value; flags are always shown.
void add_fields(Object& out, const Record& record, Home home, const Uuid& part) {
  const auto rows = field_rows(home);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Field field = field_at(home, i);
    if (field == Field::parent) continue;
    if (const Value* value = record.find(field, part))
      out.emplace_back(rows[i].key, to_json(field, *value));
    else if (rows[i].admits.form == Admits::Form::flag)
      out.emplace_back(rows[i].key, Tree(false));
  }
}

Tree parts_json(const Record& record, Home home) {
  Object out;
  for (const Uuid& part : record.parts(home)) {
    Object fields;
    add_fields(fields, record, home, part);
    out.emplace_back(part.text(), Tree(std::move(fields)));
  }
  return Tree(std::move(out));
}

Tree resolved_json(const core::View& view) {
  Object out;
  for (const auto& [path, value] : view.record.values) {
    if (!path.part.nil() || !means_plan(path.field, value)) continue;
    const Reference* plan = view.plan.id != 0 ? &view.plan : nullptr;
    if (const Value* says = resolved(view.record, plan, path.field))
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
  add_fields(out, record, Home::customer, {});
  out.emplace_back("addresses", parts_json(record, Home::address));
  out.emplace_back("contacts", parts_json(record, Home::contact));
  out.emplace_back("resolved", resolved_json(view));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::native
