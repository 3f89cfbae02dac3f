// Search terms: case folding, words, and the terms of a record.
#include "record/search/search_terms.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/case_fold.h"
#include "random_record.h"
#include "record/history/chain.h"

namespace patchbay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Fold, TakesCaseAccentsAndWidthOff) {
  for (const auto& [written, want] : std::initializer_list<std::pair<std::string, std::string>>{
           {"Jos\u00E9", "jose"},
           {"JOSE\u0301", "jose"},
           {"\uFF2A\uFF4F\uFF53\uFF45", "jose"},
           {"Stra\u00DFe", "strasse"},
           {"\u0130stanbul", "istanbul"},
           {"\u00D8resund", "\u00F8resund"},
           {"\u03A3\u0391\u03A3", "\u03C3\u03B1\u03C3"},
           {"\u0419\u043E\u0434", "\u0438\u043E\u0434"},
           {"\u2461 \uFB01n", "2 fin"},
           {"zero\u200Bwidth", "zerowidth"},
           // Vowel signs and voicing marks form other letters.
           {"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0939\u093F\u0928\u094D\u0926\u0940"},
           {"\u304C", "\u304C"},
           {"\uD55C\uAE00", "\uD55C\uAE00"},
           {"", ""}})
    EXPECT_EQ(fold(written), want) << written;
}

TEST(Words, AreCutAtAllThatIsNeitherLetterMarkNorNumber) {
  EXPECT_THAT(words_in("o'brien & sons_ltd, 2nd", 9),
              ElementsAre("o", "brien", "sons", "ltd", "2nd"));
  EXPECT_THAT(words_in("a.b@mail.example", 9), ElementsAre("a", "b", "mail", "example"));
  EXPECT_THAT(words_in("caf\u0435-bar \u0939\u093F\u0928\u094D\u0926\u0940", 9),
              ElementsAre("caf\u0435", "bar", "\u0939\u093F\u0928\u094D\u0926\u0940"));
  EXPECT_THAT(words_in("\u6771\u4EAC\u3067\u50CD\u304F", 9),
              ElementsAre("\u6771\u4EAC", "\u3067", "\u50CD\u304F"));
  EXPECT_THAT(words_in("a b c", 2), ElementsAre("a", "b"));
  EXPECT_THAT(words_in(" - ", 9), IsEmpty());
  EXPECT_THAT(words_in(std::string(40, 'x') + " " + std::string(40, 'y') + "\u03B1", 9),
              ElementsAre(std::string(32, 'x'), std::string(32, 'y')));
}

// ASCII takes a separate path. A foreign word in the text sends the same text through ICU.
TEST(Words, OfAsciiAreThoseOfUnicode) {
  RandomRecord random(5);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto left = random.from(0, 40); left > 0; --left)
      text += static_cast<char>(random.flip() ? random.from(' ', '~') : random.from('a', 'e'));
    auto words = words_in(fold(text), 100);
    words.emplace_back("\u03B1\u03B2");
    EXPECT_EQ(words_in(fold(text + " \u0391\u0392"), 100), words) << text;
  }
}

Values some() {
  Values out;
  const Uuid part = Uuid::numbered(7);
  out.set({Field::name, {}}, "Jos\u00E9  Garc\u00EDa ");
  out.set({Field::external_id, {}}, "A-17");
  out.set({Field::status, {}}, "active");
  out.set({Field::technical_contact, {}}, "a@x.example b@x.example");
  out.set({Field::card_number, {}}, SealedSecret{.box = "4111", .tail = "1111"});
  out.set({Field::contact_ordinal, part}, std::int64_t{1});
  out.set({Field::contact_telephone, part}, "+44 (20) 7946-0000");
  return out;
}

