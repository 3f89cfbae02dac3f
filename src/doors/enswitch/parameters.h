// The parameters of one request: looked up by name, each problem reported once.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "doors/settings.h"
#include "doors/shared/spelling.h"
#include "http/message.h"
#include "wire/form.h"

namespace patchbay::doors::enswitch {

class Parameters {
 public:
  // The parameters of the query and of a form in the body, as one list.
  [[nodiscard]] static Result<Parameters> of(const http::Request& request);
  // The parameters of the query only.
  [[nodiscard]] static Result<Parameters> of_query(const http::Request& request);

  // Looks a parameter up and marks its name as known. Nothing if it is absent. If it is repeated,
  // the first value; `finish` then refuses the request.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name);
  // The same for a parameter that identifies the caller or the customer. A repeated one is an error
  // at once, because it would be ambiguous.
  [[nodiscard]] Result<std::optional<std::string_view>> once(std::string_view name);
  // The same as a value in `format`. A value that does not fit is reported and left out.
  [[nodiscard]] std::optional<Value> value(std::string_view name, const ValueFormat& format);
  [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name, std::int64_t min,
                                                  std::int64_t max);
  [[nodiscard]] bool flag(std::string_view name);  // false if it is absent
  // One of the words of `format`; nothing if it is absent or empty.
  [[nodiscard]] std::optional<Value> enumerated(std::string_view name, const ValueFormat& format);
  // The edit of a field; nothing if the parameter is absent.
  [[nodiscard]] std::optional<core::FieldEdit> field_edit(const Spelling& spelling);

  void add_problem(std::string_view name, std::string what, int order = 0);

  // Moves all problems of the input to `call`, including unknown and repeated names.
  void finish(core::Call& call, const DialectSettings& settings);

 private:
  explicit Parameters(wire::form::Pairs pairs) : pairs_(std::move(pairs)) { known_.reserve(128); }
  [[nodiscard]] std::size_t count(std::string_view name) const;

  wire::form::Pairs pairs_;
  std::vector<std::string_view> known_;
  std::vector<Problem> problems_;
};

}  // namespace patchbay::doors::enswitch
