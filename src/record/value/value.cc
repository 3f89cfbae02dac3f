// The text form of values.
#include "record/value/value.h"

namespace patchbay {
namespace {

struct Describer {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const Decimal& value) const { return value.text(); }
  std::string operator()(const std::string& value) const { return '"' + value + '"'; }
  std::string operator()(const SealedSecret& value) const { return "sealed " + mask(value); }
  std::string operator()(const List& value) const {
    std::string out = "[";
    for (const auto& row : value) {
      if (out.size() > 1) out += ", ";
      for (const std::string& cell : row) {
        if (&cell != &row.front()) out += '=';
        out += cell;
      }
    }
    return out + "]";
  }
};

}  // namespace

std::string mask(const SealedSecret& sealed) { return "****" + sealed.tail; }

std::string describe(const Value& value) { return std::visit(Describer{}, value); }

std::string describe(const Edit& edit) {
  const auto* value = std::get_if<Value>(&edit);
  return value ? describe(*value) : "nothing";
}

}  // namespace patchbay
