// The record and four systems, with random edits on all sides and a network that loses requests,
// under one seed.
#include <cstdlib>

#include <gtest/gtest.h>

#include "reach/systems/field_name.h"
#include "systems_world.h"

namespace patchbay::app {
namespace {

using reach::Operation;
using reach::Owner;

// Of one run. `./dev systems` has more.
int edits_of_a_run() {
  const char* const wanted = std::getenv("SYSTEMS_EDITS");
  return wanted ? std::atoi(wanted) : 1500;
}

const int kEdits = edits_of_a_run();
constexpr std::size_t kCustomers = 8;

std::vector<reach::FieldPolicy> fields_of(std::string_view door) {
  if (door == "m2mportal") return {{"website", Owner::record}, {"notes", Owner::review}};
  std::vector<reach::FieldPolicy> out = {{"name", Owner::review},
                                         {"contacts/primary/email", Owner::review},
                                         {"contacts/primary/telephone", Owner::newest}};
  if (door == "enswitch") {
    out.push_back({"tax_number", Owner::record});
    out.push_back({"addresses/main/city", Owner::review});
    out.push_back({"addresses/main/street", Owner::review});
  }
  if (door == "everlytic") out.push_back({"website", Owner::system});
  if (door == "flolive") out.push_back({"tax_number", Owner::fill_if_empty});
  return out;
}

class Convergence {
 public:
  explicit Convergence(unsigned seed) : dice_(seed) {
    for (const std::string_view door : {"enswitch", "everlytic", "flolive", "m2mportal"}) {
      TestSystem& system =
          *systems_.emplace_back(std::make_unique<TestSystem>(door, fields_of(door)));
      system.vendor->faults = [this] {
        using Cut = Vendor::Cut;
        constexpr Cut kCuts[] = {Cut::before, Cut::after, Cut::busy, Cut::unreadable};
        return is_calm_ || roll(10) > 0 ? Cut::none : kCuts[roll(4)];
      };
    }
    for (std::size_t i = 0; i < kCustomers; ++i) make("Customer " + std::to_string(i));
  }

  void run() {
    for (const auto& each : systems_) sync(*each);
    for (int i = 0; i < kEdits; ++i) {
      if (roll(3) == 0)
        edit_there();
      else
        edit_here();
      if (roll(5) == 0) sync(*systems_[roll(systems_.size())]);
    }
    is_calm_ = true;
    for (int round = 0; round < 8; ++round)
      for (const auto& each : systems_) sync(*each);
  }

  // When quiet nothing is written, and every field that differs is listed.
  void check() {
    for (const auto& system : systems_) {
      const int changes = system->vendor->changes;
      const Version version = newest_version();
      for (int round = 0; round < 5; ++round) sync(*system);
      EXPECT_EQ(system->vendor->changes, changes) << system->dialect;
      EXPECT_EQ(newest_version(), version) << system->dialect;
      check_fields(*system);
      // An edit is written at most once to a system.
      EXPECT_LE(changes, edits_here_ + edits_there_) << system->dialect;
    }
    EXPECT_GT(writes_, kEdits / 10);
    EXPECT_EQ(unlisted_, 0);
  }

 private:
  std::size_t roll(std::size_t sides) { return dice_() % sides; }

  void make(const std::string& name) {
    std::string email = name + "@a.example";
    std::erase(email, ' ');
    customers_.push_back(record_.make({{"name", name},
                                       {"contacts/primary/email", email},
                                       {"contacts/primary/telephone", "+46 31 1"},
                                       {"tax_number", "SE1"}}));
    // A dialect without lists makes nothing.
    core::CreateCustomer create{.parent = CustomerId{2}};
    create.edits.push_back(
        {.target = *reach::find_target("name"), .edit = Value(name), .field = "name"});
    if (!systems_[3]->vendor->world.ask("owner", create,
                                        {.any_of = core::Privilege::administrator}))
      std::abort();
  }

  Version newest_version() {
    Version out = 0;
    for (const Record& each : customers_) out += record_.world.customer(each.id.value).version;
    return out;
  }

  std::string value_for(const std::string& name) {
    const std::string number = std::to_string(++count_);
    if (name.ends_with("email")) return "e" + number + "@a.example";
    if (name.ends_with("telephone")) return "+46 31 " + number;
    if (name == "website") return "https://w" + number + ".example";
    if (name != "name" && roll(6) == 0) return {};
    return "v" + number;
  }

  void edit_here() {
    const TestSystem& system = *systems_[roll(systems_.size())];
    const auto& fields = system.description.policy.fields;
    const std::string& name = fields[roll(fields.size())].name;
    edit(record_.world, customers_[roll(kCustomers)], name, value_for(name),
         *reach::find_target(name));
    ++edits_here_;
  }

