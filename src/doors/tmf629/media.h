// Contact media: e-mail addresses, telephone and fax numbers and addresses of a customer, which the
// record has in its contacts, addresses and fax number.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "doors/tmf629/writer.h"

namespace patchbay::doors::tmf629 {

enum class MediumKind : std::uint8_t { email, phone, fax, address };

// One fact of the record, or of an element of the array.
struct Medium {
  MediumKind kind{};
  std::string contact_type{};          // of an address in the record's words, or empty
  std::array<std::string, 6> texts{};  // of an address: street1 … country; else only the first
  bool preferred = false;
  Field field{};       // of the record
  Uuid part{};         // of the record: the contact or address; nil for the fax number
  std::string path{};  // of an element: "contactMedium[0].characteristic."
};

// The media of a record, in the order in which they are shown.
[[nodiscard]] std::vector<Medium> media_of(const Record& record);
// The facts that an element states.
[[nodiscard]] std::vector<Medium> media_in(const wire::Tree& element, Release release);
// Whether both state the same fact.
[[nodiscard]] bool is_same(const Medium& wanted, const Medium& held);

// The array of a record. `kept`, in the form of `release`, has the elements as they were sent: they
// are shown where the record still says the same.
[[nodiscard]] std::optional<wire::Tree> show_media(const Record& record, const wire::Tree* kept,
                                                   Release release);
// Makes the record say what the array says; null: the array is taken away.
Keep write_media(const wire::Tree* value, const Writer& writer);

// An element of one release in the form of another: a flat element that states several facts
// becomes several.
[[nodiscard]] wire::Array convert_medium(const wire::Tree& element, Release from, Release to);

}  // namespace patchbay::doors::tmf629
