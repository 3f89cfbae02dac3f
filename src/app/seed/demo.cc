// The demo's customers and principals.
#include "app/seed/demo.h"

#include "app/seed/seed_references.h"
#include "base/digest.h"
#include "base/text.h"
#include "core/access/password.h"
#include "core/call/privilege.h"
#include "store/marks.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kMark = "demo";

struct DemoAddress {
  const char* type;
  const char* street;
  const char* number;
  const char* city;
  const char* state;
  const char* code;
  const char* country;
};

struct DemoContact {
  const char* first;
  const char* last;
  const char* email;
  const char* telephone;
};

struct DemoCustomer {
  std::int64_t id;
  const char* name;
  std::int64_t parent;
  std::int64_t plan;
  const char* currency;
  const char* timezone;
  const char* website;
  const char* industry;
  const char* bill_type;
  const char* balance;
  const char* credit;
  const char* notes;
  DemoAddress address;
  DemoContact contact;
};

constexpr DemoCustomer kCustomers[] = {
    {1,
     "System Owner",
     0,
     1,
     "EUR",
     "Etc/UTC",
     "patchbay.example",
     "Technology & Science",
     "none",
     "0.00",
     "0.00",
     "The root of all customers",
     {"main", "Harbour Square", "1", "Rotterdam", "Zuid-Holland", "3011 AA", "Netherlands"},
     {"Ingrid", "de Wit", "owner@patchbay.example", "+31 10 555 0100"}},
    {2,
     "Acme Connect",
     1,
     1,
     "EUR",
     "Europe/London",
     "https://acme-connect.example",
     "Technology & Science",
     "postpaid",
     "1250.00",
     "5000.00",
     "Reseller since 2019",
     {"main", "Tooley Street", "40", "London", "London", "SE1 2QN", "United Kingdom"},
     {"Ruth", "Okafor", "ruth@acme-connect.example", "+44 20 5550 0200"}},
    {101,
     "Global Trading",
     2,
     2,
     "GBP",
     "Europe/London",
     "www.gbtrading.example",
     "Retail & Wholesale",
     "postpaid",
     "312.40",
     "1000.00",
     "Trial ended in March",
     {"main", "Tech Avenue", "7", "Webberley", "Staffordshire", "ST3 5XA", "United Kingdom"},
     {"Paul", "Grantham", "paul@gbtrading.example", "+44 1782 555 101"}},
    {102,
     "Volvo Trial",
     2,
     2,
     "SEK",
     "Europe/Stockholm",
     "volvo-trial.example",
     "Automotive",
     "prepaid",
     "980.50",
     "0.00",
     "Connected vehicles, 400 SIMs",
     {"main", "Gropegårdsgatan", "2", "Göteborg", "Västra Götaland", "417 15", "Sweden"},
     {"Elsa", "Lindqvist", "elsa@volvo-trial.example", "+46 31 555 01 02"}},
    {103,
     "Rosebank Media",
     2,
     2,
     "ZAR",
     "Africa/Johannesburg",
     "https://rosebank-media.example",
     "Publishing & Media",
     "prepaid_invoices",
     "15400.00",
     "2500.00",
     "Monthly newsletter",
     {"main", "Oxford Road", "15", "Johannesburg", "Gauteng", "2196", "South Africa"},
     {"Sipho", "Dlamini", "sipho@rosebank-media.example", "+27 11 555 0103"}},
    {123,
     "Example Telecom",
     2,
     2,
     "USD",
     "America/New_York",
     "https://example-telecom.example",
     "Technology & Science",
     "prepaid",
     "87.25",
     "50.00",
     "Two sites",
     {"main", "Main Street", "123", "Springfield", "Massachusetts", "01103", "United States"},
     {"Grace", "Miller", "grace@example-telecom.example", "+1 413 555 0123"}},
    {124,
     "Example Telecom Branch",
     123,
     2,
     "USD",
     "America/Chicago",
     "https://branch.example-telecom.example",
     "Technology & Science",
     "prepaid",
     "12.00",
     "0.00",
     "The branch office",
     {"main", "Lake Street", "8", "Chicago", "Illinois", "60601", "United States"},
     {"Henry", "Adams", "henry@example-telecom.example", "+1 312 555 0124"}},
    {900,
     "Other Reseller",
     1,
     1,
     "EUR",
     "Europe/Berlin",
     "https://other-reseller.example",
     "Business & Consulting Services",
     "postpaid",
     "400.00",
     "2000.00",
     "",
     {"main", "Torstraße", "90", "Berlin", "Berlin", "10119", "Germany"},
     {"Jonas", "Weber", "jonas@other-reseller.example", "+49 30 555 0900"}},
    {901,
     "Out Of Reach",
     900,
     2,
     "EUR",
     "Europe/Vienna",
     "https://out-of-reach.example",
     "Hospitality, Travel & Tourism",
     "prepaid",
     "33.10",
     "0.00",
     "",
     {"main", "Ringstraße", "91", "Wien", "Wien", "1010", "Austria"},
     {"Mia", "Gruber", "mia@out-of-reach.example", "+43 1 555 0901"}},
};

