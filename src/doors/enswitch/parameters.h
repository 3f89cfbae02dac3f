// The parameters of one request: asked for by name, complained of once.
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
  // Those of the query and of a form in the body, as one list.
  [[nodiscard]] static Result<Parameters> of(const http::Request& request);
  // Those of the query alone.
  [[nodiscard]] static Result<Parameters> of_query(const http::Request& request);

  // Asking for a name makes it known. Nothing where it is absent; the first where it is repeated,
  // which `finish` refuses.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view name);
  // The same of one that says who asks or about whom: repeated, nobody can tell who was meant.
  [[nodiscard]] Result<std::optional<std::string_view>> once(std::string_view name);
  // The same as a value that `takes` takes; otherwise it is blamed, and nothing.
  [[nodiscard]] std::optional<Value> value(std::string_view name, const ValueFormat& format);
  [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name, std::int64_t min,
                                                  std::int64_t max);
  [[nodiscard]] bool flag(std::string_view name);  // false where it is absent
  // One of the words of `takes`; nothing where it is absent or empty.
  [[nodiscard]] std::optional<Value> enumerated(std::string_view name, const ValueFormat& format);
  // What is wished for at a field; nothing where nobody mentions it.
  [[nodiscard]] std::optional<core::FieldEdit> field_edit(const Spelling& spelling);

  void add_problem(std::string_view name, std::string what, int order = 0);

  // Hands over what is wrong with the input, unknown and repeated names among it.
  void finish(core::Call& call, const Settings::Enswitch& settings);

 private:
  explicit Parameters(wire::form::Pairs pairs) : pairs_(std::move(pairs)) { known_.reserve(128); }
  [[nodiscard]] std::size_t count(std::string_view name) const;

  wire::form::Pairs pairs_;
  std::vector<std::string_view> known_;
  std::vector<Problem> problems_;
};

}  // namespace patchbay::doors::enswitch
