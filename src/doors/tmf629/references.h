// Accounts and payment methods: arrays of references, where the first one that the record has a
// word for is a field of the record.
#pragma once

#include <optional>
#include <string_view>

#include "doors/tmf629/writer.h"

namespace patchbay::doors::tmf629 {

struct ReferenceRow {
  std::string_view member;    // "account"
  Field field;                // whose text is the id of the reference
  std::string_view referred;  // its @referredType
  std::string_view unsaid{};  // the text that says that there is none
};
inline constexpr ReferenceRow kReferenceRows[] = {
    {"account", Field::account, "BillingAccount"},
    {"paymentMethod", Field::payment_type, "PaymentMethod", "none"},
};
// The row of a member, or null.
[[nodiscard]] const ReferenceRow* find_reference(std::string_view member);

// The array of a record. `kept`, in the form of `release`, has the elements as they were sent: the
// one that the field says is shown only while the field says it.
[[nodiscard]] std::optional<wire::Tree> show_references(const ReferenceRow& row,
                                                        const Record& record,
                                                        const wire::Tree* kept, Release release);
Keep write_references(const ReferenceRow& row, const wire::Tree* value, const Writer& writer);

// The @type of v5 for the elements of an array of references: "AccountRef".
[[nodiscard]] std::string_view reference_type(std::string_view member);

}  // namespace patchbay::doors::tmf629
