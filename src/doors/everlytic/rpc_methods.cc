// The arguments of each method and the request it makes.
#include "doors/everlytic/rpc_methods.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "base/wording.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/customer_list.h"
#include "doors/everlytic/requests.h"
#include "doors/everlytic/rpc_arguments.h"

namespace patchbay::doors::everlytic {
namespace {

constexpr std::string_view kPrefix = "customers.";

std::expected<void, std::string> check_argument_count(const Params& params, std::size_t least,
                                                      std::size_t most) {
  const std::size_t given = params.values.size();
  if (given >= least && given <= most) return {};
  const std::string lower = least == most ? "" : std::to_string(least) + " to ";
  return std::unexpected("takes " + lower + counted(most, "argument") + ", not " +
                         std::to_string(given));
}

DecodedMethod update(Params& params) {
  TRY_DO(check_argument_count(params, 2, 2));
  const CustomerId id = TRY(parse_id(params.values[0]));
  const GivenProperties given = TRY(parse_properties(params.values[1], "properties"));
  return change_request(id, params.reader.update(given));
}

DecodedMethod get(Params& params) {
  if (params.values.size() == 2)
    return std::unexpected(
        "takes an id and changes nothing; to change properties, call "
        "UpdateCustomer with the id and them");
  TRY_DO(check_argument_count(params, 1, 1));
  return get_request(TRY(parse_id(params.values[0])));
}

DecodedMethod list(Params& params) {
  TRY_DO(check_argument_count(params, 0, 5));
  constexpr std::string_view kNames[] = {"page", "count", "order", "direction"};
  GivenProperties paging;
  for (std::size_t i = 0; i < std::min(params.values.size(), std::size(kNames)); ++i) {
    const wire::Tree& value = params.values[i];
    if (!value.text() && !value.is_null() && !(value.number() && i < 2))
      return std::unexpected(std::string(kNames[i]) +
                             (i < 2 ? " must be an int" : " must be a string"));
    paging.emplace_back(kNames[i], value);
  }
  GivenProperties filter;
  if (params.values.size() == 5) filter = TRY(parse_properties(params.values[4], "filter"));
  return read_list(paging, filter, params.reader, params.decoded);
}

DecodedMethod create(Params& params) {
  TRY_DO(check_argument_count(params, 1, 1));
  return create_request(
      params.reader.create(TRY(parse_properties(params.values[0], "properties"))));
}

DecodedMethod remove(Params& params) {
  TRY_DO(check_argument_count(params, 1, 1));
  return delete_request(TRY(parse_id(params.values[0])));
}

DecodedMethod list_methods(Params& params) {
  TRY_DO(check_argument_count(params, 0, 0));
  wire::Array out;
  for (std::string& name : method_names()) out.emplace_back(std::move(name));
  return wire::Tree(std::move(out));
}

Argument<const Method*> find_named_method(const Params& params) {
  TRY_DO(check_argument_count(params, 1, 1));
  const std::string* name = params.values[0].text();
  const Method* method = name ? find_method(*name) : nullptr;
  if (!method) return std::unexpected("takes the name of a method that system.listMethods names");
  return method;
}

DecodedMethod method_signature(Params& params) {
  wire::Array out;
  for (const std::string_view signature : split(TRY(find_named_method(params))->signatures, '|')) {
    wire::Array types;
    for (const std::string_view type : split(signature, ' ')) types.emplace_back(type);
    out.emplace_back(std::move(types));
  }
  return wire::Tree(std::move(out));
}

DecodedMethod method_help(Params& params) {
  return wire::Tree(TRY(find_named_method(params))->help);
}

DecodedMethod capabilities(Params& params) {
  TRY_DO(check_argument_count(params, 0, 0));
  const auto spec = [](std::string_view url) {
    return wire::Tree(wire::Object{{"specUrl", url}, {"specVersion", wire::Tree(1)}});
  };
  return wire::Tree(wire::Object{
      {"xmlrpc", spec("http://www.xmlrpc.com/spec")},
      {"introspection", spec("http://xmlrpc-c.sourceforge.net/introspection.html")},
      {"system.multicall", spec("http://mirrors.talideon.com/articles/multicall.html")},
      {"faults_interop", spec("http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php")},
  });
}

// Reached only when a multicall contains another one.
DecodedMethod multicall(Params&) { return std::unexpected("cannot stand inside another one"); }

constexpr Method kMethods[] = {
    // clang-format off
    {"UpdateCustomer", kWrites, update, "int int struct|int int array",
     "Changes properties of the customer with this id and returns the id. What is left out stays; an empty string or nil clears."},
    {"GetCustomer", kReads, get, "struct int",
     "Returns the properties of the customer with this id."},
    {"ListCustomers", kReads, list,
     "array|array int|array int int|array int int string|array int int string string|array int int string string struct|array int int string string array",
     "Returns customers: the page (1), how many on it (50, at most 500), order (id or name), direction (asc or desc), and properties to be equal to."},
    {"CreateCustomer", kWrites, create, "int struct|int array",
     "Makes a customer and returns its id. name and email are required."},
    {"DeleteCustomer", kWrites, remove, "int int",
     "Marks the customer with this id as deleted and returns the id."},
    {"system.listMethods", kReads, list_methods, "array",
     "Returns the names of all methods."},
    {"system.methodSignature", kReads, method_signature, "array string",
     "Returns the signatures of a method: the type of its result, then those of its arguments."},
    {"system.methodHelp", kReads, method_help, "string string",
     "Returns what a method does."},
    {"system.getCapabilities", kReads, capabilities, "struct",
     "Returns which conventions of XML-RPC servers are kept here."},
    {kMulticall, kReads, multicall, "array array",
     "Makes calls one after another, at most 100: takes an array of structs of methodName and params. Returns for each an array of its result, or the struct of its fault; one that fails leaves the others be."},
    // clang-format on
};

bool of_customers(const Method& method) { return !method.name.starts_with("system."); }

}  // namespace

std::span<const Method> methods() { return kMethods; }

const Method* find_method(std::string_view name) {
  const bool prefixed = name.starts_with(kPrefix);
  if (prefixed) name.remove_prefix(kPrefix.size());
  const auto* found = std::ranges::find(kMethods, name, &Method::name);
  if (found == std::end(kMethods) || (prefixed && !of_customers(*found))) return nullptr;
  return found;
}

std::vector<std::string> method_names() {
  std::vector<std::string> out;
  for (const Method& method : kMethods) out.emplace_back(method.name);
  for (const Method& method : kMethods)
    if (of_customers(method)) out.push_back(std::string(kPrefix) + std::string(method.name));
  return out;
}

}  // namespace patchbay::doors::everlytic
