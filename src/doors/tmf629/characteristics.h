// Characteristics: names with values. A field of the record that no other member shows is one under
// the field's name, and so is each of the customer's custom fields, unless it has the name of a
// field.
#pragma once

#include <optional>

#include "doors/tmf629/writer.h"

namespace patchbay::doors::tmf629 {

// The array of a record. `kept`, in the form of `release`, has the elements as they were sent: they
// are shown where the record still says the same.
[[nodiscard]] std::optional<wire::Tree> show_characteristics(const Record& record,
                                                             const wire::Tree* kept,
                                                             Release release);
// Makes the record say what the array says; null: the array is taken away. Custom fields that it
// leaves out go. Fields of the record that it leaves out stay, unless the writer `is_whole`.
Keep write_characteristics(const wire::Tree* value, const Writer& writer);

// The @type of v5 for a value: "StringCharacteristic".
[[nodiscard]] std::string_view characteristic_type(const wire::Tree& value);

// Whether a field of this name is sealed, in any case of its letters. Nothing is kept under it.
[[nodiscard]] bool is_name_of_secret(std::string_view name);
inline constexpr std::string_view kIsSecret = "is a secret: set it at another door";

// The fields that are shown as characteristics, in their order.
[[nodiscard]] const std::vector<Field>& characteristic_fields();

}  // namespace patchbay::doors::tmf629
