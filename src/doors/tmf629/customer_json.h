// A customer in the standard's JSON, and what a changed document means for the record.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/call/call.h"
#include "doors/tmf629/kept.h"
#include "doors/tmf629/release.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

// The document of a record. `base_url` is the beginning of its href: "http://host:port".
[[nodiscard]] wire::Tree customer_json(const Record& record, Release release,
                                       std::string_view base_url);

// The same, member by member. The record must outlive this object.
class Members {
 public:
  Members(const Record& record, Release release) : record_(record), release_(release) {}

  // One member of the document; nothing if it has none of that name.
  [[nodiscard]] std::optional<wire::Tree> find(std::string_view member) const;

 private:
  const Record& record_;
  Release release_;
};

// The path of a customer: "/tmf-api/customer/v5/customer/101".
[[nodiscard]] std::string customer_path(CustomerId id, Release release);

// How a document is written over another.
enum class Arrays : bool {
  merged,  // fields of the record that `characteristic` leaves out stay
  whole,   // they go
};

// Reports a document, or a patch of one, with more members that the standard does not know than are
// kept. Everything below takes time in proportion to the document times this number. Returns
// whether it has not more.
bool check_unknown_members(const wire::Object& document, std::vector<Problem>& problems);

// The edits of a new customer. Problems name members: "engagedParty is required".
[[nodiscard]] core::Edits edits_of_new(const wire::Object& document, Release release);
// The edits of a merge patch of a customer that is not known. A list only adds, and gets a problem
// of the kind `unknown_customer`, because what it takes away is not known.
[[nodiscard]] core::Edits edits_of_patch(const wire::Object& patch, Release release);
// The edits that turn what `view` shows as `before` into `after`.
[[nodiscard]] core::Edits edits_between(const wire::Tree& before, const wire::Tree& after,
                                        const core::View& view, Release release, Arrays arrays);

}  // namespace patchbay::doors::tmf629
