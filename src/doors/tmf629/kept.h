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

// The members that the server alone says.
inline constexpr std::string_view kFixed[] = {"id", "href"};

struct KeptMember {
  Release release{};
  std::string name;
  wire::Tree value;
  bool operator==(const KeptMember&) const = default;
};

class Kept {
 public:
  // What a record holds. Any door can write the field, so rows that are not as this door writes
  // them are carried along: those that cannot be read, those whose value has another shape than
  // the standard's member of that name, and those that repeat a name, or name a secret or what
  // only the server says.
  explicit Kept(const Record& record);

  [[nodiscard]] const KeptMember* find(std::string_view name) const;
  [[nodiscard]] const std::vector<KeptMember>& members() const { return members_; }
  // Keeps a member, in place of one of that name and of rows that are carried along under it.
  void set(Release release, std::string_view name, wire::Tree value);
  // Takes away all rows of that name, so that none shows in place of another.
  void drop(std::string_view name);
  // The value of the field, or Clear if nothing is kept.
  [[nodiscard]] Edit edit() const;

  bool operator==(const Kept&) const = default;

 private:
  void drop_others(std::string_view name);

  std::vector<KeptMember> members_;
  List others_;
};

// The name in the first cell of a row of this door; empty for any other cell.
[[nodiscard]] std::string_view name_of_cell(std::string_view cell);

// What Kept(record).find(name) finds, without a look at the other rows.
[[nodiscard]] std::optional<KeptMember> find_kept(const Record& record, std::string_view name);

}  // namespace patchbay::doors::tmf629
