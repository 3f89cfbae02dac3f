// Reads both replies, and walks what they show.
#include "doors/reply_differences.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "base/utf8.h"
#include "doors/shared/reply_decoding.h"

namespace patchbay::doors {
namespace {

constexpr std::size_t kShownBytesMax = 200;
constexpr std::size_t kDigitsShown = 6;
constexpr std::string_view kNothing = "nothing";

struct CauseRow {
  std::string_view word;
  std::string_view meaning;
};
constexpr CauseRow kCauses[] = {
#define CAUSE(name, meaning) {#name, meaning},
#include "doors/reply_causes.def"
#undef CAUSE
};

std::string cut(std::string text) {
  if (text.size() <= kShownBytesMax) return text;
  std::size_t end = kShownBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

// A number of a card or an account may be quoted.
std::string without_numbers(std::string_view words) {
  std::string out;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t at = 0; at < words.size();) {
    // Groups of digits with a space or a hyphen between them are one number.
    std::size_t end = at;
    std::size_t digits = 0;
    for (std::size_t i = at; i < words.size(); ++i) {
      if (is_digit(words[i])) {
        ++digits;
        end = i + 1;
      } else if (i == at || !is_digit(words[i - 1]) || (words[i] != ' ' && words[i] != '-')) {
        break;
      }
    }
    if (digits > kDigitsShown)
      out += "****";
    else
      out += words.substr(at, std::max<std::size_t>(end - at, 1));
    at = std::max(end, at + 1);
  }
  return cut(utf8::is_valid(out) ? std::move(out) : std::string("(not UTF-8)"));
}

std::string shown_value(const core::FieldEdit& edit) {
  if (std::holds_alternative<Clear>(edit.edit)) return std::string(kNothing);
  if (row(edit.target.field).secret()) return "****";
  return cut(describe(edit.edit));
}

struct SubjectText {
  std::string operator()(core::Oneself) const { return {}; }
  std::string operator()(const CustomerId& id) const { return std::to_string(id.value); }
  std::string operator()(const Uuid& uuid) const { return uuid.text(); }
  std::string operator()(const core::ChildNamed& child) const { return child.name; }
  std::string operator()(const core::CustomerMatching&) const { return {}; }
};

std::string subject_of(const ShownCustomer& customer) {
  const std::string text = customer.subject ? subject_text(*customer.subject) : std::string();
  return text.empty() ? customer.name : text;
}

// One comparison: what was found so far.
struct Walk {
  const ChangedSince& changed;
  std::vector<ReplyDifference> found{};

