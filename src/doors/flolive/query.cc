// Reads paging parameters by their rows.
#include "doors/flolive/query.h"

#include <algorithm>

#include "base/text.h"
#include "doors/shared/spelling.h"
#include "wire/form.h"
#include "wire/position.h"

namespace patchbay::doors::flolive {
namespace {

struct Parameter {
  std::string_view name;
  ValueFormat format;
  std::size_t Paging::* into;
};
constexpr Parameter kParameters[] = {
    {"page", format::whole(0, 1'000'000'000), &Paging::page},
    {"size", format::whole(1, 100), &Paging::size},
};
constexpr std::string_view kNames[] = {"page", "size"};

void add_problem(core::Call& call, std::string_view name, std::string what) {
  call.problems.push_back({ErrorKind::invalid, std::string(name), std::move(what)});
}

void read_parameter(Paging& paging, const Parameter& row, std::string_view text, core::Call& call) {
  const auto number = parse_whole(text);
  if (!number || *number < row.format.min || *number > row.format.max)
    return add_problem(call, row.name, allowed(row.format));
  paging.*row.into = static_cast<std::size_t>(*number);
}

}  // namespace

Result<Paging> read_query(std::string_view query, bool paged, bool ignore_unknown,
                          core::Call& call) {
  const auto pairs = wire::form::parse(query, wire::form::Separators::ampersand);
  if (!pairs)
    return std::unexpected(
        Fault(ErrorKind::malformed, "the query cannot be read at " +
                                        wire::character_at(query, pairs.error().offset) + ": " +
                                        pairs.error().what));
  Paging out;
  std::vector<std::string_view> seen;
  for (const auto& [name, text] : *pairs) {
    const auto row = std::ranges::find(kParameters, name, &Parameter::name);
    if (!paged || row == std::end(kParameters)) {
      if (ignore_unknown)
        call.options.warnings.push_back("ignored unknown parameter " + name);
      else
        add_problem(
            call, name,
            unknown_field(name, paged ? std::span(kNames) : std::span(kNames, 0), call.problems)
                .what);
    } else if (std::ranges::find(seen, name) != seen.end()) {
      add_problem(call, name, "is given twice");
    } else {
      seen.push_back(row->name);
      read_parameter(out, *row, text, call);
    }
  }
  return out;
}

}  // namespace patchbay::doors::flolive
