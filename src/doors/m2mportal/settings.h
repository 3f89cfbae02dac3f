// The settings of this door.
#pragma once

#include <cstdint>

namespace patchbay::doors::m2mportal {

struct DialectSettings {
  bool ignore_unknown = false;           // unknown elements become warnings
  bool edit_reply_has_own_root = false;  // edit-customer-response, not add-customer-response
  bool api_id_is_idempotency_key = false;
  std::int64_t ids_of = 0;  // the outside system whose ids callers have; 0: none
};

}  // namespace patchbay::doors::m2mportal
