// Takes event types out of a query. The rest is read as that of a list.
#include "doors/tmf629/listening.h"

#include <algorithm>

#include "base/text.h"
#include "wire/form.h"

namespace patchbay::doors::tmf629 {
namespace {

constexpr std::string_view kEventType = "eventType";
constexpr std::string_view kFields = "fields";
// What TMF630 writes before a member of the customer.
constexpr std::string_view kOfTheCustomer = "event.customer.";
constexpr std::string_view kOfPages[] = {"offset", "limit", "sort"};

void refuse(std::vector<Problem>& problems, std::string what) {
  problems.push_back({ErrorKind::invalid, "query", std::move(what), 0});
}

std::string names_of_events(Release release) {
  std::string out;
  for (const EventRow& each : kEventRows)
    out.append(out.empty() ? "" : ", ").append(event_name(each.kind, release));
  return out;
}

// "A,B", "A;B" and "A;eventType=B" mean any of them.
void read_kinds(std::string_view values, Release release, Listening& out,
                std::vector<Problem>& problems) {
  for (const std::string_view alternative : split(values, ';')) {
    const std::size_t sign = alternative.find('=');
    const bool is_named =
        sign != alternative.npos && trim(alternative.substr(0, sign)) == kEventType;
    for (const std::string_view raw :
         split(is_named ? alternative.substr(sign + 1) : alternative, ',')) {
      const std::string_view name = trim(raw);
      const auto found = std::ranges::find_if(
          kEventRows, [&](const EventRow& row) { return event_name(row.kind, release) == name; });
      if (found == std::end(kEventRows))
        return refuse(problems, "may ask for the eventType " + names_of_events(release) +
                                    ", and not \"" + std::string(name) + '"');
      out.kinds.push_back(found->kind);
    }
  }
}

// Takes the prefix away from each of a list of names, or of names with their values.
std::string of_the_customer(std::string_view list, char between) {
  std::string out;
  for (std::string_view each : split(list, between)) {
    if (!out.empty()) out += between;
    if (each.starts_with(kOfTheCustomer)) each.remove_prefix(kOfTheCustomer.size());
    out += each;
  }
  return out;
}

}  // namespace

bool Listening::wants(EventKind kind) const {
  return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end();
}

Listening read_listening(std::string_view query, Release release, std::vector<Problem>& problems) {
  Listening out;
  if (query.empty()) return out;
  if (query.size() > kListeningBytesMax) {
    refuse(problems, "must have at most 1000 bytes");
    return out;
  }
  std::string rest;
  for (const std::string_view raw : split(query, '&')) {
    const std::size_t sign = std::min(raw.find('='), raw.size());
    const std::string_view written = trim(raw.substr(0, sign));
    const std::string_view value = trim(raw.substr(std::min(sign + 1, raw.size())));
    if (written.empty() && value.empty()) continue;
    const std::string name = wire::form::decode_component(written).value_or(std::string(written));
    if (name == kEventType) {
      read_kinds(value, release, out, problems);
      continue;
    }
    if (std::ranges::find(kOfPages, name) != std::end(kOfPages)) {
      refuse(problems, "may hold eventType, fields and members of the customer, and not " + name);
      continue;
    }
    rest.append(rest.empty() ? "" : "&")
        .append(of_the_customer(written, ';'))
        .append("=")
        .append(of_the_customer(value, name == kFields ? ',' : ';'));
  }
  std::vector<Problem> found;
  Query read = read_query(rest, /*is_list=*/true, found);
  for (const Problem& each : found)
    refuse(problems, "holds what cannot be used: " + each.sentence());
  // Every change would be held against them.
  if (read.filter.has_patterns())
    refuse(problems, "may compare by eq, ne, gt, gte, lt and lte, not by regex");
  out.selection = std::move(read.selection);
  out.filter = std::move(read.filter);
  return out;
}

}  // namespace patchbay::doors::tmf629
