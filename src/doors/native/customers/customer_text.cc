// Writes a customer as JSON text without a tree in between: lists are made of many.
#include <map>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "doors/native/customers/customer_json.h"

namespace patchbay::doors::native {
namespace {

void put_text(JsonAppender& out, std::string_view text) {
  out.put_text(text, JsonEscapes::letters);
}

// The name of a member, with the comma before it and the colon after it.
std::string name_text(std::string_view name) {
  std::string out = ",";
  append_json_text(out, name, JsonEscapes::letters);
  return out += ':';
}

// The names of all fields.
const std::vector<std::string>& field_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> out;
    for (const FieldRow& each : field_rows()) out.push_back(name_text(each.key));
    return out;
  }();
  return kNames;
}

// A flag, as it is written when it is not set.
struct UnsetFlag {
  Field field;
  std::string text;
};
using UnsetFlags = std::vector<UnsetFlag>;

// The flags of a section, in the order of fields.
const UnsetFlags& unset_flags(Section section) {
  static const std::map<Section, UnsetFlags> kFlags = [] {
    std::map<Section, UnsetFlags> out;
    for (std::size_t i = 0; i < field_rows().size(); ++i)
      if (const FieldRow& each = field_rows()[i]; each.rule.form == ValueRule::Form::flag)
        out[each.section].push_back({static_cast<Field>(i), name_text(each.key) + "false"});
    return out;
  }();
  static const UnsetFlags kNone;
  const auto found = kFlags.find(section);
  return found == kFlags.end() ? kNone : found->second;
}

// Members begin with a comma each; the first comma becomes the brace that opens their object.
template <class PutMembers>
void put_object(JsonAppender& out, const PutMembers& put_members) {
  const std::size_t begin = out.size();
  put_members();
  if (out.size() == begin)
    out.put('{');
  else
    out[begin] = '{';
  out.put('}');
}

void put_list(JsonAppender& out, const ValueRule& rule, const List& list) {
  const auto columns = columns_of(rule);
  out.put('[');
  bool is_first = true;
  for (const auto& cells : list) {
    if (!is_first) out.put(',');
    is_first = false;
    if (rule.form == ValueRule::Form::wholes) {
      out.put(cells.front());
      continue;
    }
    put_object(out, [&] {
      for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i) {
        out.put(name_text(columns[i]));
        put_text(out, cells[i]);
      }
    });
  }
  out.put(']');
}

void put_value(JsonAppender& out, Field field, const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value))
    out.put(*flag ? "true" : "false");
  else if (const auto* whole = std::get_if<std::int64_t>(&value))
    out.put_whole(*whole);
  else if (const auto* decimal = std::get_if<Decimal>(&value))
    put_text(out, decimal->text());
  else if (const auto* text = std::get_if<std::string>(&value))
    put_text(out, *text);
  else if (const auto* list = std::get_if<List>(&value))
    put_list(out, row(field).rule, *list);
  else
    put_text(out, mask(std::get<SealedSecret>(value)));
}

void put_field(JsonAppender& out, Field field, const Value& value) {
  out.put(field_names()[static_cast<std::size_t>(field)]);
  put_value(out, field, value);
}

// Flags without a value are written as false.
void put_fields(JsonAppender& out, Section section, const Values::Group* group) {
  const UnsetFlags& flags = unset_flags(section);
  auto flag = flags.begin();
  const auto put_flags_before = [&](Field field) {
    for (; flag != flags.end() && flag->field < field; ++flag) out.put(flag->text);
  };
  if (group) {
    for (const auto& [path, value] : *group) {
      put_flags_before(path.field);
      if (flag != flags.end() && flag->field == path.field) ++flag;
      if (path.field != Field::parent) put_field(out, path.field, value);
    }
  }
  for (; flag != flags.end(); ++flag) out.put(flag->text);
}

void put_parts(JsonAppender& out, const Record& record, Section section) {
  static const std::string kAddresses = name_text(word(Section::address));
  static const std::string kContacts = name_text(word(Section::contact));
  out.put(section == Section::address ? kAddresses : kContacts);
  put_object(out, [&] {
    for (const Uuid& part : record.parts(section)) {
      out.put(",\"");
      out.put(part.text());
      out.put("\":");
      put_object(out, [&] { put_fields(out, section, record.values.group(section, part)); });
    }
  });
}

void put_resolved(JsonAppender& out, const core::View& view) {
  const Reference* const plan = view.plan.id != 0 ? &view.plan : nullptr;
  out.put(R"(,"resolved":)");
  put_object(out, [&] {
    const auto* const group = view.record.values.group(Section::customer, {});
    if (!group) return;
    for (const auto& [path, value] : *group) {
      if (!means_plan(path.field, value)) continue;
      if (const Value* const says = resolve_with_plan(view.record, plan, path.field))
        put_field(out, path.field, *says);
    }
  });
}

}  // namespace

void append_customer(std::string& text, const core::View& view) {
  const Record& record = view.record;
  JsonAppender out(text);
  put_object(out, [&] {
    out.put(R"(,"id":)");
    out.put_whole(record.id.value);
    out.put(R"(,"uuid":)");
    put_text(out, record.uuid.text());
    out.put(R"(,"parent":)");
    if (const CustomerId parent = record.parent())
      out.put_whole(parent.value);
    else
      out.put("null");
    out.put(R"(,"version":)");
    out.put_whole(record.version);
    put_fields(out, Section::customer, record.values.group(Section::customer, {}));
    put_parts(out, record, Section::address);
    put_parts(out, record, Section::contact);
    put_resolved(out, view);
  });
}

}  // namespace patchbay::doors::native
