// Shows by the rows that reading walks.
#include "doors/flolive/show.h"

#include "doors/flolive/members.h"

namespace patchbay::doors::flolive {
namespace {

wire::Tree show_object(const Record& record, std::span<const Member> members, const PartRef& part);

PartRef known(const Uuid& id) { return {.how = PartRef::How::known, .id = id}; }

wire::Tree show_value(const Record& record, const Spelling& spelling) {
  auto text = show(spelling, record);
  if (!text) return wire::Null{};
  const Takes::Form form = spelling.takes.form;
  if (form == Takes::Form::boolean) return *text == "true";
  if (form == Takes::Form::whole || form == Takes::Form::decimal)
    return wire::Number{std::move(*text)};
  return std::move(*text);
}

List rows_of(const Record& record, const Target& target) {
  auto seen = look(record, target);
  List* rows = seen ? std::get_if<List>(&*seen) : nullptr;
  return rows ? std::move(*rows) : List{};
}

wire::Tree show_numbers(const Record& record, const Target& target) {
  wire::Array out;
  for (const auto& row : rows_of(record, target)) out.push_back(wire::Number{row.front()});
  return out;
}

wire::Tree show_list(const Record& record, const Target& target, std::span<const Spelling> cells) {
  wire::Array out;
  for (const auto& row : rows_of(record, target)) {
    wire::Object entry;
    for (std::size_t i = 0; i < cells.size() && i < row.size(); ++i)
      entry.emplace_back(cells[i].name, show(cells[i], Value(row[i])));
    out.push_back(std::move(entry));
  }
  return out;
}

wire::Tree show_contact(const Record& record) {
  const Uuid primary = record.primary(Home::contact);
  if (primary.nil()) return wire::Null{};
  return show_object(record, kContact, known(primary));
}

wire::Tree show_addresses(const Record& record) {
  wire::Array out;
  for (const Uuid& address : record.parts(Home::address))
    out.push_back(show_object(record, kAddress, known(address)));
  return out;
}

wire::Tree show_member(const Record& record, const Member& member, const PartRef& part) {
  using Is = Member::Is;
  const Spelling spelling = member.spelling(part);
  switch (member.is) {
    case Is::value:
      return show_value(record, spelling);
    case Is::numbers:
      return show_numbers(record, spelling.target);
    case Is::list:
      return show_list(record, spelling.target, member.cells);
    case Is::id:
      return part.id.text();
    case Is::units:
      return look(record, spelling.target) ? wire::Tree(member.takes.words) : wire::Null{};
    case Is::unavailable:
      return wire::Null{};
    case Is::contact:
      return show_contact(record);
    case Is::addresses:
      return show_addresses(record);
    case Is::invoice:
      return show_object(record, kInvoice, {});
  }
  return wire::Null{};
}

wire::Tree show_object(const Record& record, std::span<const Member> members, const PartRef& part) {
  wire::Object out;
  out.reserve(members.size());
  for (const Member& member : members)
    out.emplace_back(member.name, show_member(record, member, part));
  return out;
}

}  // namespace

wire::Tree show_customer(const Record& record) { return show_object(record, kCustomer, {}); }

}  // namespace patchbay::doors::flolive