TEST(Terms, AreKeysAndWords) {
  EXPECT_THAT(search_terms_of(some()),
              ElementsAre("/email/a@x.example", "/email/b@x.example", "/external_id/a-17",
                          "/name/jose garcia", "/telephone/000064970244", "17", "442079460000", "a",
                          "b", "example", "garcia", "jose", "x"));
  EXPECT_EQ(key_term(Field::name, " JOSE garcia"), "/name/jose garcia");
  EXPECT_EQ(key_term(Field::contact_mobile, "+442079460000"), "/telephone/000064970244");
  EXPECT_EQ(key_term(Field::contact_mobile, "none"), std::nullopt);
  EXPECT_EQ(key_term(Field::notes, "x"), std::nullopt);
}

TEST(Terms, OfNumbersBeginWithTheirEnds) {
  const auto terms = search_terms_of(some());
  for (const char* end : {"460000", "7946-0000", "020 7946 0000", "+44 20 7946 0000"}) {
    const auto prefix = telephone_end(end);
    ASSERT_TRUE(prefix) << end;
    const bool is_end = std::string_view(end).starts_with('0') == false;
    EXPECT_EQ(
        std::ranges::any_of(terms, [&](const auto& term) { return term.starts_with(*prefix); }),
        is_end)
        << end;
  }
  for (const char* other : {"000", "+4-4-2", "none", ""})
    EXPECT_EQ(telephone_end(other), std::nullopt) << other;
}

TEST(Terms, KnowWhichValuesWereTakenAway) {
  const Path telephone{Field::contact_telephone, Uuid::numbered(7)};
  const Path mobile{Field::contact_mobile, Uuid::numbered(7)};
  const Path name{Field::name, {}};
  const Path notes{Field::notes, {}};
  const Path emails{Field::technical_contact, {}};
  const Value old("+44 20 7946 0000");
  EXPECT_THAT(former_search_terms({{telephone, old, Value("+44 20 1")},
                                   {name, Value("Jos\u00E9  & Co"), Value("b")},
                                   {notes, Value("a note"), Value("b")},
                                   {emails, Value("a@b.example C@d.example"), Value("a@b.example")},
                                   {{Field::external_id, {}}, Value("X-1"), std::nullopt}}),
              ElementsAre("/email/c@d.example", "/external_id/x-1", "/name/jose & co",
                          "/telephone/000064970244"));
  EXPECT_THAT(former_search_terms({{name, Value("GLOBAL"), Value("Global")}}), IsEmpty())
      << "it was only written otherwise";
  EXPECT_THAT(former_search_terms({{telephone, old, std::nullopt}, {mobile, old, std::nullopt}}),
              ElementsAre("/telephone/000064970244"));
  EXPECT_THAT(former_search_terms({{telephone, std::nullopt, old}}), IsEmpty());
  EXPECT_THAT(former_search_terms({{telephone, old, Value("+442079460000")}}), IsEmpty())
      << "it was only written otherwise";
  const std::string long_name(600, 'n');
  EXPECT_THAT(former_search_terms({{name, Value(long_name), Value("b")}}),
              ElementsAre("/name/" + long_name.substr(0, kKeyBytesMax)));
  Difference erased{telephone, old, std::nullopt, "salt"};
  erase_values(erased);
  EXPECT_THAT(former_search_terms({erased}), IsEmpty());
}

TEST(Terms, HaveBounds) {
  Values values;
  std::string words;
  for (int i = 0; i < 700; ++i) words += " w" + std::to_string(i);
  values.set({Field::description, {}}, words);
  values.set({Field::name, {}}, std::string(600, 'n'));
  values.set({Field::account, {}}, "z");
  const auto terms = search_terms_of(values);
  // The name's word and key, the account's key, and the words that remain for the description.
  EXPECT_EQ(terms.size(), kWordsMax + 2);
  EXPECT_THAT(terms, testing::Contains("/name/" + std::string(kKeyBytesMax, 'n')));
  EXPECT_THAT(terms, testing::Contains("/account/z"));
}

