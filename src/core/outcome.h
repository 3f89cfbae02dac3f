// An outcome: what a call came to. What every door makes its reply of.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "record/entry.h"
#include "record/fault.h"
#include "record/principal.h"
#include "record/record.h"
#include "record/reference.h"

namespace patchbay::core {

// A customer as the caller may see it: secrets are Sealed, never text.
struct View {
  Record record;
  CustomerId enterprise;  // the child of the root above it, or itself
  Reference plan;         // its rate plan; id 0 where there is none
};

// A change was made, or rehearsed, or was not needed.
struct Receipt {
  Uuid request;  // can be asked after with RequestStatus; nil for a rehearsal
  View view;     // as it is now; of a rehearsal, as it would be
  Differences differences;
  bool rehearsed = false;
};

struct Page {
  std::vector<View> views;
  std::size_t total = 0;
  bool more = false;
};
struct Past {
  View view;
  std::vector<Entry> entries;
  bool more = false;
};
struct Compared {
  Version from = 0;
  Version to = 0;
  Differences differences;
};
struct Known {  // what became of a request
  RequestNote note;
};
struct Tokens {
  std::string token;
  std::string refresh_token;
  Instant expires;
  std::int64_t seconds = 0;
  View home;
};
struct Identity {  // who the caller is
  std::string name;
  View home;
  std::vector<std::string> privileges;
};
struct SignedOut {};
struct Things {
  std::vector<Principal> principals;  // hashes of secrets removed; keys keep their labels
  std::vector<Reference> references;
  bool more = false;
  bool one = false;     // a single thing was asked for
  bool made = false;    // it is new
  std::string new_key;  // shown once
};

using Outcome =
    std::variant<Receipt, View, Page, Past, Compared, Known, Tokens, Identity, SignedOut, Things>;

}  // namespace patchbay::core