constexpr DemoPrincipal kPrincipals[] = {
    {"username", 2, "reseller", "password", false},
    {"user", 2, "reseller", "password", false},
    {"administrator", 2, "reseller", "demo-api-key-0000000000000000", true},
    {"branch", 123, "administrator", "password", false},
    {"reader", 2, "read-only", "password", false},
    {"root", 1, "system owner", "password", false},
    {"outsider", 900, "reseller", "password", false},
};

class RecordWriter {
 public:
  RecordWriter(Record& record, Uuid part) : record_(record), part_(part) {}
  RecordWriter& text(Field field, std::string_view value) {
    if (!value.empty()) record_.values.set({field, part_}, std::string(value));
    return *this;
  }
  RecordWriter& value(Field field, Value value) {
    record_.values.set({field, part_}, std::move(value));
    return *this;
  }

 private:
  Record& record_;
  Uuid part_;
};

// The same sixteen letters and digits for the same customer in every demo.
std::string demo_hash(std::int64_t id) {
  return upper(hex(blake2b("patchbay demo " + std::to_string(id))).substr(0, 16));
}

Record record_of(const DemoCustomer& from) {
  Record out;
  out.id = {from.id};
  out.uuid = Uuid::numbered(static_cast<std::uint64_t>(from.id));
  out.version = 1;
  RecordWriter(out, {})
      .value(Field::parent, from.parent)
      .text(Field::hash, demo_hash(from.id))
      .text(Field::name, from.name)
      .text(Field::status, "active")
      .text(Field::type, "business")
      .value(Field::plan, from.plan)
      .value(Field::class_of_service, std::int64_t{1})
      .text(Field::currency, from.currency)
      .text(Field::timezone, from.timezone)
      .text(Field::website, from.website)
      .text(Field::industry, from.industry)
      .text(Field::bill_type, from.bill_type)
      .value(Field::balance, *Decimal::parse(from.balance))
      .value(Field::credit, *Decimal::parse(from.credit))
      .value(Field::invoices_due, std::int64_t{30})
      .text(Field::notes, from.notes);
  const auto number = static_cast<std::uint64_t>(from.id);
  const DemoAddress& address = from.address;
  RecordWriter(out, Uuid::numbered(number + 1'000'000))
      .value(Field::address_ordinal, std::int64_t{1})
      .text(Field::address_type, address.type)
      .text(Field::address_street, address.street)
      .text(Field::address_building_number, address.number)
      .text(Field::address_city, address.city)
      .text(Field::address_state, address.state)
      .text(Field::address_postal_code, address.code)
      .text(Field::address_country, address.country)
      .value(Field::address_primary, true);
  const DemoContact& contact = from.contact;
  RecordWriter(out, Uuid::numbered(number + 2'000'000))
      .value(Field::contact_ordinal, std::int64_t{1})
      .text(Field::contact_type, "owner")
      .text(Field::contact_role, "selfcare")
      .text(Field::contact_first_name, contact.first)
      .text(Field::contact_last_name, contact.last)
      .text(Field::contact_email, contact.email)
      .text(Field::contact_telephone, contact.telephone)
      .value(Field::contact_primary, true);
  return out;
}

std::vector<Principal> principals(const SeedContext& context) {
  std::vector<Principal> out;
  for (const DemoPrincipal& each : kPrincipals) {
    Principal principal;
    principal.id = static_cast<std::int64_t>(out.size()) + 1;
    principal.name = each.name;
    principal.home = {each.home};
    principal.roles = {core::predefined_role(each.role)->id};
    principal.version = 1;
    if (each.is_key)
      principal.keys = {{"demo", core::hash_key(each.secret)}};
    else
      principal.password_hash =
          core::hash_password(each.secret, context.light_passwords, context.random);
    out.push_back(std::move(principal));
  }
  return out;
}

}  // namespace

bool bootstrap_demo(const SeedContext& context) {
  const std::vector<Principal> people = principals(context);
  return seed_store(context.store, [&](store::Transaction& transaction) {
    Seeder seeder(transaction, context, "demo");
    for (const Reference& each : demo_references()) seeder.save(each);
    for (const DemoCustomer& each : kCustomers) seeder.save(record_of(each));
    for (const Principal& each : people) seeder.save(each);
    store::set_mark(transaction, {std::string(kMark), 1}, context.clock.now());
  });
}

bool is_demo(store::Store& store) { return is_demo(*store.read()); }

bool is_demo(store::ReadTransaction& reader) { return reader.mark(kMark).has_value(); }

std::span<const DemoPrincipal> demo_principals() { return kPrincipals; }

}  // namespace patchbay::app
