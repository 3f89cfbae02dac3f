// Reads a row of the table `entries`.
#include "store/sql/customers/entry_row.h"

#include "record/formats/codec.h"

namespace patchbay::store::sql {

Entry entry_of(const Rows& rows) {
  const auto whose = [&rows] {
    return "customer " + std::to_string(rows.whole(0)) + ": version " +
           std::to_string(rows.whole(1)) + " of its history";
  };
  Entry out{.customer = rows.customer(0),
            .version = rows.whole(1),
            .action = rows.text(2),
            .by = {.time = rows.instant(3),
                   .principal = rows.text(4),
                   .principal_id = rows.whole(12),
                   .door = rows.text(5),
                   .source = rows.text(6),
                   .request = rows.uuid(7),
                   .reason = rows.text(8),
                   .warnings = readable(decode_texts(rows.view(9)), whose)},
            .differences = {},
            .hash = rows.text(11)};
  if (auto read = decode_differences(rows.view(10), out); !read)
    throw Damaged(whose() + " cannot be read: " + read.error());
  return out;
}

}  // namespace patchbay::store::sql
