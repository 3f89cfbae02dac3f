// Plans as files: JSON, for people to read and for `apply` to carry out.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "reach/systems/application.h"

namespace patchbay::app {

struct PlanFile {
  std::string system_file;    // the path of its description
  std::string system_digest;  // SystemFile::digest
  std::vector<reach::PlannedChange> changes;
};

// The plan with everything that was found. Values stand beside their digests, which are what
// counts.
[[nodiscard]] std::string plan_text(const std::string& system_file,
                                    const std::string& system_digest,
                                    const reach::Comparison& comparison,
                                    std::string_view digest_key);

// The error is the end of a sentence about the file.
[[nodiscard]] std::expected<PlanFile, std::string> parse_plan(std::string_view text);

}  // namespace patchbay::app
