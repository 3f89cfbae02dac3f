// Converts records of traffic to rows and back.
#include "app/traffic/traffic_rows.h"

#include "wire/json.h"

namespace patchbay::app {
namespace {

std::vector<std::pair<std::string, std::string>> problems_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto tree = wire::json::parse(text);
  if (!tree || !tree->array()) return out;
  for (const wire::Tree& each : *tree->array()) {
    const wire::Tree* field = each.find("field");
    const wire::Tree* what = each.find("detail");
    if (field && what && field->text() && what->text())
      out.emplace_back(*field->text(), *what->text());
  }
  return out;
}

}  // namespace

std::string problems_text(const core::TrafficRecord& record) {
  wire::Array out;
  for (const auto& [field, what] : record.problems)
    out.emplace_back(wire::Object{{"field", field}, {"detail", what}});
  return wire::json::write(wire::Tree(std::move(out)));
}

core::TrafficRecord traffic_record_of(const store::sql::Rows& rows, int first) {
  const auto text = [&](int column) { return rows.text(first + column); };
  const auto whole = [&](int column) { return rows.whole(first + column); };
  return {.request = rows.uuid(first),
          .time = {whole(1)},
          .us = whole(2),
          .door = text(3),
          .method = text(4),
          .target = text(5),
          .call = text(6),
          .source = text(7),
          .principal = whole(8),
          .principal_name = text(9),
          .home = {whole(10)},
          .status = static_cast<int>(whole(11)),
          .problem = text(12),
          .problems = problems_of(rows.view(first + 13)),
          .customer = {whole(14)},
          .changes = text(15),
          .sent = {text(16), text(17), text(18)},
          .replied = {text(19), text(20), text(21)}};
}

}  // namespace patchbay::app
