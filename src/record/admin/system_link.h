// Which customer is which one in an outside system, and what both last agreed on.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/ids.h"

namespace patchbay {

// What both sides last had for one field, as digests. They differ if the system keeps the value in
// another form.
struct AgreedField {
  std::string name;
  std::string ours;
  std::string theirs;
  std::string sent{};  // to the system since, if it is not known whether it took it
  bool operator==(const AgreedField&) const = default;
};

// A difference that waits for a person.
struct OpenField {
  std::string name;
  std::string kind;  // "conflict" or "refused"
  std::string why{};
  bool operator==(const OpenField&) const = default;
};

struct SystemLink {
  std::int64_t system = 0;
  CustomerId customer{};
  Uuid uuid{};            // of the customer
  std::string there;      // its number, UUID or name there; empty while it is being made
  std::int64_t turn = 0;  // raised with each save, so that of two that save at once one is refused
  std::int64_t missed = 0;  // comparisons in a row in which the system did not have it
  Instant time{};           // of the last save
  std::vector<AgreedField> agreed{};
  std::vector<OpenField> open{};
  bool operator==(const SystemLink&) const = default;
};

// The lists of a link, as stores keep them. An error means that the stored text was not written by
// this version.
[[nodiscard]] std::string encode(const std::vector<AgreedField>& agreed);
[[nodiscard]] std::string encode(const std::vector<OpenField>& open);
[[nodiscard]] std::expected<std::vector<AgreedField>, std::string> decode_agreed(
    std::string_view text);
[[nodiscard]] std::expected<std::vector<OpenField>, std::string> decode_open(std::string_view text);

}  // namespace patchbay
