// Prints verdicts: of single cases, and counts over collections of third parties.
#include "json/strictness.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace patchbay::bench {
namespace {

struct Case {
  const char* name;
  std::string text;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::vector<Case> cases() {
  return {{"duplicate key", R"({"name":1,"name":2})"},
          {"duplicate key by an escape", R"({"name":1,"n\u0061me":2})"},
          {"U+0000 as an escape", R"("abc\u0000")"},
          {"NUL after the end", std::string("1\0", 2)},
          {"byte order mark", "\xEF\xBB\xBF{}"},
          {"exponent of 20 digits", "1e99999999999999999999"},
          {"number of 1 000 digits", std::string(1000, '7')},
          {"1 000 arrays in each other", repeated("[", 1000) + repeated("]", 1000)},
          {"2 000 arrays in each other", repeated("[", 2000) + repeated("]", 2000)},
          {"1 000 000 open arrays", repeated("[", 1'000'000)},
          {"wrong word at byte 8", R"([1,"ab",nul])"},
          {"wrong number at byte 8", R"([1,"ab",-x])"},
          {"not UTF-8 at byte 8", "[1,\"abcd\xFF\x65\x66\x67\x68ijklmno\"]"},
          {"overlong at byte 8", "[1,\"abcd\xC0\xAFijklmno\"]"},
          {"surrogate in UTF-8 at byte 8", "[1,\"abcd\xED\xA0\x80ijklmno\"]"},
          {"cut character at byte 8", "[1,\"abcd\xE2\x82\"]"},
          {"lone surrogate as an escape", R"([1,"ab\ud800"])"}};
}

std::string told(const Verdict& verdict) {
  if (verdict.accepted) return "accepts";
  return verdict.offset ? "byte " + std::to_string(*verdict.offset) : "refuses";
}

void print_row(std::span<const JsonReader> readers, const char* name, auto cell) {
  std::printf("%-34s", name);
  for (const JsonReader& reader : readers) std::printf(" %14s", cell(reader).c_str());
  std::printf("\n");
}

std::filesystem::path corpus(const char* name) {
  return std::filesystem::path(PATCHBAY_SOURCE_DIR) / ".." / "shared" / "corpora" / name;
}

std::string contents(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator(in), {}};
}

struct Expected {
  std::string text;
  char verdict = 'i';  // y: must be accepted; n: must be refused; i: either
};

std::vector<Expected> json_test_suite() {
  std::vector<Expected> out;
  const auto folder = corpus("JSONTestSuite") / "test_parsing";
  if (!std::filesystem::is_directory(folder)) return out;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    out.push_back({contents(entry.path()), entry.path().filename().string().front()});
  return out;
}

std::string unhex(std::string_view digits) {
  std::string clean, bytes;
  for (const char c : digits)
    if (c != ' ') clean += c;
  for (std::size_t i = 0; i + 1 < clean.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(&clean[i], &clean[i] + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// Lines are `number:valid:text`, `number:valid hex:digits` or `number:invalid hex:digits:…`. Those
// with a control character say nothing about UTF-8 in JSON.
std::vector<Expected> utf8tests() {
  std::vector<Expected> out;
  std::istringstream lines(contents(corpus("utf8tests") / "utf8tests.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream parts(line);
    std::string number, kind, content;
    std::getline(std::getline(std::getline(parts, number, ':'), kind, ':'), content, ':');
    const std::string bytes = kind.contains("hex") ? unhex(content) : content;
    bool has_control = false;
    for (const char c : bytes) has_control |= static_cast<unsigned char>(c) < 0x20;
    if (!has_control) out.push_back({'"' + bytes + '"', kind.contains("invalid") ? 'n' : 'y'});
  }
  return out;
}

void print_counts(std::span<const JsonReader> readers, const char* name,
                  const std::vector<Expected>& all) {
  if (all.empty()) return void(std::printf("%s is not here: skipped\n", name));
  struct Kind {
    char verdict;
    const char* what;
  };
  for (const auto& [verdict, what] :
       {Kind{'y', "must be accepted"}, Kind{'n', "must be refused"}, Kind{'i', "may be either"}}) {
    std::size_t count = 0;
    for (const Expected& each : all) count += each.verdict == verdict ? 1 : 0;
    if (count == 0) continue;
    const std::string row = std::string(name) + ", " + what + ": " + std::to_string(count);
    print_row(readers, row.c_str(), [&, kind = verdict](const JsonReader& reader) {
      std::size_t accepted = 0;
      for (const Expected& each : all)
        accepted += each.verdict == kind && reader.judge(each.text).accepted ? 1 : 0;
      return std::to_string(accepted);
    });
  }
}

}  // namespace

void print_strictness(std::span<const JsonReader> readers) {
  std::printf("Verdicts: accepted, or refused at a byte\n");
  print_row(readers, "", [](const JsonReader& reader) { return std::string(reader.name); });
  for (const auto& [name, text] : cases())
    print_row(readers, name, [&](const JsonReader& reader) { return told(reader.judge(text)); });
  std::printf("\nHow many were accepted\n");
  print_counts(readers, "JSONTestSuite", json_test_suite());
  print_counts(readers, "utf8tests", utf8tests());
}

}  // namespace patchbay::bench
