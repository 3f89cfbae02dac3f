// Decodes exports and imports: customers as a file.
#include <memory>

#include "base/text.h"
#include "doors/native/decode_calls.h"
#include "http/accepted.h"

namespace patchbay::doors::native {
namespace {

core::BelowCustomer below_of(QueryReader& query) {
  const auto text = query.non_empty_text(kFileBelow);
  if (!text) return std::monostate{};
  const core::Subject named = subject(*text);
  if (const auto* uuid = std::get_if<Uuid>(&named)) return *uuid;
  return std::get<CustomerId>(named);
}

// The pieces of a text between commas; "\," is a comma in a piece.
std::vector<std::string> pieces_of(const std::optional<std::string>& text) {
  std::vector<std::string> out;
  if (!text) return out;
  out.emplace_back();
  for (std::size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    if (c == '\\' && i + 1 < text->size() && (*text)[i + 1] == ',') {
      out.back() += (*text)[++i];
    } else if (c == ',') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<const Descriptor> file_of(const http::Request& request) {
  const auto& kept = request.body_file;
  return kept ? std::shared_ptr<const Descriptor>(kept, &kept->descriptor()) : nullptr;
}

void read_export_customers(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded) {
  core::ExportCustomers wanted{.below = below_of(query), .at = query.time(kFileAt)};
  for (const std::string& each : pieces_of(query.non_empty_text(kFields)))
    wanted.fields.emplace_back(trim(each));
  constexpr core::FilePacking kPackings[] = {core::FilePacking::none, core::FilePacking::gzip,
                                             core::FilePacking::zstd};
  if (query.enumerated(kFileFormat) == 1) wanted.format = core::FileFormat::json_lines;
  wanted.packing = kPackings[query.enumerated(kCompress)];
  // Packed on its way only.
  if (wanted.packing == core::FilePacking::none) {
    const auto takes = [&](std::string_view coding) {
      return http::accepts(routed.request, "Accept-Encoding", coding).value_or(false);
    };
    if (takes("zstd"))
      wanted.packing = core::FilePacking::zstd;
    else if (takes("gzip"))
      wanted.packing = core::FilePacking::gzip;
    if (wanted.packing != core::FilePacking::none) decoded.echo = kEncoded;
  }
  decoded.call.request = std::move(wanted);
}

void read_import_customers(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded) {
  if (!has_good_type(routed, decoded)) return;
  core::ImportCustomers wanted{.below = below_of(query),
                               .content = std::make_shared<const std::string>(routed.request.body),
                               .file = file_of(routed.request),
                               .applies = query.flag(kApply),
                               .leaves_refused = query.enumerated(kRefused) == 1,
                               .key = query.non_empty_text(kRowKey).value_or(""),
                               .names = query.non_empty_text(kRowNames).value_or(""),
                               .map = pieces_of(query.non_empty_text(kRowMap)),
                               .ignore = pieces_of(query.non_empty_text(kRowIgnore)),
                               .values = pieces_of(query.non_empty_text(kRowValues)),
                               .columns = query.non_empty_text(kRowColumns).value_or(""),
                               .format = query.word(kRowFormat).value_or(""),
                               .delimiter = query.non_empty_text(kDelimiter).value_or(""),
                               .encoding = query.non_empty_text(kEncoding).value_or(""),
                               .batch = query.non_empty_text(kImportBatch).value_or(""),
                               .shown = query.size(kShow)};
  decoded.call.required_privilege = kWrites;
  decoded.call.request = std::move(wanted);
}

}  // namespace patchbay::doors::native
