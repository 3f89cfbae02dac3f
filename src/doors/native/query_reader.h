// A query string's parameters: each may be given once, and what nobody takes is refused. A
// parameter that an older server passed over could turn a rehearsal into a write.
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
  // What is wrong goes to `asked`, which outlives this.
  QueryReader(const http::Request& request, DecodedRequest& decoded);
  // Parameters that came otherwise; what is wrong with them is blamed under `prefix`.
  QueryReader(wire::form::Pairs pairs, std::string prefix, DecodedRequest& decoded);

  std::optional<std::string> text(const Parameter& parameter);
  // The same, and empty is refused: a filter that is empty would filter nothing.
  std::optional<std::string> non_empty_text(const Parameter& parameter);
  std::optional<std::int64_t> whole(const Parameter& parameter);
  std::optional<Uuid> uuid(const Parameter& parameter);
  std::optional<Instant> time(const Parameter& parameter);
  // One of the parameter's words, by their order.
  std::size_t enumerated(const Parameter& parameter);
  // The same, of a parameter that may be absent.
  std::optional<std::string> word(const Parameter& parameter);
  // What is said, or otherwise the parameter's own default.
  bool flag(const Parameter& parameter);
  std::size_t size(const Parameter& parameter);
  // Where an earlier page of a list in this order ended.
  std::optional<ListPosition> cursor(const Parameter& parameter, std::string_view order);
  void refuse(std::string_view name, std::string what);
  // Refuses what was not taken. Call it last.
  void finish();

 private:
  DecodedRequest& decoded_;
  std::string prefix_;
  bool from_query_ = true;  // and not otherwise
  wire::form::Pairs pairs_;
  std::vector<std::string_view> known_;
};

}  // namespace patchbay::doors::native
