// The schemas of the API's description: JSON Schema 2020-12.
#pragma once

#include <span>
#include <string_view>

#include "doors/native/parameter.h"
#include "record/field/field.h"
#include "wire/json_pointer.h"

namespace patchbay::doors::native {

// What is shown, or what may be sent: there null and "" clear, and a secret may be its mask.
enum class SchemaUse : std::uint8_t { shown, sent };

[[nodiscard]] wire::Tree field_schema(const FieldRow& field, SchemaUse use);
// The fields of a customer that is shown or sent; the fields of an address or a contact.
[[nodiscard]] wire::Tree customer_schema(SchemaUse use);
[[nodiscard]] wire::Tree part_schema(Section section, SchemaUse use);
// What a rate plan can supply.
[[nodiscard]] wire::Tree plan_settings_schema(SchemaUse use);

[[nodiscard]] wire::Tree parameter_schema(const Parameter& parameter);
[[nodiscard]] wire::Tree parameter_example(const Parameter& parameter);

// JSON that this program itself holds; a test reads all of it.
[[nodiscard]] wire::Tree parse_own_json(std::string_view text);

// A schema that has no table of its own, as it stands in the document.
struct NamedSchema {
  std::string_view name;
  std::string_view json;
};
// Of principals and all that they refer to.
[[nodiscard]] std::span<const NamedSchema> admin_schemas();

// Every schema by its name: those above, and those of what is no customer.
[[nodiscard]] wire::Object all_schemas();

}  // namespace patchbay::doors::native
