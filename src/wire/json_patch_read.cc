// Reads patch documents.
#include <algorithm>

#include "base/result.h"
#include "wire/json_patch.h"

namespace patchbay::wire {
namespace {

using Op = PatchOperation::Op;

struct OperationRow {
  std::string_view word;
  Op op;
  bool from;   // needs the member `from`
  bool value;  // needs the member `value`
};
constexpr OperationRow kOperations[] = {
    {"add", Op::add, false, true},         {"remove", Op::remove, false, false},
    {"replace", Op::replace, false, true}, {"move", Op::move, true, false},
    {"copy", Op::copy, true, false},       {"test", Op::test, false, true},
};

std::unexpected<ParseError> refused(std::string where, std::string what) {
  return std::unexpected(ParseError{std::move(where), std::move(what)});
}

std::expected<JsonPointer, ParseError> read_pointer(const Tree& operation, const std::string& name,
                                                    const std::string& where) {
  const Tree* member = operation.find(name);
  if (!member) return refused(where + '.' + name, "is missing");
  auto pointer = member->text() ? JsonPointer::parse(*member->text()) : std::nullopt;
  if (!pointer) return refused(where + '.' + name, "must be a JSON Pointer such as /name");
  return std::move(*pointer);
}

std::expected<PatchOperation, ParseError> read_operation(const Tree& tree,
                                                         const std::string& where) {
  if (!tree.object()) return refused(where, "must be an object, not " + std::string(tree.kind()));
  const Tree* op = tree.find("op");
  const std::string word = op && op->text() ? *op->text() : std::string();
  const auto* const shape = std::ranges::find(kOperations, word, &OperationRow::word);
  if (shape == std::end(kOperations))
    return refused(where + ".op", "must be one of add, remove, replace, move, copy, test");
  PatchOperation out{.op = shape->op, .path = TRY(read_pointer(tree, "path", where))};
  if (shape->from) out.from = TRY(read_pointer(tree, "from", where));
  if (!shape->value) return out;
  const Tree* value = tree.find("value");
  if (!value) return refused(where + ".value", "is missing");
  out.value = *value;
  return out;
}

}  // namespace

std::expected<JsonPatch, ParseError> read_json_patch(const Tree& document, PatchBounds bounds) {
  const Array* operations = document.array();
  if (!operations)
    return refused("", "must be an array of operations, not " + std::string(document.kind()));
  if (operations->size() > bounds.operations_max)
    return refused("", "must have at most " + std::to_string(bounds.operations_max) +
                           " operations, not " + std::to_string(operations->size()));
  JsonPatch out;
  out.reserve(operations->size());
  for (std::size_t i = 0; i < operations->size(); ++i)
    out.push_back(TRY(read_operation((*operations)[i], '[' + std::to_string(i) + ']')));
  return out;
}

}  // namespace patchbay::wire
