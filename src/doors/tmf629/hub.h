// The hub: who registers there is a webhook of the door's format.
#pragma once

#include "doors/tmf629/decode_calls.h"
#include "record/admin/webhook.h"

namespace patchbay::doors::tmf629 {

[[nodiscard]] core::Request read_register(CallInput& input);
[[nodiscard]] core::Request read_get_registration(CallInput& input);
[[nodiscard]] core::Request read_unregister(CallInput& input);

// {"id":"3","callback":"https://…","query":"eventType=…"}
[[nodiscard]] wire::Tree registration_json(const Webhook& webhook, Release release,
                                           std::string_view base_url);
// The path of a registration: "/tmf-api/customer/v5/hub/3".
[[nodiscard]] std::string registration_path(const Webhook& webhook, Release release);

}  // namespace patchbay::doors::tmf629
