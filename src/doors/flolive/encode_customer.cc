// Writes members by the same rows that reading uses.
#include "doors/flolive/encode_customer.h"

#include "doors/flolive/fields.h"

namespace patchbay::doors::flolive {
namespace {

wire::Tree encode_object(const Record& record, std::span<const Member> members,
                         const PartRef& part);

PartRef known(const Uuid& id) { return {.mode = PartRef::Mode::known, .id = id}; }

wire::Tree encode_value(const Record& record, const Spelling& spelling) {
  auto text = to_text(spelling, record);
  if (!text) return wire::Null{};
  const ValueFormat::Form form = spelling.format.form;
  if (form == ValueFormat::Form::boolean) return *text == "true";
  if (form == ValueFormat::Form::whole || form == ValueFormat::Form::decimal)
    return wire::Number{std::move(*text)};
  return std::move(*text);
}

List rows_of(const Record& record, const Target& target) {
  auto seen = value_at(record, target);
  List* rows = seen ? std::get_if<List>(&*seen) : nullptr;
  return rows ? std::move(*rows) : List{};
}

wire::Tree encode_numbers(const Record& record, const Target& target) {
  wire::Array out;
  for (const auto& row : rows_of(record, target)) out.push_back(wire::Number{row.front()});
  return out;
}

wire::Tree encode_list(const Record& record, const Target& target,
                       std::span<const Spelling> cells) {
  wire::Array out;
  for (const auto& row : rows_of(record, target)) {
    wire::Object entry;
    for (std::size_t i = 0; i < cells.size() && i < row.size(); ++i)
      entry.emplace_back(cells[i].name, to_text(cells[i], Value(row[i])));
    out.push_back(std::move(entry));
  }
  return out;
}

wire::Tree encode_contact(const Record& record) {
  const Uuid primary = record.primary(Section::contact);
  if (primary.is_nil()) return wire::Null{};
  return encode_object(record, kContact, known(primary));
}

wire::Tree encode_addresses(const Record& record) {
  wire::Array out;
  for (const Uuid& address : record.parts(Section::address))
    out.push_back(encode_object(record, kAddress, known(address)));
  return out;
}

wire::Tree encode_member(const Record& record, const Member& member, const PartRef& part) {
  using Kind = Member::Kind;
  const Spelling spelling = member.spelling(part);
  switch (member.kind) {
    case Kind::value:
      return encode_value(record, spelling);
    case Kind::numbers:
      return encode_numbers(record, spelling.target);
    case Kind::list:
      return encode_list(record, spelling.target, member.cells);
    case Kind::id:
      return part.id.text();
    case Kind::units:
      return value_at(record, spelling.target) ? wire::Tree(member.format.words) : wire::Null{};
    case Kind::unavailable:
      return wire::Null{};
    case Kind::contact:
      return encode_contact(record);
    case Kind::addresses:
      return encode_addresses(record);
    case Kind::invoice:
      return encode_object(record, kInvoice, {});
  }
  return wire::Null{};
}

wire::Tree encode_object(const Record& record, std::span<const Member> members,
                         const PartRef& part) {
  wire::Object out;
  out.reserve(members.size());
  for (const Member& member : members)
    out.emplace_back(member.name, encode_member(record, member, part));
  return out;
}

}  // namespace

wire::Tree encode_customer(const Record& record) { return encode_object(record, kCustomer, {}); }

}  // namespace patchbay::doors::flolive
