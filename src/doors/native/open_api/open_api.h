// The description of the native API: OpenAPI 3.1, generated from the routes and the field table.
#pragma once

#include "doors/native/calls.h"
#include "http/message.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

[[nodiscard]] wire::Tree open_api_document();
// The operation of one route.
[[nodiscard]] wire::Tree operation_json(const Operation& operation);
// The document as the reply to GET /openapi.json. Any thread. Generated once.
[[nodiscard]] http::Response open_api_response();

}  // namespace patchbay::doors::native
