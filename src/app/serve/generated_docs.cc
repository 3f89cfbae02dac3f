// Writes Markdown pages from the tables.
#include "app/serve/generated_docs.h"

#include <fmt/format.h>

#include "app/config/config.h"
#include "app/observe/log_events.h"
#include "app/observe/metrics.h"
#include "doors/door.h"
#include "record/field/field.h"

namespace patchbay::app {
namespace {

// The decisions about all doors.
constexpr doors::Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/decisions.def"
#undef DECISION
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    out += c;
  }
  return out;
}

std::string where(const Target& target) {
  using Mode = PartRef::Mode;
  switch (target.part.mode) {
    case Mode::slot_main:
      return "main address: ";
    case Mode::slot_delivery:
      return "delivery address: ";
    case Mode::slot_billing:
      return "billing address: ";
    case Mode::slot_primary:
      return "primary contact: ";
    case Mode::none:
    case Mode::known:
    case Mode::or_first:
    case Mode::or_new:
    case Mode::fresh:
      break;
  }
  const Section section = row(target.field).section;
  return section == Section::address ? "address: " : section == Section::contact ? "contact: " : "";
}

std::string what(const Target& target) {
  std::string key = '`' + std::string(row(target.field).key) + '`';
  switch (target.lens) {
    case Lens::field:
    case Lens::zero_if_none:
      return key;
    case Lens::first_line:
      return "first line (street and number)";
    case Lens::whole_text:
      return "all of it, as text";
    case Lens::region:
      return "`state`, or `province` where that is empty";
    case Lens::country_code:
      return "`country`, as its code";
    case Lens::country_name:
      return "`country`, as its name";
    case Lens::status_word:
      return "`status` and `deleted`, as one word";
    case Lens::active_word:
      return "`status`, as active or not";
    case Lens::days_due:
      return "`invoices_due`, where it is a number of days";
    case Lens::id:
      return "`id`";
    case Lens::uuid:
      return "`uuid`";
    case Lens::version:
      return "`version`";
    case Lens::enterprise:
      return "the enterprise above the customer";
    case Lens::part:
    case Lens::parts:
      return "all of them";
  }
  return key;
}

std::string spelling_row(const doors::Spelling& each) {
  std::string format = doors::allowed(each.format);
  constexpr std::string_view kMust = "must be ";
  if (format.starts_with(kMust)) format.erase(0, kMust.size());
  if (each.format.needed) format += "; cannot be empty";
  if (each.format.read_only) format = "read only: accepted only with its present value";
  return fmt::format("| `{}` | {}{} | {} |\n", each.name, where(each.target), what(each.target),
                     escaped(format));
}

std::string_view search_kind(const FieldRow& each) {
  switch (each.search) {
    case Search::no:
      return "";
    case Search::words:
      return "words";
    case Search::key:
      return "whole, words";
    case Search::email:
      return "`email`, words";
    case Search::number:
      return "`telephone`";
  }
  return "";
}

// The heading of a part of the page and its decisions.
std::string decisions_text(std::string_view title, std::span<const doors::Decision> decisions) {
  std::string out = fmt::format("\n## {}\n", title);
  if (decisions.empty()) return out;
  out += "\n### Decisions\n\n| number | setting | decision |\n|---|---|---|\n";
  for (const doors::Decision& each : decisions) {
    const std::string setting = each.setting.empty() ? "–" : '`' + std::string(each.setting) + '`';
    out += fmt::format("| {} | {} | {} |\n", each.id, setting, escaped(each.text));
  }
  return out;
}

// The calls of a door, and its spellings.
std::string calls_text(const doors::Door& door) {
  std::string out = "\n### Calls\n\n| method | path |\n|---|---|\n";
  for (const doors::Route& route : door.routes)
    out += fmt::format("| {} | `{}` |\n", route.method, route.pattern);
  for (const doors::SpellingTable& table : door.tables()) {
    out += fmt::format("\n### {}\n\n| name | record | takes |\n|---|---|---|\n", table.title);
    for (const doors::Spelling& each : table.rows) out += spelling_row(each);
  }
  return out;
}

}  // namespace

