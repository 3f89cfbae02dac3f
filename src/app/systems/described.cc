// Checks member by member, and builds what comparing needs.
#include "app/systems/described.h"

#include <algorithm>
#include <utility>

#include "app/serve/endpoint.h"
#include "base/nearest.h"
#include "base/text.h"
#include "doors/native/customers/value_json.h"
#include "doors/translate.h"
#include "reach/systems/comparison.h"
#include "reach/systems/field_name.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

std::string near(std::string_view name) {
  const std::vector<std::string> known = reach::field_names();
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view found = nearest(name, views);
  return found.empty() ? std::string() : "; did you mean " + std::string(found) + '?';
}

class Describer {
 public:
  Describer(const OutsideSystem& from, Secret secret) : from_(from) {
    out_.remote.who = {from.username, std::move(secret)};
  }

  std::expected<Described, std::vector<MemberProblem>> run() && {
    check_sizes();
    read_fields();
    for (const std::string& each : from_.match) check_name("match", each);
    for (const std::string& each : from_.ignore)
      if (!reach::parse_remark(each)) check_name("ignore", each);
    if (!from_.dialect.empty()) read_dialect();
    if (!from_.address.empty()) read_address();
    read_new();
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    set_rest();
    return std::move(out_);
  }

 private:
  void add(std::string_view member, std::string what) {
    problems_.push_back({std::string(member), std::move(what)});
  }

  void check(const SystemMember& row, const std::string& value) {
    if (row.is_required && value.empty()) add(row.key, "is required");
    if (std::cmp_greater(value.size(), row.max))
      add(row.key, "must be at most " + std::to_string(row.max) + " bytes long");
  }
  void check(const SystemMember& row, std::int64_t value) {
    if (value < 1 || (row.max > 0 && value > row.max))
      add(row.key, row.max > 0 ? "must be a whole number from 1 to " + std::to_string(row.max)
                               : "must be a whole number from 1");
  }
  void check(const SystemMember&, bool) {}
  void check(const SystemMember& row, const std::vector<std::string>& values) {
    if (std::cmp_greater(values.size(), row.max))
      add(row.key, "may hold at most " + std::to_string(row.max) + " items");
  }
  void check_sizes() {
    std::size_t row = 0;
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  check(system_members()[row++], from_.key);
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  }

  bool check_name(std::string_view member, const std::string& name) {
    if (reach::find_target(name)) return true;
    add(member, "has " + name + ", which is no field that can be kept in step" + near(name));
    return false;
  }

  void read_fields() {
    if (from_.fields.empty())
      return add("fields",
                 "must name at least one field and whose value counts: name = \"review\"");
    if (from_.fields.size() > OutsideSystem::kFieldsMax)
      add("fields", "may hold at most " + std::to_string(OutsideSystem::kFieldsMax) + " fields");
    for (const auto& [name, word] : from_.fields) {
      const auto owner = reach::parse_owner(word);
      if (!owner)
        add("fields", "has " + name +
                          ", which must be \"record\", \"system\", \"newest\", \"fill_if_empty\" "
                          "or \"review\"");
      else if (check_name("fields", name))
        out_.description.policy.fields.push_back({name, *owner});
    }
  }

  void read_dialect() {
    const doors::DialectClient* client = doors::speaking_client_of(from_.dialect);
    if (!client) {
      std::string known;
      for (const std::string_view each : doors::dialects_spoken())
        known.append(known.empty() ? "" : ", ").append(each);
      const bool is_translated = doors::client_of(from_.dialect) != nullptr;
      return add("dialect",
                 "must be one of " + known +
                     (is_translated ? "; requests are translated into " + from_.dialect +
                                          ", but replies of a system that speaks it are not read"
                                    : ""));
    }
    out_.remote.client = client;
    out_.remote.transport = client->transports.data();
    if (!client->calls[static_cast<std::size_t>(doors::ClientCall::list)].name.empty() &&
        from_.match.empty())
      add("match", "must name at least one field by which customers are recognised");
    if (from_.transport.empty()) return;
    const auto found =
        std::ranges::find(client->transports, from_.transport, &doors::ClientTransport::name);
    if (found == client->transports.end())
      return add("transport",
                 "is " + from_.transport + ", which " + from_.dialect + " does not have");
    out_.remote.transport = &*found;
  }

  void read_address() {
    auto url = http::parse_url(from_.address);
    if (!url) return add("address", url.error());
    if (url->target.contains('?')) return add("address", "must have no query");
    if (crosses_network_in_clear(*url) && !from_.plain_http)
      return add("address",
                 "must begin with https, or the password or key would go over the network as it "
                 "is; set plain_http to true if the network is private");
    out_.remote.address = std::move(*url);
  }

  void read_new() {
    if (from_.fresh.size() > OutsideSystem::kFieldsMax)
      add("new", "may hold at most " + std::to_string(OutsideSystem::kFieldsMax) + " fields");
    for (const auto& [name, json] : from_.fresh) {
      const auto field = find_field(Section::customer, name);
      const auto value = wire::json::parse(json);
      if (!field || !value || !(value->text() || value->number() || value->boolean())) {
        add("new", "has " + name + ", which must be a field of a customer with a text or a number");
        continue;
      }
      const Sensitivity kept = row(*field).sensitivity;
      if (kept != Sensitivity::plain && kept != Sensitivity::commercial) {
        add("new", "has " + name + ", which is secret or kept by the server, and cannot be given");
        continue;
      }
      core::FieldEdit edit = doors::native::to_edit(*field, {}, *value, name);
      if (edit.objection) add("new", "has " + name + ", which " + *edit.objection);
      out_.description.for_new.push_back(std::move(edit));
    }
  }

  void set_rest() {
    if (!from_.there.empty()) out_.remote.below = reach::parse_subject(from_.there, false);
    reach::SystemDescription& description = out_.description;
    description.name = from_.name;
    description.policy.transport = out_.remote.transport;
    description.match = from_.match;
    description.makes = from_.make;
    description.make_max = static_cast<std::size_t>(from_.make_max);
    description.gone_max = static_cast<std::size_t>(from_.gone_max);
    description.gone_percent = static_cast<std::size_t>(from_.gone_percent);
    description.ignored = from_.ignore;
  }

  const OutsideSystem& from_;
  Described out_;
  std::vector<MemberProblem> problems_;
};

}  // namespace

std::expected<Described, std::vector<MemberProblem>> described(const OutsideSystem& system,
                                                               Secret secret) {
  return Describer(system, std::move(secret)).run();
}

}  // namespace patchbay::app
