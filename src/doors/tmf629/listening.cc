// Takes event types out of a query. The rest is read as that of a list.
#include "doors/tmf629/listening.h"

#include <algorithm>

#include "base/text.h"
#include "wire/form.h"

namespace patchbay::doors::tmf629 {
namespace {

constexpr std::string_view kEventType = "eventType";
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

// Why a parameter is refused, or an empty string.
std::string objection_to(std::string_view name) {
  if (std::ranges::find(kOfPages, name) != std::end(kOfPages))
    return "may hold eventType, fields and members of the customer, and not " + std::string(name);
  // Every change would be held against it.
  if (name.ends_with(".regex")) return "may compare by eq, ne, gt, gte, lt and lte, not by regex";
  return {};
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
    std::string_view name = trim(raw.substr(0, sign));
    const std::string_view value = trim(raw.substr(std::min(sign + 1, raw.size())));
    if (name.empty() && value.empty()) continue;
    if (name == kEventType) {
      read_kinds(value, release, out, problems);
      continue;
    }
    if (name.starts_with(kOfTheCustomer)) name.remove_prefix(kOfTheCustomer.size());
    if (std::string why = objection_to(name); !why.empty()) {
      refuse(problems, std::move(why));
      continue;
    }
    rest.append(rest.empty() ? "" : "&").append(name).append("=").append(value);
  }
  std::vector<Problem> found;
  Query read = read_query(rest, /*is_list=*/true, found);
  for (const Problem& each : found)
    refuse(problems, "holds what cannot be used: " + each.sentence());
  out.selection = std::move(read.selection);
  out.filter = std::move(read.filter);
  return out;
}

}  // namespace patchbay::doors::tmf629
