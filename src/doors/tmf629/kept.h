// What a customer of the standard says and the record has no field for. It is kept in the field
// `extensions`, by the release it was sent in and its name: "v4 agreement".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/tmf629/release.h"
#include "record/value/record.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

struct KeptMember {
  Release release{};
  std::string name;
  wire::Tree value;
  bool operator==(const KeptMember&) const = default;
};

class Kept {
 public:
  // What a record holds. Rows of another form are left where they are.
  explicit Kept(const Record& record);

  [[nodiscard]] const KeptMember* find(std::string_view name) const;
  [[nodiscard]] const std::vector<KeptMember>& members() const { return members_; }
  // Keeps a member, in place of one of that name.
  void set(Release release, std::string_view name, wire::Tree value);
  void drop(std::string_view name);
  // The value of the field, or Clear if nothing is kept.
  [[nodiscard]] Edit edit() const;

 private:
  std::vector<KeptMember> members_;
  List others_;
};

}  // namespace patchbay::doors::tmf629
