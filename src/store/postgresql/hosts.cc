// Tries hosts one after another.
#include "store/postgresql/hosts.h"

#include <algorithm>
#include <ranges>

#include "store/postgresql/own_sessions.h"

namespace patchbay::store::postgresql {
namespace {

std::vector<std::string> parts(const std::string& list) {
  std::vector<std::string> out;
  for (const auto part : std::views::split(list, ',')) out.emplace_back(part.begin(), part.end());
  return out;
}

}  // namespace

std::vector<Host> hosts_of(const std::string& url) {
  using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
  const Options options(PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  std::string names;
  std::string ports;
  for (const PQconninfoOption* each = options.get(); each && each->keyword; ++each) {
    const std::string_view keyword = each->keyword;
    if (keyword == "host" && each->val) names = each->val;
    if (keyword == "port" && each->val) ports = each->val;
    if (keyword == "hostaddr" && each->val) return {Host{}};  // libpq pairs these with host names
  }
  if (names.empty()) return {Host{}};
  const std::vector<std::string> numbers = parts(ports);
  std::vector<Host> out;
  for (std::string& name : parts(names)) {
    // One port for all hosts, or one for each.
    const std::size_t at = numbers.size() > 1 ? out.size() : 0;
    out.push_back({std::move(name), at < numbers.size() ? numbers[at] : std::string()});
  }
  return out;
}

Hosts::Hosts(std::string url) : url_(std::move(url)) {
  std::vector<Host> hosts = hosts_of(url_);
  hosts_ = std::vector<Known>(hosts.size());
  for (std::size_t i = 0; i < hosts.size(); ++i) hosts_[i].host = std::move(hosts[i]);
}

std::unique_ptr<PostgresqlConnection> Hosts::open(Known& known, const Bounds& bounds) {
  auto connection = std::make_unique<PostgresqlConnection>(url_, known.host, bounds);
  connection->trust(integrity_);
  if (!known.keeps_sessions) {
    require_own_sessions(*connection, url_, known.host, bounds);
    known.keeps_sessions = true;
  }
  const std::int64_t timeline = connection->timeline();
  std::int64_t newest = timeline_;
  while (newest < timeline && !timeline_.compare_exchange_weak(newest, timeline)) continue;
  if (timeline < newest) throw Unavailable("it is a primary that another has taken the place of");
  return connection;
}

std::unique_ptr<PostgresqlConnection> Hosts::any(const Bounds& bounds) {
  for (std::size_t i = 0;; ++i) {
    try {
      return open(hosts_[i], bounds);
    } catch (const Unavailable&) {
      if (i + 1 == hosts_.size()) throw;
    }
  }
}

std::unique_ptr<PostgresqlConnection> Hosts::newest(const Bounds& bounds) {
  std::unique_ptr<PostgresqlConnection> best;
  std::string why;
  for (Known& host : hosts_) {
    try {
      auto one = open(host, bounds);
      if (!best || best->timeline() < one->timeline()) best = std::move(one);
    } catch (const Unavailable& refusal) {
      why = refusal.what();
    }
  }
  if (!best) throw Unavailable(why);
  return best;
}

}  // namespace patchbay::store::postgresql
