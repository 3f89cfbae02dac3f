// The schemas of the API's description: JSON Schema 2020-12.
#pragma once

#include <span>
#include <string_view>

#include "doors/native/parameter.h"
#include "record/field/field.h"
#include "wire/json_pointer.h"

namespace patchbay::doors::native {

// Whether the schema describes a reply or a request. In a request null and "" clear, and a secret
// may be its mask.
enum class SchemaUse : std::uint8_t { shown, sent };

[[nodiscard]] wire::Tree field_schema(const FieldRow& field, SchemaUse use);
// The fields of a customer in a reply or a request; the fields of an address or a contact.
[[nodiscard]] wire::Tree customer_schema(SchemaUse use);
[[nodiscard]] wire::Tree part_schema(Section section, SchemaUse use);
// The settings that a rate plan can supply.
[[nodiscard]] wire::Tree plan_settings_schema(SchemaUse use);

[[nodiscard]] wire::Tree parameter_schema(const Parameter& parameter);
[[nodiscard]] wire::Tree parameter_example(const Parameter& parameter);

// Parses JSON that is written in this program. A test reads all of it.
[[nodiscard]] wire::Tree parse_own_json(std::string_view text);

// A schema that has no table, as written out.
struct NamedSchema {
  std::string_view name;
  std::string_view json;
};
// The schemas of principals and everything they refer to.
[[nodiscard]] std::span<const NamedSchema> admin_schemas();
[[nodiscard]] std::span<const NamedSchema> webhook_schemas();
[[nodiscard]] std::span<const NamedSchema> system_schemas();
[[nodiscard]] std::span<const NamedSchema> file_schemas();
// Those of outside systems that follow from the table of their members and from limits.
[[nodiscard]] wire::Object outside_system_schemas();

// Every schema by its name.
[[nodiscard]] wire::Object all_schemas();

}  // namespace patchbay::doors::native