  void add(ReplyCause cause, std::string field, std::string there, std::string here) {
    found.push_back({cause, std::move(field), std::move(there), std::move(here)});
  }
  void customer(const ShownCustomer& there, const ShownCustomer& here);
  void fields(const ShownCustomer& there, const ShownCustomer& here);
  void page(const ShownPage& there, const ShownPage& here);
  void accepted(const Accepted& there, const Accepted& here, ClientCall call);
  void faults(const Fault& there, const Fault& here);
  void replies(const Reply& there, const Reply& here, ClientCall call);
};

// One spelling can stand for several fields, as a mark beside a value.
using Shown = std::tuple<std::string_view, Lens, Field>;
using ByField = std::map<Shown, const core::FieldEdit*>;

ByField by_field(const ShownCustomer& customer) {
  ByField out;
  for (const core::FieldEdit& each : customer.fields)
    out.emplace(Shown(each.field, each.target.lens, each.target.field), &each);
  return out;
}

void Walk::fields(const ShownCustomer& there, const ShownCustomer& here) {
  const ByField mine = by_field(here);
  const ByField theirs = by_field(there);
  for (const auto& [shown, edit] : theirs) {
    const auto same = mine.find(shown);
    if (same == mine.end())
      add(ReplyCause::missing_here, edit->field, shown_value(*edit), std::string(kNothing));
    else if (edit->edit != same->second->edit)
      add(ReplyCause::value, edit->field, shown_value(*edit), shown_value(*same->second));
  }
  for (const auto& [shown, edit] : mine)
    if (!theirs.contains(shown))
      add(ReplyCause::missing_there, edit->field, std::string(kNothing), shown_value(*edit));
}

void Walk::customer(const ShownCustomer& there, const ShownCustomer& here) {
  if (there.subject && changed.has_values(*there.subject)) return;
  if (subject_of(there) != subject_of(here))
    return add(ReplyCause::customer, {}, cut(subject_of(there)), cut(subject_of(here)));
  fields(there, here);
  const auto is_name = [](const core::FieldEdit& edit) { return edit.target.field == Field::name; };
  if (there.name != here.name && std::ranges::none_of(there.fields, is_name))
    add(ReplyCause::value, "name", cut(there.name), cut(here.name));
}

void Walk::page(const ShownPage& there, const ShownPage& here) {
  std::map<std::string, const ShownCustomer*> mine;
  for (const ShownCustomer& each : here.customers) mine.emplace(subject_of(each), &each);
  for (const ShownCustomer& each : there.customers) {
    const auto same = mine.find(subject_of(each));
    if (same == mine.end()) {
      if (!changed.has_customers)
        add(ReplyCause::missing_here, {}, cut(subject_of(each)), std::string(kNothing));
      continue;
    }
    customer(each, *same->second);
    mine.erase(same);
  }
  if (changed.has_customers) return;
  for (const auto& [subject, each] : mine)
    add(ReplyCause::missing_there, {}, std::string(kNothing), cut(subject));
  const auto length = [](const ShownPage& page) {
    return (page.total ? std::to_string(*page.total) + " in all" : std::string("no total")) +
           (page.more ? ", more follow" : "");
  };
  if (length(there) != length(here)) add(ReplyCause::total, {}, length(there), length(here));
}

void Walk::accepted(const Accepted& there, const Accepted& here, ClientCall call) {
  if (call == ClientCall::create || !there.customer || !here.customer) return;
  const std::string theirs = subject_text(*there.customer);
  const std::string mine = subject_text(*here.customer);
  if (theirs != mine) add(ReplyCause::customer, {}, theirs, mine);
}

std::string sentence_of(const Fault& fault) {
  return std::string(word(fault.kind)) + ": " + without_numbers(fault.sentence());
}

void Walk::faults(const Fault& there, const Fault& here) {
  if (there.kind != here.kind)
    return add(ReplyCause::refusal, {}, sentence_of(there), sentence_of(here));
  std::map<std::string, std::pair<std::string, std::string>> words;  // by field: there and here
  for (const Problem& each : there.problems) words[each.field].first += each.what;
  for (const Problem& each : here.problems) words[each.field].second += each.what;
  for (auto& [field, said] : words)
    if (said.first != said.second)
      add(ReplyCause::refusal_text, field, without_numbers(said.first),
          without_numbers(said.second));
}

void Walk::replies(const Reply& there, const Reply& here, ClientCall call) {
  if (const auto* one = std::get_if<ShownCustomer>(&there))
    if (const auto* other = std::get_if<ShownCustomer>(&here)) return customer(*one, *other);
  if (const auto* one = std::get_if<ShownPage>(&there))
    if (const auto* other = std::get_if<ShownPage>(&here)) return page(*one, *other);
  if (const auto* one = std::get_if<Accepted>(&there))
    if (const auto* other = std::get_if<Accepted>(&here)) return accepted(*one, *other, call);
  if (there.index() != here.index())
    add(ReplyCause::unreadable_here, {}, "a reply of one kind", "a reply of another kind");
}

std::string media_type(const http::Response& response) {
  for (const auto& [name, value] : response.headers)
    if (lower(name) == "content-type") return lower(trim(value.substr(0, value.find(';'))));
  return {};
}

bool is_unreadable(const Result<Reply>& reply) {
  return !reply && is_unreadable_reply(reply.error());
}

void heads(const http::Response& there, const http::Response& here, Walk& walk) {
  if (there.status != here.status)
    walk.add(ReplyCause::status, {}, std::to_string(there.status), std::to_string(here.status));
  if (media_type(there) != media_type(here))
    walk.add(ReplyCause::content_type, {}, cut(media_type(there)), cut(media_type(here)));
}

}  // namespace

std::string_view word(ReplyCause cause) { return kCauses[static_cast<std::size_t>(cause)].word; }

std::optional<ReplyCause> find_reply_cause(std::string_view word) {
  for (std::size_t i = 0; i < std::size(kCauses); ++i)
    if (kCauses[i].word == word) return static_cast<ReplyCause>(i);
  return std::nullopt;
}

std::string reply_causes_text() {
  std::string out;
  for (const CauseRow& each : kCauses)
    out.append(out.empty() ? "" : "\n").append(each.word).append(": ").append(each.meaning);
  return out;
}

std::string subject_text(const core::Subject& subject) {
  return std::visit(SubjectText{}, subject);
}

std::vector<ReplyDifference> reply_differences(const ClientTransport& transport, ClientCall call,
                                               const http::Response& there,
                                               const http::Response& here,
                                               const ChangedSince& changed) {
  Walk walk{.changed = changed};
  const auto theirs = transport.decode_reply(call, there);
  const auto mine = transport.decode_reply(call, here);
  if (is_unreadable(theirs) || is_unreadable(mine)) {
    if (is_unreadable(theirs) && is_unreadable(mine) && there.status == here.status) return {};
    const bool is_theirs = is_unreadable(theirs);
    walk.add(is_theirs ? ReplyCause::unreadable_there : ReplyCause::unreadable_here, {},
             is_theirs ? cut(theirs.error().sentence()) : "status " + std::to_string(there.status),
             is_theirs ? "status " + std::to_string(here.status) : cut(mine.error().sentence()));
    return walk.found;
  }
  if (theirs && !mine) {
    walk.add(ReplyCause::refused_here, {}, "accepted", sentence_of(mine.error()));
    return walk.found;
  }
  if (!theirs && mine) {
    walk.add(ReplyCause::accepted_here, {}, sentence_of(theirs.error()), "accepted");
    return walk.found;
  }
  heads(there, here, walk);
  if (theirs)
    walk.replies(*theirs, *mine, call);
  else
    walk.faults(theirs.error(), mine.error());
  return walk.found;
}

}  // namespace patchbay::doors
