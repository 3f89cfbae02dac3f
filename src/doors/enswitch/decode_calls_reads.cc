// The calls that change nothing: get, list and login.
#include "base/result.h"
#include "base/text.h"
#include "doors/enswitch/decode_calls.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

using Order = CustomerQuery::Order;

constexpr std::size_t kAll = 1000;

std::unexpected<Fault> unreadable(std::string_view name, std::string what) {
  return std::unexpected(Fault(ErrorKind::malformed, std::move(what), std::string(name)));
}

// Exactly one of three parameters identifies the customer.
Result<core::Subject> subject(Parameters& given) {
  const auto id = TRY(given.once("id"));
  const auto email = TRY(given.once("email"));
  const auto name = TRY(given.once("name"));
  if (!id && !email && !name) return unreadable("id", "is required, or email, or name");
  if ((id || email) && name) return unreadable("name", "cannot be given together with id or email");
  if (id && email) return unreadable("email", "cannot be given together with id");
  if (id) return TRY(read_id(given));
  const Spelling& by = spelling(email ? "email" : "name");
  const std::string text(email ? *email : *name);
  if (text.empty()) return unreadable(by.name, "cannot be empty");
  return core::CustomerMatching{{by.target, Value(text)}};
}

Life life(Parameters& given) {
  switch (given.whole("deleted", -1, 1).value_or(0)) {
    case 1:
      return Life::deleted;
    case -1:
      return Life::all;
    default:
      return Life::live;
  }
}

Order order(Parameters& given) {
  const auto read = given.enumerated("sort", format::enumerated("account|description|name"));
  if (!read) return Order::id;
  const auto& word = std::get<std::string>(*read);
  return word == "account" ? Order::account : word == "name" ? Order::name : Order::description;
}

std::vector<Match> filters(Parameters& given) {
  std::vector<Match> out;
  const Spelling& bill_type = spelling("bill_type");
  if (auto word = given.enumerated(bill_type.name, bill_type.format))
    out.push_back({bill_type.target, std::move(word)});
  const std::int64_t listed = given.whole("directory", -1, 1).value_or(-1);
  if (listed >= 0) out.push_back({spelling("directory").target, Value(listed == 1)});
  return out;
}

}  // namespace

Result<core::Request> read_get(Parameters& given, const DialectSettings&, DecodedRequest&) {
  return core::GetCustomer{.subject = TRY(subject(given))};
}

Result<core::Request> read_list(Parameters& given, const DialectSettings&,
                                DecodedRequest& decoded) {
  core::ListCustomers list{.below = core::Oneself{}};
  if (const auto parent = given.whole("parent", 1, INT64_MAX)) list.below = CustomerId{*parent};
  CustomerQuery& query = list.query;
  query.recursive = given.flag("recursive");
  query.life = life(given);
  query.name_contains = given.text("name").value_or("");
  query.where = filters(given);
  query.order = order(given);
  query.descending = given.flag("descending");
  query.offset = static_cast<std::size_t>(given.whole("offset", 0, 1'000'000'000).value_or(0));
  query.limit = static_cast<std::size_t>(given.whole("limit", 0, kAll).value_or(0));
  if (query.limit == 0) query.limit = kAll;
  // Clients send it to turn paging off; this call has no pages.
  if (parse_whole(given.text("pages").value_or("0")) != 0)
    given.add_problem(
        "pages", "must be 0: a list comes in one piece, of which offset and limit ask for a part");
  query.count = given.flag("count");
  if (query.count) {
    decoded.echo = kCounted;
    query.limit = 1;
  }
  return list;
}

Result<core::Request> read_login(Parameters& given, const DialectSettings&, DecodedRequest&) {
  if (given.flag("token")) return core::SignIn{};
  return core::WhoAmI{};
}

}  // namespace patchbay::doors::enswitch