TermChange change_of_all(const Values& before, const Values& after) {
  const auto had = search_terms_of(before);
  const auto has = search_terms_of(after);
  TermChange out;
  std::ranges::set_difference(had, has, std::back_inserter(out.removed));
  std::ranges::set_difference(has, had, std::back_inserter(out.added));
  return out;
}

// The terms of the values that did not change are not made, and count all the same.
TEST(TermChanges, AreThoseOfAllValues) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    RandomRecord random(seed);
    const Values before = random.values();
    const Values after = random.changed(before);
    EXPECT_EQ(search_term_change(after, diff(before, after)), change_of_all(before, after)) << seed;
  }
}

TEST(TermChanges, LeaveWhatAnotherValueHas) {
  constexpr const char* kTexts[] = {"a",
                                    "A b",
                                    "b-a17",
                                    "a17 x.example",
                                    "\u00E9 a",
                                    "17",
                                    "+44 17 20",
                                    "2017",
                                    "a@x.example b@a.b",
                                    "(20) 17",
                                    "ab ",
                                    "x",
                                    "E",
                                    "4417 20"};
  const Uuid part = Uuid::numbered(7);
  const std::vector<Path> paths = {{Field::name, {}},
                                   {Field::external_id, {}},
                                   {Field::account, {}},
                                   {Field::description, {}},
                                   {Field::technical_contact, {}},
                                   {Field::fax, {}},
                                   {Field::contact_telephone, part},
                                   {Field::contact_mobile, part},
                                   {Field::contact_last_name, part},
                                   {Field::contact_email, part}};
  std::size_t kept = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    RandomRecord random(seed);
    const auto vary = [&](Values values, std::int64_t one_in) {
      for (const Path& path : paths) {
        if (random.from(1, one_in) != 1) continue;
        const auto text = random.from(0, std::ssize(kTexts));
        if (text == std::ssize(kTexts))
          values.clear(path);
        else
          values.set(path, std::string(kTexts[text]));
      }
      return values;
    };
    const Values before = vary({}, 1);
    const Values after = vary(before, 4);
    const TermChange change = change_of_all(before, after);
    EXPECT_EQ(search_term_change(after, diff(before, after)), change) << seed;
    kept += change == TermChange{} ? 1 : 0;
  }
  EXPECT_GT(kept, 50U);
}

TEST(TermChanges, CountWordsThatAreIgnored) {
  std::string words;
  for (int i = 0; i < 700; ++i) words += " w" + std::to_string(i);
  Values before;
  before.set({Field::name, {}}, "one two");
  before.set({Field::description, {}}, words);
  Values after = before;
  after.set({Field::name, {}}, "one two three four");
  EXPECT_EQ(search_term_change(after, diff(before, after)), change_of_all(before, after));
  EXPECT_THAT(change_of_all(before, after).removed, testing::Contains("w497"));
}

TEST(Terms, KeysEndBetweenCharacters) {
  std::string long_name;
  while (long_name.size() < 600) long_name += "\u03B1";
  const std::string term = key_term(Field::name, "x" + long_name).value();
  EXPECT_EQ(term.size(), std::string("/name/").size() + kKeyBytesMax - 1);
}

// A record is found by the value that a lens shows, which lookups in the index of terms rely on.
TEST(Terms, HoldTheTermOfWhatIsSeen) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    RandomRecord random(seed);
    const Record record{.id = {1}, .uuid = {}, .version = 1, .values = random.values()};
    const auto terms = search_terms_of(record.values);
    EXPECT_TRUE(std::ranges::is_sorted(terms));
    for (const auto& [path, value] : record.values) {
      const Target target{.lens = Lens::field,
                          .field = path.field,
                          .part = {.mode = PartRef::Mode::known, .id = path.part}};
      const auto term = term_of(target, value);
      if (!term) continue;
      EXPECT_TRUE(std::ranges::binary_search(terms, *term)) << text(path) << ' ' << *term;
    }
  }
}

}  // namespace
}  // namespace patchbay
