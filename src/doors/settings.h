// The settings of the doors. Each is a decision of docs/compatibility.md.
#pragma once

#include <string>

namespace patchbay::doors {

struct Settings {
  bool require_if_match = false;  // doors with entity tags refuse a change without a version
  struct M2mportal {
    bool ignore_unknown = false;  // unknown elements become warnings
    std::string edit_reply_root = "add-customer-response";
    bool api_id_is_idempotency_key = false;
  } m2mportal;
  struct Flolive {
    bool ignore_unknown = false;
  } flolive;
  struct Everlytic {
    bool ignore_unknown = false;
    bool require_name_and_email = false;
  } everlytic;
  struct Enswitch {
    bool ignore_unknown = false;
    bool events_url_keeps = false;  // an update without events_url keeps it
  } enswitch;
};

}  // namespace patchbay::doors