std::string compatibility_page() {
  std::string out =
      "# Compatibility\n\n"
      "What each door accepts, and every decision where a vendor's document is silent or "
      "contradicts itself. The program writes this page from its tables "
      "(`patchbay docs compatibility`), and a test compares the two.\n";
  out += decisions_text("At every door", kDecisions);
  for (const doors::Door* door : doors::all_doors()) {
    // The names of a door without tables are the record's: docs/fields.md.
    if (!door->tables && door->decisions.empty()) continue;
    out += decisions_text(fmt::format("{}: {}", door->name, door->presentation.speaks),
                          door->decisions);
    if (door->tables) out += calls_text(*door);
  }
  return out;
}

std::string fields_page() {
  std::string out =
      "# Fields of the record\n\n"
      "The canonical names, as the native door reads and writes them. Commercial fields need the "
      "commerce privilege. Secrets are sealed on disk and masked in replies. The server's own "
      "fields cannot be set. Personal values go when the person is erased. The column *found by* "
      "says how searches find a customer by the field: by its "
      "words, by the whole value under a key, or by both. The program writes this page from its "
      "table of fields (`patchbay docs fields`).\n";
  for (const Section section : {Section::customer, Section::address, Section::contact}) {
    const std::string title =
        section == Section::customer ? "customer" : std::string(word(section));
    out += fmt::format(
        "\n## {}\n\n| field | holds | care | plan group | found by | meaning "
        "|\n|---|---|---|---|---|---|\n",
        title);
    for (const FieldRow& each : field_rows(section)) {
      std::string sensitivity = each.commercial() ? "commercial" : "";
      if (each.secret()) sensitivity += sensitivity.empty() ? "secret" : ", secret";
      if (each.sensitivity == Sensitivity::server) sensitivity = "server's own";
      if (each.rule.needed) sensitivity += sensitivity.empty() ? "required" : ", required";
      if (each.personal()) sensitivity += sensitivity.empty() ? "personal" : ", personal";
      const std::string group = each.group == Group::none ? "" : std::string(word(each.group));
      out +=
          fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", each.key, escaped(allowed(each.rule)),
                      sensitivity, group, search_kind(each), escaped(each.meaning));
    }
  }
  return out;
}

std::string metrics_page() {
  std::string out =
      "# Metrics\n\n"
      "What `GET /metrics` shows, in Prometheus's text format; [how to operate "
      "Patchbay](how-to/operate.md#read-metrics-with-prometheus) says how to have it read. The "
      "program writes this page from its table of metrics (`patchbay docs metrics`).\n\n"
      "| metric | kind | labels | meaning |\n|---|---|---|---|\n";
  for (const Metric& each : metrics())
    out += fmt::format("| `{}` | {} | {} | {} |\n", each.name, word(each.kind), each.labels,
                       each.help);
  out += "\nVerdicts:";
  for (std::uint8_t i = 0; i < kRequestResults; ++i)
    out += fmt::format("{} `{}`", i == 0 ? "" : ",", word(RequestResult{i}));
  return out + ".\n";
}

std::string events_page() {
  std::string out =
      "# Events of the log\n\n"
      "Each line on standard error is one JSON object with `time`, `level`, `event`, and those of "
      "the members below that have a value. `request` is the id of the request: every reply "
      "carries "
      "it in its header `X-Request-Id`, history keeps it with the change, and "
      "`GET /v1/requests/{id}` finds it. `principal` and `name` say who asked, `source` from which "
      "address, `door` through which door. No line holds a secret, a value of a customer or a "
      "query "
      "string. The program writes this page from its table of events (`patchbay docs events`).\n\n"
      "| event | level | members | meaning |\n|---|---|---|---|\n";
  for (const LogEventRow& each : events())
    out += fmt::format("| `{}` | {} | {} | {} |\n", each.word, word(each.level), each.members,
                       each.meaning);
  return out;
}

std::span<const Page> generated_pages() {
  static constexpr Page kPages[] = {
      {"compatibility",
       "every field of every door, and every decision where the vendors are silent",
       "docs/compatibility.md", compatibility_page},
      {"fields", "every field of a customer", "docs/fields.md", fields_page},
      {"metrics", "what /metrics tells", "docs/metrics.md", metrics_page},
      {"settings", "every setting", "packaging/patchbay.toml", example_file},
      {"events", "every event of the log", "docs/events.md", events_page},
  };
  return kPages;
}

}  // namespace patchbay::app
