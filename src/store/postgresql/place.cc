// Places of databases, as libpq takes them and as people may read them.
#include <memory>

#include <libpq-fe.h>

#include "store/open.h"

namespace patchbay::store {

bool is_postgresql(std::string_view place) {
  return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

std::string shown_place(const std::string& place) {
  if (!is_postgresql(place)) return place;
  using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
  const Options options(PQconninfoParse(place.c_str(), nullptr), &PQconninfoFree);
  if (!options) return "postgresql://…";
  const auto value = [&](std::string_view name) {
    for (const PQconninfoOption* each = options.get(); each->keyword; ++each)
      if (each->keyword == name && each->val) return std::string(each->val);
    return std::string();
  };
  return "postgresql://" + value("host") + '/' + value("dbname");
}

}  // namespace patchbay::store