  // By somebody who works in a system that shows what it holds.
  void edit_there() {
    TestSystem& system = *systems_[roll(3)];
    const Record copy = copy_of(system, customers_[roll(kCustomers)]);
    if (!copy.id) return;
    const auto& fields = system.description.policy.fields;
    const std::string& name = fields[roll(fields.size())].name;
    edit(system.vendor->world, copy, name, value_for(name), *reach::find_target(name));
    ++edits_there_;
  }

  static Record copy_of(TestSystem& system, const Record& customer) {
    const auto known = system.links.all().find(customer.uuid);
    if (known == system.links.all().end() || known->second.remote.empty()) return {};
    const auto subject = reach::parse_subject(known->second.remote, system.dialect == "m2mportal");
    const auto reader = system.vendor->world.store().read();
    if (const auto* id = std::get_if<CustomerId>(&subject)) return *reader->customer(*id);
    if (const auto* uuid = std::get_if<Uuid>(&subject)) return *reader->customer(*uuid);
    const auto found = reader->named(CustomerId{2}, std::get<core::ChildNamed>(subject).name);
    return found.size() == 1 ? *reader->customer(found.front()) : Record{};
  }

  // Applies a plan. A value that an operation replaces is one that both sides had, or is marked.
  void sync(TestSystem& system) {
    const auto comparison = system.compare(*record_.records);
    if (!comparison) return;
    reach::RemoteSystem remote = system.remote();
    reach::Application application(system.description, *record_.records, remote, system.links);
    for (const reach::Finding& each : comparison->findings) {
      for (const Operation& operation : each.plan.operations) check_lost(system, each, operation);
      const auto applied = application.apply(reach::to_planned(each, {}));
      if (applied.value().result == reach::Applied::Result::done) ++writes_;
    }
    for (const Record& each : customers_) note_agreed(system, each);
  }

  using Place = std::tuple<std::string, Uuid, std::string>;

  void note_agreed(TestSystem& system, const Record& customer) {
    const Record copy = copy_of(system, customer);
    const Record here = record_.world.customer(customer.id.value);
    if (!copy.id) return;
    for (const reach::FieldPolicy& field : system.description.policy.fields) {
      const Target target = *reach::find_target(field.name);
      const auto value = value_at(here, target);
      if (value == value_at(copy, target))
        agreed_[{system.dialect, customer.uuid, field.name}] = value;
    }
  }

  void check_lost(const TestSystem& system, const reach::Finding& finding,
                  const Operation& operation) {
    if (finding.makes || operation.overrules || !operation.before) return;
    const auto known = agreed_.find({system.dialect, finding.customer, operation.name});
    if (known != agreed_.end() && known->second == operation.before) return;
    // An address has two shapes, of which the test knows one.
    if (operation.target.lens != Lens::field) return;
    ++unlisted_;
    ADD_FAILURE() << system.dialect << ' ' << finding.name << ' ' << operation.name << " loses "
                  << describe(*operation.before);
  }

  void check_fields(TestSystem& system) {
    const auto comparison = system.compare(*record_.records);
    ASSERT_TRUE(comparison);
    for (const Record& each : customers_) {
      const Record copy = copy_of(system, each);
      const Record here = record_.world.customer(each.id.value);
      ASSERT_TRUE(copy.id) << system.dialect << ' ' << here.name();
      for (const reach::FieldPolicy& field : system.description.policy.fields) {
        const Target target = *reach::find_target(field.name);
        if (value_at(here, target) == value_at(copy, target)) continue;
        EXPECT_TRUE(is_listed(*comparison, each.uuid, field.name))
            << system.dialect << ' ' << here.name() << ' ' << field.name;
      }
    }
  }

  static bool is_listed(const reach::Comparison& comparison, const Uuid& customer,
                        const std::string& name) {
    for (const reach::Finding& each : comparison.findings) {
      if (each.customer != customer) continue;
      for (const reach::Conflict& conflict : each.plan.conflicts)
        if (conflict.name == name) return true;
      for (const doors::Loss& loss : each.plan.losses)
        if (loss.field == name) return true;
    }
    return false;
  }

  std::mt19937 dice_;
  TestRecord record_;
  std::vector<std::unique_ptr<TestSystem>> systems_;
  std::vector<Record> customers_;
  std::map<Place, std::optional<Value>> agreed_;
  bool is_calm_ = false;
  int count_ = 0;
  int edits_here_ = 0;
  int edits_there_ = 0;
  int writes_ = 0;
  int unlisted_ = 0;
};

TEST(SystemsConvergence, WhenQuietAllAgreeOrAreListed) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Convergence run(seed);
    run.run();
    run.check();
  }
}

}  // namespace
}  // namespace patchbay::app
