// Makes documents of the bodies in bench/requests and of the customers of bench/fill.
#include "json/documents.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "fill/customer.h"
#include "load/template.h"
#include "record/formats/codec.h"
#include "wire/json.h"

namespace patchbay::bench {
namespace {

constexpr std::size_t kMebibyte = 1 << 20;
constexpr Turn kTurn = {.id = kFirst, .turn = 100'000'000'000'000};

// The body of bench/requests/NAME.http.
std::string body(const std::string& name) {
  std::ifstream in(PATCHBAY_SOURCE_DIR "/bench/requests/" + name + ".http");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::size_t end = text.find("\n\n");
  if (end == std::string::npos) std::abort();
  std::string out;
  Template(std::string_view(text).substr(end + 2)).render(kTurn, out);
  return out;
}

const std::string kBulkLine =
    R"({"id":1000,"patch":{"notes":"changed in turn 100000000000000"},"if_version":3})";

// An array of `item`, of one mebibyte.
std::string repeated(std::string_view item) {
  std::string out = "[";
  while (out.size() < kMebibyte) (out += item) += ',';
  out.back() = ']';
  return out;
}

std::string list_reply() {
  std::string out = R"({"customers":[)";
  for (std::int64_t id = kFirst; id < kFirst + 500; ++id)
    (out += encode(customer(id).values)) += ',';
  out.back() = ']';
  return out += R"(,"next":null})";
}

Record large_record() {
  Record record = customer(kFirst);
  for (std::uint64_t i = 0; i < 12; ++i) {
    const Uuid part = Uuid::numbered(1'000'000'000 + i);
    const auto set = [&](Field field, Value value) {
      record.values.set({field, part}, std::move(value));
    };
    set(Field::address_ordinal, static_cast<std::int64_t>(i) + 2);
    set(Field::address_type, std::string("delivery"));
    set(Field::address_street, "Tech Avenue " + std::to_string(i) + ", Webberley");
    set(Field::address_city, std::string("Stoke-on-Trent"));
    set(Field::address_postal_code, std::string("ST1 5AA"));
  }
  return record;
}

// A record whose texts have letters beyond ASCII, quotes and line breaks.
Record escaped_record() {
  Record record = customer(kFirst);
  for (const Field field : {Field::name, Field::notes, Field::description, Field::invoice_text})
    record.values.set({field, {}}, std::string("Caf\u00E9 \"\u00C5ngstr\u00F6m\"\nM\u00FCnchen"));
  return record;
}

}  // namespace

std::vector<Document> stored_records() {
  return {{"stored record", encode(customer(kFirst).values)},
          {"stored record with 13 addresses", encode(large_record().values)},
          {"stored record with escapes", encode(escaped_record().values)}};
}

std::vector<Document> tree_documents() {
  const std::string stored = encode(large_record().values);
  return {{"PATCH body, flolive", body("flolive")},
          {"PATCH body, native", body("native")},
          {"line of a bulk", kBulkLine},
          {"list of 500 customers", list_reply()},
          {"customer", stored},
          {"customer, indented", wire::json::write_pretty(*wire::json::parse(stored))},
          {"customer with escapes", encode(escaped_record().values)},
          {"array of texts of 200 bytes", repeated('"' + std::string(200, 'x') + '"')},
          {"array of texts of 100 \u00E9", repeated([] {
             std::string text = "\"";
             for (int i = 0; i < 100; ++i) text += "\u00E9";
             return text + '"';
           }())},
          {"array of numbers", repeated("1234.50")},
          {"array of empty arrays", repeated("[]")}};
}

}  // namespace patchbay::bench
