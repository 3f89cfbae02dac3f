// What a benchmark customer holds.
#include "fill/customer.h"

namespace patchbay::bench {
namespace {

struct Fact {
  Field field;
  const char* value;
};

constexpr Fact kFacts[] = {
    {Field::hash, "7B2F811AF83855EC"},
    {Field::status, "active"},
    {Field::type, "business"},
    {Field::currency, "EUR"},
    {Field::timezone, "Europe/London"},
    {Field::industry, "Retail & Wholesale"},
    {Field::bill_type, "postpaid"},
    {Field::notes, "A customer like many others, with a note of some length."},
    {Field::tax_number, "GB123456789"},
};

constexpr Fact kMain[] = {
    {Field::address_type, "main"},
    {Field::address_street, "Tech Avenue"},
    {Field::address_building_number, "7"},
    {Field::address_city, "Webberley"},
    {Field::address_state, "Staffordshire"},
    {Field::address_postal_code, "ST3 5XA"},
    {Field::address_country, "United Kingdom"},
};

// One line of text, as a door that knows no parts writes it.
constexpr Fact kDelivery[] = {
    {Field::address_type, "delivery"},
    {Field::address_street, "Central Stores, Liverpool Road, St Helens, L39 3JP"},
};

constexpr Fact kContact[] = {
    {Field::contact_type, "owner"},
    {Field::contact_role, "selfcare"},
    {Field::contact_first_name, "Paul"},
    {Field::contact_last_name, "Grantham"},
    {Field::contact_email, "paul@customer.example"},
    {Field::contact_telephone, "+44 1782 555 101"},
};

Uuid part(std::int64_t id, std::uint64_t kind) {
  constexpr std::uint64_t kApart = 10'000'000;
  return Uuid::numbered(static_cast<std::uint64_t>(id) + kind * kApart);
}

class Writer {
 public:
  explicit Writer(Record& record, const Uuid& part = {}) : record_(record), part_(part) {}
  void set(Field field, Value value) const { record_.values.set({field, part_}, std::move(value)); }
  template <std::size_t N>
  void set(const Fact (&facts)[N]) const {
    for (const auto& [field, value] : facts) set(field, std::string(value));
  }

 private:
  Record& record_;
  const Uuid part_;
};

}  // namespace

Record customer(std::int64_t id) {
  Record out{.id = {id},
             .uuid = Uuid::numbered(static_cast<std::uint64_t>(id)),
             .version = 1,
             .values = {}};
  const Writer own(out);
  own.set(kFacts);
  own.set(Field::parent, kReseller.value);
  own.set(Field::name, "Customer number " + std::to_string(id));
  own.set(Field::website, "https://customer.example/" + std::to_string(id));
  own.set(Field::plan, std::int64_t{2});
  own.set(Field::class_of_service, std::int64_t{1});
  own.set(Field::balance, Decimal::parse("312.40").value());
  own.set(Field::credit, Decimal::parse("1000.00").value());
  own.set(Field::invoices_due, std::int64_t{30});

  const Writer main(out, part(id, 1));
  main.set(Field::address_ordinal, std::int64_t{1});
  main.set(kMain);
  main.set(Field::address_primary, true);
  const Writer delivery(out, part(id, 2));
  delivery.set(Field::address_ordinal, std::int64_t{2});
  delivery.set(kDelivery);
  const Writer contact(out, part(id, 3));
  contact.set(Field::contact_ordinal, std::int64_t{1});
  contact.set(kContact);
  contact.set(Field::contact_primary, true);
  return out;
}

Record amended(const Record& before, std::int64_t turn) {
  Record out = before;
  ++out.version;
  const Writer own(out);
  own.set(Field::website, "https://changed.example/" + std::to_string(turn));
  own.set(Field::notes, "changed in turn " + std::to_string(turn));
  own.set(Field::tax_number, "GB" + std::to_string(turn));
  return out;
}

Entry entry_of(const Record* before, const Record& after) {
  return {.customer = after.id,
          .version = after.version,
          .action = before ? "amend" : "create",
          .by = {.time = {1'800'000'000'000'000 + after.version},
                 .principal = "username",
                 .door = "flolive",
                 .source = "127.0.0.1",
                 .request = Uuid::numbered(static_cast<std::uint64_t>(after.id.value) * 64 +
                                           static_cast<std::uint64_t>(after.version)),
                 .reason = {},
                 .warnings = {}},
          .differences = diff(before ? before->values : Values{}, after.values)};
}

}  // namespace patchbay::bench
