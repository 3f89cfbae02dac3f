// Reads a command's elements: the edits, the credentials and the problems.
#pragma once

#include <optional>

#include "doors/settings.h"
#include "doors/shared/spelling.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {

class CommandReader {
 public:
  CommandReader(std::span<const Spelling> elements, const DialectSettings& settings)
      : elements_(elements), ignore_unknown_(settings.ignore_unknown) {}

  // Reads everything inside `root`, the element named after the command, which may hold `elements`.
  void command(const wire::xml::Element& root);
  void add_problem(std::string field, std::string what);

  // The result of reading. `customer` is trimmed, and nothing if there is no such element.
  core::NameAndSecret credentials;
  std::optional<std::string> customer;
  std::vector<core::FieldEdit> edits;
  std::vector<Problem> problems;
  std::vector<std::string> warnings;

 private:
  using Names = std::vector<std::string_view>;

  void authentication(const wire::xml::Element& element);
  // Passes each child to `read_child`, which returns whether it knows the name. Reports text
  // between children, repeated names and unknown names. `inside` is the path to the children.
  template <typename ReadChild>
  void children(const wire::xml::Element& element, const std::string& inside, const Names& known,
                ReadChild read_child);
  void attributes(const wire::xml::Element& element, const Names& known);
  // `what` describes it in messages: "element colour".
  void add_unknown(std::string what, std::string_view name, const Names& known);
  // The element's trimmed text. Reports attributes and child elements.
  std::string text(const wire::xml::Element& element, const std::string& path);

  const std::span<const Spelling> elements_;
  const bool ignore_unknown_;
};

}  // namespace patchbay::doors::m2mportal
