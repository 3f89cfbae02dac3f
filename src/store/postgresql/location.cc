// Reads locations of databases with libpq.
#include "store/postgresql/location.h"

#include <memory>

#include <libpq-fe.h>

namespace patchbay::store {

bool is_postgresql(std::string_view location) {
  return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options options_of(const std::string& location) {
  return {PQconninfoParse(location.c_str(), nullptr), &PQconninfoFree};
}

std::string value(const Options& options, std::string_view name) {
  for (const PQconninfoOption* each = options.get(); each && each->keyword; ++each)
    if (each->keyword == name && each->val) return each->val;
  return {};
}

}  // namespace

bool location_has_password(const std::string& location) {
  if (!is_postgresql(location)) return false;
  const Options options = options_of(location);
  return !value(options, "password").empty() || !value(options, "sslpassword").empty();
}

std::optional<std::string> location_problem(const std::string& location) {
  if (!is_postgresql(location) || options_of(location)) return std::nullopt;
  return "it is not an address as libpq takes it: postgresql://user@host,host/database";
}

std::string redacted_location(const std::string& location) {
  if (!is_postgresql(location)) return location;
  const Options options = options_of(location);
  if (!options) return "postgresql://…";
  return "postgresql://" + value(options, "host") + '/' + value(options, "dbname");
}

}  // namespace patchbay::store
