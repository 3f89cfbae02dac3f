// Writes the head of a file, passes its pieces on, and says what an import found.
#include "doors/native/customers/files_reply.h"

#include "doors/native/calls.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

class FileBody final : public http::BodySource {
 public:
  explicit FileBody(std::shared_ptr<core::FilePieces> pieces) : pieces_(std::move(pieces)) {}
  void next(Take take) override { pieces_->next(std::move(take)); }
  [[nodiscard]] bool must_be_whole() const override { return true; }

 private:
  const std::shared_ptr<core::FilePieces> pieces_;
};

struct PackingRow {
  std::string_view coding;
  std::string_view media;  // empty: that of the format
  std::string_view ending;
};
// In the order of the enumerators.
constexpr PackingRow kPackings[] = {
    {"", "", ""}, {"gzip", "application/gzip", ".gz"}, {"zstd", "application/zstd", ".zst"}};

Tree whole(std::uint64_t number) { return Tree(static_cast<std::int64_t>(number)); }

Tree change_json(const core::Imported::Change& change) {
  Object out{{"line", whole(change.line)}};
  if (change.customer) out.emplace_back("customer", Tree(change.customer.value));
  out.emplace_back("what", change.what);
  return Tree(std::move(out));
}

Tree fault_json(const core::Imported::Refusal& fault) {
  Object out{{"line", whole(fault.line)}, {"byte", whole(fault.byte)}};
  if (!fault.column.empty()) out.emplace_back("column", fault.column);
  out.emplace_back("what", fault.what);
  return Tree(std::move(out));
}

}  // namespace

http::Response file_reply(const core::CustomersFile& file, bool is_encoded) {
  const bool is_csv = file.format == core::FileFormat::csv;
  const PackingRow& packing = kPackings[static_cast<std::size_t>(file.packing)];
  const std::string format(is_csv ? "text/csv; charset=utf-8; header=present" : kLines);
  const bool is_packed = !is_encoded && !packing.media.empty();
  http::Response out{
      .status = 200,
      .headers = {{"Content-Type", is_packed ? std::string(packing.media) : format},
                  {"Content-Disposition", std::string("attachment; filename=\"customers.") +
                                              (is_csv ? "csv" : "jsonl") +
                                              std::string(is_encoded ? "" : packing.ending) + '"'},
                  {"Cache-Control", "no-store"},
                  {"Vary", "Accept-Encoding"}},
      .body = file.first};
  if (is_encoded) out.set("Content-Encoding", std::string(packing.coding));
  if (file.rest) out.rest = std::make_shared<FileBody>(file.rest);
  return out;
}

Tree import_json(const core::Imported& imported) {
  Array columns;
  for (const auto& each : imported.columns)
    columns.emplace_back(Object{{"name", each.name}, {"meaning", each.meaning}});
  Array changes;
  for (const auto& each : imported.changes) changes.push_back(change_json(each));
  Array faults;
  for (const auto& each : imported.faults) faults.push_back(fault_json(each));
  return Tree(Object{{"batch", imported.batch.text()},
                     {"applied", Tree(!imported.is_plan)},
                     {"file", imported.file},
                     {"key", imported.key},
                     {"columns", Tree(std::move(columns))},
                     {"rows", whole(imported.rows)},
                     {"made", whole(imported.made)},
                     {"changed", whole(imported.changed)},
                     {"unchanged", whole(imported.unchanged)},
                     {"refused", whole(imported.refused)},
                     {"written_before", whole(imported.written_before)},
                     {"changes", Tree(std::move(changes))},
                     {"faults", Tree(std::move(faults))}});
}

}  // namespace patchbay::doors::native
