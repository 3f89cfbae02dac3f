// The page shows the same members as the JSON, as tables within tables.
#include "doors/native/customers/privacy_json.h"

#include "base/timestamps.h"
#include "base/xml_escape.h"
#include "doors/native/admin/admin_json.h"
#include "doors/native/admin/system_json.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/history/history_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Array requests_json(const std::vector<core::TrafficRecord>& requests) {
  Array out;
  for (const core::TrafficRecord& each : requests)
    out.emplace_back(Object{{"request", each.request.text()},
                            {"time", rfc3339(each.time)},
                            {"door", each.door},
                            {"method", each.method},
                            {"target", each.target},
                            {"status", Tree(std::int64_t{each.status})},
                            {"principal", each.principal_name},
                            {"source", each.source}});
  return out;
}

Array deliveries_json(const std::vector<DeliveryAttempt>& deliveries) {
  Array out;
  for (const DeliveryAttempt& each : deliveries)
    out.emplace_back(Object{{"webhook", Tree(each.destination)},
                            {"delivery", Tree(each.number)},
                            {"version", Tree(each.version)},
                            {"time", rfc3339(each.time)},
                            {"status", Tree(each.status)},
                            {"problem", each.problem}});
  return out;
}

// The name of a member in words.
std::string label_of(std::string_view name) {
  std::string out = xml_escaped(name);
  for (char& c : out)
    if (c == '_') c = ' ';
  return out;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the JSON, whose depth is fixed
void append_shown(std::string& out, const Tree& value) {
  if (const Object* members = value.object()) {
    out += "<table>";
    for (const auto& [name, member] : *members) {
      out += "<tr><th>" + label_of(name) + "</th><td>";
      append_shown(out, member);
      out += "</td></tr>";
    }
    out += "</table>\n";
    return;
  }
  if (const Array* items = value.array()) {
    for (const Tree& each : *items) {
      out += "<div>";
      append_shown(out, each);
      out += "</div>\n";
    }
    if (items->empty()) out += "none";
    return;
  }
  const std::string* text = value.text();
  out += xml_escaped(text ? *text : wire::json::write(value));
}

constexpr std::string_view kStyle =
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "th{text-align:left;vertical-align:top;padding-right:1em;font-weight:600}"
    "td{vertical-align:top}div{margin-bottom:1em}";

}  // namespace

Tree erasure_json(const core::Erasure& erasure) {
  Array fields;
  for (const Path& each : erasure.cleared) fields.emplace_back(text(each));
  Object out{{"customer", Tree(erasure.customer.value)}, {"uuid", erasure.uuid.text()},
             {"version", Tree(erasure.version)},         {"fields", Tree(std::move(fields))},
             {"entries", Tree(erasure.entries)},         {"values", Tree(erasure.values)}};
  if (erasure.rehearsed) {
    out.emplace_back("replies", Tree(erasure.replies));
    out.emplace_back("requests", Tree(erasure.requests));
    out.emplace_back("rehearsed", Tree(true));
  } else {
    out.emplace_back("request", erasure.request.text());
    out.emplace_back("more", Tree(erasure.more));
  }
  return Tree(std::move(out));
}

Tree everything_json(const core::Everything& everything) {
  Array history;
  for (const Entry& each : everything.entries) {
    const auto batch = everything.batches.find(each.by.request);
    history.push_back(entry_json(each, batch == everything.batches.end() ? Uuid{} : batch->second));
  }
  Object out{{"customer", customer_json(everything.view)}, {"history", Tree(std::move(history))}};
  if (everything.is_first) {
    Array principals;
    for (const Principal& each : everything.principals)
      principals.push_back(principal_json(each, nullptr));
    Array persons;
    for (const Reference& each : everything.persons) persons.push_back(reference_json(each));
    out.emplace_back("ids", Tree(ids_json(everything.ids)));
    out.emplace_back("principals", Tree(std::move(principals)));
    out.emplace_back("persons", Tree(std::move(persons)));
    out.emplace_back("requests", Tree(requests_json(everything.requests)));
    out.emplace_back("deliveries", Tree(deliveries_json(everything.deliveries)));
  }
  if (everything.next > 0) out.emplace_back("next", Tree(everything.next));
  return Tree(std::move(out));
}

std::string everything_page(const core::Everything& everything) {
  const std::string title =
      "Everything held about customer " + std::to_string(everything.view.record.id.value);
  std::string out = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                    title + "</title><style>" + std::string(kStyle) +
                    "</style></head><body>\n<h1>" + title +
                    "</h1>\n<p>Secrets are shown as a mask.</p>\n";
  const Tree json = everything_json(everything);
  for (const auto& [name, value] : *json.object()) {
    if (name == "next") continue;
    out += "<h2>" + label_of(name) + "</h2>\n";
    append_shown(out, value);
  }
  if (everything.next > 0)
    out += "<p><a href=\"?form=html&amp;before=" + std::to_string(everything.next) +
           "&amp;limit=" + std::to_string(everything.entries.size()) +
           "\">Earlier history</a></p>\n";
  return out + "</body></html>\n";
}

}  // namespace patchbay::doors::native
