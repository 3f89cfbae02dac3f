// Fills in prompts. Nothing of a record stands in them.
#include "doors/mcp/prompts.h"

#include <algorithm>

#include "base/text.h"
#include "base/uuid.h"
#include "doors/mcp/data_block.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

struct PromptRow {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::string_view argument;
  std::string_view meaning;
  bool is_data;
  std::string_view text;
};
constexpr PromptRow kPrompts[] = {
#define PROMPT(name, title, description, argument, meaning, is_data, text) \
  {#name, title, description, #argument, meaning, is_data, text},
#include "doors/mcp/prompts.def"
#undef PROMPT
};

std::unexpected<RpcError> refuse(std::string what) {
  return std::unexpected(rpc_error(RpcCode::invalid_params, std::move(what)));
}

Tree user_message(std::string text) {
  return Tree(Object{{"role", "user"},
                     {"content", Tree(Object{{"type", "text"}, {"text", std::move(text)}})}});
}

std::string argument_of(const Message& message, std::string_view name) {
  const Tree* const arguments = message.param("arguments");
  const Tree* const given = arguments ? arguments->find(name) : nullptr;
  return given && given->text() ? *given->text() : std::string();
}

}  // namespace

Array prompts_json() {
  Array out;
  for (const PromptRow& each : kPrompts) {
    Array arguments{Tree(
        Object{{"name", each.argument}, {"description", each.meaning}, {"required", Tree(true)}})};
    out.emplace_back(Object{{"name", each.name},
                            {"title", each.title},
                            {"description", each.description},
                            {"arguments", Tree(std::move(arguments))}});
  }
  return out;
}

std::expected<Object, RpcError> prompt_messages(const Message& message) {
  const auto* const row = std::ranges::find(kPrompts, message.text_param("name"), &PromptRow::name);
  if (row == std::end(kPrompts)) return refuse("name must be that of a prompt: call prompts/list");
  const std::string argument = argument_of(message, row->argument);
  if (argument.empty()) return refuse("arguments must hold " + std::string(row->argument));
  std::string text(row->text);
  if (!row->is_data) {
    if (!parse_whole(argument) && !Uuid::parse(argument))
      return refuse(std::string(row->argument) + " must be the id or uuid of a customer");
    text.replace(text.find("{}"), 2, argument);
  }
  Array messages{user_message(std::move(text))};
  if (row->is_data) messages.push_back(user_message(data_block(Tree(argument))));
  return Object{{"description", row->description}, {"messages", Tree(std::move(messages))}};
}

}  // namespace patchbay::doors::mcp
