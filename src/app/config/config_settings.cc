// The table of settings and its example file.
#include <algorithm>

#include "app/config/config.h"
#include "base/text.h"
#include "base/wording.h"

namespace patchbay::app {
namespace {

using Form = Setting::Form;

constexpr Setting kSettings[] = {
#define TEXT(section, key, standard, member, meaning) \
  {#section,                                          \
   #key,                                              \
   Form::text,                                        \
   0,                                                 \
   0,                                                 \
   "",                                                \
   standard,                                          \
   meaning,                                           \
   [](Config& config, const std::string& text, std::int64_t) { config.member = text; }},
#define WHOLE(section, key, min, max, standard, member, meaning)  \
  {#section,                                                      \
   #key,                                                          \
   Form::whole,                                                   \
   min,                                                           \
   max,                                                           \
   "",                                                            \
   #standard,                                                     \
   meaning,                                                       \
   [](Config& config, const std::string&, std::int64_t whole) {   \
     config.member = static_cast<decltype(config.member)>(whole); \
   }},
#define SECONDS(section, key, min, max, standard, member, meaning) \
  {#section,                                                       \
   #key,                                                           \
   Form::whole,                                                    \
   min,                                                            \
   max,                                                            \
   "",                                                             \
   #standard,                                                      \
   meaning,                                                        \
   [](Config& config, const std::string&, std::int64_t whole) {    \
     config.member = std::chrono::seconds(whole);                  \
   }},
#define FLAG(section, key, standard, member, meaning) \
  {#section,                                          \
   #key,                                              \
   Form::flag,                                        \
   0,                                                 \
   0,                                                 \
   "true|false",                                      \
   #standard,                                         \
   meaning,                                           \
   [](Config& config, const std::string& text, std::int64_t) { config.member = text == "true"; }},
#define WORD_FLAG(section, key, words, standard, yes, member, meaning) \
  {#section,                                                           \
   #key,                                                               \
   Form::word,                                                         \
   0,                                                                  \
   0,                                                                  \
   words,                                                              \
   standard,                                                           \
   meaning,                                                            \
   [](Config& config, const std::string& text, std::int64_t) { config.member = text == yes; }},
#define WORD(section, key, words, standard, member, meaning) \
  {#section,                                                 \
   #key,                                                     \
   Form::word,                                               \
   0,                                                        \
   0,                                                        \
   words,                                                    \
   standard,                                                 \
   meaning,                                                  \
   [](Config& config, const std::string& text, std::int64_t) { config.member = text; }},
#include "app/config/settings.def"
#undef TEXT
#undef WHOLE
#undef SECONDS
#undef FLAG
#undef WORD_FLAG
#undef WORD
};

bool is_quoted(Form form) { return form == Form::text || form == Form::word; }

}  // namespace

std::span<const Setting> settings() { return kSettings; }

std::string Setting::name() const { return std::string(section) + '.' + std::string(key); }

std::string Setting::environment() const { return "PATCHBAY_" + upper(section) + '_' + upper(key); }

std::string Setting::allowed() const {
  switch (form) {
    case Form::text:
      return "text";
    case Form::whole:
      return whole_from_to(min, max);
    case Form::flag:
      return "true or false";
    case Form::word: {
      std::string out = "one of ";
      for (const std::string_view word : split(words, '|')) {
        if (word.data() != words.data()) out += ", ";
        out += word;
      }
      return out;
    }
  }
  return {};
}

std::string example_file() {
  std::string out =
      "# Every setting of patchbay with its default. Each can also be given as an environment\n"
      "# variable (PATCHBAY_SERVER_LISTEN for server.listen) or as a flag (--server.listen "
      "VALUE).\n"
      "# A variable overrides this file, and a flag overrides both.\n";
  std::string_view section;
  for (const Setting& each : kSettings) {
    if (each.section != section) {
      section = each.section;
      out += "\n[" + std::string(section) + "]\n";
    }
    out += "# " + std::string(each.meaning) + " Takes " + each.allowed() + ".\n";
    const std::string quote = is_quoted(each.form) ? "\"" : "";
    out += "# " + std::string(each.key) + " = " + quote + std::string(each.standard) + quote + "\n";
  }
  return out;
}

}  // namespace patchbay::app
