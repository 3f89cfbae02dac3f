// Reading a record through lenses, beside code that is written by hand for the same value.
#include <cstdio>
#include <iterator>

#include "fill/customer.h"
#include "parts/contest.h"
#include "record/lens/lens.h"
#include "record/value/address.h"

namespace patchbay::bench {
namespace {

constexpr int kTurns = 100'000;
constexpr std::size_t kRounds = 15;

struct Row {
  const char* name;
  Target target;
  std::optional<Value> (*by_hand)(const Record& record);  // the same value without a lens
};

Uuid main_address(const Record& record) {
  for (const Uuid& part : record.parts(Section::address))
    if (record.text(Field::address_type, part) == "main") return part;
  return {};
}

constexpr PartRef kMain{PartRef::Mode::slot_main, {}, 0};
const Row kRows[] = {
    {"field",
     {Lens::field, Field::notes, {}},
     [](const Record& record) -> std::optional<Value> {
       const Value* value = record.find(Field::notes);
       return value ? std::optional<Value>(*value) : std::nullopt;
     }},
    {"zero_if_none",
     {Lens::zero_if_none, Field::plan, {}},
     [](const Record& record) -> std::optional<Value> {
       const Value* value = record.find(Field::plan);
       return value ? *value : Value{std::int64_t{0}};
     }},
    {"status_word",
     {Lens::status_word, Field::status, {}},
     [](const Record& record) -> std::optional<Value> {
       if (record.deleted()) return Value{std::string("deleted")};
       return Value{record.text(Field::status)};
     }},
    {"first_line",
     {Lens::first_line, Field::address_street, kMain},
     [](const Record& record) -> std::optional<Value> {
       return Value{first_line(record, main_address(record)).value_or("")};
     }},
    {"whole_text",
     {Lens::whole_text, Field::address_street, kMain},
     [](const Record& record) -> std::optional<Value> {
       return Value{whole_text(record, main_address(record)).value_or("")};
     }},
    {"country_code",
     {Lens::country_code, Field::address_country, kMain},
     [](const Record& record) -> std::optional<Value> {
       return Value{
           country_code(record.text(Field::address_country, main_address(record))).value_or("")};
     }},
};

void run() {
  Record record = customer(101);
  const Uuid part = record.parts(Section::address).front();
  record.values.set({Field::address_country, part}, std::string("United Kingdom"));
  record.values.set({Field::address_type, part}, std::string("main"));
  for (const Row& row : kRows) {
    if (value_at(record, row.target) != row.by_hand(record)) {
      std::printf("%s: the two values differ\n", row.name);
      return;
    }
    const auto repeat = [](const auto& read) {
      std::size_t sum = 0;
      for (int turn = 0; turn < kTurns; ++turn) sum += read()->index() + 1;
      kept = sum;
    };
    const auto standings =
        contest({{"by hand", [&] { repeat([&] { return row.by_hand(record); }); }},
                 {"lens", [&] { repeat([&] { return value_at(record, row.target); }); }}},
                kRounds);
    std::printf("%-14s by hand %4.0f ns, lens %4.0f ns, ratio %.2f\n", row.name,
                standings[0].seconds / kTurns * 1e9, standings[1].seconds / kTurns * 1e9,
                standings[1].ratio);
  }
}

}  // namespace
}  // namespace patchbay::bench

int main() { patchbay::bench::run(); }
