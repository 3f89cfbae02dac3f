// JSON in and out: one customer by its number, pages of all, and new ones.
#include "simulation/vendor.h"

#include <algorithm>

#include "base/text.h"
#include "wire/json.h"
#include "wire/tree.h"

namespace patchbay::simulation {
namespace {

using http::ClientReply;
using wire::Array;
using wire::Object;
using wire::Tree;

constexpr const char* kFields[] = {"name",    "email",       "telephone", "website_url",
                                   "address", "postal_code", "industry",  "unique_id"};
constexpr std::size_t kLengthMax = 255;

Tree tree_of(std::int64_t id, const Vendor::Customer& customer) {
  Object out{{"id", Tree(id)}};
  for (const auto& [field, value] : customer) out.emplace_back(field, value);
  return Tree(std::move(out));
}

ClientReply refusal(int status, const std::string& words) {
  const Tree body(Object{
      {"error", Tree(Object{{"code", std::to_string(10'000 + status)}, {"message", words}})}});
  return {.status = status, .body = wire::json::write(body)};
}

// What is wrong with the values that were given; empty: nothing.
std::string objection_to(const Vendor::Customer& given) {
  for (const auto& [field, value] : given) {
    if (std::ranges::find(kFields, field) == std::end(kFields) && field != "status")
      return field + " is unknown";
    if (value.size() > kLengthMax) return field + " is too long";
    if (value.empty() && (field == "name" || field == "email")) return field + " cannot be empty";
  }
  return {};
}

Vendor::Customer given_in(const std::string& body) {
  Vendor::Customer out;
  const auto parsed = wire::json::parse(body);
  const Object* const object = parsed ? parsed->object() : nullptr;
  if (!object) return out;
  for (const auto& [field, value] : *object)
    if (const std::string* const text = value.text()) out[field] = *text;
  return out;
}

// The value of a parameter of the query.
std::int64_t parameter(const std::string& target, const std::string& name, std::int64_t standard) {
  const std::size_t at = target.find(name + '=');
  if (at == std::string::npos) return standard;
  const std::string rest = target.substr(at + name.size() + 1);
  return parse_whole(rest.substr(0, rest.find('&'))).value_or(standard);
}

}  // namespace

ClientReply Vendor::shown(std::int64_t id, int status) const {
  const Tree body(Object{{"links", Tree(Array{})}, {"item", tree_of(id, customers_.at(id))}});
  return {.status = status, .body = wire::json::write(body)};
}

ClientReply Vendor::page(const std::string& target) const {
  const auto count = static_cast<std::size_t>(parameter(target, "count", 50));
  const auto first = static_cast<std::size_t>(parameter(target, "page", 1) - 1) * count;
  Array data;
  std::size_t index = 0;
  for (const auto& [id, customer] : customers_) {
    if (index >= first && index < first + count)
      data.emplace_back(Object{{"data", tree_of(id, customer)}});
    ++index;
  }
  Array links;
  if (index > first + count)
    links.emplace_back(Object{{"title", "Next"}, {"rel", "next"}, {"href", "?"}});
  const Tree body(Object{{"links", Tree(std::move(links))}, {"collection", Tree(std::move(data))}});
  return {.status = 200, .body = wire::json::write(body)};
}

ClientReply Vendor::make(const std::string& body) {
  Customer given = given_in(body);
  const std::string wrong = objection_to(given);
  if (!wrong.empty()) return refusal(400, wrong);
  if (given["name"].empty() || given["email"].empty())
    return refusal(400, "name and email are required");
  for (const char* each : kFields) given.emplace(each, "");
  given.emplace("status", "on");
  for (int i = world_.planted == Planted::made_twice && world_.dice.one_in(8) ? 2 : 1; i > 0; --i)
    customers_[++newest_] = given;
  ++writes_[newest_];
  return shown(newest_, 201);
}

ClientReply Vendor::change(std::int64_t id, const std::string& body) {
  const Customer given = given_in(body);
  const std::string wrong = objection_to(given);
  if (!wrong.empty()) return refusal(400, wrong);
  Customer& kept = customers_.at(id);
  const Customer before = kept;
  for (const auto& [field, value] : given) kept[field] = value;
  if (kept != before) writes_[id] += world_.planted == Planted::written_twice ? 2 : 1;
  return shown(id, 200);
}

ClientReply Vendor::serve(const http::ClientRequest& request) {
  const std::string path = request.url.target.substr(0, request.url.target.find('?'));
  const std::string last = path.substr(path.rfind('/') + 1);
  if (last == "customers")
    return request.method == "POST" ? make(request.body) : page(request.url.target);
  const std::int64_t id = parse_whole(last).value_or(0);
  if (!customers_.contains(id)) return refusal(404, "the customer does not exist");
  return request.method == "GET" ? shown(id, 200) : change(id, request.body);
}

void Vendor::note_lost(const http::ClientRequest& request, std::size_t before) {
  if (request.method == "GET") return;
  reached_.note(Rare::system_reply_lost);
  if (customers_.size() > before) made_unheard_.insert(newest_);
}

ClientReply Vendor::exchange(http::ClientRequest request) {
  Dice& dice = world_.dice;
  world_.scheduler.sleep_us(dice.between(100, 3'000));
  const ClientReply ended{.problem = "the process has ended"};
  if (world_.disk.is_out()) return ended;
  const std::uint64_t fate = is_mended_ ? 100 : dice.below(100);
  if (fate < 4) return {.problem = "the connection was cut off"};
  if (fate < 7) return {.status = 503, .body = "<html>busy</html>"};
  if (fate < 9) return {.status = 429, .retry_after = "1", .body = "{}"};
  world_.trace.text(request.method + ' ' + request.url.target);
  const std::size_t before = customers_.size();
  ClientReply reply = serve(request);
  world_.scheduler.sleep_us(dice.between(100, 3'000));
  if (!world_.disk.is_out() && fate >= 17) return reply;
  note_lost(request, before);
  if (world_.disk.is_out()) return ended;
  if (fate < 13) return {.problem = "there was no reply in time"};
  return {.status = 502, .body = "<html>bad gateway</html>"};
}

void Vendor::pause(int /*seconds*/) { world_.scheduler.sleep_us(20'000); }

void Vendor::edit() {
  if (customers_.empty()) return;
  auto chosen = customers_.begin();
  std::advance(chosen, static_cast<std::ptrdiff_t>(world_.dice.below(customers_.size())));
  const std::string name =
      "there " + std::to_string(++edits_) + " of " + std::to_string(chosen->first);
  chosen->second["name"] = name;
  if (world_.planted != Planted::invented_value) own_names_.insert(name);
  world_.trace.text(name);
}

}  // namespace patchbay::simulation
