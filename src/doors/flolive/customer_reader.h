// Reads the body of a PATCH or POST of a customer: its edits and problems.
#pragma once

#include <string>
#include <vector>

#include "doors/flolive/fields.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// The position of an object: the prefix of its members' names, and the part it is.
struct Scope {
  std::string prefix{};
  PartRef part{};
  std::string part_field{};  // name of its id member
};

class CustomerReader {
 public:
  enum class Purpose : std::uint8_t { change, create };

  CustomerReader(Purpose of, bool ignore_unknown) : purpose_(of), ignore_unknown_(ignore_unknown) {}

  void customer(const wire::Object& body);
  void add_problem(std::string field, std::string what, Field order_field = {});

  // The result of reading.
  std::vector<core::FieldEdit> edits;
  std::vector<Problem> problems;
  std::vector<std::string> warnings;

 private:
  void object(const wire::Object& object, std::span<const Member> members, const Scope& scope);
  void member(const Member& member, const wire::Tree& value, const std::string& name,
              const Scope& scope);
  void unknown(const std::string& path, std::string_view name,
               std::span<const std::string_view> known);
  void field_edit(core::FieldEdit field_edit, const Scope& scope = {});
  [[nodiscard]] core::FieldEdit list(const Member& member, const Scope& scope,
                                     const wire::Tree& value, const std::string& name);

  void contact(const Member& member, const wire::Tree& value);
  void addresses(const Member& member, const wire::Tree& value);
  void address(const wire::Tree& value, const std::string& name, int number);
  void invoice(const wire::Tree& value, const std::string& name);
  void units(const wire::Object& invoice);
  // The id of a part. A text that is not a UUID is reported and gives nothing.
  [[nodiscard]] std::optional<Uuid> id(const wire::Tree& value, const std::string& name,
                                       Field order_field);

  const Purpose purpose_;
  const bool ignore_unknown_;
  std::vector<Uuid> addresses_seen_;
};

}  // namespace patchbay::doors::flolive
