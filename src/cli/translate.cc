// The command `translate`.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "cli/output.h"
#include "doors/shared/curl_line.h"
#include "doors/shared/http_text.h"
#include "doors/shared/translation_json.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr int kNothingLost = 0;
constexpr int kSomethingLost = 1;
constexpr int kUnusable = 2;

// Up to one byte more than a request may have, so that a longer one is refused and not cut.
std::string read_some(std::istream& in) {
  std::string out(doors::kWrittenRequestBytesMax + 1, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(in.gcount()));
  return out;
}

std::optional<std::string> read_input(const std::string& file) {
  if (file == "-") return read_some(std::cin);
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return read_some(in);
}

std::string presented(const std::string& form, const doors::TranslationInput& input,
                      const doors::Translation& translation) {
  const auto& request = translation.encoded.request;
  if (form == "json")
    return wire::json::write_pretty(doors::translation_json(input, translation)) + '\n';
  if (form == "http") return request ? doors::http_text(*request) : std::string();
  if (form == "curl")
    return request ? doors::curl_line(*request, "https://HOST") + '\n' : std::string();
  return doors::translation_text(input, translation);
}

int run(doors::TranslationInput input, const std::string& file, const std::string& form,
        Output& output) {
  auto text = read_input(file);
  if (!text) return report_failure("cannot read " + file, kUnusable);
  input.input = std::move(*text);
  const auto source = doors::read_source(input);
  if (!source) return report_failure(source.error().sentence(), kUnusable);
  const doors::Translation translation = doors::translate(input, *source, nullptr);
  return output.tell(translation.encoded.losses.empty() ? kNothingLost : kSomethingLost,
                     doors::translation_json(input, translation),
                     presented(form, input, translation), /*is_exact=*/form != "text");
}

}  // namespace

Run define_translate(CLI::App& command) {
  const auto input = std::make_shared<doors::TranslationInput>();
  const auto file = std::make_shared<std::string>("-");
  const auto form = std::make_shared<std::string>("text");
  command.add_option("--from", input->from, "The dialect of the request")->required();
  command.add_option("--to", input->to, "The dialect that is wanted")->required();
  command.add_option("--transport", input->transport,
                     "How --to is spoken, if there are several ways: rest or xml-rpc of everlytic, "
                     "v3, v4 or v5 of tmf629");
  command.add_option("--method", input->method, "The method, if the input is only a body");
  command.add_option("--target", input->target, "The path and query, if the input is only a body");
  command.add_option("--output", *form, "What is printed: text, json, http or curl")
      ->check(CLI::IsMember({"text", "json", "http", "curl"}));
  command.add_option("file", *file,
                     "A curl command, an HTTP request or a body; - or nothing for "
                     "standard input");
  command.footer(
      "Nothing is sent. Exits with 0 if nothing is lost, 1 if something is, and 2 if the request "
      "cannot be translated.");
  return with_output(command, [input, file, form, &command](Output& output) {
    if (output.is_json() && command.count("--output") > 0)
      return report_failure(
          "--output says what is printed: leave out --json and --jq, or leave it out", kUnusable);
    return run(*input, *file, *form, output);
  });
}

}  // namespace patchbay::app
