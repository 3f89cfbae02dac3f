// The settings of this door.
#pragma once

#include <string>

namespace patchbay::doors::m2mportal {

struct DialectSettings {
  bool ignore_unknown = false;  // unknown elements become warnings
  std::string edit_reply_root = "add-customer-response";
  bool api_id_is_idempotency_key = false;
};

}  // namespace patchbay::doors::m2mportal
