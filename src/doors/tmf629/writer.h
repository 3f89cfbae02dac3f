// What the functions that write a member of a customer share.
#pragma once

#include <string>
#include <utility>

#include "core/call/call.h"
#include "doors/tmf629/release.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

// Where edits go, and the record that they are about: an empty one for a new customer.
struct Writer {
  Release release;
  const Record& record;
  // Whether what an array leaves out is taken away, also where it belongs to the record's own
  // fields.
  bool is_whole = false;
  bool is_new = false;
  core::Edits& out;

  void edit(Target target, Edit edit, std::string field) const {
    out.edits.push_back({.target = target,
                         .edit = std::move(edit),
                         .field = std::move(field),
                         .objection = std::nullopt});
  }
  void refuse(std::string field, std::string what) const {
    out.problems.push_back({ErrorKind::invalid, std::move(field), std::move(what), 0});
  }
};

// The text of a member; empty if it has none.
[[nodiscard]] inline std::string text_of(const wire::Tree& tree, std::string_view member) {
  const wire::Tree* found = tree.find(member);
  const std::string* text = found ? found->text() : nullptr;
  return text ? *text : std::string();
}

// What a write says of its member: whether it is kept as it was sent, because the record's fields
// would show it otherwise.
enum class Keep : bool { no, yes };

}  // namespace patchbay::doors::tmf629
