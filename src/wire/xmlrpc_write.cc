// Writes XML-RPC documents.
#include <charconv>
#include <cstdint>

#include "wire/xml.h"
#include "wire/xmlrpc.h"

namespace patchbay::wire::xmlrpc {
namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

void append_element(std::string& out, std::string_view name, std::string_view content) {
  out.append(1, '<').append(name).append(1, '>').append(content);
  out.append("</").append(name).append(1, '>');
}

std::string element(std::string_view name, std::string_view content) {
  std::string out;
  append_element(out, name, content);
  return out;
}

bool fits_int32(std::string_view digits) {
  std::int32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  return error == std::errc() && stop == end;
}

std::string_view type_of(const Number& number) {
  if (number.text.find_first_of(".eE") != std::string::npos) return "double";
  return fits_int32(number.text) ? "int" : "string";
}

void append_value(std::string& out, const Tree& tree);

void append_struct(std::string& out, const Object& members) {
  out += "<struct>";
  for (const auto& [name, value] : members) {
    out += "<member>";
    append_element(out, "name", xml::escape(name));
    append_value(out, value);
    out += "</member>";
  }
  out += "</struct>";
}

void append_array(std::string& out, const Array& items) {
  out += "<array><data>";
  for (const Tree& item : items) append_value(out, item);
  out += "</data></array>";
}

void append_typed(std::string& out, const Tree& tree) {
  if (const auto* members = tree.object()) return append_struct(out, *members);
  if (const auto* items = tree.array()) return append_array(out, *items);
  if (const auto* text = tree.text()) return append_element(out, "string", xml::escape(*text));
  if (const auto* number = tree.number())
    return append_element(out, type_of(*number), number->text);
  if (const auto* flag = tree.boolean()) return append_element(out, "boolean", *flag ? "1" : "0");
  append_element(out, "string", "");
}

void append_value(std::string& out, const Tree& tree) {
  out += "<value>";
  append_typed(out, tree);
  out += "</value>";
}

std::string value(const Tree& tree) {
  std::string out;
  append_value(out, tree);
  return out;
}

std::string document(std::string_view root, std::string_view content) {
  return std::string(kDeclaration) + element(root, content) + '\n';
}

}  // namespace

std::string write_response(const Tree& result) {
  return document("methodResponse", element("params", element("param", value(result))));
}

std::string write_fault(int code, std::string_view message) {
  const Tree fault(Object{{"faultCode", code}, {"faultString", message}});
  return document("methodResponse", element("fault", value(fault)));
}

std::string write_call(const RpcCall& call) {
  std::string params;
  for (const Tree& param : call.params) params += element("param", value(param));
  return document("methodCall",
                  element("methodName", xml::escape(call.method)) + element("params", params));
}

}  // namespace patchbay::wire::xmlrpc
