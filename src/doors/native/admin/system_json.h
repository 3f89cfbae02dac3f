// Outside systems, what a comparison found, plans and links as JSON.
#pragma once

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// `watching` is null if the system is not watched, or not yet.
[[nodiscard]] wire::Tree outside_system_json(const OutsideSystem& system,
                                             const Destination* watching);
[[nodiscard]] wire::Tree comparison_json(const core::SystemComparison& comparison);
[[nodiscard]] wire::Tree applied_json(const core::SystemApplied& applied);
// `open_only`: with what waits for a person, and without the rest.
[[nodiscard]] wire::Tree links_json(const core::SystemLinkPage& page, bool open_only);
[[nodiscard]] wire::Array ids_json(const std::vector<core::IdElsewhere>& ids);
[[nodiscard]] wire::Tree link_json(const SystemLink& link);

// Each reads the members of a body. Appends what cannot be read to `problems`.
void read_system(const wire::Object& patch, core::UpsertSystem& out,
                 std::vector<Problem>& problems);
void read_comparison(const wire::Object& body, core::CompareSystem& out,
                     std::vector<Problem>& problems);
void read_plan(const wire::Object& body, core::ApplySystem& out, std::vector<Problem>& problems);
void read_choice(const wire::Object& body, core::ChooseInSystem& out,
                 std::vector<Problem>& problems);
void read_claim(const wire::Object& body, core::LinkToSystem& out, std::vector<Problem>& problems);

}  // namespace patchbay::doors::native
