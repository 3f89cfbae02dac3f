// Walks a command's elements: what they edit, who asks, and what is wrong with them.
#pragma once

#include <optional>

#include "doors/m2mportal/calls.h"
#include "doors/settings.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {

class CommandReader {
 public:
  CommandReader(const CommandRow& row, const Settings::M2mportal& settings)
      : row_(row), ignore_unknown_(settings.ignore_unknown) {}

  // Reads everything inside `root`, an element of the command's name.
  void command(const wire::xml::Element& root);
  void add_problem(std::string field, std::string what);

  // What was read. `customer` is trimmed, and nothing where there is no such element.
  core::NameAndSecret credentials;
  std::optional<std::string> customer;
  std::vector<core::FieldEdit> edits;
  std::vector<Problem> problems;
  std::vector<std::string> warnings;

 private:
  using Names = std::vector<std::string_view>;

  void authentication(const wire::xml::Element& element);
  // Hands each child to `take`, which says whether it knows the name. Blames text between children
  // and names that come twice or are unknown; `inside` is the path to them.
  template <typename ReadChild>
  void children(const wire::xml::Element& element, const std::string& inside, const Names& known,
                ReadChild read_child);
  void attributes(const wire::xml::Element& element, const Names& known);
  // `what` is how to speak of it: "element colour".
  void add_unknown(std::string what, std::string_view name, const Names& known);
  // The element's text, trimmed; blames attributes and elements in it.
  std::string text(const wire::xml::Element& element, const std::string& path);

  const CommandRow& row_;
  const bool ignore_unknown_;
};

}  // namespace patchbay::doors::m2mportal
