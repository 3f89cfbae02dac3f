// Places of databases, as libpq takes them and as people may read them.
#include <memory>

#include <libpq-fe.h>

#include "store/open.h"

namespace patchbay::store {

bool is_postgresql(std::string_view place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options options_of(const std::string& place) {
  return {PQconninfoParse(place.c_str(), nullptr), &PQconninfoFree};
}

std::string value(const Options& options, std::string_view name) {
  for (const PQconninfoOption* each = options.get(); each && each->keyword; ++each)
    if (each->keyword == name && each->val) return each->val;
  return {};
}

}  // namespace

bool names_password(const std::string& place) {
  if (!is_postgresql(place)) return false;
  const Options options = options_of(place);
  return !value(options, "password").empty() || !value(options, "sslpassword").empty();
}

std::optional<std::string> wrong_place(const std::string& place) {
  if (!is_postgresql(place) || options_of(place)) return std::nullopt;
  return "it is not an address as libpq takes it: postgresql://user@host,host/database";
}

std::string shown_place(const std::string& place) {
  if (!is_postgresql(place)) return place;
  const Options options = options_of(place);
  if (!options) return "postgresql://…";
  return "postgresql://" + value(options, "host") + '/' + value(options, "dbname");
}

}  // namespace patchbay::store
