// Translates a request from one dialect into another: a pure function, which sends and writes
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/client.h"
#include "doors/door.h"
#include "record/fault.h"

namespace patchbay::doors {

// What is translated.
struct TranslationInput {
  std::string from;  // names of dialects
  std::string to;
  std::string transport;  // of `to`, if it has several; empty: its usual one
  std::string input;      // a curl command line, an HTTP request as text, or a body
  std::string method;     // of a body
  std::string target;     // path and query of a body
};

// The call that a request makes, in the words of no dialect.
struct SourceCall {
  core::Call call;
  // The customer whose record helps to name it in another dialect.
  std::optional<core::Subject> subject{};
};

struct Translation {
  std::string call;  // "update"
  EncodedCall encoded;
};

// The names of the dialects that can be translated.
[[nodiscard]] std::vector<std::string_view> dialects_with_clients();

// Reads the input. A fault names "from", "to", "transport", "input", "method" or "target".
[[nodiscard]] Result<SourceCall> read_source(const TranslationInput& input);

// Writes the call in the dialect `input.to`. Credentials are placeholders. `record` as in
// ClientContext. `input` must be one that read_source accepts.
[[nodiscard]] Translation translate(const TranslationInput& input, const SourceCall& source,
                                    const Record* record);

}  // namespace patchbay::doors
