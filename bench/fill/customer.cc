// The content of a benchmark customer.
#include "fill/customer.h"

namespace patchbay::bench {
namespace {

// Turns have fifteen digits here and in the load, so that an update makes no record longer, as in a
// store that has been used for long. A record that grows would split its page.
constexpr std::int64_t kTurns = 100'000'000'000'000;

struct Fact {
  Field field;
  const char* value;
};

constexpr Fact kFacts[] = {
    {Field::hash, "7B2F811AF83855EC"},  {Field::status, "active"},
    {Field::type, "business"},          {Field::currency, "EUR"},
    {Field::timezone, "Europe/London"}, {Field::industry, "Retail & Wholesale"},
    {Field::bill_type, "postpaid"},
};

// The address in one line of text, as doors without address parts write it.
constexpr Fact kAddress[] = {
    {Field::address_type, "main"},
    {Field::address_street, "GBT House, Tech Avenue, Webberley, gate 100000000000000"},
};

constexpr Fact kContact[] = {
    {Field::contact_type, "owner"},
    {Field::contact_role, "selfcare"},
    {Field::contact_first_name, "Paul"},
    {Field::contact_last_name, "Grantham"},
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
  const std::string turn = std::to_string(kTurns + id);
  own.set(Field::website, "https://changed.example/" + turn);
  own.set(Field::notes, "changed in turn " + turn);
  own.set(Field::description, "changed in turn " + turn);
  own.set(Field::invoice_text, "changed in turn " + turn);
  own.set(Field::tax_number, "GB" + turn);
  own.set(Field::account, "A" + turn);
  own.set(Field::bill_ref, "B" + turn);
  own.set(Field::callerid, "C" + turn);
  own.set(Field::vat, Decimal::parse(turn).value());
  own.set(Field::device_cost, Decimal::parse(turn).value());
  own.set(Field::plan, std::int64_t{2});
  own.set(Field::class_of_service, std::int64_t{1});
  own.set(Field::balance, Decimal::parse("312.40").value());
  own.set(Field::credit, Decimal::parse("1000.00").value());
  own.set(Field::invoices_due, std::int64_t{30});

  const Writer address(out, part(id, 1));
  address.set(Field::address_ordinal, std::int64_t{1});
  address.set(kAddress);
  address.set(Field::address_primary, true);
  const Writer contact(out, part(id, 2));
  contact.set(Field::contact_ordinal, std::int64_t{1});
  contact.set(kContact);
  contact.set(Field::contact_email, "c" + turn + "@changed.example");
  contact.set(Field::contact_telephone, "+44 " + turn);
  contact.set(Field::contact_primary, true);
  return out;
}

Record updated(const Record& before, std::int64_t number) {
  Record out = before;
  ++out.version;
  const Writer own(out);
  const std::string turn = std::to_string(kTurns + number);
  own.set(Field::website, "https://changed.example/" + turn);
  own.set(Field::notes, "changed in turn " + turn);
  own.set(Field::tax_number, "GB" + turn);
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
