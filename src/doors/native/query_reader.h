// The parameters of a query string. Each may be given once, and an unknown one is refused: a
// parameter that an older server ignored could turn a rehearsal into a write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "doors/door.h"
#include "doors/native/parameter.h"
#include "record/search/query.h"
#include "wire/form.h"

namespace patchbay::doors::native {

class QueryReader {
 public:
  // Problems go to `decoded`, which must outlive this.
  QueryReader(const http::Request& request, DecodedRequest& decoded);
  // Parameters from elsewhere than the query. Problems are reported under `prefix`.
  QueryReader(wire::form::Pairs pairs, std::string prefix, DecodedRequest& decoded);

  std::optional<std::string> text(const Parameter& parameter);
  // The same, but an empty text is refused, because an empty filter would filter nothing.
  std::optional<std::string> non_empty_text(const Parameter& parameter);
  std::optional<std::int64_t> whole(const Parameter& parameter);
  std::optional<Uuid> uuid(const Parameter& parameter);
  std::optional<Instant> time(const Parameter& parameter);
  // The index of one of the parameter's words.
  std::size_t enumerated(const Parameter& parameter);
  // The same for a parameter that may be absent.
  std::optional<std::string> word(const Parameter& parameter);
  // The given value, or the parameter's default.
  bool flag(const Parameter& parameter);
  std::size_t size(const Parameter& parameter);
  // The position where the previous page of a list in this order ended.
  std::optional<ListPosition> cursor(const Parameter& parameter, std::string_view order);
  void refuse(std::string_view name, std::string what);
  // Refuses all parameters that were not read. Call it last.
  void finish();

 private:
  DecodedRequest& decoded_;
  std::string prefix_;
  bool from_query_ = true;  // false: from elsewhere
  wire::form::Pairs pairs_;
  std::vector<std::string_view> known_;
};

}  // namespace patchbay::doors::native
